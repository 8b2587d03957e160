"""Figures of the overview: what needs somebody now, and how the last two weeks went."""
