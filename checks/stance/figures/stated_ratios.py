"""What a claim says in words alone of how much more one thing is than another, or than it was before."""

import re
from collections.abc import Sequence
from typing import Final

from checks.dates.claim_years import years_compared, years_spanned
from checks.lexicon import alternatives, load_list, load_words
from checks.nlp.content_words import tokens
from checks.quantities.intervals import ABOUT, Interval
from checks.types.claim import Claim

DENIED: Final = re.compile(r"\b(?:not|never|no)\b|n['’]t\b", re.IGNORECASE)
# "More than", "less than"; not "more than twice".
_NO_MULTIPLE: Final = r"\b(?!\s+than (?:a|half|twice|\w+ times)\b)"
_LARGER: Final = re.compile(rf"\b(?:{'|'.join(load_list('predicates', 'more'))}){_NO_MULTIPLE}", re.IGNORECASE)
_SMALLER: Final = re.compile(rf"\b(?:{'|'.join(load_list('predicates', 'less'))}){_NO_MULTIPLE}", re.IGNORECASE)
_THAN_WORD: Final = re.compile(r"\bthan\b", re.IGNORECASE)
# "Half as many people as", "half the size of".
_AS_LARGE: Final = rf"as (?:{alternatives('stance', 'comparisons_as_table')})"
_HALF: Final = re.compile(rf"\bhalf (?:{_AS_LARGE}|the (?:size|population|number))\b", re.IGNORECASE)
_AS_MANY: Final = re.compile(rf"\b{_AS_LARGE}\b", re.IGNORECASE)
_BOUNDS: Final = (
    (re.compile(r"\b(?:more than|over|at least)\s+\Z", re.IGNORECASE), "above"),
    (re.compile(r"\b(?:less than|fewer than|under|barely)\s+\Z", re.IGNORECASE), "below"),
)
_TIMES_WORD: Final = re.compile(rf"\b(?:{alternatives('stance', 'comparisons_times')})\b|\d\s?x\b", re.IGNORECASE)
_AS_MUCH: Final = 0.05  # how far "as many as" may be off
_BY_VERB: Final = {"doubl": 2.0, "tripl": 3.0, "trebl": 3.0, "quadr": 4.0, "halve": 0.5}
_MULTIPLIED: Final = re.compile(
    rf"\b(?P<short>(?:nearly|almost|not quite)\s+)?(?P<verb>{alternatives('stance', 'comparisons_multiplied')})\b",
    re.IGNORECASE,
)


def ratio_stated(statement: str, first: Sequence[str], other: Sequence[str]) -> Interval | None:
    """How many times the second entity's figure the first one's is said to be; None where that is not said here.

    `first` and `other` are the names of the two entities. Not read here: "three times as many", whose number is one of
    the claim's quantities; and a claim that denies, or does not name the second one behind its comparing word.
    """
    if DENIED.search(statement) or _TIMES_WORD.search(statement):
        return None
    if half := _HALF.search(statement):
        return _bounded(0.5, statement[: half.start()]) if _named(statement[half.end() :], other) else None
    if (equal := _AS_MANY.search(statement)) and _named(statement[equal.end() :], other):
        return Interval(1 - _AS_MUCH, 1 + _AS_MUCH)
    than = _THAN_WORD.search(statement)
    if than is None or not _named(statement[than.end() :], other) or _named(statement[than.end() :], first):
        return None
    before = statement[: than.start()]
    if re.search(r"\d", statement[than.end() :].split(" in ")[0]):
        return None
    larger, smaller = (bool(pattern.search(before)) for pattern in (_LARGER, _SMALLER))
    if larger == smaller:
        return None
    return Interval(low=1.0, includes_low=False) if larger else Interval(high=1.0, includes_high=False)


def growth_stated(statement: str) -> Interval | None:
    """How many times as much something has become, where a statement says so in a verb: "doubled", "nearly tripled"."""
    match = _MULTIPLIED.search(statement)
    if match is None or DENIED.search(statement):
        return None
    times = _BY_VERB[match["verb"].lower()[:5]]
    if match["short"]:
        return Interval(times * (1 - 2 * ABOUT), times)
    return _bounded(times, statement[: match.start("verb")])


def _bounded(times: float, before: str) -> Interval:
    """A ratio with the bound that stands before it; without one it may be off as much as "about" may."""
    bound = next((name for pattern, name in _BOUNDS if pattern.search(before)), "")
    if bound == "above":
        return Interval(low=times, includes_low=False)
    if bound == "below":
        return Interval(high=times, includes_high=False)
    return Interval(times * (1 - 2 * ABOUT), times * (1 + 2 * ABOUT))


def _named(text: str, names: Sequence[str]) -> bool:
    return any(re.search(rf"\b{re.escape(name)}\b", text, 0 if len(name) < 4 else re.IGNORECASE) for name in names)


def later_is_larger(claim: Claim) -> bool | None:
    """Whether a claim says that something was more in the later of two years; None where it says not just that."""
    years = years_compared(claim)
    if years is None or claim.quantities or DENIED.search(claim.statement):
        return None
    larger, smaller = (bool(pattern.search(claim.statement)) for pattern in (_LARGER, _SMALLER))
    return None if larger == smaller else larger == (years[0] > years[1])


def rises_over_years(claim: Claim) -> bool | None:
    """Whether a claim says that something rose from one year to another; None where it says not just that it moved."""
    span, said = years_spanned(claim), {*tokens(claim.statement)}
    rises, falls = (bool(load_words("synonyms", name) & said) for name in ("rising", "falling"))
    if span is None or span[1] is None or rises == falls or claim.quantities or DENIED.search(claim.statement):
        return None
    return rises
