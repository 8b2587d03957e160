"""Check-worthiness: how much a newsroom should want to check a sentence or a claim, 0 to 1, with reasons."""
