"""A claim's figure beside one of a passage, as the tests of this folder need them."""

from checks.stance.figures.pair import FigurePair
from checks.stance.text import AnalyzedText


def pair_of(claim: str, passage: str) -> FigurePair:
    """The first figure of each text."""
    ours, theirs = AnalyzedText(claim), AnalyzedText(passage, is_source=True)
    return FigurePair(ours, theirs, ours.amounts[0], theirs.amounts[0])
