"""Two numbers that make one amount: ranges ("three to five", "$3-5 million") and ratios ("one in five").

number, link, number → does the link join them? → is it a score or a code? → carry the scale → Pair

The same signs join scores, years, telephone numbers and pages, so that a pair is a range only where something says
that it counts.
"""

from dataclasses import dataclass, replace
from typing import Final

from checks.quantities.nouns.noun_phrase import noun_phrase
from checks.quantities.numbers.numeral import Numeral
from checks.quantities.numbers.reader import read_numeral
from checks.quantities.roles import changes
from checks.quantities.tokens import HYPHENS, Tokens
from checks.quantities.unit_phrases import unit_behind
from checks.quantities.units import Unit

_ROUND: Final = frozenset({3.0, 4.0, 5.0, 10.0, 20.0, 100.0, 1000.0, 10_000.0, 100_000.0, 1_000_000.0})


@dataclass(frozen=True, slots=True)
class Pair:
    """A low and a high number, or two that are no amount together (`score`: 3-0, 2013-14, 555-1234).

    Both have the scale of the high end where that carries over (`carried`).
    """

    low: Numeral
    high: Numeral
    score: bool = False


def read_pair(tokens: Tokens, first: Numeral, unit: tuple[int, Unit] | None) -> Pair | None:
    """The range that begins with `first`, or the score; None where it stands alone. `unit` stands behind `first`.

    Joined by a hyphen, "to", "or", "through", or by "and" behind "between". A rise "from 5 to 7" is no range but two
    amounts.
    """
    behind = None if tokens.words[first.end] in HYPHENS else unit
    end = first.end if behind is None else behind[0]
    link = tokens.words[end]
    if link in HYPHENS:
        return _dashed(tokens, first, end, behind is not None and end > first.end)
    if link not in ("to", "and", "or", "through"):
        return None
    high = _number(tokens, end + 1)
    if high is None or not _fits(tokens, first, high, link, end > first.end):
        return None
    low = carried(first, high)
    return Pair(low, high) if high.value > low.value else None


def _number(tokens: Tokens, at: int) -> Numeral | None:
    """The number that begins at token `at`, its currency or article before it included."""
    for i in (at, at + 1, at + 2):
        word = tokens.words[i]
        if not word:
            return None
        found = read_numeral(tokens, i)
        if found is not None:
            return found if found.first == at and not found.share else None
        if word[0].isalpha() and len(word) > 3:
            return None
    return None


def _fits(tokens: Tokens, first: Numeral, high: Numeral, link: str, own_unit: bool) -> bool:
    """Whether the words between two numbers, and before the first, make them one amount. `own_unit` says that the
    first has a unit of its own.

    "And" needs "between" before it. "Or" joins two numbers that are written alike and near each other ("two or
    three"). "To" joins them unless the words tell of a rise or fall from one to the other.
    """
    before = tokens.words[first.first - 1]
    if first.open or high.open or first.share:
        return False
    if link == "and":
        return _between(tokens, first.first)
    if _is_year(tokens, first) and (_is_year(tokens, high) or before == "in"):
        return False  # "48 billion in 2015 to 60 billion in 2016"
    if link == "or":
        return (
            first.money is None
            and not own_unit
            and first.digits == high.digits
            and high.value <= 3 * first.value + 1
        )
    if before == "from":
        return not changes(tokens, first.first - 1, 8)
    changed = changes(tokens, first.first, 4)
    return not (changed and (own_unit or first.money or unit_behind(tokens, high) is None))


def _is_year(tokens: Tokens, numeral: Numeral) -> bool:
    """Four digits from 1500 to 2100."""
    return numeral.digits and 1500 <= numeral.value <= 2100 and len(tokens.words[numeral.end - 1]) == 4


def _between(tokens: Tokens, first: int) -> bool:
    """Whether "between" stands within three words before token `first`."""
    return "between" in tokens.words[max(0, first - 3) : first]


