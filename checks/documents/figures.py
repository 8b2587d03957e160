"""The starter figure tables, and the figures that are worked out of others.

The starter figures are inhabitants, gross domestic product and inflation of countries, from 1960 on; their source is
the World Bank by way of the datasets/* data packages (`checks/documents/data/NOTICE`).
"""

import csv
import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Final

from checks.documents.measures import measures, unit_of
from checks.lexicon.country_names import country_rows, entity_names, entity_of, entity_of_people, known_names
from checks.quantities.intervals import spoken
from checks.types.document import DataSet, Figure

DATA: Final = Path(__file__).parent / "data"
SOURCE: Final = "World Bank"
WORLD: Final = "World"
_UNITS: Final = {
    "%": "percent", "percent": "percent", "per cent": "percent", "pct": "percent", "percentage": "percent",
    "$": "USD", "us$": "USD", "usd": "USD", "current us$": "USD", "us dollar": "USD", "us dollars": "USD",
    "€": "EUR", "eur": "EUR", "euro": "EUR", "euros": "EUR", "£": "GBP", "gbp": "GBP",
    "": None, "number": None, "count": None, "people": None, "persons": None, "person": None, "inhabitants": None,
}  # fmt: skip
_HOW: Final = {"ratio": "÷", "share": "of", "growth": "after"}


def unit_named(called: str) -> str | None:
    """A unit as claims have it: "percent", an ISO 4217 code, None for a count; any other as it is called.

    The words that tables use for units ("per cent", "US$", "persons") are in `_UNITS`.
    """
    words = " ".join(called.split())
    return _UNITS.get(words.lower(), words)


def derived(measure: str, tables: Sequence[Sequence[Figure]]) -> tuple[Figure, ...]:
    """The figures of a derived measure, the newest first.

    `tables` are those that it is worked out of, in the order of its `of`: one entity's, each a measure; for a share the
    entity's and the whole's, which the source names.
    """
    of, rule = _by_year(tables[0]), measures()[measure].rule
    other = {year + 1: f for year, f in of.items()} if rule == "growth" else _by_year(tables[1])
    return tuple(
        replace(
            of[year], measure=measure, value=_worked_out(rule, of[year].value, other[year].value),
            unit=unit_of(measure),
            source=f"{of[year].source} ({_derivation(of[year], _HOW[rule], other[year])}{_whole(rule, other[year])})",
        )
        for year in sorted(of.keys() & other.keys(), reverse=True) if other[year].value
    )  # fmt: skip


def against(ours: Sequence[Figure], theirs: Sequence[Figure]) -> tuple[Figure, ...]:
    """How many times another entity's figures one entity's are, the newest year first.

    Both tables are of one measure; only years that both have count. The source says how it was worked out.
    """
    of, other = _by_year(ours), _by_year(theirs)
    return tuple(
        replace(
            of[year], entity=f"{of[year].entity} against {other[year].entity}", unit="times",
            value=_worked_out("ratio", of[year].value, other[year].value),
            source=f"{of[year].source} ({_derivation(of[year], '÷', other[year])})",
        )
        for year in sorted(of.keys() & other.keys(), reverse=True) if other[year].value
    )  # fmt: skip


def together(tables: Sequence[Sequence[Figure]]) -> tuple[Figure, ...]:
    """The sums of several entities' figures, the newest year first; all of one measure, one table an entity.

    Only years that all have count. Sums have six digits, as have the starter figures.
    """
    years = [_by_year(table) for table in tables]
    everywhere = set[int].intersection(*map(set, years)) if years else set()
    found = []
    for year in sorted(everywhere, reverse=True):
        parts = [by_year[year] for by_year in years]
        sum_ = " + ".join(spoken(part.value, part.unit) for part in parts)
        found.append(
            replace(
                parts[0], entity=" and ".join(part.entity for part in parts),
                value=float(f"{sum(part.value for part in parts):.6g}"), source=f"{parts[0].source} ({sum_})",
            )
        )  # fmt: skip
    return tuple(found)


def change(table: Sequence[Figure], since: int, until: int | None = None) -> Figure | None:
    """By how much an entity's figure has changed from one year to another, or to the newest.

    None if the table lacks one of the two years. A measure in percent changes by percentage points.
    """
    by_year = _by_year(table)
    last = max(by_year, default=since) if until is None else until
    if last <= since or since not in by_year or last not in by_year:
        return None
    earlier, later = by_year[since], by_year[last]
    return replace(
        later, value=float(f"{later.value - earlier.value:.6g}"), since=since,
        source=f"{later.source} ({_derivation(later, '−', earlier)})",
    )  # fmt: skip


def growth(table: Sequence[Figure], since: int, until: int) -> Figure | None:
    """How many times as much an entity's figure has become from one year to another; None if one is missing.

    Also None if the earlier figure is 0, or if the figure is itself a change. The unit is "times".
    """
    by_year = _by_year(table)
    if until <= since or not {since, until} <= by_year.keys() or not by_year[since].value:
        return None
    if (measure := measures().get(by_year[since].measure)) is not None and measure.change:
        return None
    earlier, later = by_year[since], by_year[until]
    return replace(
        later, value=_worked_out("ratio", later.value, earlier.value), unit="times", since=since,
        source=f"{later.source} ({_derivation(later, '÷', earlier)})",
    )  # fmt: skip


