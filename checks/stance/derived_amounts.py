"""Amounts that follow from others: changes between two times, and ages and lengths between two days.

"1.20 euros in 2019 … now 2.40 euros" is twice as much: a text that gives the number of two years has given the change
as well. "Born on 4 March 1941 … passed away on 17 October 2022" gives 81 years of age, "walked out on 3 May and
returned on 19 July" 77 days; where the text names no more than years, the interval is as wide as they leave it.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import combinations, pairwise
from typing import Final, Literal

from checks.amounts.amounts import AGE, LENGTH, Amount, split_sentences
from checks.dates import dates
from checks.lexicon import alternatives
from checks.nlp.content_words import content_words
from checks.quantities.conversion import converted
from checks.quantities.intervals import Interval
from checks.stance.reasons import amount_in_words
from checks.types.quantity import Date, Quantity

# The later of two times.
_NOW = re.compile(rf"\b(?:{alternatives('stance', 'changes_now')})\b", re.IGNORECASE)
# The earlier of two times.
_THEN = re.compile(rf"\b(?:{alternatives('stance', 'changes_then')})\b", re.IGNORECASE)
# A time that is counted from the one before.
_LATER = re.compile(r"\b(?:years?|decades?|months?|weeks?|days?) later\b", re.IGNORECASE)
# A part of what the sentence before counts.
_OF_THESE = re.compile(r"\bof (?:them|these|those|whom)\Z", re.IGNORECASE)
_BEHIND: Final = 12  # characters between an amount and the time behind it that is its own
# Amounts that are paired with one another.
_MOST_PAIRED: Final = 8
_LEAST, _TOP = 0.95, 1.05  # what "about as much" allows of a change that was worked out
Role = Literal["born", "founded", "begun", "ended", ""]
# Words by which a day is one of birth, founding, a beginning or an end.
_WORDS: Final[dict[Role, str]] = {
    "born": r"born|b\.(?= )|birth",
    "ended": alternatives("stance", "durations_end"),
    "founded": r"founded|established|set up|inaugurated|founding",
    "begun": alternatives("stance", "durations_begin"),
}
_ROLES: Final = {role: re.compile(rf"\b(?:{words})\b", re.IGNORECASE) for role, words in _WORDS.items()}
_YEAR = re.compile(r"\b(?:1[5-9]|20)\d\d\b")
# Characters behind a day that may say what it is the day of.
_NEAR: Final = 60
# The year of days without one, where no year is known; only their distance counts.
_ANY: Final = 2000


def changes(found: Sequence[Amount]) -> Iterator[Amount]:
    """The changes between amounts of one measure and two times, as amounts of their own.

    Two shares give a change in percentage points; other amounts by how much, how many times as much, and by how many
    percent.

    No more than the first eight amounts are paired, and only levels, whose clauses name different times.
    """
    stated = [a for a in found if a.quantity.role == "amount" and a.quantity.comparator in ("=", "~")][
        :_MOST_PAIRED
    ]
    for first, second in combinations(stated, 2):
        then, now = _in_order(first, second)
        if then is None or now is None or not then.value or not _one_measure(then, now):
            continue
        yield from _changes(then, now)


def parts(found: Sequence[Amount]) -> Iterator[Amount]:
    """The shares that follow from a count and what the next sentence says of "them": 163 of 410 houses."""
    counts = [a for a in found if a.dimension == "count" and a.quantity.role == "amount" and a.value > 0]
    for whole, part in pairwise(counts):
        if part.sentence == whole.sentence or part.value > whole.value or not _OF_THESE.search(part.quantity.text):
            continue
        share = part.value / whole.value * 100
        text = f"{part.quantity.text} … {whole.quantity.text}"
        quantity = replace(
            part.quantity, text=text, comparator="~", low=share, high=share, unit="percent",
            counted=whole.quantity.counted,
        )  # fmt: skip
        yield replace(
            part, quantity=quantity, dimension="percent", value=share, noun=whole.noun, allows=Interval(share, share),
            part=f"{whole.part} {part.part}", sentence=f"{whole.sentence} {part.sentence}",
            words=whole.words | part.words, days=(*whole.days, *part.days),
        )  # fmt: skip


def _in_order(first: Amount, second: Amount) -> tuple[Amount | None, Amount | None]:
    """Two amounts in the order of their times; (None, None) where that is not known."""
    a, b = _when(first), _when(second)
    if a is None or b is None or a == b:
        return None, None
    return (first, second) if a < b else (second, first)


def _when(amount: Amount) -> date | None:
    """The time that an amount's clause names: a day, or the end of time for "now"; None where it names none.

    The beginning of time stands for "a year ago" and its like, so that it sorts before any day.
    """
    if _NOW.search(amount.part) or _LATER.search(amount.part):
        return date.max
    days = [day for day in amount.days if day.first is not None and day.text in amount.part]
    if len(days) > 1:  # "that cost 4.30 in 2021 was selling for 8.70 in 2023"
        days = [day for day in days if 0 <= day.start - amount.quantity.end <= _BEHIND]
    if len(days) == 1:
        return days[0].first
    return date.min if _THEN.search(amount.part) else None


def _one_measure(then: Amount, now: Amount) -> bool:
    """Whether two amounts measure and count the same."""
    one_noun = then.noun == now.noun or None in (then.noun, now.noun)
    return one_noun and then.dimension == now.dimension


def _changes(then: Amount, now: Amount) -> Iterator[Amount]:
    """The changes from one amount to a later one."""
    times = now.value / then.value
    if then.dimension == "percent":
        yield _changed_by(then, now, abs(now.value - then.value), "points", "percentage point")
        return
    yield _changed_by(then, now, abs(now.value - then.value), then.dimension, then.quantity.unit)
    yield _changed_by(then, now, times, "times", "times")
    yield _changed_by(then, now, abs(times - 1) * 100, "percent", "percent")


def _changed_by(then: Amount, now: Amount, value: float, dimension: str, unit: str | None) -> Amount:
    """The amount that a change is, with the words of both.

    The days, words and clause are those of both, so that the rules of time and place look at both. The interval is
    five percent wide to either side.
    """
    text = f"{then.quantity.text} … {now.quantity.text}"
    one = then.sentence == now.sentence
    quantity = Quantity(
        now.quantity.start, now.quantity.end, text, comparator="~", low=value, high=value, unit=unit,
        counted=now.quantity.counted, role="change",
    )  # fmt: skip
    return replace(
        now, quantity=quantity, dimension=dimension, value=value, allows=Interval(_LEAST * value, _TOP * value),
        part=f"{then.part} {now.part}", sentence=now.sentence if one else f"{then.sentence} {now.sentence}",
        words=then.words | now.words, direction="up" if now.value > then.value else "down", former=False,
        days=(*then.days, *now.days),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Moment:
    """A day of a text with the event that it is the day of."""

    day: Date
    first: date
    last: date
    role: Role
    part: str
    sentence: str


def durations(text: str, reference_date: date | None = None) -> Iterator[Amount]:
    """The ages and lengths that follow from the days of a text, each with the sentence of its later day.

    `reference_date` is the day that the text was written, if that is known.
    """
    moments = list(_moments(text, reference_date))
    yield from _ages(moments)
    yield from _lengths(moments)


def _moments(text: str, reference_date: date | None) -> Iterator[_Moment]:
    """The days of a text in order; a day without a year lies in the year named last."""
    year = reference_date.year if reference_date else _ANY
    for sentence in split_sentences(text):
        named = _YEAR.search(sentence)
        year = int(named[0]) if named else year
        yield from _of_sentence(sentence, date(year, 12, 31))


def _of_sentence(sentence: str, by: date) -> Iterator[_Moment]:
    """The days of a sentence, each with the stretch between its neighbours; days without a year lie in that of `by`."""
    found = dates(sentence, 0, len(sentence), by)
    ends = [0, *(day.end for day in found)]
    starts = [*(day.start for day in found), len(sentence)]
    for n, day in enumerate(found):
        if day.first is None or day.last is None:
            continue
        before, behind = sentence[ends[n] : day.end], sentence[day.end : starts[n + 1]][:_NEAR]
        part = sentence[ends[n] : day.end] + re.split(r"[,;]", behind)[0]
        yield _Moment(
            day=day, first=day.first, last=day.last, role=_role(before) or _role(behind), part=part,
            sentence=sentence,
        )  # fmt: skip


def _role(words: str) -> Role:
    """What a clause says of a day: the last such word before it."""
    last = [(match.end(), role) for role, pattern in _ROLES.items() for match in pattern.finditer(words)]
    return max(last)[1] if last else ""


def _ages(moments: list[_Moment]) -> Iterator[Amount]:
    """The ages of who was born, at each later day.

    Nothing where no birth is told. Each age has the sentence of the later day, and that of the birth before it.
    """
    born = next((m for m in moments if m.role == "born"), None)
    if born is None:
        return
    for later in moments:
        if later.first > born.last:
            both = born.sentence if later.sentence is born.sentence else f"{born.sentence} {later.sentence}"
            yield _years(born, later.day, later.part, both)


def _years(born: _Moment, until: Date, part: str, sentence: str) -> Amount:
    """The complete years from a day of birth or founding to a later one.

    `sentence` is what the amount is quoted from, `part` its clause. The interval runs from the youngest to the
    oldest that somebody can have been.
    """
    low, high = _complete(born.last, until.first or born.last), _complete(born.first, until.last or born.last)
    return _amount(_both(born.day, until), Interval(low, high), "year", AGE, part, sentence)


def _complete(begin: date, end: date) -> float:
    """The complete years between two days."""
    return float(max(0, end.year - begin.year - ((end.month, end.day) < (begin.month, begin.day))))


def _lengths(moments: list[_Moment]) -> Iterator[Amount]:
    """The days between neighbouring beginnings and ends.

    Only from a beginning to the end that follows it next: what lies between two beginnings is no length of
    anything.
    """
    for begin, end in pairwise(m for m in moments if m.role in ("begun", "founded", "ended")):
        if begin.role == "ended" or end.role != "ended" or end.first <= begin.last:
            continue
        low, high = float((end.first - begin.last).days), float((end.last - begin.first).days)
        both = begin.sentence if begin.sentence is end.sentence else f"{begin.sentence} {end.sentence}"
        yield _amount(
            _both(begin.day, end.day), Interval(low, high + 1), "day", LENGTH, f"{begin.part} {end.part}", both
        )


def _both(first: Date, last: Date) -> Date:
    """Two days as one stretch of text."""
    return replace(last, text=f"{first.text} … {last.text}")


def _amount(day: Date, holds: Interval, unit: str, noun: str, part: str, sentence: str) -> Amount:
    """A duration as an amount, with words that say what it follows from."""
    middle = (holds.low + holds.high) / 2
    about = "" if holds.high - holds.low <= 1 else "about "
    text = f"{day.text}: {about}{amount_in_words(round(middle, 1), unit)}"
    quantity = Quantity(day.start, day.end, text, comparator="~", low=middle, high=middle, unit=unit)
    return Amount(
        quantity=quantity,
        dimension="time",
        allows=converted(holds, quantity),
        value=converted(Interval(middle, middle), quantity).low,
        part=part,
        sentence=sentence,
        noun=noun,
        words=content_words(sentence),
        days=(day,),
    )
