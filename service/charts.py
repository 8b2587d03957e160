"""Small charts as numbers for SVG: where bars stand and lines run. The same figures stand in a table beside each
chart.
"""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar of a chart; in the units of its `viewBox`."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class LineChart:
    """A line, and a level to compare it with.

    Attributes:
        lines: the stretches of the line as `points` of an SVG polyline; a missing value ends one.
        last: the place of the last value.
        level: the height of the level; None without one.
    """

    width: int
    height: int
    lines: tuple[str, ...]
    last: tuple[float, float]
    level: float | None


def bars(values: Sequence[float], *, width: int, height: int, gap: float = 0.3) -> list[Bar]:
    """Bars of these values on a common ground line; `gap` is the part of a bar's room that stays empty.

    Any value above 0 has a bar that can be seen.
    """
    most = max(values, default=0)
    room = width / max(len(values), 1)
    wide = room * (1 - gap)
    found = []
    for place, value in enumerate(values):
        high = max(value / most * height, 2.0) if value > 0 else 0.0
        found.append(Bar(*(round(n, 1) for n in (place * room + (room - wide) / 2, height - high, wide, high))))
    return found


def line_chart(
    values: Sequence[float | None], *, width: int, height: int, level: float | None = None, from_zero: bool = False
) -> LineChart | None:
    """A line through these values, from left to right; None where fewer than two are known.

    Args:
        level: a value to draw as a level across; it is always within the picture.
        from_zero: whether the ground line is zero, else the lowest value.
    """
    known = [value for value in values if value is not None]
    if len(known) < 2:
        return None
    span = [*known, *([level] if level is not None else []), *([0.0] if from_zero else [])]
    low, high = min(span), max(span)
    step = width / (len(values) - 1)

    def y(value: float) -> float:
        return round(height - (value - low) / (high - low) * height, 1) if high > low else height / 2

    stretches: list[list[str]] = [[]]
    last = (0.0, 0.0)
    for place, value in enumerate(values):
        if value is None:
            stretches.append([])
            continue
        last = (round(place * step, 1), y(value))
        stretches[-1].append(f"{last[0]},{last[1]}")
    lines = tuple(" ".join(points) for points in stretches if points)
    return LineChart(width=width, height=height, lines=lines, last=last, level=None if level is None else y(level))
