"""Claims without figures: the words of a claim against the sentences of a passage. `judge.py` is the entry."""
