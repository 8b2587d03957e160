"""What cannot be true beside the claim, one rule for each kind. `rules.py` has them in order."""
