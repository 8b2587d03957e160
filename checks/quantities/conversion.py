"""Amounts made comparable: what they measure, and their value in one unit of it (conversions by pint)."""

import re
from functools import cache
from math import isclose
from typing import TYPE_CHECKING, Final

from checks.lexicon import alternatives, load_table, load_words
from checks.quantities.intervals import Interval
from checks.quantities.units import MONEY_AFTER, MONEY_BEFORE, UNITS
from checks.types.quantity import Quantity

if TYPE_CHECKING:
    from pint import UnitRegistry

_MONEY: Final = frozenset(unit.name for unit in (*MONEY_BEFORE.values(), *MONEY_AFTER.values()))
_PINT: Final[dict[str, str]] = load_table("units")["pint"]
_MEASURED: Final = load_words("quantities", "measured")
_SHARE = re.compile(
    rf"\b(?:{alternatives('quantities', 'conversion_fractions')})\b|\b(?:in|out of) (?:every )?(?:"
    rf"{alternatives('quantities', 'conversion_counts')})\b",
    re.IGNORECASE,
)
_TIMES = re.compile(r"\b(?:twice|thrice|doubled?|doubling|tripled?|quadrupled?|times)\b|fold\b", re.IGNORECASE)

_MANY: Final = 1000.0  # "downloaded 1.2 million times" counts, "three times" compares


def dimension(quantity: Quantity) -> str:
    """What a quantity measures: a currency, "percent", "points", a physical dimension, "times" or "count".

    Amounts are comparable only within one of these. Shares in words ("half", "one in five") are "percent"; "three
    times" compares and is "times", while "downloaded 1.2 million times" counts.
    """
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
    value = quantity.stated
    if _TIMES.search(quantity.text) and not (quantity.counted == "time" and (value or 0.0) >= _MANY):
        return "times"
    if value is not None and 0 < value < 1 and _SHARE.search(quantity.text):
        return "percent"
    return "count"


def factor(quantity: Quantity) -> tuple[float, float]:
    """(a, b) so that a × value + b is the value in the dimension's base unit; shares become percent.

    Units of what is not measured (money, points, counts) have (1, 0): their values stay as they are.
    """
    if quantity.unit is None:
        return (100.0, 0.0) if dimension(quantity) == "percent" else (1.0, 0.0)
    if quantity.unit == "basis point":
        return 0.01, 0.0
    return conversions().get(quantity.unit, (1.0, 0.0))


@cache
def conversions() -> dict[str, tuple[float, float]]:
    """(a, b) of every unit that measures something: a × value + b is in the base unit of what it measures.

    Pint's definitions take 64 MB and a third of a second; all that is kept of them is this. Raises pint's
    UndefinedUnitError for a unit that pint does not know, ValueError for one that no such line converts (a
    logarithmic one): each needs a name in `[pint]` of `units.toml`.
    """
    import pint

    units: UnitRegistry[float] = pint.UnitRegistry()
    return {unit.name: _linear(units, unit.name) for unit in UNITS.values() if unit.measures in _MEASURED}


def _linear(units: "UnitRegistry[float]", unit: str) -> tuple[float, float]:
    zero, one, two = (
        float(units.Quantity(x, _PINT.get(unit) or _composed(unit)).to_base_units().magnitude)
        for x in (0.0, 1.0, 2.0)
    )
    if not isclose(two - one, one - zero, rel_tol=1e-6):
        raise ValueError(f"{unit}: the conversion is not linear")
    return one - zero, zero


def _composed(unit: str) -> str:
    for word, power in (("square ", "**2"), ("cubic ", "**3")):
        if unit.startswith(word):
            return unit.removeprefix(word) + power
    return unit.replace(" per ", "/").replace(
        " hour", "*hour" if "/" not in unit and " per " not in unit else " hour"
    )


def converted(interval: Interval, quantity: Quantity) -> Interval:
    """An interval that is stated in a quantity's unit, in the base unit of what it measures.

    For counts and money the interval comes back as it is. Used before two amounts of one dimension are held against
    each other.
    """
    a, b = factor(quantity)
    if (a, b) == (1.0, 0.0):
        return interval
    return Interval(a * interval.low + b, a * interval.high + b, interval.includes_low, interval.includes_high)
