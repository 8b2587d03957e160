"""Claim against passage: the stance and its reason in words.

A passage that speaks of something else, of another place or another time is context, never for or against.
"""

from dataclasses import replace
from datetime import date
from typing import Final

from checks.matching.same_claim import compare_claims
from checks.stance.figures.table_cell import judge_table_cell
from checks.stance.reasons import attributed
from checks.stance.relevance import judge_texts
from checks.stance.result import confidence, decision_threshold
from checks.suggestion.ratings import NONE, rating_by_words, rating_key
from checks.types.claim import Claim
from checks.types.passage import Passage
from checks.types.stance import Finding, Stance

_TRUE: Final = ("True", "Mostly true")
_FALSE: Final = ("False", "Mostly false")
_OF_A_PART: Final = 0.5


def compare(claim: Claim, passage: Passage, reference_date: date | None = None) -> Finding:
    """Hold one passage against one claim; days in the claim's statement count from `reference_date`, if it is given."""
    if passage.figure is not None:
        return judge_table_cell(claim, passage, passage.figure)
    if passage.rating is not None:
        return _with_rating(claim, passage)
    found = _with_text(claim, passage, reference_date)
    found = replace(found, reason=attributed(found.reason, passage.publisher))
    return found if passage.part is None else _at_most_context(found, passage.part)


def _at_most_context(found: Finding, part: str) -> Finding:
    """A headline or a cut text leads to what was said; what it seems to say decides nothing."""
    if found.stance not in ("supports", "refutes"):
        return found
    sure = min(found.confidence, _OF_A_PART)
    return replace(found, stance="context", reason=f"no more than {part}: {found.reason}", confidence=sure)


def _with_rating(claim: Claim, passage: Passage) -> Finding:
    when = f", {passage.published:%-d %B %Y}" if passage.published else ""
    merge_rates = _on_our_scale(passage)
    ours = (
        f" ({merge_rates})" if merge_rates and rating_key(merge_rates) != rating_key(passage.rating or "") else ""
    )
    rating = f"{passage.rating}{ours}{when}, by {passage.publisher}"
    kin = compare_claims(claim.statement, passage.text)
    if kin is None:
        return Finding("none", f"another claim was checked: {rating}", 0.5, passage)
    if kin.kind == "related":  # what differs comes first: "False" alone would be read as the claim's rating
        return Finding("context", f"{kin.reason}; that claim was checked: {rating}", kin.score, passage, kin.kind)
    stance: Stance = "supports" if merge_rates in _TRUE else "refutes" if merge_rates in _FALSE else "context"
    unknown = "" if merge_rates else "; what this rating is on our scale is not known"
    return Finding(
        stance, f"already checked: {rating}{unknown}; {kin.reason}", min(0.95, kin.score), passage, kin.kind
    )


def _on_our_scale(passage: Passage) -> str:
    """The rating of a past fact-check on our scale, or "": what the store says, else what the rules know of its words."""
    if passage.mapped_rating is not None:
        return passage.mapped_rating
    known = rating_by_words(passage.publisher, passage.rating or "")
    return "" if known in (None, NONE) else str(known)


def _with_text(claim: Claim, passage: Passage, reference_date: date | None) -> Finding:
    judgement = judge_texts(claim.statement, passage.text, reference_date, passage.published)
    if not judgement.decides:
        return Finding(judgement.stance, judgement.reason, judgement.strength, passage)
    sure = confidence(judgement)
    if sure < decision_threshold():
        return Finding(
            "context", f"{judgement.reason}, but it is not sure that both speak of the same", 0.4, passage
        )
    return Finding(judgement.stance, judgement.reason, sure, passage)
