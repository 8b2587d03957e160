"""Whether "one" is an amount or a pronoun."""

from typing import Final

from checks.lexicon import load_words
from checks.nlp.inflection import is_plural
from checks.quantities.nouns.noun_phrase import STOP
from checks.quantities.numbers.number_words import NUMBER_WORDS
from checks.quantities.numbers.numeral import Numeral
from checks.quantities.tokens import Tokens

_PEOPLE: Final = load_words("quantities", "people")
# "one day", "one way", "one thing" name no amount, not even behind a comparator or a preposition.
_ONE_COMPARED: Final = load_words("quantities", "one_compared")
_SPAN_BEFORE: Final = load_words("quantities", "span_before")


def one_counts(tokens: Tokens, numeral: Numeral, has_unit: bool) -> bool:
    """Whether "one" is an amount: compared, a measure, a person, or in a list of counts; else it is a pronoun.

    The rules are those of the annotation guide of the claims benchmark: "one" as a pronoun is no quantity.
    """
    i, end = numeral.first, numeral.end
    before, behind = tokens.words[i - 1], tokens.words[end]
    if tokens.hyphen(end):
        return has_unit
    if has_unit:
        return behind not in ("day", "year", "night", "second", "minute", "point") or before in _SPAN_BEFORE
    if behind == "or" and tokens.words[end + 1] == "more":
        return True
    if behind in ("of", "another", "or", "and", "more") and before not in ("than", "least"):
        return behind == "more" and tokens.words[end + 1].isalpha() and tokens.words[end + 1] != "than"
    if before in ("than", "least"):
        return True
    if before in _ONE_COMPARED and behind.isalpha() and behind not in STOP:
        return True
    return (behind in _PEOPLE and before not in ("no", "this", "that", "any")) or _among_counts(tokens, i)


def _among_counts(tokens: Tokens, i: int) -> bool:
    """Whether a count and its noun stand right before: "two goals and one assist"."""
    if tokens.words[i - 1] not in ("and", ",") or not is_plural(tokens.words[i - 2]):
        return False
    near = tokens.words[max(0, i - 6) : i - 2]
    return any(w in NUMBER_WORDS or w[:1].isdecimal() for w in near)
