"""Claim against passage: the stance and its reason in words.

A passage that speaks of something else, of another place or another time is context, never for or against.
"""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Final

from checks.compare.figure import with_figure
from checks.compare.kinship import kinship
from checks.compare.numbers import any_of, hold_against
from checks.compare.sides import side
from checks.compare.times import years
from checks.compare.words import content_words, listed, names, overlap, tokens
from checks.ratings import NONE, by_words, key
from checks.split.quantities import quantities
from checks.types import Claim, Finding, Passage, Stance

__all__ = ["compare", "content_words", "names", "overlap", "years"]

_NEGATION = re.compile(
    r"\b(?:no|not|never|none|denie[sd]|deny|denying|false|untrue|incorrect|baseless|refuted?|rejects?|rejected|without)\b"
    r"|n't\b|n’t\b",
    re.IGNORECASE,
)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_COMPARING = re.compile(r"\b(?:more|less|fewer|\w{3,}er|as \w+) (?:\w+ ){0,3}(?:than|as)\b", re.IGNORECASE)
_TRUE: Final = ("True", "Mostly true")
_FALSE: Final = ("False", "Mostly false")
_LITTLE, _MUCH, _NEARLY_ALL = 0.34, 0.7, 0.8
_MATTER: Final = 0.2
_OF_A_PART: Final = 0.5


def compare(claim: Claim, passage: Passage, told: date | None = None) -> Finding:
    """Hold one passage against one claim; days in the claim's statement count from `told`, if it is given."""
    if passage.figure is not None:
        return with_figure(claim, passage, passage.figure)
    if passage.rating is not None:
        return _with_rating(claim, passage)
    found = _with_text(claim, passage, told)
    return found if passage.part is None else _at_most_context(found, passage.part)


def _at_most_context(found: Finding, part: str) -> Finding:
    """A headline or a cut text leads to what was said; what it seems to say decides nothing."""
    if found.stance not in ("supports", "refutes"):
        return found
    sure = min(found.confidence, _OF_A_PART)
    return replace(found, stance="context", reason=f"no more than {part}: {found.reason}", confidence=sure)


def _with_rating(claim: Claim, passage: Passage) -> Finding:
    when = f", {passage.published:%-d %B %Y}" if passage.published else ""
    rated = _on_our_scale(passage)
    ours = f" ({rated})" if rated and key(rated) != key(passage.rating or "") else ""
    checked = f"already checked: {passage.rating}{ours}{when}, by {passage.publisher}"
    kin = kinship(claim.statement, passage.text)
    if kin is None:
        return Finding("none", f"{checked}, but of another claim", 0.5, passage)
    if kin.kind == "related":
        return Finding("context", f"{checked}; {kin.reason}", kin.score, passage, kin.kind)
    stance: Stance = "supports" if rated in _TRUE else "refutes" if rated in _FALSE else "context"
    unknown = "" if rated else "; what this rating is on our scale is not known"
    return Finding(stance, f"{checked}{unknown}; {kin.reason}", min(0.95, kin.score), passage, kin.kind)


def _on_our_scale(passage: Passage) -> str:
    """The rating of a past fact-check on our scale, or "": what the store says, else what the rules know of its words."""
    if passage.rated is not None:
        return passage.rated
    known = by_words(passage.publisher, passage.rating or "")
    return "" if known in (None, NONE) else str(known)


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
    if missing := names(claim.statement) - names("x " + passage.text) - names(passage.text):
        where = ", ".join(sorted(w.capitalize() for w in missing))
        return Finding("context", f"speaks of the matter, but does not name {where}", share * 0.5, passage)
    asked, named = set(years(claim)), {int(y) for y in _YEAR.findall(passage.text)}
    if asked and named and not asked & named:
        return Finding("context", f"speaks of {_list(named)}, the claim of {_list(asked)}", share * 0.5, passage)
    return _without_numbers(claim, passage, share)


def _without_numbers(claim: Claim, passage: Passage, share: float) -> Finding:
    figures = bool(quantities(passage.text))
    if share < (_NEARLY_ALL if figures else _MUCH) or _COMPARING.search(claim.statement):
        return Finding("context", "mentions the matter", share * 0.6, passage)
    denied = bool(_NEGATION.search(claim.statement)), bool(_NEGATION.search(passage.text))
    if denied[0] != denied[1]:
        return Finding("refutes", "says the contrary in nearly the same words", share * 0.7, passage)
    if _turned(claim.statement, passage.text):
        return Finding("refutes", "says that it went the other way", share * 0.7, passage)
    return Finding("supports", "says nearly the same", share * 0.7, passage)


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
