"""Fractions and multiples: half, a third of, two-thirds, 12-fold."""

from dataclasses import replace
from typing import Final

from checks.lexicon import load_words
from checks.quantities.numbers.number_words import ONES, PARTS, SCALES
from checks.quantities.numbers.numeral import Numeral, scaled
from checks.quantities.tokens import HYPHENS, Tokens
from checks.quantities.units import SYMBOLS, WORDS

_AFTER_HALF: Final = load_words("quantities", "after_half")
_ARTICLES: Final = frozenset({"a", "an"})
_MEASURING: Final = load_words("quantities", "measuring")
_AFTER_PART: Final = load_words("quantities", "after_part")
_NOT_HALF: Final = load_words("quantities", "not_half")


def part_behind(tokens: Tokens, numeral: Numeral | None) -> Numeral | None:
    """With a part behind it: "two and a half million", "two-thirds", "3 1/2", "12-fold".

    Returns the numeral as it is where no part stands behind, and None for None. A part in digits ("3/8") counts only
    of a measure or before "of", for else it may be a date.
    """
    if numeral is None:
        return None
    end = numeral.end
    if (more := _and_part(tokens, end)) is not None and not numeral.share:
        scale = SCALES.get(tokens.words[end - 1], 1.0)
        if scale not in (1.0, 100.0):  # "a million and a half", of which the half is one of a million
            value = numeral.value + (more[0] if numeral.value >= 0 else -more[0]) * scale
            return numeral if tokens.words[more[1]] in SCALES else replace(numeral, end=more[1], value=value)
        if not numeral.money:
            return scaled(tokens, replace(numeral, end=more[1], value=numeral.value + more[0]))
    if numeral.digits and tokens.words[end] == "/" and tokens.words[end + 2] == "of":
        return _divided(tokens, numeral)
    if numeral.digits and (written := _written_part(tokens, numeral)) is not None:
        return written
    at = end + 1 if tokens.words[end] in HYPHENS else end
    word = tokens.words[at]
    if word == "fold":
        return replace(numeral, end=at + 1, share=True)
    if word == "x" and numeral.digits and tokens.joined(end - 1) and not tokens.joined(end):
        return replace(numeral, end=end + 1, share=True)
    if word in PARTS and not numeral.digits and 1 <= numeral.value <= 19 and _is_part(numeral, word):
        return Numeral(numeral.first, at + 1, numeral.value / PARTS[word], share=True)
    return numeral


def _and_part(tokens: Tokens, end: int) -> tuple[float, int] | None:
    """The part behind a whole number and the token behind it: "and a half", "-and-a-half", "and three-quarters"."""
    spoken = [(tokens.words[i], i) for i in range(end, end + 8) if tokens.words[i] not in HYPHENS]
    if len(spoken) < 3 or spoken[0][0] != "and" or spoken[2][0] not in PARTS:
        return None
    (_, _), (count, _), (part, at) = spoken[:3]
    number = 1.0 if count in _ARTICLES else ONES.get(count, 0.0)
    if not 0 < number < PARTS[part] or part.endswith("s") != (number > 1):
        return None
    half_of_something = tokens.words[at + 1] in ("of", "the", "their", "its")  # "two and a half of the third"
    return None if half_of_something else (number / PARTS[part], at + 1)


def _written_part(tokens: Tokens, numeral: Numeral) -> Numeral | None:
    """3 1/2 grams, a 3/8 inch slot: a fraction in digits, of a measure, so that it is no date and no code."""
    at, whole = numeral.end, numeral.value
    if tokens.words[at] != "/":  # the whole number stands before
        if whole != int(whole) or tokens.joined(at - 1) or not tokens.words[at].isdecimal() or numeral.scale > 1:
            return None
        above, slash = float(tokens.words[at]), at + 1
    else:
        above, whole, slash = whole, 0.0, at
    below = tokens.words[slash + 1]
    if tokens.words[slash] != "/" or not (tokens.joined(slash - 1) and tokens.joined(slash) and below.isdecimal()):
        return None
    if not 0 < above < float(below) <= 64 or len(below) > 2:
        return None
    behind = slash + 3 if tokens.words[slash + 2] in HYPHENS else slash + 2
    if tokens.words[behind] not in WORDS and tokens.written(behind) not in SYMBOLS:
        return None
    return replace(numeral, end=slash + 2, value=whole + above / float(below))


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
    """Half, a quarter of, half a million, a third.

    `i` is the token of the part. None where it is an ordinal or a name ("the third quarter", "a fifth term").
    """
    word, before = tokens.words[i], tokens.words[i - 1]
    if word in ("half", "halves"):
        return half(tokens, i) if word == "half" else None
    if word == "quarter" and _of_a_scale(tokens, i + 1) and (before in _MEASURING or not before.isalpha()):
        return Numeral(i, i + 1, 1 / PARTS[word], share=True)  # "nearly quarter of a million"
    if before not in _ARTICLES or word.endswith("s"):
        return None
    ends = tokens.words[i + 1] == "of" or (tokens.words[i - 2] in _MEASURING and not tokens.words[i + 1].isalpha())
    if not ends and not (tokens.words[i - 2] in _MEASURING and tokens.words[i + 1] in _AFTER_PART):
        return None
    return Numeral(i - 1, i + 1, 1 / PARTS[word], share=True)


def part_of_scale(tokens: Tokens, numeral: Numeral | None) -> Numeral | None:
    """A part of a scale as the number that it is: "a quarter of a million", "two-thirds of a dozen".

    Any other numeral as it is, and None for None.
    """
    if numeral is None or not (numeral.share and 0 < numeral.value < 1 and _of_a_scale(tokens, numeral.end)):
        return numeral
    return scaled(tokens, replace(numeral, end=numeral.end + 2, share=False))


def _of_a_scale(tokens: Tokens, end: int) -> bool:
    """Whether "of a million" stands at token `end`, but not "of a million-dollar fund"."""
    if tokens.words[end] != "of" or tokens.words[end + 1] not in _ARTICLES or tokens.words[end + 2] not in SCALES:
        return False
    return not tokens.hyphen(end + 3)


def half(tokens: Tokens, i: int) -> Numeral | None:
    """Half: of something, of a scale ("half a million", "half a dozen"), or of a unit ("half an hour").

    None for the halves of matches and years, and where "half" is a part of a word.
    """
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
    follows = tokens.words[end] in _AFTER_HALF
    return Numeral(i, end, 0.5, share=True) if follows or _stands_alone(tokens, i) else None


def _stands_alone(tokens: Tokens, i: int) -> bool:
    """ "By half", "more than half": nothing is counted behind it."""
    return tokens.words[i - 1] in _MEASURING | {"in", "least"} and tokens.words[i + 1] not in ("time", "way")
