"""Scope rules of modality: what is only possible, allowed, planned or expected."""

import re

from checks.stance.figures.amount_context import has_happened
from checks.stance.figures.amounts import Amount
from checks.stance.figures.pair import FigurePair
from checks.stance.reasons import quoted
from checks.stance.word_groups import other_modality

_AHEAD = re.compile(r"\b(?:will|going to|set to|about to|to be|plans?|wants?|due)\b", re.IGNORECASE)
_WILL = re.compile(
    r"(?:\b(?:will|shall|would|(?:is|are|was|were) to|going to)|['’]ll)\b(?! (?:have|hold)\b)", re.IGNORECASE
)


def modality_of_source(pair: FigurePair) -> str | None:
    told = other_modality(pair.claim.text, pair.theirs.part)
    return f"scope differs: of {quoted(pair.theirs)} the source has “{told}”, the claim has not" if told else None


def forecast(pair: FigurePair) -> str | None:
    if (
        pair.ours.ahead
        or _AHEAD.search(pair.ours.part)
        or not (pair.theirs.ahead or _to_come(pair.ours, pair.theirs))
    ):
        return None
    return f"source gives “{pair.theirs.quantity.text}” as what is expected, not as what is"


def _to_come(ours: Amount, theirs: Amount) -> bool:
    """Whether a source tells as to come what the claim tells as past, or as what is: "will build" for "has built"."""
    return bool(_WILL.search(theirs.part)) and (has_happened(ours.sentence) or not _WILL.search(ours.sentence))
