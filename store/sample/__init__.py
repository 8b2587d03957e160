"""The sample of a new desk: what it holds, how it is loaded, and how it is cleared away."""
