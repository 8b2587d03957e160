"""The scope rules: why two figures cannot be compared. `rules.py` has them in order."""
