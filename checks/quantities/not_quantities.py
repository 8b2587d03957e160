"""Numbers that are no amounts: dates, clock times, years, ordinals, names of things, list markers, codes.

The tests are asked from cheap to dear, and each in a module of its own under `numbers/`. What is a number of
something is left to the readers of units and nouns; here only what has a form of its own, or a word beside it that
tells, is taken out.
"""

from typing import Final

from checks.lexicon import load_words
from checks.quantities.nouns.noun_phrase import noun_phrase
from checks.quantities.numbers.calendar_words import CLOCK, is_clock_time, is_day_of_month, is_short_year, is_year
from checks.quantities.numbers.codes import is_code, joined_before
from checks.quantities.numbers.names import capital_name, is_in_name, labelled, no_count
from checks.quantities.numbers.numeral import Numeral
from checks.quantities.numbers.one import one_counts
from checks.quantities.tokens import Tokens

_BARE_BEFORE: Final = load_words("quantities", "bare_before")


def is_no_amount(tokens: Tokens, numeral: Numeral, has_unit: bool) -> bool:
    """Whether the number is no amount; `has_unit` says that a unit stands behind it.

    True for dates, clock times, years, ordinals, numbers in names, codes, list markers and "one" as a pronoun. Money,
    vague and rounded numbers are always amounts.
    """
    if numeral.money or numeral.open or numeral.about:
        return False
    if numeral.digits:
        return is_code(tokens, numeral, has_unit) or _in_digits(tokens, numeral, has_unit)
    if numeral.share or numeral.scale > 1:
        return joined_before(tokens, numeral)
    return _in_words(tokens, numeral, has_unit)


def _in_digits(tokens: Tokens, numeral: Numeral, has_unit: bool) -> bool:
    """A number that is written in digits; a scale or a share behind it always makes it an amount."""
    if numeral.scale > 1 or numeral.share:
        return False
    return (
        is_clock_time(tokens, numeral)
        or is_day_of_month(tokens, numeral)
        or is_year(tokens, numeral, has_unit)
        or (not has_unit and is_short_year(tokens, numeral))
        or _marker(tokens, numeral)
        or (not has_unit and is_in_name(tokens, numeral))
    )


def _marker(tokens: Tokens, numeral: Numeral) -> bool:
    """A list number or a reference: "1) …", "[12]", "(2)", "1. First" at the beginning of a line."""
    i, end = numeral.first, numeral.end
    before, behind = tokens.words[i - 1], tokens.words[end]
    if before == "[" and behind == "]":
        return not (tokens.words[end + 1].isalpha() and noun_phrase(tokens, end + 1))
    if behind == ")":
        return before == "(" or (not tokens.joined(end) and "(" not in tokens.words[max(0, i - 8) : i])
    starts = not before or tokens.breaks(i - 1)
    return starts and behind == "." and tokens.joined(end - 1) and tokens.capital(end + 1)


def _in_words(tokens: Tokens, numeral: Numeral, has_unit: bool) -> bool:
    """A number that is written in words: part of a longer word or a name, a time of day, a day, "zero" without a
    noun, or "one" as a pronoun.
    """
    i, end = numeral.first, numeral.end
    if joined_before(tokens, numeral) or _clock_in_words(tokens, numeral):
        return True
    if tokens.joined(end - 1) and tokens.words[end][0].isalnum():  # "Twenty20"
        return True
    if tokens.hyphen(end) and no_count(tokens, end + 1, has_unit):
        return True
    if capital_name(tokens, numeral) or labelled(tokens, numeral):
        return True
    if is_day_of_month(tokens, numeral):
        return True
    if numeral.value == 0 and not has_unit and not noun_phrase(tokens, end):
        return True
    if numeral.value == 1:
        return not one_counts(tokens, numeral, has_unit)
    return (
        tokens.words[i - 1] in _BARE_BEFORE
        and numeral.value < 4
        and not (has_unit or tokens.hyphen(end) or noun_phrase(tokens, end))
    )


def _clock_in_words(tokens: Tokens, numeral: Numeral) -> bool:
    return tokens.words[numeral.end] in CLOCK - {"am"} or (
        tokens.words[numeral.first - 1] in ("past", "quarter")
        and (tokens.words[numeral.first - 2] in ("half", "quarter", "minutes"))
    )
