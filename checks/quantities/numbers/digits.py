"""Numbers in digits: currency signs before them, scales written right behind them."""

import re
from dataclasses import replace
from typing import Final

from checks.lexicon import load_words
from checks.nlp.inflection import is_plural
from checks.quantities.nouns.noun_phrase import noun_phrase
from checks.quantities.numbers.number_words import MONEY_SUFFIXES, MONTH_NAMES, NUMBERED, SCALES, SIGNS, SUFFIXES
from checks.quantities.numbers.numeral import Numeral, is_minus, scaled, times
from checks.quantities.tokens import Tokens
from checks.quantities.units import MONEY_AFTER, MONEY_BEFORE, SYMBOLS, WORDS, Unit

_GROUPS: Final = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,2}(?:,\d{2})+,\d{3}(?:\.\d+)?")
_DECIMAL_COMMA: Final = re.compile(r"\d{1,6},\d{1,2}|\d{1,6},\d{4,}|\d{1,3}(?:\.\d{3})+,\d{1,2}")
_ATTACHED: Final = {"t": True}  # the tonne, which no other table has as it is no word
_OF_METRES: Final = load_words("quantities", "of_metres")


def number_in_digits(tokens: Tokens, i: int) -> Numeral | None:
    """The number in digits at token `i`, with the currency or minus before it and the scale behind it.

    None where the digits can be read in two ways: "1,5" may be a decimal comma or two members of a list, so that only
    a currency, a scale or a unit beside it tells.
    """
    first, money = _money_before(tokens, i)
    end = _grouped(tokens, i, money is not None)
    digits = _plain(tokens, i, end, money is not None)
    if digits is None or len(digits) > 18:
        return None
    value = float(digits)
    dash = tokens.words[first - 1] in ("-", "−", "–") and tokens.joined(first - 1) and not tokens.joined(first - 2)
    if dash or is_minus(tokens, first - 1):
        first, value = first - 1, -value
    numeral = _feet(tokens, Numeral(first, end, value, money=money, digits=True))
    if tokens.words[end] in SIGNS and tokens.joined(end - 1):
        numeral = replace(numeral, end=end + 1, value=value + SIGNS[tokens.words[end]])
    return scaled(tokens, _suffixed(tokens, numeral))


def _plain(tokens: Tokens, i: int, end: int, money: bool) -> str | None:
    """The digits of tokens `i` to `end` as Python reads them; None where they can be read in two ways."""
    word = "".join(c for c in "".join(tokens.words[i:end]) if c.isdecimal() or c in ".,")
    if "," in word and not _GROUPS.fullmatch(word):
        if not _DECIMAL_COMMA.fullmatch(word) or not (money or _tells(tokens, end)):
            return None
        word = word.replace(".", "").replace(",", ".")
    word = word.replace(",", "")
    return None if word.count(".") > 1 else word


def _tells(tokens: Tokens, end: int) -> bool:
    """Whether a scale or the word or sign of a unit or a currency stands at token `end`."""
    behind = tokens.words[end]
    return (
        behind in SCALES or behind in WORDS or behind in MONEY_AFTER or tokens.written(end) in {*SYMBOLS, "€", "£"}
    )


def _grouped(tokens: Tokens, i: int, money: bool) -> int:
    """The token behind a number whose thousands are parted by plain spaces: "12 400 tickets", "$13 009 million".

    Only where nothing says that the first digits stand for themselves (a day of a month, a number in a name, a list of
    numbers), and something that they count together.
    """
    words, end = tokens.words, i + 1
    if not (words[i].isdecimal() and len(words[i]) <= 3 and words[i][0] != "0"):
        return end
    while (
        end < i + 6
        and words[end].isdecimal()
        and len(words[end]) == 3
        and tokens.start(end) == tokens.end(end - 1) + 1
    ):
        if tokens.breaks(end - 1):
            break
        end += 1
    if end == i + 1 or money:
        return end
    before = words[i - 1]
    apart = not before[:1].isdecimal() and not (tokens.joined(i - 1) and before not in tuple("(“\"'~≈<>"))
    named = tokens.proper(i - 1) and before.isalpha() and tokens.first < i - 1
    labelled = before in MONTH_NAMES or before in NUMBERED
    if not apart or named or labelled or end - i > 4 or words[end][:1].isdecimal():
        return i + 1
    counted = (
        noun_phrase(tokens, end) is not None
        or words[end] == "%"
        or _tells(tokens, end)
        or _ATTACHED.get(words[end])
    )
    return end if counted or end - i > 2 else i + 1


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
