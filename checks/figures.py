"""The starter figure tables: inhabitants, gross domestic product and inflation of countries, from 1990 on.

Source: World Bank by way of the datasets/* data packages; see `checks/data/NOTICE`.
"""

import csv
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

from checks.measures import measures
from checks.types import Figure

DATA: Final = Path(__file__).parent / "data"
SOURCE: Final = "World Bank"


def starter() -> Iterator[Figure]:
    """Every starter figure: inhabitants as a count, GDP in US dollars, inflation in percent a year."""
    with (DATA / "figures.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            measure, first = row["measure"], int(row["first_year"])
            for year, value in enumerate(row["values"].split(), first):
                if value != "-":
                    yield Figure(row["entity"], measure, year, float(value), measures()[measure].unit, SOURCE)


def names() -> Iterator[tuple[str, str]]:
    """(entity, name it goes by) for every entity of the starter figures."""
    with (DATA / "names.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield from ((row["entity"], name) for name in row["names"].split("|"))


@cache
def known_names() -> dict[str, tuple[str, ...]]:
    """All names that an entity of the starter figures goes by."""
    found: dict[str, tuple[str, ...]] = {}
    for entity, name in names():
        found[entity] = (*found.get(entity, ()), name)
    return found
