"""Times counted forward or named by their place: "in five weeks", "the second Tuesday of next month", "year to
date".
"""

import re
from calendar import monthrange
from datetime import date
from typing import Final

from checks.dates import interval
from checks.dates.context import DateContext, Rule
from checks.dates.days import chosen
from checks.dates.interval import Span
from checks.dates.words import COUNT, MONTH, MONTHS, UNIT, WEEKDAY, WEEKDAYS, count, month_number
from checks.lexicon import load_list

_SPELLED: Final = load_list("numbers", "ordinals")[:20]
_DAYS: Final = {
    **{word: n + 1 for n, word in enumerate(_SPELLED)},
    **{f"twenty-{word}": 21 + n for n, word in enumerate(_SPELLED[:9])},
    "thirtieth": 30,
    "thirty-first": 31,
}  # fmt: skip
_IN: Final = re.compile(
    rf"(?<![\w-])in (?P<count>{COUNT}) (?P<unit>{UNIT})(?:e?s)?(?: (?:time|from now))?(?![\w-])", re.I | re.A
)
_NTH: Final = re.compile(
    rf"(?<![\w-])(?:the )?(?P<which>{'|'.join(_SPELLED[:5])}|[1-5](?:st|nd|rd|th)|last|final) "
    rf"(?P<weekday>{WEEKDAY}) (?:of|in) "
    rf"(?:(?P<spoken>this|next|last) month|(?P<month>{MONTH})(?:,? (?P<year>\d{{4}}))?)(?![\w-])",
    re.I | re.A,
)
_SPELLED_DAY: Final = re.compile(
    rf"(?<![\w-])(?P<month>{MONTH}) (?:the )?(?P<day>{'|'.join(sorted(_DAYS, key=len, reverse=True))}),? "
    rf"(?P<year>\d{{4}})(?!\d)",
    re.A,
)
_TO_DATE: Final = re.compile(r"(?<![\w-])(?:(?:the )?year[ -]to[ -]date|so far this year)(?![\w-])", re.I)
_WHICH: Final = r"(?:the )?(?:last|this|next|current|past)"
_FISCAL: Final = re.compile(rf"(?<![\w-]){_WHICH} (?:fiscal|financial|tax) year(?![\w-])", re.I)
_DECADE_END: Final = re.compile(r"(?<![\w-])(?:the )?(?:end|close) of the next decade(?![\w-])", re.I)
_SINCE: Final = re.compile(r"\b(?:\w+ time|\w+est|once|twice|worst|than) \Z", re.I)  # "the worst in five years"


def _in(match: re.Match[str], clause: DateContext) -> Span | None:
    """ "Will return in five weeks": so far ahead of publication; behind a past tense it is how long something took."""
    if clause.tense(match) != "future" or _SINCE.search(clause.before(match)):
        return None
    if clause.published is None:
        return interval.unresolved(interval.NO_PUBLICATION)
    unit = match["unit"].lower()
    target = interval.shifted(clause.published, count(match["count"]), "century" if unit == "centurie" else unit)
    if target is None:
        return interval.unresolved(interval.OUT_OF_CALENDAR)
    assumed = "counted from publication"
    if unit in ("day", "week", "fortnight"):
        return interval.days_from(target, 0, assumed=assumed)
    return (
        interval.months(target.year, target.month, 1, assumed)
        if unit == "month"
        else interval.years(target.year, target.year, assumed)
    )


def _nth(match: re.Match[str], clause: DateContext) -> Span:
    """ "The second Tuesday of next month"."""
    weekday, which, published = WEEKDAYS[match["weekday"].lower()], match["which"].lower(), clause.published
    if match["year"]:
        return _nth_of(int(match["year"]), month_number(match["month"]), weekday, which)
    if published is None:
        return interval.unresolved(interval.NO_PUBLICATION)
    if match["spoken"]:
        month = published.month + {"last": -1, "this": 0, "next": 1}[match["spoken"].lower()]
        return _nth_of(published.year + (month - 1) // 12, (month - 1) % 12 + 1, weekday, which)
    number = month_number(match["month"])
    near = [s for y in (-1, 0, 1) if (s := _nth_of(published.year + y, number, weekday, which)).first]
    return chosen(near, published, clause.tense(match)) if near else interval.unresolved(interval.NO_SUCH_DAY)


def _nth_of(year: int, month: int, weekday: int, which: str) -> Span:
    """The n-th, or the last, of a weekday in a month; `weekday` counts from Monday, 0."""
    if not 1 <= year <= 9999:
        return interval.unresolved(interval.OUT_OF_CALENDAR)
    first, length = date(year, month, 1).weekday(), monthrange(year, month)[1]
    days = list(range(1 + (weekday - first) % 7, length + 1, 7))
    place = (
        len(days)
        if which in ("last", "final")
        else (int(which[0]) if which[0].isdigit() else _SPELLED.index(which) + 1)
    )
    return (
        interval.day(year, month, days[place - 1])
        if place <= len(days)
        else interval.unresolved(interval.NO_SUCH_DAY)
    )


def _spelled_day(match: re.Match[str], clause: DateContext) -> Span:
    """ "June second 2019"."""
    return interval.day(int(match["year"]), month_number(match["month"]), _DAYS[match["day"].lower()])


def _to_date(match: re.Match[str], clause: DateContext) -> Span:
    """ "Year to date": from 1 January to the day of publication."""
    if clause.published is None:
        return interval.unresolved(interval.NO_PUBLICATION)
    return Span(date(clause.published.year, 1, 1), clause.published, "from the start of the year of publication")


def _fiscal(match: re.Match[str], clause: DateContext) -> Span:
    """ "Last fiscal year": it begins in other months in other places, so no days can be told."""
    return interval.unresolved("when the fiscal year begins is not said")


def _decade_end(match: re.Match[str], clause: DateContext) -> Span:
    """ "The end of the next decade": the last year of the ten that follow those of publication."""
    if clause.published is None:
        return interval.unresolved(interval.NO_PUBLICATION)
    end = clause.published.year // 10 * 10 + 19
    return interval.years(
        end, end, "the decade after the one of publication; counted from 1, it ends a year later"
    )


RULES = (
    Rule(frozenset({"in"}), _IN, _in),
    Rule(frozenset(WEEKDAYS), _NTH, _nth, reach=2),
    Rule(frozenset(MONTHS), _SPELLED_DAY, _spelled_day),
    Rule(frozenset({"date", "far"}), _TO_DATE, _to_date, reach=3),
    Rule(frozenset({"fiscal", "financial", "tax", "budget"}), _FISCAL, _fiscal, reach=2),
    Rule(frozenset({"decade"}), _DECADE_END, _decade_end, reach=5),
)  # fmt: skip
