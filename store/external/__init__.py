"""Fact-checks of other publishers: what is kept of them, the files that bring them, and their ratings on our scale."""
