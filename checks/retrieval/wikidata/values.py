"""Wikidata's values in plain words."""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from checks.lexicon import load_table
from checks.nlp.inflection import plural
from checks.quantities.units import UNITS
from checks.retrieval.wikidata.statements import Amount, Statement, Time, Value

# The desk's own words are English, wherever it is set up.
_MONTHS: Final = [name.capitalize() for name in load_table("calendar")["months"]]
_MONEY: Final[dict[str, str]] = load_table("retrieval")["wikidata_money"]


def unit_of(amount: Amount, labels: Mapping[str, str]) -> str | None:
    """The unit as the desk calls it, where it has it; else as Wikidata does; None for no unit, "" for a nameless one.

    `labels` are the names of items by their ids, in English for units.
    """
    if amount.unit_id is None:
        return None
    label = labels.get(amount.unit_id, "")
    known = _MONEY.get(label.lower(), label.lower())
    return known if known in UNITS or known in _MONEY.values() else label


def in_words(value: Value, labels: Mapping[str, str]) -> str:
    """A value as it stands in a sentence: "330 metres", "on 4 August 1961", a name; "" where it can't be told.

    `labels` are the names of items by their ids.
    """
    if isinstance(value, Amount):
        unit = unit_of(value, labels)
        return "" if unit == "" else _amount(value, unit)
    if isinstance(value, Time):
        return when(value)
    return labels.get(value.name, "")


def _amount(amount: Amount, unit: str | None) -> str:
    """The number with all its digits, and its bounds where they say more than that it is a whole number."""
    words = _with_unit(_digits(Decimal(amount.amount)), unit)
    if amount.bounds is None or max(abs(end - amount.value) for end in amount.bounds) <= (0 if unit else 1):
        return words
    low, high = (f"{end:,.10g}" for end in amount.bounds)
    return f"{words} (between {low} and {high})"


def _with_unit(number: str, unit: str | None) -> str:
    """A number and its unit in the plural, as they stand in a sentence."""
    return number if unit is None else f"{number} {unit if unit == 'percent' else plural(unit)}"


def _digits(number: Decimal) -> str:
    """A number in English, with commas, and without zeros that end a decimal fraction."""
    written = f"{number:,f}"
    return written.rstrip("0").rstrip(".") if "." in written else written


def when(time: Time) -> str:
    """ "on 4 August 1961", "in August 1961", "in 1961", "in the 1960s", "in 44 BC"; "" where it is told less
    closely.
    """
    if time.parts is None:
        return ""
    year, month, day = time.parts
    if time.precision == 8:
        return f"in the {abs(year) // 10 * 10}s{_era(year)}"
    if not 1 <= month <= 12:
        return f"in {abs(year)}{_era(year)}"
    named = f"{_MONTHS[month - 1]} {abs(year)}{_era(year)}"
    if not 1 <= day <= 31:
        return f"in {named}"
    return f"on {_gregorian(year, month, day) if time.is_julian else f'{day} {named}'}"


def _era(year: int) -> str:
    """What stands behind a year before Christ."""
    return " BC" if year < 0 else ""


def _gregorian(year: int, month: int, day: int) -> str:
    """A day of the Julian calendar, with the same day as the Gregorian one counts it."""
    julian = f"{day} {_MONTHS[month - 1]} {abs(year)}{_era(year)} (Julian calendar)"
    century = (year - (month < 3)) // 100
    try:
        same = date(year, month, day) + timedelta(days=century - century // 4 - 2)
    except (ValueError, OverflowError):
        return julian
    return f"{julian}, {same.day} {_MONTHS[same.month - 1]} {same.year} in the Gregorian"


def times(statement: Statement) -> str:
    """When a statement holds: " in 2021", " from 2014 to 2019", " since 2023"; "" where it doesn't say."""
    if statement.point is not None:
        point = when(statement.point)
        return f" {point}" if point else ""
    first, last = (
        when(t).removeprefix("in ").removeprefix("on ") if t else "" for t in (statement.start, statement.end)
    )
    if first and last:
        return f" from {first} to {last}"
    return f" since {first}" if first else f" until {last}" if last else ""
