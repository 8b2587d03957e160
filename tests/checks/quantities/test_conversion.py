"""Every unit that measures something is converted, and into a unit of its own dimension."""

from typing import Final

import pint
import pytest

from checks.quantities import quantities
from checks.quantities.conversion import conversions, converted, dimension
from checks.quantities.intervals import allowed
from checks.types.quantity import Quantity

# What one of each unit is in the base unit of its dimension: the SI brochure, the international yard and pound of 1959,
# the gallon and the short ton of the United States, the oil barrel of 42 gallons, the thermochemical calorie, the
# Julian year. A byte has eight bits.
_FACTORS: Final[dict[str, dict[str, float]]] = {
    "length": {
        "metre": 1, "kilometre": 1e3, "centimetre": 1e-2, "millimetre": 1e-3, "micrometre": 1e-6, "nanometre": 1e-9,
        "mile": 1609.344, "nautical mile": 1852, "yard": 0.9144, "foot": 0.3048, "inch": 0.0254,
        "light year": 9460730472580800,
    },
    "area": {
        "square metre": 1, "square kilometre": 1e6, "hectare": 1e4, "acre": 4046.87, "square foot": 0.09290304,
        "square mile": 2589988.110336,
    },
    "volume": {
        "cubic metre": 1, "litre": 1e-3, "millilitre": 1e-6, "gallon": 0.003785411784, "barrel": 0.158987294928,
    },
    "mass": {
        "kilogram": 1, "gram": 1e-3, "milligram": 1e-6, "tonne": 1e3, "kilotonne": 1e6, "megatonne": 1e9,
        "ton": 907.18474, "pound": 0.45359237, "ounce": 0.45359237 / 16,
    },
    "time": {
        "second": 1, "millisecond": 1e-3, "minute": 60, "hour": 3600, "day": 86_400, "week": 7 * 86_400,
        "fortnight": 14 * 86_400, "month": 365.25 / 12 * 86_400, "year": 365.25 * 86_400, "decade": 3652.5 * 86_400,
        "century": 36_525 * 86_400,
    },
    "temperature": {"kelvin": 1, "degree Celsius": 1, "degree Fahrenheit": 5 / 9},
    "power": {
        "watt": 1, "kilowatt": 1e3, "megawatt": 1e6, "gigawatt": 1e9, "terawatt": 1e12, "horsepower": 745.69987158,
    },
    "energy": {
        "joule": 1, "kilojoule": 1e3, "calorie": 4.184, "kilocalorie": 4184, "kilowatt hour": 3.6e6,
        "megawatt hour": 3.6e9, "gigawatt hour": 3.6e12, "terawatt hour": 3.6e15, "electronvolt": 1.602176634e-19,
        "kiloelectronvolt": 1.602176634e-16, "megaelectronvolt": 1.602176634e-13, "gigaelectronvolt": 1.602176634e-10,
    },
    "voltage": {"volt": 1, "kilovolt": 1e3},
    "frequency": {"hertz": 1, "kilohertz": 1e3, "megahertz": 1e6, "gigahertz": 1e9},
    "data": {"byte": 8, "kilobyte": 8e3, "megabyte": 8e6, "gigabyte": 8e9, "terabyte": 8e12},
    "bitrate": {"megabit per second": 1e6, "gigabit per second": 1e9},
    "resolution": {"megapixel": 1e6},
    "pressure": {"hectopascal": 100, "kilopascal": 1e3, "millibar": 100},
    "speed": {"metre per second": 1, "kilometre per hour": 1 / 3.6, "mile per hour": 0.44704, "knot": 1852 / 3600},
}  # fmt: skip
_ZEROS: Final = {"degree Celsius": 273.15, "degree Fahrenheit": 459.67 * 5 / 9}


def _one(unit: str) -> Quantity:
    return Quantity(0, 1, "1", comparator="=", low=1.0, high=1.0, unit=unit)


def test_every_measured_unit_has_its_factor_and_no_other_unit_has_one() -> None:
    expected = {unit: factor for units in _FACTORS.values() for unit, factor in units.items()}
    assert len(expected) == 85
    assert {unit: a for unit, (a, _) in conversions().items()} == pytest.approx(expected, rel=1e-6)
    assert {unit: b for unit, (_, b) in conversions().items() if b} == pytest.approx(_ZEROS)


def test_units_are_compared_only_with_those_that_measure_the_same() -> None:
    by_dimension: dict[str, set[str]] = {}
    for unit in conversions():
        by_dimension.setdefault(dimension(_one(unit)), set()).add(unit)
    assert by_dimension == {kind: set(units) for kind, units in _FACTORS.items()}


def test_a_unit_that_cannot_be_converted_is_not_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, error in (("no_such_unit", pint.UndefinedUnitError), ("decade", ValueError)):
        monkeypatch.setitem(_names(), "year", name)
        with pytest.raises(error):
            conversions.__wrapped__()


def _names() -> dict[str, str]:
    from checks.quantities import conversion

    return conversion._PINT


@pytest.mark.parametrize(
    ("one", "other"), [("two decades", "20 years"), ("5 gallons", "18.9 litres"), ("30 knots", "55.6 km/h")]
)
def test_the_same_amount_in_another_unit_is_the_same(one: str, other: str) -> None:
    (first,), (second,) = quantities(one), quantities(other)
    stated = converted(allowed(first), first)
    assert stated.low < converted(allowed(second), second).high
    assert converted(allowed(second), second).low < stated.high
