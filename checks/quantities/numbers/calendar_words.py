"""Numbers that tell a time: days of a month, years, hours of the clock."""

from typing import Final

from checks.lexicon import load_table, load_words
from checks.lexicon.word_classes import word_set
from checks.quantities.nouns.noun_phrase import noun_phrase
from checks.quantities.numbers.number_words import MONTH_NAMES
from checks.quantities.numbers.numeral import Numeral
from checks.quantities.tokens import HYPHENS, Tokens
from checks.quantities.units import TIME

_WEEKDAYS: Final = load_table("calendar")["weekdays"]
DAYS: Final = frozenset(_WEEKDAYS) | frozenset(day[:3] for day in _WEEKDAYS)
_ERAS: Final = word_set("bc bce ce ad")
_BEFORE_HOURS: Final = load_words("quantities", "before_hours")
_AFTER_YEAR: Final = word_set("and or , . ; [ )")
_PARTS_OF_DAY: Final = word_set("night morning afternoon evening tonight")
CLOCK: Final = load_words("quantities", "clock")
_COUNTED_PEOPLE: Final = load_words("quantities", "counted_people")
_BOUNDS: Final = load_words("quantities", "bounds")
_MAYBE_BOUNDS: Final = word_set("over about around to under only")
_OF_YEARS: Final = load_words("quantities", "of_years")


def is_clock_time(tokens: Tokens, numeral: Numeral) -> bool:
    """Whether an hour of the clock stands here, or a year of an era: "5 p.m.", "7am", "1800 GMT", "300 BC".

    "12 am I" is no hour: a spaced "am" counts only behind a word that stands before hours ("at", "until").
    """
    before, end = tokens.words[numeral.first - 1], numeral.end
    word = tokens.words[end]
    if word == "am":  # "12 am I" is no hour
        return tokens.joined(end - 1) or before in _BEFORE_HOURS
    if word in CLOCK:
        return word != "hrs" or numeral.value >= 100
    if word in ("a", "p") and tokens.words[end + 1] == "." and tokens.words[end + 2] == "m":
        return True
    if _hour_of_range(tokens, numeral):
        return True
    era = word in _ERAS and tokens.written(end).isupper()
    return era or (before == "ad" and tokens.written(numeral.first - 1).isupper())


def _hour_of_range(tokens: Tokens, numeral: Numeral) -> bool:
    """ "Between 8 and 10 last night", "from 9 to 5 on Friday morning": two hours, with the part of a day behind
    them.
    """
    if not 0 < numeral.value <= 24 or numeral.value != int(numeral.value):
        return False
    first, end = numeral.first, numeral.end
    opened = tokens.words[first - 1] in ("between", "from")
    if opened and tokens.words[end] in ("and", "to") and tokens.words[end + 1].isdigit():
        end += 2
    elif not (opened and end == first + 3) and not (
        tokens.words[first - 1] in ("and", "to") and tokens.words[first - 3] in ("between", "from")
    ):
        return False
    behind = tokens.words[end : end + 4]
    return behind[0] in ("last", "this", "on", "yesterday", "tonight", "in") and any(
        word in _PARTS_OF_DAY for word in behind
    )


def is_day_of_month(tokens: Tokens, numeral: Numeral) -> bool:
    """Whether the number is the day of a date: "May 16", "16 May", "May 5-7", "5 and 6 May".

    Days run from 1 to 31, and the month is written with a capital, so that "5 may come" is none.
    """
    value = numeral.value
    if not 1 <= value <= 31 or value != int(value):
        return False
    i, end = numeral.first, numeral.end
    if _month(tokens, i - 1) or _month(tokens, i - 2 if tokens.words[i - 1] == "." else -1):
        return True
    if _month(tokens, end):
        return True
    if tokens.words[end] in ("-", "–", "and", "to", "or", "/", ",") and tokens.words[end + 1].isdecimal():
        return _month(tokens, end + 2)
    return (
        tokens.words[i - 1] in ("-", "–", "and", "to", "or")
        and tokens.words[i - 2].isdecimal()
        and _month(tokens, i - 3)
    )


def _month(tokens: Tokens, i: int) -> bool:
    return tokens.words[i] in MONTH_NAMES and tokens.capital(i)


def is_year(tokens: Tokens, numeral: Numeral, has_unit: bool) -> bool:
    """Whether four digits are a year: from 1000 to 2100, and nothing that says they count something.

    `has_unit` says that a unit stands behind: "2014 km" is no year, "World Cup 2018 day five" is one. Below 1900 the
    words around must say that it is a year, above that they must say that it is none.
    """
    value = numeral.value
    if not 1000 <= value <= 2100 or len(tokens.words[numeral.end - 1]) != 4 or has_unit:
        return 1900 <= value <= 2100 and _one_of_time(tokens, numeral.end)
    before = tokens.words[numeral.first - 1]
    counted = None if tokens.breaks(numeral.end - 1) else noun_phrase(tokens, numeral.end)
    if value >= 1900 and _ends_date(tokens, numeral.first):
        return True
    if counted and counted[1] in _COUNTED_PEOPLE and before != "the":
        return False
    if before in _BOUNDS or tokens.words[numeral.end] == "+":
        return tokens.words[numeral.end] in HYPHENS
    if before in _MAYBE_BOUNDS:
        return counted is None or tokens.words[numeral.end] in HYPHENS
    if value >= 1900 or (before in _OF_YEARS and (counted is None or value >= 1500)):
        return True
    return counted is None and _dated(tokens, numeral.first)


def _dated(tokens: Tokens, i: int) -> bool:
    """Whether a month, a day, another year or a bracket stands before: "May 2, 1754", "(1754", "1754 – 1825"."""
    before, earlier = tokens.words[i - 1], tokens.words[i - 2]
    if before in ("(", "between") or not before or _month(tokens, i - 1):
        return True
    if before == "." and earlier in ("c", "ca", "b", "d"):
        return True
    if before == ",":
        return (earlier.isdecimal() and len(earlier) <= 2) or _month(tokens, i - 2)
    if before in HYPHENS or before in ("of", "or", "to", "and"):
        return (earlier.isdecimal() and len(earlier) == 4) or _month(tokens, i - 2)
    return False


def _ends_date(tokens: Tokens, i: int) -> bool:
    """Whether the month or "February 20," stands before, so that no people can be counted: "June 3, 2014 Police"."""
    if _month(tokens, i - 1):
        return True
    day = tokens.words[i - 2]
    return tokens.words[i - 1] == "," and day.isdecimal() and len(day) <= 2 and _month(tokens, i - 3)


def is_short_year(tokens: Tokens, numeral: Numeral) -> bool:
    """Whether two digits are a year: "in 84", "in 88 and 92", with nothing counted behind them.

    Only behind "in", or in a list behind it, and from 10 on: "in 5" counts something that is left out.
    """
    i, end = numeral.first, numeral.end
    if len(tokens.words[end - 1]) != 2 or not numeral.digits or numeral.value < 10:
        return False
    listed = (
        tokens.words[i - 1] in ("and", "or") and tokens.words[i - 3] == "in" and tokens.words[i - 2].isdecimal()
    )
    if not listed and tokens.words[i - 1] != "in":
        return False
    return tokens.words[end] in _AFTER_YEAR and not (listed and noun_phrase(tokens, end))


def _one_of_time(tokens: Tokens, end: int) -> bool:
    """Whether a single day or week stands behind: "World Cup 2018 day five", but not "2000 year old"."""
    word = tokens.words[end]
    return word in TIME and not word.endswith("s") and tokens.words[end + 1] not in ("old", "-")
