"""Numbers in digits: currency signs before them, scales written right behind them."""

from dataclasses import replace
from typing import Final

from checks.quantities.nouns import is_plural
from checks.quantities.numbers.number_words import MONEY_SUFFIXES, SIGNS, SUFFIXES
from checks.quantities.numbers.numeral import Numeral, is_minus, scaled, times
from checks.quantities.tokens import Tokens
from checks.quantities.units import MONEY_BEFORE, Unit

_OF_METRES: Final = frozenset(
    "high tall long wide deep away above below sprint race hurdles freestyle butterfly backstroke relay final high-jump"
    " underwater thick from distance".split()
)


def in_digits(tokens: Tokens, i: int) -> Numeral | None:
    """The number in digits at token `i`, with the currency or minus before it and the scale behind it."""
    word = "".join(c for c in tokens.words[i] if c.isdecimal() or c == ".")
    if word.count(".") > 1 or len(word) > 18:
        return None
    first, money = _money_before(tokens, i)
    value = float(word)
    dash = tokens.words[first - 1] in ("-", "−", "–") and tokens.joined(first - 1) and not tokens.joined(first - 2)
    if dash or is_minus(tokens, first - 1):
        first, value = first - 1, -value
    numeral = _feet(tokens, Numeral(first, i + 1, value, money=money, digits=True))
    if tokens.words[i + 1] in SIGNS and tokens.joined(i):
        numeral = replace(numeral, end=i + 2, value=value + SIGNS[tokens.words[i + 1]])
    return scaled(tokens, _suffixed(tokens, numeral))


def _feet(tokens: Tokens, numeral: Numeral) -> Numeral:
    """With the inches of 5'9", which make it a number of feet; the unit is read from the sign behind."""
    end = numeral.end
    sign, inches = tokens.words[end], tokens.words[end + 1]
    if (
        sign in ("'", "’", "′")
        and tokens.words[end + 2] in ('"', "”", "″")
        and inches.isdecimal()
        and int(inches) < 12
    ):
        return replace(numeral, end=end + 2, value=numeral.value + int(inches) / 12)
    return numeral


def _money_before(tokens: Tokens, i: int) -> tuple[int, Unit | None]:
    sign = tokens.words[i - 1]
    if sign == "." and tokens.words[i - 2] == "rs":
        return i - 2, None
    if sign == "rs":
        return i - 1, None
    unit = MONEY_BEFORE.get(sign)
    if unit is None or (sign == "try" and not tokens.written(i - 1).isupper()):
        return i, None
    country = tokens.words[i - 2]
    if (
        sign in ("$", "¥") and tokens.capital(i - 2) and (tokens.joined(i - 2) or len(country) > 1)
    ):  # not "A $5 note"
        longer = MONEY_BEFORE.get(country + sign)
        if longer is not None:
            return i - 2, longer
    if sign == "$" and tokens.words[i - 2] == "." and tokens.words[i - 4] == ".":  # U.S.$5
        return i - 5, unit
    return i - 1, unit


def _suffixed(tokens: Tokens, numeral: Numeral) -> Numeral:
    """With the scale written right behind the digits: 1.5m, $3b, 20k."""
    suffix = tokens.words[numeral.end]
    known = MONEY_SUFFIXES if numeral.money else SUFFIXES
    if suffix not in known or not (tokens.joined(numeral.end - 1) or (numeral.money and suffix not in ("t", "k"))):
        return numeral
    if suffix == "m" and not numeral.money and _means_metres(tokens, numeral):
        return numeral
    scale = known[suffix]
    return replace(numeral, end=numeral.end + 1, value=times(numeral.value, scale), scale=scale)


def _means_metres(tokens: Tokens, numeral: Numeral) -> bool:
    """Whether the "m" of "100m" is the metre: with words of size or sport, "a 60m tower", a large whole number."""
    behind = tokens.words[numeral.end + 1]
    if behind in _OF_METRES or tokens.words[numeral.end + 2] in _OF_METRES:
        return True
    if is_plural(behind):  # "500m people"
        return False
    article = tokens.words[numeral.first - 1] in ("a", "an", "the") and behind.isalpha()
    return article or (numeral.value >= 100 and numeral.value == int(numeral.value))
