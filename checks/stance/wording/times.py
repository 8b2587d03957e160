"""The times that a sentence names, as intervals of days, and whether two of them agree.

A time is compared as an interval of days; what is no more than a year is the whole of it. Three answers: the
source's time lies within the claim's (agrees), apart from it (differs), or neither (silent).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Literal, TypeAlias

from checks.dates import dates
from checks.dates.words import months_of
from checks.lexicon import alternatives
from checks.nlp.tree import Sentence, Word
from checks.types.quantity import Date

DateSpan: TypeAlias = tuple[date, date]
TimeAgreement: TypeAlias = Literal["agrees", "differs", "silent"]
# A time from one year or day to another.
_RANGE = re.compile(r"\d\D{0,3}\s?(?:[–—-]|\bto\b|\band\b|\buntil\b|\btill\b|\bthrough\b)\s?.*\d", re.IGNORECASE)
# The preposition that makes a bound of a time.
_SIDE = re.compile(rf"(?:not )?\b({alternatives('stance', 'times_side')})\b", re.IGNORECASE)
_BETWEEN = re.compile(r"\bbetween\b", re.IGNORECASE)
# What stands before the years of a life: "(Leeds, ".
_LIFE_BEFORE = re.compile(r"\((?:[^()]{0,60}?[;,]\s?)?\s?\Z")
# And behind them.
_LIFE_AFTER = re.compile(r"\s?\)")
_FIRST, _LAST = date.min, date.max


@dataclass(frozen=True, slots=True)
class NamedTime:
    """A time that a sentence names: `at` it or, of what lasts, `start` and `end`; `months` where no year is known.

    `first` and `last` are the places of its first and last word. `life`: it is all that the sentence gives of a life,
    "(1871–1934)".
    """

    text: str
    first: int
    last: int
    at: DateSpan | None = None
    start: DateSpan | None = None
    end: DateSpan | None = None
    months: frozenset[int] = frozenset()
    life: bool = False


@lru_cache(1024)
def times(sentence: Sentence, reference_date: date | None) -> tuple[NamedTime, ...]:
    """The times that a sentence names, days in it counted from `reference_date`.

    The last 1,024 sentences are kept. Times whose words the parser has in no sentence are left out.
    """
    found = dates(sentence.text, 0, len(sentence.text), reference_date)
    return tuple(made for day in found if (made := _time(sentence, day)) is not None)


def _time(sentence: Sentence, day: Date) -> NamedTime | None:
    """A date of a sentence as a time: a day, a bound, or a range; None where it has no words in the sentence."""
    start = sentence.start
    inside = [w.i for w in sentence.words if w.start - start < day.end and day.start < w.end - start]
    if not inside:
        return None
    first, last = inside[0], inside[-1]
    if day.first is None:
        months = months_of(day.text)
        return NamedTime(day.text, first, last, months=months) if months else None
    last_day = day.last or _LAST
    is_range = _RANGE.search(day.text) and day.first.year != last_day.year
    if is_range or _BETWEEN.match(day.text):
        begins, ends = _grain(day.first, day.text, end=False), _grain(last_day, day.text, end=True)
        if _BETWEEN.match(day.text):
            return NamedTime(day.text, first, last, at=(day.first, last_day), start=begins, end=ends)
        return NamedTime(day.text, first, last, start=begins, end=ends, life=_is_life(sentence.text, day))
    return _bounded(day, day.first, (first, last))


def _bounded(day: Date, first_day: date, words: tuple[int, int]) -> NamedTime:
    """A day or year with the preposition before it: "before 1961" is any day until then."""
    first, last = words
    last_day = day.last or _LAST
    side = _SIDE.match(day.text)
    match side[1].lower() if side else "":
        case "before" | "prior to":
            return NamedTime(day.text, first, last, at=(_FIRST, _before(first_day)))
        case "after" | "following":
            return NamedTime(day.text, first, last, at=(_after(last_day), _LAST))
        case "by":
            return NamedTime(day.text, first, last, at=(_FIRST, last_day))
        case "since" | "from":
            known = last_day if day.last and months_of(day.text) else first_day.replace(month=12, day=31)
            return NamedTime(day.text, first, last, start=(first_day, known))
        case "until" | "till":
            return NamedTime(day.text, first, last, end=(first_day, last_day))
    return NamedTime(day.text, first, last, at=(first_day, last_day))


def _grain(day: date, text: str, *, end: bool) -> DateSpan:
    """The interval in which an end of a range lies: a day, or the whole year."""
    if months_of(text):
        return day, day
    return (day.replace(month=1, day=1), day) if end else (day, day.replace(month=12, day=31))


def _before(day: date) -> date:
    """The day before."""
    return date.fromordinal(max(1, day.toordinal() - 1))


def _after(day: date) -> date:
    """The day after."""
    return date.fromordinal(min(_LAST.toordinal(), day.toordinal() + 1))


def _is_life(text: str, day: Date) -> bool:
    """Whether a range stands in brackets behind a name."""
    return bool(_LIFE_BEFORE.search(text[max(0, day.start - 80) : day.start]) and _LIFE_AFTER.match(text, day.end))


def governors(sentence: Sentence, time: NamedTime) -> Iterator[Word]:
    """The words that a time hangs on, from the nearest up to its clause's verb.

    From the time's own head on; a participle right before it comes first.
    """
    inside = range(time.first, time.last + 1)
    before = sentence.words[time.first - 1] if time.first else None
    if before is not None and before.tag in ("VBN", "VBD"):
        yield before  # "(born 3 May 1961)", whatever the parser hangs the day on
        return
    top = next(
        (w for w in sentence.words[time.first : time.last + 1] if w.head not in inside or w.head == w.i), None
    )
    if top is None:
        return
    if top.head == top.i:
        yield top
    for word in sentence.ancestors(top):
        yield word
        if word.tag.startswith("VB"):
            return


def compare_times(ours: NamedTime, theirs: NamedTime, *, starts: bool, ends: bool) -> TimeAgreement:
    """Whether the source's time agrees with the claim's, differs from it, or is silent about it.

    `starts` and `ends`: the event is a beginning, or an end, so that a bare day may be the start or the end of a
    range.

    A claim of a beginning and an end is compared end by end; one end that differs decides.
    """
    if ours.months or theirs.months:
        return _of_months(ours, theirs)
    if ours.at is not None and ours.start is None:
        return _at(ours.at, theirs, starts=starts, ends=ends)
    results = []
    for mine, other in ((ours.start, theirs.start or (theirs.at if starts else None)),
                        (ours.end, theirs.end or (theirs.at if ends else None))):  # fmt: skip
        if mine is not None and other is not None:
            results.append(_within(other, mine))
    return _together(results)


def _at(claimed: DateSpan, theirs: NamedTime, *, starts: bool, ends: bool) -> TimeAgreement:
    """A claim's day or year against the source's time.

    Without a beginning or end to compare with, a time within what lasted agrees ("was mayor in 1990", "mayor from
    1987 to 1993").
    """
    if theirs.at is not None:
        return _within(theirs.at, claimed)
    if starts and theirs.start is not None:
        return _within(theirs.start, claimed)
    if ends and theirs.end is not None:
        return _within(theirs.end, claimed)
    if starts or ends or theirs.start is None or theirs.end is None:
        return "silent"
    inside = theirs.start[0] <= claimed[0] and claimed[1] <= theirs.end[1]
    outside = claimed[1] < theirs.start[0] or theirs.end[1] < claimed[0]
    return "agrees" if inside else "differs" if outside else "silent"


def _of_months(ours: NamedTime, theirs: NamedTime) -> TimeAgreement:
    """Months without a year against each other."""
    other = theirs.months or (_of_span(theirs.at) if theirs.at else frozenset())
    mine = ours.months or (_of_span(ours.at) if ours.at else frozenset())
    if not mine or not other:
        return "silent"
    return "agrees" if other <= mine else "differs" if mine.isdisjoint(other) else "silent"


def _of_span(span: DateSpan) -> frozenset[int]:
    """The months of a range of at most three months."""
    first, last = span
    if first.year != last.year:
        return frozenset()
    months = frozenset(range(first.month, last.month + 1))
    return months if len(months) <= 3 else frozenset()


def _within(given: DateSpan, claimed: DateSpan) -> TimeAgreement:
    """Whether the source's range lies within the claim's, apart from it, or across its ends."""
    if claimed[0] <= given[0] and given[1] <= claimed[1]:
        return "agrees"
    return "differs" if given[1] < claimed[0] or claimed[1] < given[0] else "silent"


def _together(results: Sequence[TimeAgreement]) -> TimeAgreement:
    """What several comparisons come to: one that differs decides."""
    if "differs" in results:
        return "differs"
    return "agrees" if results and "silent" not in results else "silent"
