"""Claim against passage: the stance and its reason in words.

A passage that speaks of something else, of another place or another time is context, never for or against.
"""

import re
from collections.abc import Iterable
from datetime import date
from typing import Final

from checks.compare.figure import with_figure
from checks.compare.kinship import kinship
from checks.compare.numbers import any_of, hold_against
from checks.compare.sides import side
from checks.compare.times import years
from checks.compare.worded import judged
from checks.compare.words import content_words, listed, names, overlap, tokens
from checks.types import Claim, Finding, Passage, Stance

__all__ = ["compare", "content_words", "names", "overlap", "years"]

_NEGATION = re.compile(
    r"\b(?:no|not|never|none|denie[sd]|deny|denying|false|untrue|incorrect|baseless|refuted?|rejects?|rejected|without)\b"
    r"|n't\b|n’t\b",
    re.IGNORECASE,
)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_COMPARING = re.compile(r"\b(?:more|less|fewer|\w{3,}er|as \w+) (?:\w+ ){0,3}(?:than|as)\b", re.IGNORECASE)
_TRUE: Final = ("true", "mostly true", "correct", "accurate")
_FALSE: Final = ("false", "mostly false", "pants on fire", "incorrect", "fake")
_LITTLE, _MUCH, _NEARLY_ALL = 0.34, 0.7, 0.8
_MATTER: Final = 0.2


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
    share = overlap(claim.statement, passage.text)
    wanted = names("x " + claim.statement)
    shared = wanted & names("x " + passage.text)
    ours = side(claim.statement, told)
    if not shared and share < (_LITTLE if wanted else _MATTER):
        return Finding("none", "shares few words with the claim", 1 - share, passage)
    if ours.amounts:
        outcome = hold_against(ours, side(passage.text, passage.published))
        if outcome is not None:
            return Finding(outcome.stance, outcome.reason, outcome.confidence, passage)
        if not (ours.words - _plain(wanted)) & content_words(passage.text):
            return Finding("none", "shares no more than names with the claim", 0.6, passage)
        reason = f"mentions the matter, gives no number of {any_of(ours.amounts)}"
        return Finding("context", reason, share * 0.6, passage)
    if share < _LITTLE and not shared:
        return Finding("none", "shares few words with the claim", 1 - share, passage)
    worded = judged(claim.statement, passage.text, told, passage.published)
    if worded is None:
        return Finding("context", "mentions the matter", share * 0.4, passage)
    return Finding(worded.stance, worded.reason, worded.strength, passage)


def _plain(found: frozenset[str]) -> frozenset[str]:
    """Names as content words."""
    return found | content_words(" ".join(found))


def _turned(claim: str, source: str) -> bool:
    """Whether one says that something rose and the other that it fell."""
    ours, theirs = set(tokens(claim)), set(tokens(source))
    up, down = listed("rising"), listed("falling")
    return bool(ours & up and theirs & down and not theirs & up) or bool(
        ours & down and theirs & up and not theirs & down
    )


def _list(items: Iterable[int]) -> str:
    return ", ".join(str(item) for item in sorted(items))
