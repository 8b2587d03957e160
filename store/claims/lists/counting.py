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
_LONGEST: Final = 40_000.0  # microseconds that counting is expected to take, else the number is estimated


@dataclass(frozen=True, slots=True)
class Count:
    """How many claims a list has: counted where `exact`, else as PostgreSQL's statistics say, to two digits."""

    number: int
    exact: bool


@dataclass(frozen=True, slots=True)
class _Way:
    """How claims are counted: along branches, by what the inverted index finds, or (neither) until there are enough;
    the microseconds that it is expected to take, and what the index is asked.
    """

    branches: Branches | None
    by_index: bool
    takes: float
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
    """The way of counting.

    Many are counted by reading until there are enough; of few PostgreSQL would so read the whole table, and they are
    found by the inverted index. Where other indexes hold all that is asked, they are read for both as far as that
    takes less time.
    """
    if narrowed.few:
        return _Way(None, True, 0.0)
    way = ways.choose(narrowed, guessed, most + 1)
    branches = narrowed.branches[way.branches]
    if narrowed.covered and not way.gathered:
        return _Way(branches, False, way.in_order)
    by_index = bool(narrowed.indexed or narrowed.terms)
    if by_index and guessed.fits <= _most_counted_by_index(narrowed, guessed, most):
        return _Way(None, True, ways.gathering(narrowed, guessed), ways.searched(narrowed, guessed))
    return _Way(None, False, way.in_order)


def _count_along(conn: sa.Connection, narrowed: Narrowed, order: Order, most: int, way: _Way) -> int:
    if way.by_index:
        found = found_by_index(narrowed, order, way.search)
        some = sa.select(sa.literal(1)).select_from(found).where(*beyond_of(found, order))
    else:
        one, asked = (
            sa.select(sa.literal(1)).select_from(claims),
            [*(narrowed.of_each if way.branches else narrowed.conditions), *order.beyond()],
        )
        walks = [one.where(*branch, *asked).limit(most + 1) for branch in way.branches or ((),)]
        some = walks[0] if len(walks) == 1 else sa.select(sa.union_all(*walks).subquery())
    if not way.by_index and way.branches is None:
        return _count(conn, some, most)
    conn.execute(ways.BOUNDED)
    count = _count(conn, some, most)
    conn.execute(ways.USUAL)
    return count


def _count(conn: sa.Connection, rows: AnySelect, most: int) -> int:
    return int(conn.execute(sa.select(sa.func.count()).select_from(rows.limit(most + 1).subquery())).scalar_one())
