"""Times that a claim names, as intervals; what was assumed travels with each."""

import re
from calendar import day_name, month_name, monthrange
from datetime import date, timedelta

from checks.types import Date

_MONTHS = {name.lower(): number for number, name in enumerate(month_name) if name}
_DAYS = {name.lower(): number for number, name in enumerate(day_name)}
_NAMES = "|".join(m.capitalize() for m in _MONTHS)
_PATTERN = re.compile(
    rf"\b(?:(?P<day>\d{{1,2}}) (?P<month>{_NAMES})(?:,? (?P<year>\d{{4}}))?"
    rf"|(?P<month2>{_NAMES}) (?P<day2>\d{{1,2}})(?:, (?P<year2>\d{{4}}))?(?!\d)"
    rf"|(?P<month3>{_NAMES}) (?P<year3>\d{{4}})"
    rf"|(?P<weekday>{'|'.join(d.capitalize() for d in _DAYS)})"
    r"|(?:in|since|for|of|during|by) (?P<year4>(?:1[5-9]|20)\d\d)(?![\d,.]\d| (?:troops|people)))\b"
)


def dates(text: str, start: int, end: int, published: date | None) -> tuple[Date, ...]:
    """The times named in `text[start:end]`; a bare weekday is the last one on or before `published`."""
    return tuple(_date(m, published) for m in _PATTERN.finditer(text, start, end))


def _date(match: re.Match[str], published: date | None) -> Date:
    first, last, assumed = _interval(match, published)
    return Date(match.start(), match.end(), match[0], first, last, assumed)


def _interval(match: re.Match[str], published: date | None) -> tuple[date | None, date | None, str | None]:
    year = match["year"] or match["year2"] or match["year3"] or match["year4"]
    month, day = match["month"] or match["month2"] or match["month3"], match["day"] or match["day2"]
    if match["weekday"]:
        if published is None:
            return None, None, "no publication date to count from"
        back = (published.weekday() - _DAYS[match["weekday"].lower()]) % 7
        on = published - timedelta(days=back)
        return on, on, "the last one before publication"
    if not year and published is None:
        return None, None, "the year is not known"
    number = int(year) if year else published.year  # type: ignore[union-attr]
    assumed = None if year else "the year of publication"
    if not month:
        return date(number, 1, 1), date(number, 12, 31), assumed
    n = _MONTHS[month.lower()]
    days = monthrange(number, n)[1]
    if not day:
        return date(number, n, 1), date(number, n, days), assumed
    if not 1 <= int(day) <= days:
        return None, None, "no such day"
    on = date(number, n, int(day))
    return on, on, assumed
