"""Numbers that belong to a name: "Windows 7", "Room 12", "Formula One", "two-way"."""

from typing import Final

from checks.lexicon import load_words
from checks.lexicon.word_classes import word_set
from checks.nlp.inflection import is_plural
from checks.quantities.nouns.noun_phrase import STOP, noun_phrase
from checks.quantities.numbers.calendar_words import DAYS
from checks.quantities.numbers.number_words import MONTH_NAMES, NUMBER_WORDS, NUMBERED
from checks.quantities.numbers.numeral import Numeral
from checks.quantities.tokens import Tokens
from checks.quantities.units import TIME

# As `NUMBERED`, but a plural behind the number is counted by it: "page 12", "on the page 12 errors".
_LABELS: Final = load_words("quantities", "labels")
# Before a number they are written with a capital at the beginning of a sentence only.
_OPENERS: Final = load_words("quantities", "names_openers")
# After these a number word with a capital is a name: "the Big Four", "the Group of Eight".
_BEFORE_NAMES: Final = load_words("quantities", "before_names")
_LIST_ENDS: Final = word_set(", . ; and")
_IN_NAMES: Final = word_set("' ’ -")
_SHORTENED: Final = load_words("quantities", "shortened")
_WHICH: Final = load_words("quantities", "names_which")
_STREETS: Final = load_words("quantities", "streets")
_NOT_COUNTED_COMPOUNDS: Final = load_words("quantities", "not_counted_compounds")


def is_in_name(tokens: Tokens, numeral: Numeral) -> bool:
    """Whether the number belongs to a name: "Windows 7", "Room 12", "day five", "30 Rock", "10 Downing Street".

    A capital before the number and no counted noun behind it make a name; in a list of results ("31 seats, the Greens
    14") they do not.
    """
    i, end = numeral.first, numeral.end
    before = tokens.words[i - 1]
    if "," in tokens.words[i] or not before:
        return _address(tokens, end)
    if before == "." and tokens.words[i - 2] in _SHORTENED and tokens.joined(i - 2):
        return True
    if labelled(tokens, numeral):
        return True
    if tokens.proper(i - 1) and before.isalpha() and before not in _OPENERS and not counts_behind(tokens, end):
        return before not in DAYS and before not in MONTH_NAMES and not _in_list(tokens, i, end)
    return _address(tokens, end)


def _in_list(tokens: Tokens, i: int, end: int) -> bool:
    """Whether the number is one of a list of results: "31 seats, the Greens 14 and the Farmers' List 10".

    So it is behind a plural when a count stands before it, and behind any name when such a number does.
    """
    number = i - 1
    while number > i - 6 and (tokens.capital(number) or tokens.words[number] in _IN_NAMES):
        number -= 1
    number -= tokens.words[number] == "the"
    if tokens.words[end] not in _LIST_ENDS or tokens.words[number] not in (",", "and"):
        return False
    earlier, last = tokens.words[number - 2], tokens.words[number - 1]
    if last.isdecimal():
        return is_plural(earlier)
    return earlier.isdecimal() and is_plural(last) and is_plural(tokens.words[i - 1])


def labelled(tokens: Tokens, numeral: Numeral) -> bool:
    """Whether the noun before the number is numbered by it: "gate 12", "day five", but not "last week 14 died".

    Words such as "room" and "flight" always number; "page", "round" or "day" only where nothing that is counted stands
    behind.
    """
    label, before = tokens.words[numeral.first - 1], tokens.words[numeral.first - 2]
    if label in NUMBERED:
        return True
    if label not in _LABELS or counts_behind(tokens, numeral.end):
        return False
    return label not in TIME or before not in _WHICH


def _address(tokens: Tokens, end: int) -> bool:
    """A capital behind the number and no plural: part of a name, unless it is a day."""
    behind = tokens.words[end]
    if not tokens.capital(end) or behind in DAYS or behind in MONTH_NAMES or not behind.isalpha():
        return False
    if behind in _STREETS or tokens.words[end + 1] in _STREETS:
        return True
    proper = len(behind) > 1 and not tokens.written(end).isupper() and not tokens.breaks(end - 1)
    return proper and noun_phrase(tokens, end) is None


def counts_behind(tokens: Tokens, end: int) -> bool:
    """Whether a counted noun in lower case stands right behind: "Friday 200 people".

    `end` is the token behind the number.
    """
    found = noun_phrase(tokens, end)
    return found is not None and not tokens.capital(found[0] - 1) and not tokens.capital(end)


def capital_name(tokens: Tokens, numeral: Numeral) -> bool:
    """A number word with a capital inside a sentence: "Formula One", "the Big Four".

    Not at the beginning of a sentence, nor where a counted noun with a capital follows.
    """
    i = numeral.first
    if not tokens.capital(i) or not tokens.words[i - 1].isalpha():
        return False
    if tokens.words[i - 1] in _BEFORE_NAMES:
        return True
    return (
        not tokens.breaks(i - 1)
        and tokens.words[i - 1] not in _OPENERS
        and not (tokens.capital(numeral.end) and noun_phrase(tokens, numeral.end))
    )


def no_count(tokens: Tokens, i: int, has_unit: bool) -> bool:
    """Whether what is joined with a hyphen counts nothing: "two-way", "four-legged", "seven-a-side".

    `i` is the token behind the hyphen; a unit there makes a measure ("five-mile").
    """
    word = tokens.words[i]
    if has_unit or word in NUMBER_WORDS:
        return False
    return (
        word in _NOT_COUNTED_COMPOUNDS
        or word in STOP
        or word.endswith(("ed", "al", "ary"))
        or len(word) < 3
        or tokens.capital(i)
    )
