"""A passage to a claim, whatever it is: a text, a figure of a table, or a claim that somebody checked and rated."""

from datetime import date
from typing import Final

from checks.matching.same_claim import compare_in_context
from checks.retrieval.comparing import compared
from checks.suggestion.ratings import NONE, rating_by_words, rating_key
from checks.types.claim import Claim, ContextualStatement
from checks.types.passage import Passage
from checks.types.stance import Finding, Stance

_TRUE: Final = ("True", "Mostly true")
_FALSE: Final = ("False", "Mostly false")
_MOST: Final = 0.95  # confidence in that two claims are the same


def find(claim: Claim, passage: Passage, reference_date: date | None = None) -> Finding:
    """What a passage is to a claim; `reference_date` as in `checks.stance.judge.compare`."""
    return compared(claim, passage, reference_date) if passage.rating is None else compare_rated(claim, passage)


def compare_rated(claim: Claim, passage: Passage) -> Finding:
    """What a fact-check is to a claim: its rating counts where both claims are the same, and is context otherwise."""
    when = f", {passage.published:%-d %B %Y}" if passage.published else ""
    ours = _on_our_scale(passage)
    as_ours = f" ({ours})" if ours and rating_key(ours) != rating_key(passage.rating or "") else ""
    rating = f"{passage.rating}{as_ours}{when}, by {passage.publisher}"
    theirs = ContextualStatement(passage.text, passage.locator)
    similarity = compare_in_context(claim.contextual, theirs, passage.cosine)
    if similarity is None:
        return Finding("none", f"another claim was checked: {rating}", 0.5, passage)
    if similarity.kind == "related":  # what differs comes first: "False" alone would be read as the claim's rating
        reason = f"{similarity.reason}; that claim was checked: {rating}"
        return Finding(
            stance="context", reason=reason, confidence=similarity.score, passage=passage, match_kind=similarity.kind,
        )  # fmt: skip
    stance: Stance = "supports" if ours in _TRUE else "refutes" if ours in _FALSE else "context"
    unknown = "" if ours else "; what this rating is on our scale is not known"
    reason = f"already checked: {rating}{unknown}; {similarity.reason}"
    return Finding(
        stance=stance, reason=reason, confidence=min(_MOST, similarity.score), passage=passage,
        match_kind=similarity.kind,
    )  # fmt: skip


def _on_our_scale(passage: Passage) -> str:
    """The rating of a past fact-check on our scale, or "": what the store says, else what the rules know of its
    words.
    """
    if passage.mapped_rating is not None:
        return passage.mapped_rating
    known = rating_by_words(passage.publisher, passage.rating or "")
    return "" if known in (None, NONE) else str(known)
