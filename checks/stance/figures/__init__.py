"""Claims with figures: the amounts of a claim against those of a passage. `judge.py` is the entry."""
