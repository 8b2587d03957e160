"""The words in which a judgement of figures gives its reason."""

import math
import re
from collections.abc import Sequence
from typing import Final

from checks.amounts.amounts import AGE, LENGTH, Amount, is_money
from checks.amounts.tables import row_label
from checks.lexicon import alternatives, load_table
from checks.nlp.inflection import plural
from checks.quantities import singular
from checks.quantities.conversion import converted, dimension, factor
from checks.quantities.intervals import NEARLY, Interval, percent_apart, two_digits
from checks.quantities.wording import in_words, number
from checks.types.quantity import Quantity

# Before a time that stands behind "for" anyhow.
_AT = re.compile(rf"(?:{alternatives('stance', 'reasons_at')})\s+", re.IGNORECASE)
# A time that begins so is a stretch of time.
_BOUND = re.compile(rf"(?:{alternatives('stance', 'reasons_bound')})\s", re.IGNORECASE)
_WHOSE = re.compile(r"['’]s?$")
# The words before a number: "roughly".
_LEADING_WORDS = re.compile(r"[^\d£€$]*[^\d£€$\s]")
_QUOTED = re.compile(r"(“[^”]*”)")
# The source as the subject of a reason.
_THE_SOURCE = re.compile(r"\b(?:the )?source(?= (?:gives|says|does|counts|speaks|names|has)\b)")
_SAME: Final = 1e-9  # two numbers that differ by no more are one
_EXACT: Final = 0.005  # a tolerance of no more than this part of a number goes without saying
_FAR_BEYOND: Final = 5.0  # times the tolerance, from which on it explains nothing
# From here on numbers are written with four digits.
_LARGE: Final = 1e6
# Their numbers are rarely rounded to tens, so how they were read needs no words.
_WITH_DECIMALS: Final = ("percent", "points", "temperature", "times")
_ABOUT_THE_SAME, _TIMES = 0.05, 1.95  # bounds of "about as much", and from where "times as much" is said
_NO: Final[dict[str, str]] = load_table("stance")["nothing_given"]
_NOT_SAID: Final = {
    "times": "does not say how many times as much",
    AGE: "does not say how old",
    LENGTH: "does not say how long it lasted",
}


def lacking(found: Sequence[Amount]) -> str:
    """What a passage does not say that a claim's figure asks for, to stand behind "mentions the matter".

    Examples: "gives no number of provinces", "does not say how long it lasted". `found` are the claim's amounts,
    at least one.
    """
    amount = found[0]
    unsaid = amount.noun if amount.dimension == "time" else amount.dimension
    return _NOT_SAID.get(str(unsaid)) or f"gives {_none(amount)}"


def _none(amount: Amount) -> str:
    """The claim's measure with "no" before it: "no percentage", "no number of provinces"."""
    if is_money(amount):
        return f"no amount in {amount.dimension}"
    if amount.dimension != "count":
        return _NO.get(amount.dimension, f"no number of {plural(amount.quantity.unit or amount.dimension)}")
    counted = amount.quantity.counted
    return f"no number of {_as_written(amount, counted)}" if counted else "no such number"


def _as_written(amount: Amount, counted: str) -> str:
    """A noun in the plural that the text has, where it has it."""
    words = re.findall(r"[\w-]+", amount.quantity.text)
    return next((word for word in reversed(words) if singular(word.lower()) == counted), counted)


def difference(stated: Quantity, allows: Interval, value: float) -> str:
    """How a value differs from the number that a claim states, and how that number was read, in words.

    `allows` is what the claim allows, and `value` the source's number, both in the base unit of what is measured. The
    difference is the one of the two numbers and never counted from the edge of a tolerance: "7.3 % less than 310,000;
    “roughly” is read as within ±5 %".
    """
    ends = [end for end in dict.fromkeys((stated.low, stated.high)) if end is not None]
    figures = [(_in_base(end, stated), end) for end in ends]
    if not figures:
        return "not what the claim says"
    figure, as_stated = min(figures, key=lambda pair: abs(pair[0] - value))
    if not figure:
        return "the claim says that there is none"
    kind = dimension(stated)
    stated_number = (
        amount_in_words(figure, "percent") if kind == "percent" else amount_in_words(as_stated, _unit(stated))
    )
    apart = f"{_apart(kind, stated, figure, value)} {stated_number}"
    tolerance = _tolerance(stated, allows, (figure, as_stated), value)
    return f"{apart}; {tolerance}" if tolerance else apart


