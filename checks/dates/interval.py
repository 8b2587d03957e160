"""Stretches of days: what a date means before its preposition is read. Nothing here raises at the calendar's ends."""

from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import MAXYEAR, MINYEAR, date, timedelta

UNCLEAR = "unclear: "
NO_PUBLICATION = "no publication date to count from"
OTHER_ANCHOR = "counts from another time in the text"
NO_SUCH_DAY = "no such day"
NO_YEAR = "which year's is not said"
OUT_OF_CALENDAR = "outside the years 1 to 9999"


@dataclass(frozen=True, slots=True)
class Span:
    """The days from `first` to `last`, both inclusive, or neither with the reason in `assumed`.

    `floating` marks a day or month whose year or week was guessed, so that the other end of a range can correct it.
    """

    first: date | None
    last: date | None
    assumed: str | None = None
    floating: bool = False

    def saying(self, assumed: str | None) -> "Span":
        """The same days; `assumed` joins what was assumed before."""
        said = "; ".join(words for words in (self.assumed, assumed) if words)
        return replace(self, assumed=said or None)


def unresolved(reason: str) -> Span:
    """A time that cannot be told, with the reason in words; it has neither a first nor a last day."""
    return Span(None, None, reason)


def day(year: int, month: int, number: int, assumed: str | None = None) -> Span:
    """One day of the calendar, or unresolved when the calendar lacks it.

    `assumed` says what had to be assumed to get there.
    """
    try:
        on = date(year, month, number)
    except ValueError:
        return unresolved(NO_SUCH_DAY if MINYEAR <= year <= MAXYEAR else OUT_OF_CALENDAR)
    return Span(on, on, assumed)


def months(year: int, month: int, length: int = 1, assumed: str | None = None) -> Span:
    """`length` whole months from `month`, which may lie outside 1 to 12 and then counts into other years.

    Unresolved outside the years 1 to 9999.
    """
    from_year, from_month = year + (month - 1) // 12, (month - 1) % 12 + 1
    end = month + length - 1
    to_year, to_month = year + (end - 1) // 12, (end - 1) % 12 + 1
    if not (from_year >= MINYEAR and to_year <= MAXYEAR):
        return unresolved(OUT_OF_CALENDAR)
    return Span(date(from_year, from_month, 1), date(to_year, to_month, monthrange(to_year, to_month)[1]), assumed)


def years(first: int, last: int, assumed: str | None = None) -> Span:
    """The whole years from `first` to `last`.

    Both inclusive; unresolved outside the years 1 to 9999, and where `first` is after `last`.
    """
    if not MINYEAR <= first <= last <= MAXYEAR:
        return unresolved(OUT_OF_CALENDAR)
    return Span(date(first, 1, 1), date(last, 12, 31), assumed)


def days_from(start: date, offset: int, length: int = 1, assumed: str | None = None) -> Span:
    """`length` days, the first of them `offset` days after `start`.

    `offset` may be negative. Unresolved at the ends of the calendar.
    """
    try:
        first = start + timedelta(days=offset)
        return Span(first, first + timedelta(days=length - 1), assumed)
    except OverflowError:
        return unresolved(OUT_OF_CALENDAR)


def week(holding: date, offset: int = 0) -> Span:
    """The week, Monday to Sunday, that lies `offset` weeks after the one holding a day (ISO 8601).

    `offset` may be negative.
    """
    return days_from(holding, 7 * offset - holding.weekday(), 7)


def season(year: int, month: int, assumed: str | None = None) -> Span:
    """Three months from `month`: the seasons as meteorologists count them in the northern hemisphere.

    `month` is 3, 6, 9 or 12; winter runs into the next year.
    """
    return months(year, month, 3, assumed)


def back(end: date, number: int, unit: str) -> Span:
    """The time of `number` units up to `end`.

    `unit` is day, week, fortnight, month, year, decade or century; `end` is the last day of it.
    """
    first = shifted(end, -number, unit)
    return Span(first, end) if first else unresolved(OUT_OF_CALENDAR)


def shifted(start: date, number: int, unit: str) -> date | None:
    """The same day `number` units away; the last of the month where the month is too short; None off the calendar.

    `number` may be negative; `unit` as in `back`.
    """
    per_unit = {"day": 1, "week": 7, "fortnight": 14}
    if unit in per_unit:
        return days_from(start, number * per_unit[unit]).first
    count = number * {"month": 1, "year": 12, "decade": 120, "century": 1200}[unit]
    target = months(start.year, start.month + count)
    if target.first is None or target.last is None:
        return None
    return target.first.replace(day=min(start.day, target.last.day))
