"""Pages of what claims are held against: the shelf, sources, external fact-checks."""
