"""Numbers in words: two hundred and fifty thousand, a dozen."""

from dataclasses import replace
from typing import Final

from checks.lexicon import load_words
from checks.quantities.numbers.fractions import part_behind
from checks.quantities.numbers.number_words import NUMBER_WORDS, ONES, SCALES, TENS
from checks.quantities.numbers.numeral import LARGEST, Numeral, is_minus, scaled, times
from checks.quantities.tokens import HYPHENS, Tokens
from checks.quantities.units import MONEY_AFTER

_COUNTING: Final = load_words("quantities", "counting")


def number_in_words(tokens: Tokens, i: int) -> Numeral:
    """A number in words, up to the scale: "two hundred and fifty thousand".

    `i` is the first number word; "minus" before it makes the value negative. "Two hundred and fifty thousand" is one
    number, "two thousand and fifty million" are two.
    """
    total, group, end, scale = 0.0, *up_to_hundred(tokens, i), 1.0
    if tokens.words[end] == "point" and ONES.get(tokens.words[end + 1], 10.0) < 10:
        group, end = _with_decimals(tokens, group, end + 1)
    while end < tokens.last:
        at = end + 1 if tokens.hyphen(end) else end
        word = tokens.words[at]
        if word in SCALES and total + group <= LARGEST:
            step = SCALES[word]
            if step > 100 and group == 0:  # "two thousand million"
                total, scale = times(total, step), step
            elif step > 100:
                total, group, scale = total + times(group, step), 0.0, step
            else:
                group *= step
                scale = step
            end = at + 1
            continue
        following = _continues(tokens, end, group, scale)
        if following is None:
            break
        more, end = up_to_hundred(tokens, following)
        group += more
    first = i - 1 if is_minus(tokens, i - 1) else i
    value = total + group
    return Numeral(first, end, -value if first < i else value, scale if scale >= 1e3 else 1.0)


def _with_decimals(tokens: Tokens, whole: float, at: int) -> tuple[float, int]:
    """The number with the digits that are spelled out behind "point": "three point one four"."""
    digits = ""
    while ONES.get(tokens.words[at], 10.0) < 10:
        digits, at = digits + str(int(ONES[tokens.words[at]])), at + 1
    return float(f"{whole:g}.{digits}"), at


def up_to_hundred(tokens: Tokens, i: int) -> tuple[float, int]:
    """The value of "seven", "twenty" or "twenty-one" at token `i`, and the token behind it.

    Tokens at `i` must be a number word (`NUMBER_WORDS`).
    """
    word = tokens.words[i]
    if word in ONES:
        return ONES[word], i + 1
    at = i + 2 if tokens.words[i + 1] in HYPHENS else i + 1
    ones = ONES.get(tokens.words[at], 0.0)
    return (TENS[word] + ones, at + 1) if 1 <= ones <= 9 else (TENS[word], i + 1)


def _continues(tokens: Tokens, end: int, group: float, scale: float) -> int | None:
    """Where the number goes on after a hundred or a thousand: "… and fifty"; None where it ends."""
    if scale == 1.0 or (group and group % 100):
        return None
    at = end + 1 if tokens.words[end] in ("and", "-") else end
    if tokens.words[at] not in NUMBER_WORDS:
        return None
    if at > end and tokens.words[end] == "and" and group == 0:
        return None  # "two thousand and fifty million" are two numbers
    return at


def lone_scale(tokens: Tokens, i: int) -> Numeral | None:
    """A dozen, a hundred, a million; "million-dollar", "thousand-strong".

    None where neither an article, a hyphen nor a currency stands beside it: "the million" counts nothing.
    """
    word = tokens.words[i]
    if word in ("mn", "bn", "tn", "mln", "trn"):
        return None
    before = tokens.words[i - 1]
    if tokens.hyphen(i + 1) or (
        tokens.words[i + 1] in MONEY_AFTER and before not in _COUNTING and not before[-1:].isdecimal()
    ):
        return Numeral(i, i + 1, SCALES[word], SCALES[word])
    return part_behind(tokens, _counted_on(tokens, i)) if tokens.words[i - 1] in ("a", "an") else None


def _counted_on(tokens: Tokens, i: int) -> Numeral:
    """A hundred and fifty, a hundred thousand."""
    numeral = scaled(tokens, Numeral(i - 1, i, 1.0))
    at = numeral.end + 1
    if tokens.words[numeral.end] == "and" and numeral.value == 100 and tokens.words[at] in NUMBER_WORDS:
        more, end = up_to_hundred(tokens, at)
        return scaled(tokens, replace(numeral, end=end, value=numeral.value + more, scale=1.0))
    return numeral
