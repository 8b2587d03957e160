"""What figure tables measure, the starter tables, and the figures that are worked out of others.

The starter figures are inhabitants, gross domestic product and inflation of countries, from 1960 on; their source is
the World Bank by way of the datasets/* data packages (`checks/data/NOTICE`). `checks/data/figures.toml` names the
measures.
"""

import csv
import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Final

from checks.types import Figure

DATA: Final = Path(__file__).parent / "data"
SOURCE: Final = "World Bank"
WORLD: Final = "World"
_UNITS: Final = {
    "%": "percent", "percent": "percent", "per cent": "percent", "pct": "percent", "percentage": "percent",
    "$": "USD", "us$": "USD", "usd": "USD", "current us$": "USD", "us dollar": "USD", "us dollars": "USD",
    "€": "EUR", "eur": "EUR", "euro": "EUR", "euros": "EUR", "£": "GBP", "gbp": "GBP",
    "": None, "number": None, "count": None, "people": None, "persons": None, "person": None, "inhabitants": None,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Measure:
    """What a figure measures: how it is told and found, and for a derived one out of what, by which rule."""

    title: str
    said: tuple[str, ...]
    columns: tuple[str, ...]
    unit: str | None = None
    of: tuple[str, ...] = ()
    rule: str = ""


@cache
def measures() -> dict[str, Measure]:
    """The measures that are known by name."""
    table = tomllib.loads((DATA / "figures.toml").read_text(encoding="utf-8"))
    return {name: _measure(**row) for name, row in table.items()}


def _measure(title: str, said: list[str], columns: list[str], of: Sequence[str] = (), **rest: str) -> Measure:
    return Measure(title, tuple(said), tuple(columns), of=tuple(of), **rest)


UNITS: Final = {name: measure.unit for name, measure in measures().items()}
TITLES: Final = {name: measure.title for name, measure in measures().items()}


def title(measure: str) -> str:
    """A measure as people read it."""
    return TITLES.get(measure) or measure[:1].upper() + measure[1:]


def canonical(called: str) -> str:
    """The measure that a table means by `called`: one that is known, or the words themselves, in small letters."""
    words = " ".join(called.split()).lower()
    return next((name for name, measure in measures().items() if words == name or words in measure.columns), words)


def unit_named(called: str) -> str | None:
    """A unit as claims have it: "percent", an ISO 4217 code, None for a count; any other as it is called."""
    words = " ".join(called.split())
    return _UNITS.get(words.lower(), words)


def named(statement: str) -> list[str]:
    """The known measures that a statement names, where one name lies within another only the longer: "GDP per head"."""
    spans = {name: match.span() for name, words in _patterns().items() if (match := words.search(statement))}
    return [name for name, span in spans.items() if not any(_inside(span, other) for other in spans.values())]


def _inside(span: tuple[int, int], other: tuple[int, int]) -> bool:
    return span != other and other[0] <= span[0] and span[1] <= other[1]


@cache
def _patterns() -> dict[str, "re.Pattern[str]"]:
    """One pattern a measure; of the words that begin at a place, the longest are tried first."""
    return {
        name: re.compile(rf"\b(?:{'|'.join(map(re.escape, sorted(measure.said, key=len, reverse=True)))})s?\b", re.IGNORECASE)
        for name, measure in measures().items()
    }  # fmt: skip


def derived(measure: str, tables: Sequence[Sequence[Figure]]) -> tuple[Figure, ...]:
    """The figures of a derived measure, the newest first.

    `tables` are those that it is worked out of, in the order of its `of`: one entity's, each a measure; for a share the
    entity's and the world's.
    """
    first = _by_year(tables[0])
    match measures()[measure].rule:
        case "ratio":
            values = {year: (f.value / by[year].value, f"{f.value:.6g} ÷ {by[year].value:.6g}")
                      for by in [_by_year(tables[1])] for year, f in first.items()
                      if year in by and by[year].value}  # fmt: skip
        case "share":
            values = {year: (f.value / by[year].value * 100, f"{f.value:.6g} of {by[year].value:.6g}")
                      for by in [_by_year(tables[1])] for year, f in first.items()
                      if year in by and by[year].value}  # fmt: skip
        case _:
            values = {year: (_growth(first[year - 1].value, f.value), f"from {first[year - 1].value:.6g} to {f.value:.6g}")
                      for year, f in first.items() if year - 1 in first and first[year - 1].value}  # fmt: skip
    return tuple(
        replace(
            first[year], measure=measure, value=value, unit=UNITS[measure], source=f"{first[year].source} ({how})"
        )
        for year, (value, how) in sorted(values.items(), reverse=True)
    )


def _growth(before: float, now: float) -> float:
    return (now - before) / before * 100


def _by_year(table: Sequence[Figure]) -> dict[int, Figure]:
    """One figure a year, the first where several sources give one."""
    found: dict[int, Figure] = {}
    for figure in table:
        found.setdefault(figure.year, figure)
    return found


def starter() -> Iterator[Figure]:
    """Every starter figure: inhabitants as a count, GDP in US dollars, inflation in percent a year."""
    with (DATA / "figures.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            measure, first = row["measure"], int(row["first_year"])
            for year, value in enumerate(row["values"].split(), first):
                if value != "-":
                    yield Figure(row["entity"], measure, year, float(value), UNITS[measure], SOURCE)


def names() -> Iterator[tuple[str, str]]:
    """(entity, name it goes by) for every entity of the starter figures."""
    with (DATA / "names.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield from ((row["entity"], name) for name in row["names"].split("|"))
