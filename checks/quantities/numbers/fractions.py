"""Fractions and multiples: half, a third of, two-thirds, 12-fold."""

from dataclasses import replace
from typing import Final

from checks.quantities.numbers.number_words import PARTS, SCALES
from checks.quantities.numbers.numeral import Numeral, scaled
from checks.quantities.tokens import HYPHENS, Tokens

_ARTICLES: Final = frozenset({"a", "an"})
_MEASURING: Final = frozenset(
    "rose fell grew dropped up down lost than by about around nearly almost roughly approximately only over under to".split()
)
_AFTER_PART: Final = frozenset(
    "in to on since from after over and compared as during when while between at".split()
)
_NOT_HALF: Final = frozenset(
    "first second third fourth other better the this that his her its their opening latter each one top bottom"
    " 's and time".split()
)


def part_behind(tokens: Tokens, numeral: Numeral | None) -> Numeral | None:
    """With a part behind it: "two and a half million", "two-thirds", "3 1/2", "12-fold"."""
    if numeral is None:
        return None
    end = numeral.end
    if tokens.words[end : end + 3] == ["and", "a", "half"]:
        return scaled(tokens, replace(numeral, end=end + 3, value=numeral.value + 0.5))
    if tokens.words[end : end + 6] == ["-", "and", "-", "a", "-", "half"]:
        return scaled(tokens, replace(numeral, end=end + 6, value=numeral.value + 0.5))
    if numeral.digits and tokens.words[end] == "/" and tokens.words[end + 2] == "of":
        return _divided(tokens, numeral)
    at = end + 1 if tokens.words[end] in HYPHENS else end
    word = tokens.words[at]
    if word == "fold":
        return replace(numeral, end=at + 1, share=True)
    if word == "x" and numeral.digits and tokens.joined(end - 1) and not tokens.joined(end):
        return replace(numeral, end=end + 1, share=True)
    if word in PARTS and not numeral.digits and 1 <= numeral.value <= 19 and _is_part(numeral, word):
        return Numeral(numeral.first, at + 1, numeral.value / PARTS[word], share=True)
    return numeral


def _divided(tokens: Tokens, numeral: Numeral) -> Numeral:
    """2/3 of the votes."""
    below = tokens.words[numeral.end + 1]
    short = below.isdecimal() and len(below) <= 3
    if not (short and 0 < numeral.value < int(below) <= 100 and tokens.joined(numeral.end)):
        return numeral
    return replace(numeral, end=numeral.end + 2, value=numeral.value / int(below), share=True)


def _is_part(numeral: Numeral, word: str) -> bool:
    """Two thirds and three quarters, but not two halves of a match or two quarters of a year."""
    if word in ("half", "halves"):
        return numeral.value == 1 and word == "half"
    if word == "quarters":
        return numeral.value == 3
    return word.endswith("s") == (numeral.value > 1)


def one_part(tokens: Tokens, i: int) -> Numeral | None:
    """Half, a quarter of, half a million, a third."""
    word, before = tokens.words[i], tokens.words[i - 1]
    if word in ("half", "halves"):
        return half(tokens, i) if word == "half" else None
    if before not in _ARTICLES or word.endswith("s"):
        return None
    ends = tokens.words[i + 1] == "of" or (tokens.words[i - 2] in _MEASURING and not tokens.words[i + 1].isalpha())
    if not ends and not (tokens.words[i - 2] in _MEASURING and tokens.words[i + 1] in _AFTER_PART):
        return None
    return Numeral(i - 1, i + 1, 1 / PARTS[word], share=True)


def half(tokens: Tokens, i: int) -> Numeral | None:
    """Half: of something, of a scale ("half a million", "half a dozen"), or of a unit ("half an hour")."""
    end, before = i + 1, tokens.words[i - 1]
    listed = before == "and" and tokens.words[end] in ("of", "the", "their", "its")
    if (before in _NOT_HALF and not listed) or (tokens.joined(i - 1) and before in HYPHENS):
        return None
    if tokens.words[end] in _ARTICLES and tokens.words[end + 1] in SCALES:
        return scaled(tokens, Numeral(i, end + 1, 0.5))
    if tokens.words[end] in SCALES:
        first = i - 1 if before in _ARTICLES else i
        return scaled(tokens, Numeral(first, end, 0.5))
    if tokens.words[end] in _ARTICLES:
        return Numeral(i, end + 1, 0.5)
    if tokens.words[end] in HYPHENS and tokens.joined(i):
        return Numeral(i, end, 0.5)
    follows = tokens.words[end] in ("of", "the", "its", "their", "his", "her", "all", "our", "that", "those", "as")
    return Numeral(i, end, 0.5, share=True) if follows or _stands_alone(tokens, i) else None


def _stands_alone(tokens: Tokens, i: int) -> bool:
    """ "By half", "more than half": nothing is counted behind it."""
    return tokens.words[i - 1] in _MEASURING | {"in", "least"} and tokens.words[i + 1] not in ("time", "way")