def amount_in_words(value: float, unit: str | None = None) -> str:
    """A number with its unit as people write it: "4.456 trillion US dollars".

    It has four digits from a million on, six below, and three of a percentage.
    """
    value = float(f"{value:.4g}") if abs(value) >= _LARGE else float(f"{value:.6g}")
    if unit is None:
        return number(value)
    value = float(f"{value:.3g}") if unit == "percent" else value
    return in_words(Quantity(0, 0, "", comparator="=", low=value, high=value, unit=unit))


def _apart(kind: str, stated: Quantity, figure: float, value: float) -> str:
    """The difference of two numbers with its "than": in points for shares, in degrees for temperatures, else in
    percent.
    """
    word = "more" if value > figure else "less"
    if kind in ("percent", "points"):
        points = number(float(f"{abs(value - figure):.3g}"))
        return f"{points} percentage {'point' if points == '1' else 'points'} {word} than"
    if kind == "temperature" and stated.unit is not None:
        of_one = factor(stated)[0]
        return f"{amount_in_words(round(abs(value - figure) / of_one, 1), stated.unit)} {word} than"
    apart = percent_apart(value, figure)
    return apart + (" as" if apart.endswith("much") else " of" if apart.endswith("hundredth") else " than")


def _tolerance(stated: Quantity, allows: Interval, number: tuple[float, float], value: float) -> str:
    """How the claim's number was read, where the value is not far beyond what it allows; else empty.

    `number` is the one that the claim states, in the base unit and as it is stated.
    """
    figure, as_stated = number
    width = (allows.high - allows.low) / 2
    if stated.comparator in ("<", "<=", ">", ">="):
        return f"the claim says “{stated.text}”"
    if stated.comparator == ".." or not 0 < width < math.inf or abs(value - figure) > _FAR_BEYOND * width:
        return ""
    word = _LEADING_WORDS.match(stated.text)
    if allows.high <= figure * (1 + _SAME):
        return f"“{word[0].strip() if word else 'nearly'}” is read as up to {NEARLY:.0%} below".replace("%", " %")
    if stated.comparator == "~":
        return f"“{word[0].strip() if word else stated.text}” is read as within ±{width / abs(figure) * 100:.0f} %"
    if width <= _EXACT * abs(figure) or dimension(stated) in _WITH_DECIMALS:
        return ""
    low, high = (amount_in_words(as_stated * end / figure) for end in (allows.low, allows.high))
    return f"{amount_in_words(as_stated)} is read as {low} to {high}"


def _in_base(value: float, like: Quantity) -> float:
    """A number of a unit in the base unit of what it measures."""
    return converted(Interval(value, value), like).low


def _unit(stated: Quantity) -> str | None:
    """The unit to be written behind a number; "times" is none."""
    return None if stated.unit == "times" else stated.unit


def as_times(times: float) -> str:
    """How one figure stands to another, in words: "about as much", "12 % less", "3.1 times as much"."""
    if abs(times - 1) < _ABOUT_THE_SAME:
        return "the same" if times == 1 else "about as much"
    return f"{two_digits(times)} times as much" if times >= _TIMES else percent_apart(times, 1.0)


def attributed(reason: str, publisher: str) -> str:
    """A reason that names its source: "source gives 12" as "Eurostat gives 12"; what is quoted stays as it is."""
    if not publisher:
        return reason
    parts = _QUOTED.split(reason)
    parts[::2] = [_THE_SOURCE.sub(lambda _: publisher, part) for part in parts[::2]]
    return "".join(parts)


def time_of(words: str) -> str:
    """When something is, behind "for": "31 December" for "as of 31 December", "the time since 1991"."""
    if _BOUND.match(words):
        return f"the time {words}"
    bare = _AT.sub("", words, count=1) if _AT.match(words) else words
    return _WHOSE.sub("", bare)


def quoted(amount: Amount) -> str:
    """The words of a source's amount in quotation marks; a figure of a table with its label."""
    of = row_label(amount.sentence)
    return f"“{of}: {amount.quantity.text}”" if of else f"“{amount.quantity.text}”"
