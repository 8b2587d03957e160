"""Numbers that are only roughly one: dozens, several hundred, a couple of."""

from typing import Final

from checks.lexicon import load_words
from checks.quantities.numbers.number_words import SCALES, SEVERAL, VAGUE
from checks.quantities.numbers.numeral import Numeral, scaled
from checks.quantities.tokens import Tokens

_ARTICLES: Final = frozenset({"a", "an"})
_OPENERS: Final = load_words("quantities", "vague_openers")


def vague(tokens: Tokens, i: int) -> Numeral | None:
    """Dozens, hundreds of thousands.

    The value is the least that the words can mean: 200,000 for "hundreds of thousands". None for "scores" that are
    results, and for "tens" alone.
    """
    value, end = VAGUE[tokens.words[i]], i + 1
    if tokens.words[i] == "scores" and (tokens.words[end] != "of" or not _may_open(tokens, i)):
        return None
    while tokens.words[end] == "of" and tokens.words[end + 1] in VAGUE:
        value, end = value * (VAGUE[tokens.words[end + 1]] / 2 if value > 0 else 1), end + 2
    if tokens.words[i] == "tens" and end == i + 1:
        return None
    scale = value
    return Numeral(i, end, value, scale=scale, open=True, about=True)


def _may_open(tokens: Tokens, i: int) -> bool:
    return tokens.words[i - 1] in _OPENERS or not tokens.words[i - 1].isalpha()


def several(tokens: Tokens, i: int) -> Numeral | None:
    """Several, several hundred, a few thousand, a couple of.

    The value is the least that the words can mean. None for "a few" and "couple" without what they count by.
    """
    word, first, end = tokens.words[i], i, i + 1
    if tokens.words[i - 1] in _ARTICLES and word != "several":
        first = i - 1
    if word == "couple" and tokens.words[end] == "of":
        end += 1
    elif word == "couple" and tokens.words[end] not in SCALES:
        return None
    if tokens.words[end] in SCALES:
        base = Numeral(first, end, SEVERAL.get(word, 2.0), open=True, about=True)
        return scaled(tokens, base)
    if word == "couple":
        return Numeral(first, end, 2.0, about=True)
    return Numeral(first, end, 3.0, open=True, about=True) if word == "several" else None