def _dashed(tokens: Tokens, first: Numeral, at: int, own_unit: bool) -> Pair | None:
    """What stands behind a hyphen: the end of a range, the other half of a score, or nothing.

    `at` is the hyphen's token. Numbers that fall ("3-0"), and those of which nothing says that they count, are a
    score: both are then no amounts.
    """
    high = _number(tokens, at + 1)
    if high is None or first.digits != high.digits or first.open:
        return None
    close = tokens.joined(at - 1) and tokens.joined(at)
    if not close and tokens.words[at] == "—":
        return None
    low = carried(first, high)
    if high.value > low.value and not _is_code(tokens, first, high) and _measured(tokens, first, high, own_unit):
        return Pair(low, high)
    if not close and not (_small(first) and _small(high)) and not _is_year(tokens, first):
        return None
    return Pair(first, high, score=True)


def _small(numeral: Numeral) -> bool:
    """Whether a number could be the points of a match."""
    return numeral.digits and numeral.value < 100 and numeral.scale == 1 and not numeral.money


def _is_code(tokens: Tokens, first: Numeral, high: Numeral) -> bool:
    """A year with a year, or a third group of digits: 2013–14, 978-3-16."""
    return (_is_year(tokens, first) and high.value < 2200) or (
        tokens.words[high.end] in HYPHENS
        and (tokens.words[high.end + 1][:1].isdecimal() and tokens.joined(high.end - 1))
    )


def _measured(tokens: Tokens, first: Numeral, high: Numeral, own_unit: bool) -> bool:
    """Whether something says that the pair counts: a currency, a scale, a unit, a noun, or "between"."""
    if own_unit or first.money or high.scale > 1 or not first.digits:
        return True
    return unit_behind(tokens, high) is not None or noun_phrase(tokens, high.end) is not None


def carried(low: Numeral, high: Numeral) -> Numeral:
    """The low end with the scale of the high one: "1.2-1.5 million" begins at 1,200,000.

    Only where the low number is written without a scale and is smaller than the high one without its own.
    """
    if low.scale == 1 and high.scale > 1 and low.value < high.value / high.scale:
        value = low.value * high.scale
        return replace(low, value=float(round(value)) if value >= 1e3 else value, scale=high.scale)
    return low


def _to_scale(tokens: Tokens, first: Numeral) -> Numeral | None:
    """1:250, which no clock shows: three digits or more stand behind the colon, or "scale of" before it."""
    end, below = first.end, tokens.words[first.end + 1]
    if first.value != 1 or not first.digits or tokens.words[end] != ":" or not below.replace(",", "").isdecimal():
        return None
    called = {"scale", "ratio"} & set(tokens.words[max(0, first.first - 3) : first.first])
    if (
        not (tokens.joined(end - 1) and tokens.joined(end))
        or not (len(below) > 2 or called)
        or float(below.replace(",", "")) < 2
    ):
        return None
    return Numeral(first.first, end + 2, 1 / float(below.replace(",", "")), share=True)


def read_ratio(tokens: Tokens, first: Numeral) -> Numeral | None:
    """One in five, nine out of ten, as one number; None where the words are no ratio.

    The numeral is a share: 0.2 for "one in five", 0.775 for "31-of-40", 0.004 for a scale of 1:250. "One in 2014" is
    none, for 2014 is a year.
    """
    end = first.end
    if (scale := _to_scale(tokens, first)) is not None:
        return scale
    if tokens.hyphen(end) and tokens.words[end + 1] == "of" and tokens.hyphen(end + 2):  # "31-of-40 passing"
        whole = _number(tokens, end + 3)
        if whole is not None and 0 < first.value <= whole.value and not whole.money and not first.money:
            return Numeral(first.first, whole.end, first.value / whole.value, share=True)
    out_of = tokens.words[end] == "out" and tokens.words[end + 1] == "of"
    if (tokens.words[end] != "in" and not out_of) or first.money or first.scale > 1 or first.share or first.open:
        return None
    at = end + 2 if out_of else end + 1
    at += tokens.words[at] == "every"
    other = _number(tokens, at)
    if other is None or other.money or other.value <= first.value or unit_behind(tokens, other):
        return None
    if _is_year(tokens, other) and not out_of and "," not in tokens.words[other.end - 1]:
        return None
    if not out_of and first.value != 1 and other.value not in _ROUND:
        return None
    return Numeral(first.first, other.end, first.value / other.value, share=True)
