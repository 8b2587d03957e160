"""Claim against passage: the stance and its reason in words.

A passage that speaks of something else, of another place or another time is context, never for or against.
"""

from datetime import date
from typing import Final

from checks.compare.figure import with_figure
from checks.compare.kinship import kinship
from checks.compare.outcome import confidence, speaks_from
from checks.compare.texts import weighed
from checks.compare.times import years
from checks.compare.words import content_words, names, overlap
from checks.types import Claim, Finding, Passage, Stance

__all__ = ["compare", "content_words", "names", "overlap", "years"]

_TRUE: Final = ("true", "mostly true", "correct", "accurate")
_FALSE: Final = ("false", "mostly false", "pants on fire", "incorrect", "fake")


def compare(claim: Claim, passage: Passage, told: date | None = None) -> Finding:
    """Hold one passage against one claim; days in the claim's statement count from `told`, if it is given."""
    if passage.figure is not None:
        return with_figure(claim, passage, passage.figure)
    if passage.rating is not None:
        return _with_rating(claim, passage)
    return _with_text(claim, passage, told)


def _with_rating(claim: Claim, passage: Passage) -> Finding:
    when = f", {passage.published:%-d %B %Y}" if passage.published else ""
    checked = f"already checked: {passage.rating}{when}, by {passage.publisher}"
    kin = kinship(claim.statement, passage.text)
    if kin is None:
        return Finding("none", f"{checked}, but of another claim", 0.5, passage)
    if kin.kind == "related":
        return Finding("context", f"{checked}; {kin.reason}", kin.score, passage, kin.kind)
    rating = (passage.rating or "").lower()
    stance: Stance = "supports" if rating in _TRUE else "refutes" if rating in _FALSE else "context"
    return Finding(stance, f"{checked}; {kin.reason}", min(0.95, kin.score), passage, kin.kind)


def _with_text(claim: Claim, passage: Passage, told: date | None) -> Finding:
    outcome = weighed(claim.statement, passage.text, told, passage.published)
    if not outcome.decides:
        return Finding(outcome.stance, outcome.reason, outcome.strength, passage)
    sure = confidence(outcome)
    if sure < speaks_from():
        return Finding(
            "context", f"{outcome.reason}, but it is not sure that both speak of the same", 0.4, passage
        )
    return Finding(outcome.stance, outcome.reason, sure, passage)
