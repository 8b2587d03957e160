"""The series that a cited figure stands in, drawn small, with the claim's own number as a level across."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from checks.types.document import Figure
from service.charts import LineChart, line_chart
from store.claims.claims import QuantityRecord
from store.db import Connection
from store.lookups.evidence import EvidenceRecord
from store.shelf import figures

_WIDTH: Final = 640
_HEIGHT: Final = 90
_NEAR: Final = (
    5.0  # a number of the claim that is more than so many times the figure, or so small a part, is another one
)


@dataclass(frozen=True, slots=True)
class Series:
    """Years with their values, the oldest first, as a chart; `claimed` is the claim's own number where one fits."""

    chart: LineChart
    values: tuple[tuple[int, float], ...]
    claimed: float | None

    @property
    def first(self) -> int:
        """The first year."""
        return self.values[0][0]

    @property
    def last(self) -> int:
        """The last year."""
        return self.values[-1][0]


def claimed_value(amounts: Sequence[QuantityRecord], figure: Figure) -> float | None:
    """The one number of a claim that is of the figure's unit and size; None if none or several are."""
    stated = {
        value
        for each in amounts
        if each.role == "amount" and each.unit == figure.unit
        for value in (each.low, each.high)
        if value is not None and figure.value and 1 / _NEAR <= value / figure.value <= _NEAR
    }
    return stated.pop() if len(stated) == 1 else None


def draw_evidence(
    conn: Connection, found: Iterable[EvidenceRecord], amounts: Sequence[QuantityRecord]
) -> dict[int, Series]:
    """The series of those figures among some evidence whose neighbours in time are kept, by the evidence's id.

    `amounts` are the quantities of the claim that the evidence belongs to.
    """
    drawn: dict[int, Series] = {}
    for row in found:
        if row.figure is None:
            continue
        values = figures.list_series_values(conn, row.figure)
        if row.figure.year in dict(values) and (made := draw_series(values, claimed_value(amounts, row.figure))):
            drawn[row.id] = made
    return drawn


def draw_series(values: Sequence[tuple[int, float]], claimed: float | None) -> Series | None:
    """The chart of a series; None if there are fewer than two years. Years without a value are gaps."""
    by_year = dict(values)
    if len(by_year) < 2:
        return None
    years = range(min(by_year), max(by_year) + 1)
    chart = line_chart([by_year.get(year) for year in years], width=_WIDTH, height=_HEIGHT, level=claimed)
    return Series(chart, tuple(sorted(by_year.items())), claimed) if chart else None
