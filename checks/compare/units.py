"""Amounts made comparable: what they measure, and their value in one unit of it (conversions by pint)."""

import re
from functools import cache
from typing import Final

import pint

from checks.intervals import Interval
from checks.split.quantities.units import MONEY_AFTER, MONEY_BEFORE, UNITS
from checks.types import Quantity

_MONEY: Final = frozenset(unit.name for unit in (*MONEY_BEFORE.values(), *MONEY_AFTER.values()))
_PINT: Final = {
    "tonne": "metric_ton",
    "ton": "short_ton",
    "kilotonne": "kilometric_ton",
    "megatonne": "megametric_ton",
    "degree Celsius": "degC",
    "degree Fahrenheit": "degF",
    "gallon": "gallon",
    "barrel": "oil_bbl",
    "nautical mile": "nautical_mile",
    "knot": "knot",
    "part per million": "ppm",
}
_MEASURED: Final = frozenset(
    "length area volume mass temperature power energy speed pressure data time voltage frequency".split()
)
_SHARE = re.compile(
    r"\b(?:hal(?:f|ves)|thirds?|quarters?|fifths?|sixths?|sevenths?|eighths?|ninths?|tenths?)\b"
    r"|\b(?:in|out of) (?:every )?(?:\d+|two|three|four|five|six|seven|eight|nine|ten|twenty|hundred)\b",
    re.IGNORECASE,
)
_TIMES = re.compile(r"\b(?:twice|thrice|doubled?|doubling|tripled?|quadrupled?|times)\b|fold\b", re.IGNORECASE)


@cache
def registry() -> "pint.UnitRegistry[float]":
    """Pint's units, read once a process."""
    return pint.UnitRegistry()


def dimension(quantity: Quantity) -> str:
    """What a quantity measures: a currency, "percent", "points", a physical dimension, "times" or "count"."""
    unit = quantity.unit
    if unit == "percent":
        return "percent"
    if unit in ("percentage point", "point", "basis point"):
        return "points"
    if unit in ("times", "per 100,000"):
        return unit
    if unit in _MONEY:
        return str(unit)
    if unit is not None:
        kind = UNITS[unit].measures if unit in UNITS else None
        return kind if kind in _MEASURED else unit
    if _TIMES.search(quantity.text):
        return "times"
    value = quantity.low if quantity.low is not None else quantity.high
    if value is not None and 0 < value < 1 and _SHARE.search(quantity.text):
        return "percent"
    return "count"


def factor(quantity: Quantity) -> tuple[float, float]:
    """(a, b) so that a × value + b is the value in the dimension's base unit; shares become percent."""
    if quantity.unit is None:
        return (100.0, 0.0) if dimension(quantity) == "percent" else (1.0, 0.0)
    if quantity.unit == "basis point":
        return 0.01, 0.0
    if dimension(quantity) not in _MEASURED:
        return 1.0, 0.0
    return _linear(quantity.unit)


@cache
def _linear(unit: str) -> tuple[float, float]:
    name = _PINT.get(unit) or _composed(unit)
    try:
        units = registry()
        zero, one = (float(units.Quantity(x, name).to_base_units().magnitude) for x in (0.0, 1.0))
    except (pint.UndefinedUnitError, pint.errors.DefinitionSyntaxError):
        return 1.0, 0.0
    return one - zero, zero


def _composed(unit: str) -> str:
    for word, power in (("square ", "**2"), ("cubic ", "**3")):
        if unit.startswith(word):
            return unit.removeprefix(word) + power
    return unit.replace(" per ", "/").replace(
        " hour", "*hour" if "/" not in unit and " per " not in unit else " hour"
    )


def converted(interval: Interval, quantity: Quantity) -> Interval:
    """An interval that is stated in a quantity's unit, in the base unit of what it measures."""
    a, b = factor(quantity)
    if (a, b) == (1.0, 0.0):
        return interval
    return Interval(a * interval.low + b, a * interval.high + b, interval.includes_low, interval.includes_high)
