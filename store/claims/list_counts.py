"""How many claims a list has, counted in a bounded number of rows, and estimated where there are more."""

from dataclasses import dataclass
from typing import Final

import sqlalchemy as sa

from store.claims.listing import (
    BOUNDED,
    USUAL,
    Narrowed,
    Order,
    beyond_of,
    estimate_fits,
    found_by_index,
    most_gathered,
)
from store.claims.tables import claims
from store.rows import AnySelect

_COUNTED_BY_INDEX: Final = 5  # times the most that is counted: so few are counted by the inverted index


@dataclass(frozen=True, slots=True)
class Count:
    """How many claims a list has: counted where `exact`, else as PostgreSQL's statistics say, to two digits."""

    number: int
    exact: bool


def count_or_estimate(conn: sa.Connection, narrowed: Narrowed, most: int) -> Count:
    """How many claims a list has: counted up to `most`, and estimated beyond."""
    estimate = 0.0 if narrowed.few else estimate_fits(conn, narrowed.conditions)
    few = _most_counted_by_index(conn, narrowed, most)
    by_id = Order((claims.c.id,), descending=True)
    if estimate <= few and (count := count_up_to(conn, narrowed, by_id, most)) <= most:
        return Count(count, exact=True)
    return Count(round_to_two(max(estimate, most)), exact=False)


def _most_counted_by_index(conn: sa.Connection, narrowed: Narrowed, most: int) -> float:
    """Up to how many claims fit by PostgreSQL's statistics where up to `most` are counted by the inverted index."""
    total = estimate_fits(conn, []) if narrowed.words else 0.0
    return most_gathered(narrowed, _COUNTED_BY_INDEX * most, total)


def round_to_two(value: float) -> int:
    """A number of which two digits say something: 12,000 of 12,345."""
    return int(float(f"{value:.1e}"))


def count_up_to(conn: sa.Connection, narrowed: Narrowed, order: Order, most: int) -> int:
    """How many claims a list has after the place of `order`, counted up to `most` and one.

    Many are counted by reading until there are enough; of few PostgreSQL would so read the whole table, and they are
    found by the inverted index.
    """
    by_index = not narrowed.few and (bool(narrowed.indexed) or narrowed.words)
    if by_index and estimate_fits(conn, narrowed.conditions) <= _most_counted_by_index(conn, narrowed, most):
        found = found_by_index(narrowed, order)
        some = sa.select(sa.literal(1)).select_from(found).where(*beyond_of(found, order))
        conn.execute(BOUNDED)
        count = _count(conn, some, most)
        conn.execute(USUAL)
        return count
    some = sa.select(sa.literal(1)).select_from(claims).where(*narrowed.conditions, *order.beyond())
    return _count(conn, some, most)


def _count(conn: sa.Connection, rows: AnySelect, most: int) -> int:
    return int(conn.execute(sa.select(sa.func.count()).select_from(rows.limit(most + 1).subquery())).scalar_one())
