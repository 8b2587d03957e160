"""What a stated quantity allows: the interval of values with which it would be true.

A plain number is held to its own rounding: "38 million" is true from 37.5 to 38.5 million, "5.2 percent" from
5.15 to 5.25. "About" gets one more such step, at least 5 %. "Nearly" and "just under" are at most a tenth below and
never above, "just over" is at most a tenth above.
"""

import math
from dataclasses import dataclass

from checks.nlp.inflection import plural
from checks.quantities.comparators import nearness
from checks.types.quantity import Quantity

ABOUT = 0.05
NEARLY = 0.10
_MANY_TIMES = 10.0
_SMALLEST_PERCENT = 0.1
_LARGE = (("trillion", 1e12), ("billion", 1e9), ("million", 1e6))


@dataclass(frozen=True, slots=True)
class Interval:
    """Values from `low` to `high`, each end included or not.

    An end that is open lies at infinity. `low` and `high` are in the unit of the quantity that it was made of, or in
    the base unit of what that measures (`checks.quantities.conversion.converted`).
    """

    low: float = -math.inf
    high: float = math.inf
    includes_low: bool = True
    includes_high: bool = True

    def holds(self, value: float) -> bool:
        """Whether `value` lies within."""
        above = value > self.low or (self.includes_low and value == self.low)
        return above and (value < self.high or (self.includes_high and value == self.high))


def allowed(quantity: Quantity) -> Interval:
    """The interval that `quantity` allows.

    For a comparator its half-line, or `NEARLY` of it where the words say that the value is near; for a range its two
    ends, for a plain number half a step of its last digit to either side, for "about" one step more and at least
    `ABOUT` of the value.
    """
    low, high = quantity.low, quantity.high
    near = nearness(quantity.text)
    match quantity.comparator:
        case ">":
            top = low + NEARLY * abs(low) if near == "above" and low is not None else math.inf
            return Interval(low=_or(low, -math.inf), high=top, includes_low=False)
        case ">=":
            return Interval(low=_or(low, -math.inf))
        case "<":
            bottom = high - NEARLY * abs(high) if near == "below" and high is not None else -math.inf
            return Interval(low=bottom, high=_or(high, math.inf), includes_high=False)
        case "<=":
            bottom = high - NEARLY * abs(high) if near == "below" and high is not None else -math.inf
            return Interval(low=bottom, high=_or(high, math.inf))
        case "..":
            a, b = _or(low, -math.inf), _or(high, math.inf)
            return Interval(a - rounding(a), b + rounding(b))
    if quantity.comparator == "~" and high is None:
        return Interval(low=_or(low, -math.inf))  # "dozens of", "several": so many or more
    value = _or(low, _or(high, 0.0))
    if near == "below":
        return Interval(value - NEARLY * abs(value), value)
    width = rounding(value)
    if quantity.comparator == "~":
        width = max(2 * width, ABOUT * abs(value))
    return Interval(value - width, value + width)


def rounding(value: float) -> float:
    """Half a step of the last digit that a stated number shows: 500,000 for 38 million, 0.05 for 5.2.

    Trailing zeros of a whole number count as not shown, so that "38,000" is exact to a thousand.
    """
    if not math.isfinite(value) or value == 0:
        return 0.0
    digits = f"{abs(value):.10g}"
    if "e" in digits:
        digits = f"{abs(value):.0f}"
    if "." in digits:
        return 0.5 * 10.0 ** -len(digits.split(".")[1])
    step = 10.0 ** (len(digits) - len(digits.rstrip("0")))
    # "40,000" says less than "40,123", but no more than a tenth either way.
    return min(0.5 * step, 0.1 * abs(value)) if step > 1 else 0.5


def spoken(value: float, unit: str | None = None) -> str:
    """A number as people read it: 37.6 million, 130,000, 5.2 %, 78.4 years."""
    if unit == "percent":
        return f"{float(f'{value:.3g}'):,.10g} %"
    amount = next(
        (f"{float(f'{value / size:.4g}'):,.10g} {name}" for name, size in _LARGE if abs(value) >= size),
        f"{value:,.6g}",
    )
    return f"{amount} {plural(unit)}" if unit else amount


def percent_apart(value: float, figure: float) -> str:
    """How far a value is from a figure, as a part of the figure: "7.3 % less", "13 times as much".

    `figure` must not be 0. From ten times on the difference is told in times and not in percent, and what is less
    than a hundredth is told so, since "100 % less" would be none.
    """
    times = value / figure
    if times >= _MANY_TIMES:
        return f"{two_digits(times)} times as much"
    if 0 < times <= 1 / _MANY_TIMES**2:
        return "less than a hundredth"
    percent = abs(value - figure) / abs(figure) * 100
    amount = "less than 0.1" if percent < _SMALLEST_PERCENT else f"{percent:.{1 if percent < 10 else 0}f}"
    return f"{amount} % {'more' if value > figure else 'less'}"


def two_digits(value: float) -> str:
    """A number rounded to two digits, as people write it: "13", "1,300", "0.12"."""
    rounded = float(f"{value:.2g}")
    return f"{rounded:,.0f}" if abs(rounded) >= 10 or rounded == int(rounded) else f"{rounded:.2g}"


def _or(value: float | None, otherwise: float) -> float:
    return otherwise if value is None else value
