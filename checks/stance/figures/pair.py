"""A claim's figure beside one of a source."""

from dataclasses import dataclass

from checks.stance.figures.amounts import Amount
from checks.stance.text import AnalyzedText


@dataclass(frozen=True, slots=True)
class FigurePair:
    """`ours`, an amount of the claim, and `theirs`, one of the source, with the texts that they stand in."""

    claim: AnalyzedText
    source: AnalyzedText
    ours: Amount
    theirs: Amount
