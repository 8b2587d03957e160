"""How many claims a list has, counted in a bounded number of rows, and estimated where there are more."""

from dataclasses import dataclass
from typing import Final

import sqlalchemy as sa

from store.claims.lists import ways
from store.claims.lists.listing import beyond_of, found_by_index
from store.claims.lists.narrowing import Branches, Narrowed, Order
from store.claims.lists.searching import Search
from store.claims.tables import claims
from store.rows import AnySelect

_COUNTED_BY_INDEX: Final = 5  # times the most that is counted: so few are counted by the inverted index
_NONE: Final = ways.Guess(0.0, 0.0, 0.0, (0.0,))  # of few, which are counted without a guess
_COUNTED: Final = 0.2  # microseconds a claim, where the index holds all that is asked
_SOON: Final = 4_000.0  # microseconds
_LONGEST: Final = 40_000.0  # microseconds that counting is expected to take, else the number is estimated


@dataclass(frozen=True, slots=True)
class Count:
    """How many claims a list has: counted where `exact`, else as PostgreSQL's statistics say, to two digits."""

    number: int
    exact: bool


@dataclass(frozen=True, slots=True)
class _Way:
    """How claims are counted: along branches, or by what an index finds that is asked so; and the microseconds that it
    is expected to take.
    """

    takes: float = 0.0
    branches: Branches | None = None
    search: Search | None = None


def count_or_estimate(conn: sa.Connection, narrowed: Narrowed, most: int) -> Count:
    """How many claims a list has: counted up to `most`, and estimated beyond, or where counting would take long."""
    by_id, least = Order((claims.c.id,), descending=True), 0
    guessed = _NONE if narrowed.few else ways.guess(conn, narrowed)
    way = _way(narrowed, guessed, most)
    if guessed.fits <= _most_counted_by_index(narrowed, guessed, most) and way.takes <= _LONGEST:
        least = _count_along(conn, narrowed, by_id, most, way)
        if least <= most:
            return Count(least, exact=True)
    fits = ways.estimate_fits(conn, narrowed.conditions) if narrowed.few else guessed.fits
    return Count(round_to_two(max(fits, least)), exact=False)


def _most_counted_by_index(narrowed: Narrowed, guessed: ways.Guess, most: int) -> float:
    """Up to how many claims fit by PostgreSQL's statistics where up to `most` are counted by the inverted index."""
    return ways.most_gathered(narrowed, _COUNTED_BY_INDEX * most, max(guessed.totals) if narrowed.words else 0.0)


def round_to_two(value: float) -> int:
    """A number of which two digits say something: 12,000 of 12,345."""
    return int(float(f"{value:.1e}"))


def count_up_to(conn: sa.Connection, narrowed: Narrowed, order: Order, most: int) -> int:
    """How many claims a list has after the place of `order`, counted up to `most` and one."""
    guessed = _NONE if narrowed.few else ways.guess(conn, narrowed)
    return _count_along(conn, narrowed, order, most, _way(narrowed, guessed, most))


def _way(narrowed: Narrowed, guessed: ways.Guess, most: int) -> _Way:
    """The way of counting: until there are enough along the shortest branches, or by what an index finds.

    Branches that are soon read to their end are, since the statistics may be wrong about what fits.
    """
    if narrowed.few:
        return _Way()
    total, number = min((total, number) for number, total in enumerate(guessed.totals))
    share = min((most + 1) / max(guessed.fits, 1.0), 1.0)
    a_row = _COUNTED + ways.of_a_row(narrowed) - ways.IN_INDEX if narrowed.covered else ways.of_a_row(narrowed)
    by_index = ways.gathering(narrowed, guessed, share)
    if not (narrowed.indexed or narrowed.terms) or total * a_row <= _SOON or total * share * a_row <= by_index:
        return _Way(total * share * a_row, narrowed.branches[number])
    return _Way(by_index, None, ways.searched(narrowed, guessed, share))


def _count_along(conn: sa.Connection, narrowed: Narrowed, order: Order, most: int, way: _Way) -> int:
    if way.branches is None:
        found = found_by_index(narrowed, order, way.search)
        some = sa.select(sa.literal(1)).select_from(found).where(*beyond_of(found, order))
        conn.execute(ways.BOUNDED)
    else:
        one = sa.select(sa.literal(1)).select_from(claims).where(*narrowed.of_each, *order.beyond())
        walks = [one.where(*branch).limit(most + 1) for branch in way.branches]
        some = walks[0] if len(walks) == 1 else sa.select(sa.union_all(*walks).subquery())
        conn.execute(ways.ALONG)
    count = _count(conn, some, most)
    conn.execute(ways.USUAL)
    return count


def _count(conn: sa.Connection, rows: AnySelect, most: int) -> int:
    return int(conn.execute(sa.select(sa.func.count()).select_from(rows.limit(most + 1).subquery())).scalar_one())
