"""Claim against passage: the stance and its reason in words. `judge.py` is the entry."""
