"""Pages of what claims are compared with: the shelf, sources, external fact-checks."""
