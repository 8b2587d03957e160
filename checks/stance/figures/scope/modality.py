"""Scope rules of modality: what is only possible, allowed, planned or expected."""

import re

from checks.lexicon import alternatives
from checks.stance.figures.amount_context import has_happened
from checks.stance.figures.pair import FigurePair
from checks.stance.reasons import quoted
from checks.stance.word_groups import other_modality

# The claim itself looks ahead.
_AHEAD = re.compile(rf"\b(?:{alternatives('stance', 'modality_ahead')})\b", re.IGNORECASE)
# The future tense; "will have" is a perfect.
_WILL = re.compile(
    r"(?:\b(?:will|shall|would|(?:is|are|was|were) to|going to)|['’]ll)\b(?! (?:have|hold)\b)", re.IGNORECASE
)


def modality_of_source(pair: FigurePair) -> str | None:
    """The source's figure is a capacity, a limit, a budget or a sentence, and the claim speaks of nothing such."""
    word = other_modality(pair.claim.text, pair.theirs.part)
    return f"scope differs: of {quoted(pair.theirs)} the source has “{word}”, the claim has not" if word else None


def forecast(pair: FigurePair) -> str | None:
    """The source's figure is expected or demanded, the claim's is a fact."""
    if pair.ours.ahead or _AHEAD.search(pair.ours.part):
        return None
    if not pair.theirs.ahead and not _to_come(pair):
        return None
    return f"source gives “{pair.theirs.quantity.text}” as what is expected, not as what is"


def _to_come(pair: FigurePair) -> bool:
    """Whether the source puts into the future what the claim puts into the past or present."""
    ours = pair.ours.sentence
    return bool(_WILL.search(pair.theirs.part)) and (has_happened(ours) or not _WILL.search(ours))
