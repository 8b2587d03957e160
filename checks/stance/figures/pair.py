"""A claim's figure beside one of a source."""

from dataclasses import dataclass
from functools import cached_property

from checks.stance.figures.amount_context import AmountContext, amount_context
from checks.stance.figures.amounts import Amount
from checks.stance.text import AnalyzedText


@dataclass(frozen=True)
class FigurePair:
    """`ours`, an amount of the claim, and `theirs`, one of the source, with the texts that they stand in."""

    claim: AnalyzedText
    source: AnalyzedText
    ours: Amount
    theirs: Amount

    @cached_property
    def contexts(self) -> tuple[AmountContext, AmountContext] | None:
        """What the parsed sentences say of the two; None where one cannot be read."""
        ours, theirs = amount_context(self.ours), amount_context(self.theirs)
        return None if ours is None or theirs is None else (ours, theirs)
