"""One quantity, from its number outwards: first to the right, then to the left."""

from dataclasses import replace
from typing import Final

from checks.lexicon import load_words
from checks.quantities import comparators
from checks.quantities.durations import LASTING, duration
from checks.quantities.not_quantities import is_no_amount
from checks.quantities.numbers.numeral import Numeral
from checks.quantities.numbers.reader import read_numeral
from checks.quantities.ranges import Pair, read_pair, read_ratio
from checks.quantities.roles import role
from checks.quantities.tokens import HYPHENS, Tokens
from checks.quantities.trailing import Trailing, counted_noun, read_trailing
from checks.quantities.unit_phrases import unit_behind
from checks.quantities.units import CENTS, MONEY_UNITS, TIME, UNITS, Unit
from checks.types.quantity import Comparator, Quantity

_OLD: Final = frozenset({"aged", "age", "ages", "turned", "turning"})
_PERSONS: Final = frozenset({"she", "he", "i"})
_IS: Final = frozenset({"was", "is", "am"})
_PERSON_IS: Final = frozenset({"i'm", "i’m", "he's", "he’s", "she's", "she’s"})
_BOUNDS: Final = frozenset({"over", "under", "above", "below"})
_PEOPLE: Final = load_words("quantities", "reader_people")
_OLDEST: Final = 120


def quantity_at(tokens: Tokens, i: int) -> tuple[Quantity | None, int]:
    """The quantity whose number begins at token `i`, and the token to go on from.

    None where the number is no amount; the token is then the one behind it. Steps: numeral, ratio, unit, range, is it
    an amount at all, what trails it, comparator, role.

    For "more than 100,000 troops" at the token "100,000": `read_numeral` gives 100,000, `read_trailing` the
    counted noun "troop", `comparators.before` the ">" and the token where "more" stands.
    """
    numeral = read_numeral(tokens, i)
    if numeral is None:
        lasting = duration(tokens, i) if tokens.words[i] in TIME or tokens.words[i] in LASTING else None
        return _made(tokens, lasting[0], None, lasting[1]) if lasting else (None, i + 1)
    if (share := read_ratio(tokens, numeral)) is not None and not is_no_amount(
        tokens, replace(share, digits=False), False
    ):
        return _made(tokens, share, None, counted_noun(tokens, share.end))
    unit = unit_behind(tokens, numeral)
    if (both := read_pair(tokens, numeral, unit)) is not None:
        return _of_pair(tokens, both, unit)
    if is_no_amount(tokens, numeral, unit is not None):
        return None, max(numeral.end, i + 1)
    if unit is not None and (cents := _with_cents(tokens, numeral, unit[0])) is not None:
        return _made(tokens, cents[0], None, Trailing(cents[1], unit[1]))
    return _made(tokens, numeral, None, read_trailing(tokens, numeral, unit))


def _with_cents(tokens: Tokens, numeral: Numeral, end: int) -> tuple[Numeral, int] | None:
    """With the hundredths behind a currency's word: "7 dollars 25 cents", "5 pounds and 20 pence"."""
    at = end + 1 if tokens.words[end] == "and" else end
    hundredths = tokens.words[at]
    if tokens.words[end - 1] not in MONEY_UNITS or not hundredths.isdecimal() or len(hundredths) > 2:
        return None
    if tokens.words[at + 1] not in CENTS or tokens.words[at + 1] == "p" or numeral.scale > 1:
        return None
    return replace(numeral, value=numeral.value + int(hundredths) / 100), at + 2


def _of_pair(tokens: Tokens, both: Pair, own: tuple[int, Unit] | None) -> tuple[Quantity | None, int]:
    """A range; `own` is the unit behind its low end.

    Where only the high end has a unit, it is the unit of both; where only the low end has a currency sign, that
    one.
    """
    low, high = both.low, both.high
    if both.score:
        return None, _past_code(tokens, high.end)
    unit = unit_behind(tokens, high)
    measured = unit is not None or own is not None
    if is_no_amount(tokens, replace(high, first=low.first), measured) and is_no_amount(tokens, low, measured):
        return None, high.end
    right = read_trailing(tokens, high, unit)
    if right.unit is None:
        right = replace(right, unit=low.money or (own[1] if own and own[0] < high.first else None))
    return _made(tokens, low, high, right)


def _past_code(tokens: Tokens, end: int) -> int:
    """Past the further groups of a number like 978-3-16-148410-0."""
    while tokens.words[end] in HYPHENS and tokens.joined(end) and tokens.words[end + 1][:1].isdecimal():
        end += 2
    return end


def _made(tokens: Tokens, low: Numeral, high: Numeral | None, right: Trailing) -> tuple[Quantity, int]:
    """The quantity with what stands left of it, and the token behind it.

    `high` is None for a single number. A range takes no other comparator, and its stretch begins with "between" or
    "from".

    A bare number that is an age becomes a time in years. The role is read last, since it looks at both sides of
    the stretch.
    """
    comparator, first = comparators.before(tokens, low.first)
    if right.unit and right.unit.measures == "time" and comparators.of_moment(tokens, first):
        comparator, first = "=", low.first
    if tokens.words[first - 1] == "[" and "]" in tokens.words[first : right.end]:
        first -= 1
    unit = right.unit
    if unit is None and right.counted is None and _is_age(tokens, low, right.end):
        unit = UNITS["year"]
    if high is not None:
        comparator, first = "..", first - (tokens.words[first - 1] in ("between", "from"))
    elif comparator == "=":
        roughly = low.about or comparators.estimated(tokens, first)
        comparator = right.comparator or ("~" if roughly else "=")
    start, end = tokens.start(first), tokens.end(right.end - 1)
    bottom, top = _values(comparator, low, high)
    quantity = Quantity(
        start, end, tokens.text[start:end], comparator=comparator, low=bottom, high=top,
        unit=unit.name if unit else None, counted=right.counted,
        role=role(tokens, first, (high or low).end, right.end, unit), code=unit.code if unit else None,
    )  # fmt: skip
    return quantity, max(right.end, low.end)


def _is_age(tokens: Tokens, numeral: Numeral, end: int) -> bool:
    """Aged 14, at the age of 40, when she was six, "Daniel Smith, 19, a member".

    A number below 120 with a word beside it that says so, or alone between commas behind a name.
    """
    i = numeral.first
    if not 0 < numeral.value < _OLDEST or numeral.share:
        return False
    before = tokens.words[i - 1]
    if before in _OLD or before in _PERSON_IS or tokens.words[max(0, i - 2) : i] == ["age", "of"]:
        return True
    if before == "as" and tokens.words[i - 2] in ("young", "old"):
        return True
    if (before in _BOUNDS and tokens.words[i - 2] in _PEOPLE) or tokens.words[end - 1] in ("older", "younger"):
        return True
    if before in ("and", "or") and tokens.words[i - 3] in _OLD:
        return True
    if before in _IS:
        return tokens.words[i - 2] in _PERSONS
    alone = before == "," and tokens.words[end] == "," and end == numeral.end
    return alone and numeral.digits and tokens.capital(i - 2)


def _values(comparator: Comparator, low: Numeral, high: Numeral | None) -> tuple[float | None, float | None]:
    """The low and the high value as the comparator leaves them.

    None stands for an open end: low for "fewer than 5", high for "more than 5" and for "thousands".
    """
    if high is not None:
        return low.value, high.value
    if comparator in ("<", "<="):
        return None, low.value
    open_end = comparator in (">", ">=") or (low.open and comparator == "~")
    return low.value, None if open_end else low.value
