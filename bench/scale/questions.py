"""What is asked of the desk: every list and page with every filter, alone and any two together, first and deep."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import combinations
from typing import Final
from urllib.parse import urlencode

from flask import Flask

from bench.scale.lists import LISTS, PAGES, Listed
from service.request import claim_filters, cursors

_DEEP: Final = {  # by the name of a list's cursors: a place far down, by the values that it is ordered by; "" an id
    "claims by worth": (False, 0.4, ""),
    "claims by finding": (1, 0.4, ""),
    "claims by both": (0.4, ""),
    "external ratings": (1, -1, ""),
}
_DAYS: Final = {"month ago": 30, "year ago": 365, "two years ago": 730}
Chosen = Mapping[str, str]  # a value by the name of its parameter


@dataclass(frozen=True, slots=True)
class Question:
    """An address under a name that is the same for desks of all sizes."""

    name: str
    path: str


def questions(app: Flask, claims: int, ids: Mapping[str, int]) -> Iterator[Question]:
    """All that is asked of a desk of so many claims.

    Args:
        ids: by name, the ids that stand in `bench.scale.lists`, and the highest id of each list by the name of its
            cursors.
    """
    now = datetime.now(UTC)
    given = {**ids, **{name: f"{now - timedelta(days=days):%Y-%m-%d}" for name, days in _DAYS.items()}}
    for page in PAGES:
        yield Question(page, page.format(**given))
    with app.test_request_context():
        for listed in LISTS:
            for sort in listed.sorts or ("",):
                for chosen in _narrowed(listed, sort):
                    yield from _asked(listed, chosen, sort, given, claims)


def _narrowed(listed: Listed, sort: str) -> Iterator[Chosen]:
    """What a list is narrowed to in one order: to nothing, to each value, to any two of different parameters; to two
    in the first order alone, or where one is a state, of which each has its own indexes.
    """
    singles = [{name: value} for name, values in listed.filters.items() for value in values]
    yield {}
    yield from singles
    for one, other in combinations(singles, 2):
        if not listed.together or one.keys() == other.keys():
            continue
        if sort in listed.sorts[:1] or not listed.sorts or "state" in one:
            yield one | other


def _asked(
    listed: Listed, chosen: Chosen, sort: str, given: Mapping[str, object], claims: int
) -> Iterator[Question]:
    """The first page of a list, and a deep one where it is narrowed by one parameter at most."""
    path = listed.path.format(**given)
    values = {name: value.format(**given).split("|") for name, value in chosen.items()}
    if sort:
        values["sort"] = [sort]
        name = f"{listed.path} {' '.join(f'{key}={value}' for key, value in chosen.items())} {sort}"
    else:
        name = f"{listed.path}?{'&'.join(f'{key}={value}' for key, value in chosen.items())}"
    yield Question(name, f"{path}?{urlencode(values, doseq=True)}")
    parameter, of = listed.cursor
    if len(chosen) <= 1 and parameter:
        newest = claims if sort else int(str(given[of]))
        of = claim_filters.cursor_of(sort) if sort else of.format(**given)
        deep = {**values, parameter: [cursors.write(of, _place(of, sort, newest))]}
        yield Question(f"{name} deep", f"{path}?{urlencode(deep, doseq=True)}")


def _place(of: str, sort: str, newest: int) -> tuple[object, ...]:
    """A place far down a list whose highest id is `newest`: half of its three years ago, at a third of its claims, or
    at a tenth of its ids.
    """
    if of == "public fact-checks":
        return (datetime.now(UTC) - timedelta(days=548)).isoformat(), newest
    at = newest // 3 if sort else newest // 10 + 1
    if sort in ("newest", "oldest"):
        return (datetime.now(UTC) - timedelta(days=730)).isoformat(), at
    return tuple(at if value == "" else value for value in _DEEP.get(of, ("",)))