def relative_change(table: Sequence[Figure], since: int, until: int) -> Figure | None:
    """By how many percent an entity's figure has changed from one year to another; None as for `growth`."""
    times = growth(table, since, until)
    return times and replace(times, value=float(f"{(times.value - 1) * 100:.4g}"), unit="percent")


def _worked_out(rule: str, value: float, other: float) -> float:
    """A ratio, a share in percent, or the growth in percent, to four digits.

    More would claim an exactness that no figure has. `other` must not be 0.
    """
    by_rule = {"ratio": value / other, "share": value / other * 100, "growth": (value - other) / other * 100}
    return float(f"{by_rule[rule]:.4g}")


def _derivation(figure: Figure, how: str, other: Figure) -> str:
    """How a figure was worked out, for its source: "$4.4 trillion ÷ 83 million"."""
    return f"{spoken(figure.value, figure.unit)} {how} {spoken(other.value, other.unit)}"


def _whole(rule: str, other: Figure) -> str:
    """The name of the whole that a share is of, for its source; empty for what is no share."""
    return f", {other.entity}" if rule == "share" else ""


def _by_year(table: Sequence[Figure]) -> dict[int, Figure]:
    """One figure a year, the first where several sources give one."""
    found: dict[int, Figure] = {}
    for figure in table:
        found.setdefault(figure.year, figure)
    return found


def starter() -> Iterator[Figure]:
    """Every starter figure: inhabitants as a count, GDP in US dollars, inflation in percent a year.

    In the order of `figures.csv`, which has a row for each entity and measure; a "-" is a year without a value.
    """
    with (DATA / "figures.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            measure, first = row["measure"], int(row["first_year"])
            for year, value in enumerate(row["values"].split(), first):
                if value != "-":
                    yield Figure(
                        entity=row["entity"], measure=measure, year=year, value=float(value), unit=unit_of(measure),
                        source=SOURCE,
                    )  # fmt: skip


def starter_sets() -> tuple[DataSet, ...]:
    """The starter figures by the data sets that they are taken from, each with its edition and licence.

    Described in `starter_sets.toml`; raises `KeyError` where a measure of the figures is not described.
    """
    described = tomllib.loads((DATA / "starter_sets.toml").read_text(encoding="utf-8"))
    rows: dict[str, list[Figure]] = {key: [] for key in described}
    for figure in starter():
        rows[figure.measure].append(figure)
    return tuple(
        DataSet(
            key=key, title=about["title"], publisher=about["publisher"], url=about["url"],
            edition=f"figures to {max(figure.year for figure in rows[key])}; {about['edition']}",
            licence=about["licence"], obtained=about["obtained"], figures=tuple(rows[key]),
        )
        for key, about in described.items()
    )  # fmt: skip


def names() -> Iterator[tuple[str, str]]:
    """(entity, name it goes by) for every entity of the starter figures, and for what must not be taken for one.

    As `checks.lexicon.country_names` has them; an entity comes once for each of its names.
    """
    return entity_names()


def places_named(statement: str) -> str:
    """A statement with countries in place of their adjectives and peoples: "German inflation", "Germans paid".

    Not for what counts people: "the German population of Chile".
    """
    of_it = {word: row["entity"] for row in country_rows() for word in row["of_it"].split("|") if word}
    of_it |= entity_of_people()
    return _of_a_country().sub(lambda match: of_it.get(match[0], match[0]), statement)


def named_together(statement: str, entities: Sequence[str]) -> list[str]:
    """The first of the entities with those that "and" or "or" joins to it: "France, Spain and Italy".

    `entities` are those that the statement names, in its order. A list counts only where an "and" or "or" stands
    before its last member; else the first alone comes back.
    """
    together = list(entities[:1])
    for entity in entities[1:]:
        before, behind = (
            "|".join(re.escape(name) for name in (each, *known_names().get(each, ())))
            for each in (together[-1], entity)
        )
        if not re.search(rf"\b(?:{before})(?:,|,? (?:and|or))(?: the)? (?:{behind})\b", statement):
            break
        together.append(entity)
    if not together:
        return []
    last_names = "|".join(re.escape(name) for name in (together[-1], *known_names().get(together[-1], ())))
    last = rf" (?:and|or)(?: the)? (?:{last_names})\b"
    return together if len(together) > 1 and re.search(last, statement) else together[:1]


def people_named(statement: str) -> str | None:
    """The country whose people a statement counts as such; None if it counts nobody's.

    "The Chinese population of Malaysia" and "Chinese citizens" count China's, "Moroccans numbered …" Morocco's.
    """
    match = _people().search(statement)
    return {**entity_of(), **entity_of_people()}[match[1] or match[2]] if match else None


@cache
def _people() -> "re.Pattern[str]":
    """What matches people counted by their country: "the Czech citizens", with at most one word between; "Poles"."""
    words = sorted(
        {word for row in country_rows() for word in row["of_it"].split("|") if word}, key=len, reverse=True
    )
    counted = "population|inhabitants|residents|people|citizens"
    peoples = "|".join(map(re.escape, entity_of_people()))
    return re.compile(rf"\b(?:({'|'.join(map(re.escape, words))})\s(?:\w+\s)?(?:{counted})|({peoples}))\b")


@cache
def _of_a_country() -> "re.Pattern[str]":
    """Names and what is of them; the longest first, so that the Czech Republic stays what it is."""
    words = {
        word for row in country_rows() for field in ("names", "of_it") for word in row[field].split("|") if word
    } | entity_of_people().keys()
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, sorted(words, key=len, reverse=True)))})\b")
