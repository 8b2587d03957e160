"""Dates, times, durations and numbers as the reader of a page writes them.

English pages keep the desk's own short forms, which are international: "2026-11-28".
"""

import math
import re
from datetime import UTC, date, datetime
from typing import Final

from babel import dates, numbers

from service.language.catalogues import ENGLISH, locale
from service.language.choice import current
from service.language.messages import gettext as _

_SIZES: Final = ((1e12, "trillion"), (1e9, "billion"), (1e6, "million"))
_ISO_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d")
_LONGEST_SCALED: Final = 6  # digits and point of "36.56 million"; what needs more is written out


def long_day(then: date | None) -> str:
    """A day as readers write it: "28 November 2026", "28. November 2026"; of a time the day in UTC."""
    return dates.format_date(_day(then), "long", locale(current())) if then else ""


def short_day(then: date | str | None) -> str:
    """A day in short: "2026-11-28", "28.11.2026".

    A datetime gives its day in UTC, an ISO 8601 string that day, any other string itself.
    """
    if not then:
        return ""
    if isinstance(then, str) and not _ISO_DAY.fullmatch(then):
        return then
    at = datetime.strptime(then, "%Y-%m-%d").date() if isinstance(then, str) else _day(then)
    return at.isoformat() if current() == ENGLISH else dates.format_date(at, "medium", locale(current()))


def near_day(then: date | None) -> str:
    """A day without its year: "28 Nov", "28. Nov."."""
    if not then:
        return ""
    at = _day(then)
    return (
        f"{at.day} {at:%b}"
        if current() == ENGLISH
        else dates.format_skeleton("MMMd", at, locale=locale(current()))
    )


def year_day(then: date | None) -> str:
    """A day with its month as a short word: "28 Nov 2026", "28. Nov. 2026"."""
    if not then:
        return ""
    at = _day(then)
    return (
        f"{at.day} {at:%b %Y}"
        if current() == ENGLISH
        else dates.format_skeleton("yMMMd", at, locale=locale(current()))
    )


def date_time(then: datetime | None) -> str:
    """A time to the minute in UTC, without the zone's name: "28 Nov 2026, 14:05"."""
    return f"{year_day(then)}, {then.astimezone(UTC):%H:%M}" if then else ""


def full_time(then: datetime | None) -> str:
    """The full time, for `title`: "2026-11-28 14:05:09 UTC"."""
    return f"{short_day(then)} {then.astimezone(UTC):%H:%M:%S} UTC" if then else ""


def _day(then: date) -> date:
    return then.astimezone(UTC).date() if isinstance(then, datetime) else then


def integer(value: int) -> str:
    """A whole number with its thousands set apart: "1,234", "1.234"."""
    return str(numbers.format_decimal(value, locale=locale(current())))


def decimal(value: float, places: int = 1) -> str:
    """A number with so many places after the point: "0.62", "0,62"."""
    form = f"#,##0.{'0' * places}" if places else "#,##0"
    return str(numbers.format_decimal(value, form, locale=locale(current())))


def number(value: float) -> str:
    """A number as people read it, none of its digits lost: "5 trillion", "130,000", "36.56 million", "5.2"."""
    for size, name in _SIZES:
        if abs(value) >= size and len(f"{abs(value) / size:.10g}") <= _LONGEST_SCALED:
            scaled = _plain(float(f"{value / size:.10g}"))
            scales = {
                "trillion": _("%(number)s trillion", number=scaled),
                "billion": _("%(number)s billion", number=scaled),
                "million": _("%(number)s million", number=scaled),
            }
            return scales[name]
    return _plain(value)


def _plain(value: float) -> str:
    if not math.isfinite(value):
        return str(value)
    return str(numbers.format_decimal(value, "#,##0.##########", locale=locale(current())))


def ago(then: datetime | None) -> str:
    """How long ago, in one unit: "3 h ago"; of a time to come "in 3 h"."""
    if then is None:
        return _("never")
    seconds = (datetime.now(UTC) - then).total_seconds()
    if -1 < seconds < 45:
        return _("now")
    if seconds > 0:
        return _("%(span)s ago", span=_rounded_duration(seconds))
    return _("in %(span)s", span=_rounded_duration(-seconds))


def duration_since(then: datetime) -> str:
    """How long ago, or how far ahead, without saying which: "3 h"."""
    return _rounded_duration(abs((datetime.now(UTC) - then).total_seconds()))


def age(then: datetime) -> str:
    """How long ago, as narrow as a list can have it: "3 h", "5 m"."""
    seconds = (datetime.now(UTC) - then).total_seconds()
    if seconds < 45:
        return _("now")
    minutes = round(seconds / 60)
    return _("%(number)s m", number=str(minutes)) if minutes < 60 <= round(seconds) else _rounded_duration(seconds)


def _rounded_duration(amount: float) -> str:
    """A number of seconds in the smallest unit of which there are fewer than make the next one, rounded: "3 h"."""
    for unit, in_the_next in (("s", 60), ("min", 60), ("h", 24), ("d", 30), ("mo", 12)):
        if round(amount) < in_the_next:
            return _with_unit(amount, unit)
        amount /= in_the_next
    return _with_unit(amount, "y")


def _with_unit(amount: float, unit: str) -> str:
    written = f"{amount:.0f}"
    spans = {
        "s": _("%(number)s s", number=written),
        "min": _("%(number)s min", number=written),
        "h": _("%(number)s h", number=written),
        "d": _("%(number)s d", number=written),
        "mo": _("%(number)s mo", number=written),
        "y": _("%(number)s y", number=written),
    }
    return spans[unit]


def duration(seconds: float) -> str:
    """A number of seconds in its two largest units: "1 h 5 min", "2 d 3 h"."""
    minutes = max(1, round(seconds / 60))
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    parts = [(days, "d"), (hours, "h"), (minutes, "min")]
    first = 0 if days else 1 if hours else 2
    return " ".join(_with_unit(amount, unit) for amount, unit in parts[first : first + 2] if amount)
