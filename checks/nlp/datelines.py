"""Dates as they stand alone on a line or before an article's first word."""

import re

from checks.lexicon import alternatives, load_words

_DAY = "(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_MONTH = f"(?:{alternatives('nlp', 'datelines_month')})"
MONTH_AND_DAY = rf"(?:{_MONTH} \d{{1,2}}|\d{{1,2}} {_MONTH})"
# "Saturday, September 12, 2015", "Saturday 12 September 2015": a date that stands for itself.
DATE = rf"{_DAY},? {MONTH_AND_DAY},? \d{{4}}"

_NAMES = load_words("nlp", "names")
_AROUND = load_words("nlp", "around")
# With the hours that its zone is off: "18:55:12-05".
_CLOCK = re.compile(r"\d{1,4}(?:[:./h+-]\d{1,4}){0,3}(?:st|nd|rd|th|am|pm|a\.m|p\.m|z)?", re.IGNORECASE)
# "28.06.2022", "6/28/2022"
_NUMERIC = re.compile(r"\d{1,2}([./])\d{1,2}\1(?:19|20)\d\d")
_DIGIT = re.compile(r"\d")
_MARKS = ".,;:|•·()[]–—-"
_TELLING = load_words("nlp", "telling")
_MOST_WORDS = 16


def is_date_line(line: str) -> bool:
    """Whether `line` says when and nothing else: "Saturday, September 12, 2015", "Updated 3:40 pm", "3 hours ago".

    Takes the names of months and weekdays, clock times, zones and the words that stand around them, sixteen at most;
    one other word makes it prose. A number alone is no date.
    """
    if not _DIGIT.search(line):
        return False
    split = line.replace("|", " ").split(None, _MOST_WORDS)
    words = [w for w in (word.strip(_MARKS).lower() for word in split) if w]
    if not words or len(words) > _MOST_WORDS:
        return False
    if not all(w in _NAMES or w in _AROUND or _CLOCK.fullmatch(w) for w in words):
        return False
    return any(
        w in _NAMES or w in _TELLING or ":" in w or w.count("-") >= 2 or _NUMERIC.fullmatch(w) for w in words
    )
