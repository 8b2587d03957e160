"""A resolved time as words that stand on their own, wherever and whenever they are read.

The words take the place of the whole stretch of a date, its preposition included: "on Wednesday" becomes "on
2 February 2022", "since last year" becomes "since 2014".
"""

import re
from datetime import date, timedelta
from typing import Final

from checks.dates.frame import BEFORE_A_NOUN, PART, PREPOSITION
from checks.dates.interval import UNCLEAR
from checks.dates.words import HOLIDAY, MONTH, SEASONS, SHORT_MONTH, WEEKDAY
from checks.lexicon import alternatives, load_table
from checks.types.quantity import Date

_NAMES_ITS_YEAR = r"(?<!\d)(?:1\d|20)\d\d(?!\d)|(?<!\d)9/11|\bFY ?\d"
_BEFORE_A_NOUN = (
    r"\A(?:the|a|an|his|her|its|their) (?!\d|day (?:before y|after t)|(?:"
    rf"{alternatives('dates', 'spoken_before_a_noun')})\b)"
)
_ROUGH = rf"\b(?:{alternatives('dates', 'spoken_rough')})\b"
_BARE_MONTH = rf"\A(?:{MONTH})\Z"  # "the wettest January since 1910"
_KEPT = re.compile(rf"['’]s\Z|{_BEFORE_A_NOUN}|{_NAMES_ITS_YEAR}|{_BARE_MONTH}|{_ROUGH}", re.I)
_FRAME = re.compile(
    rf"(?:(?P<outer>{PREPOSITION})\s+)?(?:(?P<part>{PART})(?:\s+|-))?(?:(?:on|in|of)\s+)?(?P<core>.*)", re.I | re.S
)
_ENDS = re.compile(r"\s(?P<word>to|until|till|through|and|ended|ending)\s|\s?[-–—]\s?")
_LENGTH = re.compile(
    r"(?P<the>the )?(?P<side>last|past|next|coming)\s"
    r"(?P<length>(?P<count>\w+\s)?(?:days?|weeks?|fortnights?|months?|years?|quarters?))",
    re.I,
)
_DAYPART = re.compile(
    r"\b(?:early |late |mid)?(?P<part>morning|afternoon|evening|night)\Z|\A(?P<tonight>tonight)", re.I
)
_ANY_MONTH = rf"(?:{MONTH}|(?:{SHORT_MONTH})\b\.?)"
_PART_OF_MONTH = re.compile(rf"\b(?:weeks?|days) (?:of|in) {_ANY_MONTH}", re.I)
_NAME = re.compile(rf"{WEEKDAY}|{_ANY_MONTH}|Q\d|{HOLIDAY}", re.I)
_GRAINS: Final = (
    ("weekend", re.compile(r"\bweekend\b", re.I)),
    ("day", re.compile(
        rf"\b(?:{WEEKDAY}|{alternatives('dates', 'spoken_day')}|{HOLIDAY})\b"
        rf"|\d(?:st|nd|rd|th)?\s(?:of\s)?{_ANY_MONTH}|\b{_ANY_MONTH}\s(?:the\s)?\d|\Athe \d"
        rf"|\d-{_ANY_MONTH}-\d|\A\d{{1,2}}(?:st|nd|rd|th) of", re.I)),
    ("about", re.compile(r"\b(?:weeks?|fortnights?) (?:ago|back|from now|hence)\b", re.I)),
    ("week", re.compile(r"\bweek\b", re.I)),
    ("quarter", re.compile(r"\bquarter\b|\bQ\d", re.I)),
    ("season", re.compile(rf"\b(?:{'|'.join(SEASONS)})\b", re.I)),
    ("month", re.compile(rf"\bmonths?\b|\b{_ANY_MONTH}", re.I)),
    ("year", re.compile(r"\byears?\b", re.I)),
)  # fmt: skip
_OWN_PREPOSITION: Final[dict[str, str]] = load_table("dates")["own_preposition"]
_SO_FAR: Final = re.compile(r"so far\b", re.IGNORECASE)
_REPLACED: Final = frozenset({"on", "in", "at", "over", "within"})


def spoken_date(d: Date) -> str | None:
    """The time of `d` as words to stand in the place of `d.text`, preposition included; None to keep the words.

    Words are kept where the time is unresolved, unclear or names its own year, in a possessive ("last year's"), before
    a noun ("the Wednesday vote"), and for "now", decades and rough times. The first letter is a capital where the
    preposition or adverb at the start of `d.text` has one.
    """
    assumed = d.assumed or ""
    if d.first is None or d.last is None or _KEPT.search(d.text) or UNCLEAR in assumed or BEFORE_A_NOUN in assumed:
        return None
    frame = _FRAME.fullmatch(d.text)
    words = _words(d, d.first, d.last, frame) if frame else None
    if words and d.text[0].isupper() and not _NAME.match(d.text):
        return words[0].upper() + words[1:]
    return words


