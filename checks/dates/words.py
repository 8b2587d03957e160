"""The English words that name times, and the pieces of pattern made from them.

Weekday and month names and their abbreviations are the common ones of news style guides; only feasts with a fixed
day are listed, since moving ones would need a calendar of their own.
"""

import re
from typing import Final

from checks.lexicon import alternatives, load_list, load_table

_CALENDAR: Final[dict[str, dict[str, int]]] = load_table("calendar")
_NUMBERS: Final[dict[str, dict[str, int]]] = load_table("numbers")
MONTHS: Final = _CALENDAR["months"]
SHORT_MONTHS: Final = _CALENDAR["short_months"]
WEEKDAYS: Final = _CALENDAR["weekdays"]
SEASONS: Final = _CALENDAR["seasons"]
NUMBERS: Final = _NUMBERS["ones"] | _NUMBERS["tens"] | {"a": 1, "an": 1}
VAGUE: Final = load_list("dates", "words_vague")

ORDINALS: Final = _NUMBERS["ordinals"]
DECADES: Final = _CALENDAR["decades"]
HOLIDAYS: Final = {name: (month, day) for name, (month, day) in load_table("calendar")["holidays"].items()}
NAMES_WITH_A_DAY: Final = (
    rf"(?:{alternatives('dates', 'words_named_days')}) (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)days?"
    rf"|{alternatives('dates', 'words_names_with_a_day')}"
)
NOT_A_YEAR: Final = f"(?:{alternatives('dates', 'words_not_a_year')})"
COUNTED: Final = f"(?:{alternatives('dates', 'words_counted')})"
YEAR_NOUNS: Final = f"(?:{alternatives('dates', 'words_year_nouns')})"

WEEKDAY = "|".join(name.capitalize() for name in WEEKDAYS)
SHORT_DAY = r"(?:Mon|Tues?|Wed|Thu(?:rs?)?|Fri|Sat|Sun)"
MONTH = "|".join(name.capitalize() for name in MONTHS)
SHORT_MONTH = "|".join(name.capitalize() for name in SHORT_MONTHS)
# Not the end of "2.5", "10,000", "1 000" or "1/2": the pattern is tried at every run of digits.
COUNT = rf"(?:(?<!\d[.,/’'\s])\d{{1,3}}|{'|'.join(NUMBERS)})"
HOLIDAY = "|".join(re.escape(name) for name in sorted(HOLIDAYS, key=len, reverse=True))
UNIT = f"(?:{alternatives('dates', 'words_unit')})"
DAYPART = r"(?:(?:early |late |mid)?(?:morning|afternoon|evening|night))"

_LETTERS = re.compile(r"[a-z]+")
_VERBS_TOO: Final = ("fall",)  # says "autumn" too seldom


def month_number(word: str) -> int:
    """The month of a name or an abbreviation, with or without its full stop.

    From 1 to 12. Raises `KeyError` for any other word.
    """
    name = word.lower().rstrip(".")
    return MONTHS.get(name) or SHORT_MONTHS[name]


def count(word: str) -> int:
    """The number that digits or a number word say.

    "A" and "an" are 1. Raises `KeyError` for a word that is no number.
    """
    return int(word) if word.isdecimal() else NUMBERS[word.lower()]


def months_of(text: str) -> frozenset[int]:
    """The months that a text names, and those of its seasons, as numbers from 1.

    By their whole names in any case; a season has three, as meteorologists count them.
    """
    words = _LETTERS.findall(text.lower())
    named = {MONTHS[word] for word in words if word in MONTHS}
    begun = [SEASONS[word] for word in words if word in SEASONS and word not in _VERBS_TOO]
    return frozenset(named | {(first + n - 1) % 12 + 1 for first in begun for n in range(3)})
