"""The names of countries and other entities that have figures, and of their peoples.

`data/country_names.csv` has the entities of the starter figures, each with its names and adjectives.
`data/peoples.csv` has the peoples whose name does not begin like that of their country, made by hand.
"""

from collections.abc import Iterator
from functools import cache

from checks.lexicon import load_rows, load_table


def country_rows() -> tuple[dict[str, str], ...]:
    """The rows of `country_names.csv`: "entity", and "names" and "of_it", each several words joined by "|"."""
    return load_rows("country_names")


def entity_names() -> Iterator[tuple[str, str]]:
    """(entity, name it goes by) for every entity of the starter figures, and for what must not be taken for one."""
    for row in country_rows():
        yield from ((row["entity"], name) for name in row["names"].split("|"))


@cache
def known_names() -> dict[str, tuple[str, ...]]:
    """All names that an entity of the starter figures goes by."""
    found: dict[str, tuple[str, ...]] = {}
    for entity, name in entity_names():
        found[entity] = (*found.get(entity, ()), name)
    return found


@cache
def entity_of() -> dict[str, str]:
    """The entity of the starter figures that each name or adjective stands for: "Moroccan", Morocco."""
    return {
        word: row["entity"]
        for row in country_rows()
        for field in ("names", "of_it")
        for word in row[field].split("|")
    }


@cache
def entity_of_people() -> dict[str, str]:
    """The entity of the starter figures that a people in the plural is of: "Moroccans", "Danes"; of no continent."""
    entities, groups = entity_of(), load_table("documents")["groups"].values()
    found = {f"{word}s": entity for word, entity in entities.items() if word.endswith(("n", "i"))}
    found |= {
        people.title(): entities[country.title()]
        for people, country in country_of_people().items()
        if people.endswith("s") and people != country and country.title() in entities
    }
    return {people: entity for people, entity in found.items() if people not in entities and entity not in groups}


@cache
def country_of_people() -> dict[str, str]:
    """By a people, or its country, in lower case: one name for both."""
    return {row["name"]: row["country"] for row in load_rows("peoples")}