def _words(d: Date, first: date, last: date, frame: re.Match[str]) -> str | None:
    """The words for the days `first` to `last`, by what the words of `d` name; None to keep them.

    Order: a length counted from publication ("the last 30 days"), weeks or days of a month, the two ends of a
    range, months in a row, and at last a single time with its preposition.
    """
    outer, part, core = (frame["outer"] or "").lower(), (frame["part"] or "").lower(), frame["core"]
    length = _LENGTH.fullmatch(core)
    if length and (length["the"] or length["count"]):
        return _counted_off(outer, length, first, last)
    if so_far := _SO_FAR.match(core):
        return f"{so_far[0].lower()} {_OWN_PREPOSITION['year']} {first.year}"
    if _PART_OF_MONTH.search(core):
        return _from_to(outer, "day", first, last, "to")
    grain = _grain(core)
    if grain is None:
        return None
    if first != last and (ends := _ENDS.search(core)):
        return _from_to(outer, grain, first, last, ends["word"]) if outer != "since" else None
    if grain == "month" and outer != "since" and (first.year, first.month) != (last.year, last.month):
        return _from_to(outer, grain, first, last, "to")  # "the first five months of the year"
    return _placed(outer, part, grain, _bare(grain, first, core))


def _grain(core: str) -> str | None:
    """Day, month, year …: how long the time is that the words name."""
    return next((grain for grain, pattern in _GRAINS if pattern.search(core)), None)


def _placed(outer: str, part: str, grain: str, bare: str) -> str:
    """Preposition, "early" or "late" and the time, as in "early in 2015" or "by the end of January 2015"."""
    own = _OWN_PREPOSITION[grain]
    if part.endswith(" of"):
        return f"{outer or 'at'} {part if part.startswith('the ') else f'the {part}'} {bare}"
    if part == "mid":
        return f"{outer or 'in'} {'the middle of ' if grain == 'year' else 'mid-'}{bare}"
    if part and outer in ("", "on", "in"):
        return f"{part} {own} {bare}"
    if part in ("earlier", "later"):
        return f"{outer} {part} {own} {bare}"  # "scheduled for later this month"
    if part:
        return f"{outer} {part} {bare}"
    kept = outer and outer not in _REPLACED
    return f"{outer if kept else own} {bare}"


def _bare(grain: str, first: date, core: str) -> str:
    """A single time without its preposition: a year as "2015", a month as "January 2015", else the quarter, season or
    day.

    `core` are the words as they stand, of which a part of the day is kept. A winter is named by both of its years.
    """
    if grain in ("day", "about", "weekend", "week"):
        return _day_words(grain, first, core)
    if grain == "year":
        return str(first.year)
    if grain == "quarter":
        return f"the {('first', 'second', 'third', 'fourth')[(first.month - 1) // 3]} quarter of {first.year}"
    if grain == "season":
        name = {3: "spring", 6: "summer", 9: "autumn", 12: "winter"}[first.month]
        return f"the {name} of {first.year}{f'-{(first.year + 1) % 100:02}' if name == 'winter' else ''}"
    return f"{first:%B} {first.year}"


def _day_words(grain: str, first: date, core: str) -> str:
    """A day, or the week or weekend that holds it, each named by a day: "the week of 5 January 2015" begins on a
    Monday.
    """
    if grain == "weekend":
        return f"the weekend of {_day(first)}"
    if grain == "week":
        return (
            f"the week of {_day(first - timedelta(days=first.weekday()))}"
            if first.toordinal() > 7
            else _day(first)
        )
    if grain == "about":
        return _day(first + timedelta(days=3))
    if part := _DAYPART.search(core):
        return f"the {(part['part'] or 'night').lower()} of {_day(first)}"
    return _day(first)


def _day(on: date) -> str:
    """A day as it is written in news, without a leading zero: "2 February 2022"."""
    return f"{on.day} {on:%B} {on.year}"


def _from_to(outer: str, grain: str, first: date, last: date, joint: str | None) -> str | None:
    """Both ends of a range; the year is said once where both share it.

    `joint` is the word between the two ends; "on 3 and 5 May" are two days and no range, which `outer` = "between"
    makes one. Returns None for times that are longer than a month, whose words say their years anyhow.
    """
    if grain not in ("day", "month"):
        return None
    year = "" if first.year == last.year else f" {first.year}"
    left = f"{first.day} {first:%B}{year}" if grain == "day" else f"{first:%B}{year}"
    right = _day(last) if grain == "day" else f"{last:%B} {last.year}"
    if grain == "day" and not year and first.month == last.month:
        left = str(first.day)
    if joint == "and" and outer != "between":
        return f"on {left} and {right}" if grain == "day" else None
    return f"between {left} and {right}" if outer == "between" else f"from {left} to {right}"


def _counted_off(outer: str, length: re.Match[str], first: date, last: date) -> str | None:
    """ "in the past 30 days" as "in the 30 days to 12 September 2015".

    None for months and years to come, for nothing says that they begin with publication: those of a budget do not.
    """
    rough = re.search(r"month|quarter|year", length["length"], re.I)  # counted from about then
    near = last if length["side"].lower() in ("last", "past") else first
    if rough and near is first:
        return None
    named = f"{near:%B %Y}" if rough else _day(near)
    end = f"to {named}" if near is last else f"from {named}"
    return f"{outer} the {length['length'].lower()} {end}".strip()
