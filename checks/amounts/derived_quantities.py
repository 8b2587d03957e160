"""The quantities of a sentence as its words make them: bounds, rates, and what follows from those stated.

A verb makes a bound ("exceeded 4 trillion"), two numbers a rate ("12 per 100,000"). What a sentence does not state but
gives the parts of: "150 of the 200 buses" is 75 percent; "from 3.25 to 3.75 percent" half a point; "doubled" twice as
much. Every result says in `text` from which stretch it follows, so that a reason can quote it. Values that are worked
out have the comparator "~" and four digits: they are no more exact than what they were made of.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from itertools import pairwise
from typing import Final

from checks.lexicon import alternatives
from checks.quantities import quantities, singular
from checks.quantities.conversion import dimension
from checks.types.quantity import Quantity, Role

# "Has yet to reach", "failed to exceed", "fell short of".
_NOT_ABOVE = re.compile(
    rf"(?:(?:{alternatives('stance', 'bounds_not')})\s(?:\w+\s)?(?:"
    rf"{alternatives('stance', 'bounds_exceed')})\w*|\bfell short of|\bshy of)\s(?:the\s)?\Z",
    re.IGNORECASE,
)
# "Exceeded", "has passed", "broke through the".
_ABOVE = re.compile(rf"\b(?:{alternatives('stance', 'bounds_above')})\s\Z", re.IGNORECASE)
# "150 of the 200", between the two.
_OF = re.compile(
    rf"\s*(?:\w+\s){{0,2}}?(?:out )?of\s(?:(?:{alternatives('stance', 'derived_quantities_of')})\s)"
    r"{0,2}\Z",
    re.IGNORECASE,
)
# The same within one quantity.
_WHOLE = re.compile(
    rf"\s(?:out )?of\s(?:(?:{alternatives('stance', 'derived_quantities_whole')})\s){{0,2}}(?=\d)", re.IGNORECASE
)
# "Of the 200, 150", before the first.
_OF_BEFORE = re.compile(r"\b(?:of|out of|among)\s(?:(?:the|its|all|their|some|about)\s){0,2}\Z", re.IGNORECASE)
# "Up 5 percent, from 4", between the two.
_BEFORE = re.compile(
    rf"[^.]{{0,60}}?(?:{alternatives('stance', 'derived_quantities_before')})\s(?:(?:the|about|some|a)\s){{0,2}}\Z",
    re.IGNORECASE,
)
# "From 3.25 to 3.75", between the two.
_TO = re.compile(r"[^.,;]{0,40}?\bto\s(?:(?:about|some|just|around)\s)?\Z", re.IGNORECASE)
# "61 votes to 59", and what is counted so.
_AGAINST = re.compile(r"\s(?:in favou?r )?(?:to|against)\s", re.IGNORECASE)
CAST: Final = ("vote", "votes", "ballots")
# And before the first.
_FROM = re.compile(r"\bfrom\s(?:(?:about|some|just|around)\s)?\Z", re.IGNORECASE)
# "12 per 100,000", between the two.
_PER = re.compile(r"\s*(?:\w+\s){0,3}?(?:per|(?:out of|in|for)(?: every)?)\s\Z", re.IGNORECASE)
# "For every 100,000 there are 12", before the first.
_FOR_EVERY = re.compile(r"\b(?:for|of|in|out of) every\s\Z", re.IGNORECASE)
# Words for none, with what there is none of.
_NOBODY = re.compile(
    r"\b(?:no one|nobody|none|not a (?:single )?(?P<single>[a-z]{3,})|no (?!(?:"
    rf"{alternatives('stance', 'derived_quantities_nobody')})\b)(?P<noun>[a-z]{{3,}}))\b",
    re.IGNORECASE,
)
# What stems of verbs multiply by.
_MULTIPLES: Final = {"doubl": 2.0, "tripl": 3.0, "trebl": 3.0, "quadrupl": 4.0, "halv": 0.5}
_MULTIPLE = re.compile(r"\b(?P<stem>doubl|tripl|trebl|quadrupl|halv)(?:e|es|ed|ing)\b", re.IGNORECASE)
# "Most of", "almost all", "a minority of".
_MOST = re.compile(
    rf"\b(?P<all>{alternatives('stance', 'derived_quantities_most')})\b|\b(?P<few>a minority)(?= of\b)|\b"
    r"(?:most|a majority|the majority)(?= of\b| \w+s\b)",
    re.IGNORECASE,
)
# What part every second, third … is of all.
_NTH: Final = {"second": 2.0, "third": 3.0, "fourth": 4.0, "fifth": 5.0, "tenth": 10.0}
_EVERY_NTH = re.compile(
    rf"\bevery ({'|'.join(_NTH)}) (?!(?:{alternatives('stance', 'derived_quantities_every_nth')})\b)("
    "[a-z]+)",
    re.IGNORECASE,
)
# A range with the name of a month is exact to the day.
_NAMES_A_DAY = re.compile(r"\d\s[A-Z][a-z]{2,}|[A-Z][a-z]{2,}\s\d")
# "200 passengers, 40 of whom".
_OF_WHOM = re.compile(r"[\w.,]+\s(?:\w+\s)?of (?:whom|which|them|these)\b", re.IGNORECASE)
# "200 passengers, of whom 40", between the two.
_OF_WHOM_BETWEEN = re.compile(r"[^.,]{0,40}, of (?:whom|which) (?:\w+ )?\Z")
# A range that something moved over, and not within: "rose from 3 to 5 percent".
_MOVING = re.compile(
    rf"\b(?:{alternatives('stance', 'derived_quantities_moving')})\w*\b[^.]{{0,60}}\bfrom\b",
    re.IGNORECASE,
)
# The same where it fell, so that the higher number came first.
_FALLING = re.compile(rf"\b(?:{alternatives('stance', 'derived_quantities_falling')})\w*\b", re.IGNORECASE)
# "18 percent more".
_MORE = re.compile(r"\s(?:more|higher|above|up)\b", re.IGNORECASE)
# "18 percent less".
_LESS = re.compile(r"\s(?:less|fewer|lower|below|down)\b", re.IGNORECASE)
# "Fell by 18 percent", "up 18 percent".
_BY = re.compile(rf"\b(?:{alternatives('stance', 'derived_quantities_by')})\s\Z", re.IGNORECASE)
_LEAD: Final = 160  # characters before an amount that may say something of it
# A share below this, stated in counts, is a rate.
_RARE: Final = 0.02
# Numbers that rates are stated per.
_RATES: Final = (1e2, 1e3, 1e4, 1e5, 1e6)


def as_bound(stated: Quantity, before: str) -> Quantity:
    """A quantity as the bound that the verb before it makes of it: "exceeded 4 trillion" is more than 4 trillion.

    `before` is what stands before the quantity. A quantity that is no plain number is returned as it is.
    """
    if stated.comparator not in ("=", "~"):
        return stated
    if _NOT_ABOVE.search(before):
        return replace(stated, comparator="<=", low=None)
    return replace(stated, comparator=">", high=None) if _ABOVE.search(before) else stated


def text_before(sentence: str, at: int) -> str:
    """What stands before a place, at most 160 characters, so that the time taken grows with the length alone."""
    return sentence[max(0, at - _LEAD) : at]


def derived_quantities(sentence: str, stated: Sequence[Quantity]) -> Iterator[Quantity]:
    """The quantities that follow from those stated in a sentence.

    `stated` are the sentence's quantities in order. The `text` of a result is the stretch that it follows from.

    Offsets count in `sentence`. What follows may be many times what is stated, so the caller takes no more than
    the first 40.
    """
    yield from _nothing(sentence)
    yield from _phrases(sentence)
    for first, second in _neighbours(stated):
        yield from _of_two(sentence, first, second)
    for quantity in stated:
        yield from _of_whole(quantity)
        yield from _multiple(sentence, quantity)
        if (
            quantity.comparator == ".."
            and quantity.low
            and quantity.high
            and _MOVING.search(sentence[max(0, quantity.start - _LEAD) : quantity.end])
        ):
            falling = bool(_FALLING.search(text_before(sentence, quantity.start)))
            before, now = (quantity.high, quantity.low) if falling else (quantity.low, quantity.high)
            yield from _change(quantity, quantity, quantity.text, before, now)


def _neighbours(stated: Sequence[Quantity]) -> Iterator[tuple[Quantity, Quantity]]:
    """Quantities that follow one another, also over a length of time: "1.9bn in three months, up from 0.9bn"."""
    yield from pairwise(stated)
    for first, between, second in zip(stated, stated[1:], stated[2:], strict=False):
        if dimension(between) == "time" and "time" not in (dimension(first), dimension(second)):
            yield first, second


def merge_rates(sentence: str, stated: Sequence[Quantity]) -> list[Quantity]:
    """The stated quantities, with "12 per 100,000" as one rate of that unit and not as two quantities.

    `stated` in order. A share below 2 percent that is said in words ("one in 5,000") is such a rate as well. A
    pair that is no rate stays as it is.
    """
    out, skip = [], -1
    for n, quantity in enumerate(stated):
        if n == skip:
            continue
        if quantity.unit is None and quantity.low and quantity.low == quantity.high and quantity.low < _RARE:
            many = quantity.low * 1e5  # "12 out of every 100,000"
            out.append(replace(quantity, low=many, high=many, unit="per 100,000"))
            continue
        following = stated[n + 1] if n + 1 < len(stated) else None
        if following is not None and (rate := _rate(sentence, quantity, following)) is not None:
            out.append(rate)
            skip = n + 1
            continue
        out.append(quantity)
    return out


def _rate(sentence: str, first: Quantity, second: Quantity) -> Quantity | None:
    """One rate per 100,000 out of two neighbouring quantities; None if they are none.

    In "12 per 100,000" the second number is the base, in "for every 100,000 there are 12" the first one; it must
    be a power of ten from 100 to a million.
    """
    between = sentence[first.end : second.start]
    if second.low in _RATES and _PER.match(between) and (first.low or 0) < second.low:
        many, of = first, second
    elif (
        first.low in _RATES
        and _FOR_EVERY.search(text_before(sentence, first.start))
        and (second.low or first.low) < first.low
    ):
        many, of = second, first
    else:
        return None
    return Quantity(
        first.start, second.end, sentence[first.start : second.end], comparator=many.comparator,
        low=None if many.low is None else many.low / (of.low or 1) * 1e5,
        high=None if many.high is None else many.high / (of.low or 1) * 1e5,
        unit="per 100,000",
    )  # fmt: skip


def days_between(first: date, last: date, text: str, start: int, end: int) -> Quantity:
    """How long it is from one day to another, as a quantity of days.

    Where the text names no more than years, the range is two years wide: "1914 to 1918" may be three years or
    five.

    `text` is the stretch that names both days, from `start` to `end` in its sentence.
    """
    days = float((last - first).days)
    if _NAMES_A_DAY.search(text):
        return Quantity(start, end, text, comparator="~", low=days, high=days, unit="day")
    year = 365.25
    return Quantity(start, end, text, comparator="..", low=max(0.0, days - 2 * year), high=days, unit="day")


def _nothing(sentence: str) -> Iterator[Quantity]:
    """Zero of what a sentence says does not exist: "nobody", "not a single ship".

    The noun is "person" for "nobody" and its like. "No longer", "no doubt" and their like say nothing of a number.
    """
    for match in _NOBODY.finditer(sentence):
        counted = match["noun"] or match["single"] or "person"
        yield _said(match)(comparator="=", low=0.0, high=0.0, unit=None, counted=counted)


def _phrases(sentence: str) -> Iterator[Quantity]:
    """Quantities in words without a number: "doubled", "every second pupil", "most of"."""
    for match in _MULTIPLE.finditer(sentence):
        value = _MULTIPLES[match["stem"].lower()]
        yield _said(match)(comparator="~", low=value, high=value, unit="times", role="change")
    for match in _EVERY_NTH.finditer(sentence):
        share = 100.0 / _NTH[match[1].lower()]
        noun = singular(match[2].lower())
        yield _said(match)(comparator="~", low=share, high=share, unit="percent", counted=noun)
    for match in _MOST.finditer(sentence):
        if match["few"]:
            yield _said(match)(comparator="<", low=None, high=50.0, unit="percent")
            continue
        low = 90.0 if match["all"] else 50.0
        yield _said(match)(comparator=">", low=low, high=None, unit="percent")


def _said(match: re.Match[str]) -> partial[Quantity]:
    """The quantity that the words of a match state, but for what they mean."""
    return partial(Quantity, match.start(), match.end(), match[0])


def _multiple(sentence: str, quantity: Quantity) -> Iterator[Quantity]:
    """ "18 percent more" is 1.18 times as much, "fell by half" 0.5 times.

    A percentage with "more" or "less" behind it, or "by" before it; the direction of the verb before "by" decides
    whether it is added or taken off.
    """
    value = quantity.stated
    if quantity.unit != "percent" or value is None:
        return
    more, less = _MORE.match(sentence, quantity.end), _LESS.match(sentence, quantity.end)
    if not more and not less:
        if not _BY.search(text_before(sentence, quantity.start)):
            return
        less = _FALLING.search(text_before(sentence, quantity.start))
    times = 1 - value / 100 if less else 1 + value / 100
    yield replace(quantity, comparator="~", low=times, high=times, unit="times", counted=None, role="change")


def _of_two(sentence: str, first: Quantity, second: Quantity) -> Iterator[Quantity]:
    """What follows from two neighbouring quantities: a share, or a change.

    A share: "150 of the 200", "of the 200, 150", "200, 40 of whom". A change: "from 3 to 5", "5, up from 3".
    Nothing where both have units that differ.
    """
    a, b = first.stated, second.stated
    if a is None or b is None or not b or not a:
        return
    between = sentence[first.end : second.start]
    text = sentence[first.start : second.end]
    plain = first.unit is None and second.unit is None
    if plain and a <= b and b > 1 and _OF.fullmatch(between):
        yield _made(first, second, text, a / b * 100, "percent", "amount")
    elif plain and b <= a and a > 1 and _OF_BEFORE.search(text_before(sentence, first.start)) and "," in between:
        yield _made(first, second, text, b / a * 100, "percent", "amount")
    whom = between.rstrip().endswith(",") and _OF_WHOM.match(sentence, second.start)
    if plain and b <= a and a > 1 and (whom or _OF_WHOM_BETWEEN.fullmatch(between)):
        yield _made(first, second, text, b / a * 100, "percent", "amount")
    if first.unit != second.unit and second.unit is not None and first.unit is not None:
        return
    if _FROM.search(text_before(sentence, first.start)) and _TO.fullmatch(between):
        yield from _change(first, second, text, before=a, now=b)
    elif _BEFORE.fullmatch(between):
        yield from _change(first, second, text, before=b, now=a)
    elif plain and a > b and first.counted in CAST and _AGAINST.fullmatch(between):
        yield _made(first, second, text, a - b, None, "change")


def _of_whole(quantity: Quantity) -> Iterator[Quantity]:
    """The share that one quantity with its whole tells: "150 of the 200 buses" is 75 percent."""
    part = quantity.stated
    match = _WHOLE.search(quantity.text) if quantity.unit is None and part else None
    whole = next((q.stated for q in quantities(quantity.text[match.end() :])), None) if match else None
    if part and whole and 1 <= part <= whole and whole > 1:
        yield _made(quantity, quantity, quantity.text, part / whole * 100, "percent", "amount")


def _change(first: Quantity, second: Quantity, text: str, before: float, now: float) -> Iterator[Quantity]:
    """The change from one number to another: in points, or in percent, in the unit, and in times.

    A change of percentages is one in percentage points and nothing else: "from 4 to 5 percent" is no rise by 25
    percent to any reader of news.
    """
    percent = "percent" in (first.unit, second.unit)
    if percent:
        yield _made(first, second, text, abs(now - before), "percentage point", "change")
        return
    yield _made(first, second, text, abs(now - before) / before * 100, "percent", "change")
    yield _made(first, second, text, abs(now - before), first.unit or second.unit, "change")
    yield _made(first, second, text, now / before, "times", "change")


def _made(first: Quantity, second: Quantity, text: str, value: float, unit: str | None, role: Role) -> Quantity:
    """A quantity that follows from two others, rounded to four digits."""
    value = float(f"{value:.4g}")
    return Quantity(
        first.start, second.end, text, comparator="~", low=value, high=value, unit=unit,
        counted=first.counted, role=role,
    )  # fmt: skip
