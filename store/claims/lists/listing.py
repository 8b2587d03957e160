"""Which claims a list shows, found in a bounded number of rows, however many claims there are.

How a list is read first is guessed from PostgreSQL's statistics (`store.claims.lists.ways`). What is read in order is
so as long as it is quicker than the other ways, and then it is found by stretches of the order, or gathered.
"""

from collections.abc import Sequence
from dataclasses import replace
from math import inf, sqrt
from typing import Final

import sqlalchemy as sa

from store.claims.lists import ways
from store.claims.lists.findings import find_by_findings
from store.claims.lists.narrowing import Branches, Condition, Narrowed, Order
from store.claims.lists.searching import Search, conditions_of, search_for
from store.claims.lists.stretches import TIMES_WANTED, among_stretches, next_part, shares_of_stretches
from store.claims.lists.ways import BOUNDED, USUAL, Guess, Way
from store.claims.tables import claims

_LONGER: Final = 4.0  # times as long as the part before that a part of an order is at most
_LEAST_SHARE: Final = 0.001  # of all claims, in a part


def find_ids(conn: sa.Connection, narrowed: Narrowed, order: Order, limit: int) -> list[int]:
    """The ids of the first claims of a list after its place, in its order.

    Args:
        limit: the most ids.
    """
    conn.execute(BOUNDED)
    found = _find(conn, narrowed, order, limit)
    conn.execute(USUAL)
    return found


def _find(conn: sa.Connection, narrowed: Narrowed, order: Order, limit: int) -> list[int]:
    if narrowed.few:
        return _gathered(conn, narrowed, order, limit)
    guessed = ways.guess(conn, narrowed)
    way = ways.choose(narrowed, guessed, limit)
    if way.by_findings:
        return find_by_findings(conn, narrowed, order, limit)
    most = ways.gathering(narrowed, guessed)
    found = None
    if way.by_stretches:
        found = _by_stretches(conn, narrowed, order, limit, guessed, most, way.in_order)
    if found is None and way.gathered:
        found = _all_of(conn, narrowed, order, limit, ways.searched(narrowed, guessed))
    if found is not None:
        return found
    ids, whole = _in_parts(conn, narrowed, order, limit, way)
    if whole or len(ids) == limit:
        return ids
    if way.then_by_stretches:
        read = (len(ids) + 1) / way.stretch * guessed.totals[way.branches]
        # What was read may be no more like the rest than the statistics are: what fits often stands together.
        fewer = replace(guessed, fits=sqrt(min(read, guessed.fits) * guessed.fits))
        if (found := _by_stretches(conn, narrowed, order, limit, fewer, most)) is not None:
            return found
    return _gathered(conn, narrowed, order, limit, ways.searched(narrowed, guessed))


def _by_stretches(
    conn: sa.Connection,
    narrowed: Narrowed,
    order: Order,
    limit: int,
    guessed: Guess,
    most: float,
    at_first: float = inf,
) -> list[int] | None:
    """The first ids of a list, looked for in one part of the order after the other.

    Each part is as long as what the parts before held says, and four times as long as the one before at most.

    Args:
        most: microseconds that a part may take; None where it would take longer.
        at_first: those of the first part, of which reading in order takes as many if what fits is spread evenly.
    """
    assert narrowed.stretches
    places = [place for place in (order.after, narrowed.ends[order.descending]) if place is not None]
    if not places and order.columns[0].name == "found_at":  # whose stretches have no first or last one
        end = sa.func.max if order.descending else sa.func.min
        places.append((conn.execute(sa.select(end(claims.c.found_at))).scalar_one(),))
    beyond = narrowed.stretches.beyond(places, descending=order.descending)
    shares = shares_of_stretches(conn, narrowed.stretches.name)
    ids: list[int] = []
    # Of the whole order, were there as many everywhere.
    expected = max(guessed.fits, 1.0) * guessed.every / max(guessed.within, 1.0)
    longest = 1.0
    while len(ids) < limit:
        least = min(TIMES_WANTED * (limit - len(ids)) / expected, longest)
        part, share, further = next_part(beyond, shares, least)
        search = search_for(narrowed.terms, guessed.have, guessed.every, share * guessed.every)
        if not part:
            return ids
        if search.takes > (most if ids else min(most, at_first)):
            return None
        found = _gathered(
            conn, narrowed, order, limit - len(ids), search, [among_stretches(narrowed.stretches.name, part)]
        )
        ids += found
        expected = expected * (len(found) + 1) / (expected * further + 1)
        longest = _LONGER * max(further, _LEAST_SHARE)
    return ids


def _in_parts(
    conn: sa.Connection, narrowed: Narrowed, order: Order, limit: int, way: Way
) -> tuple[list[int], bool]:
    """As `_in_order`, of each part of the order (`Narrowed.ranks`) in turn until there are enough."""
    branches = narrowed.branches[way.branches]
    if order.after is not None and order.columns[0].name == "repeats_false" and order.after[0] != order.descending:
        # The last part: PostgreSQL takes it for empty where it compares the rows, and reads along any index.
        last = [[*branch, claims.c.repeats_false.is_(not order.descending)] for branch in branches]
        return _in_order(conn, narrowed, _within(order, order.after), limit, way, last)
    if not narrowed.ranks:
        return _in_order(conn, narrowed, order, limit, way, branches)
    found: list[int] = []
    ranks = narrowed.ranks if order.descending else narrowed.ranks[::-1]
    at = None if order.after is None else int(str(order.after[0]))
    if at is not None:
        ranks = [rank for rank in ranks if (rank <= at if order.descending else rank >= at)]
    for rank in ranks:
        within = _within(order, order.after if rank == at else None)
        part = [[*branch, claims.c.finding_rank == rank] for branch in branches]
        ids, whole = _in_order(conn, narrowed, within, limit - len(found), way, part)
        found += ids
        if len(found) == limit or not whole:
            return found, False
    return found, True


def _within(order: Order, after: tuple[object, ...] | None) -> Order:
    """The order within a part in which the first column is the same in all rows: ordered by it too, the branches would
    be sorted and not merged.
    """
    return Order(order.columns[1:], order.descending, None if after is None else after[1:])


def _in_order(
    conn: sa.Connection, narrowed: Narrowed, order: Order, limit: int, way: Way, branches: Branches
) -> tuple[list[int], bool]:
    """The first ids among the first `way.stretch` rows of all branches, and whether no row lies beyond.

    The branches are merged as they are read, and the reading ends with the last id that is wanted: of each branch as
    many rows are read as stand before that. Words are asked last where that is the way: what goes before is then
    answered by the index alone.
    """
    stretch = way.stretch
    asked = narrowed.in_index if way.words_last else narrowed.of_each
    fits = sa.and_(sa.true(), *asked).label("fits")
    columns = [column.label(column.name) for column in order.columns]
    walks = [
        sa.select(*columns, fits).where(*branch, *order.beyond()).order_by(*order.by(claims)).limit(stretch)
        for branch in branches
    ]
    merged = walks[0].subquery() if len(walks) == 1 else sa.union_all(*walks).subquery()
    numbered = sa.func.row_number().over(order_by=order.by(merged)).label("number")
    rows = sa.select(merged, numbered).order_by(*order.by(merged)).limit(stretch).subquery()
    last = rows.c.number == stretch
    fit: Condition = rows.c.fits
    if way.words_last:
        words = sa.select(sa.and_(sa.true(), *narrowed.of_words)).where(claims.c.id == rows.c.id)
        fit = sa.and_(fit, words.scalar_subquery())
    query = sa.select(rows.c.id, fit.label("fits"), last.label("last")).where(sa.or_(fit, last))
    found = conn.execute(query.order_by(*order.by(rows)).limit(limit)).all()
    return [int(row.id) for row in found if row.fits], len(found) < limit and not any(row.last for row in found)


def _all_of(
    conn: sa.Connection, narrowed: Narrowed, order: Order, limit: int, search: Search | None
) -> list[int] | None:
    """The first ids of all that fit, None if more than `MOST_GATHERED` do."""
    found = found_by_index(narrowed, order, search)
    some = (
        sa.select(found)
        .where(*beyond_of(found, order))
        .limit(ways.MOST_GATHERED + 1)
        .cte("some")
        .prefix_with("MATERIALIZED")
    )
    chosen = sa.select(some.c.id).order_by(*order.by(some)).limit(limit)
    count = sa.select(sa.func.count()).select_from(some).scalar_subquery()
    row = conn.execute(sa.select(sa.func.array(chosen.scalar_subquery()).label("ids"), count.label("many"))).one()
    return [int(n) for n in row.ids] if row.many <= ways.MOST_GATHERED else None


def _gathered(
    conn: sa.Connection,
    narrowed: Narrowed,
    order: Order,
    limit: int,
    search: Search | None = None,
    within: Sequence[Condition] = (),
) -> list[int]:
    found = found_by_index(narrowed, order, search, within)
    query = sa.select(found.c.id).where(*beyond_of(found, order)).order_by(*order.by(found)).limit(limit)
    return [int(n) for n in conn.execute(query).scalars()]


def found_by_index(
    narrowed: Narrowed, order: Order, search: Search | None = None, within: Sequence[Condition] = ()
) -> sa.CTE:
    """All claims that fit, by the index alone: without the order, which would tempt the planner to read along it.

    Args:
        search: what the inverted index is asked; all that it can be where there is none.
        within: what it is asked besides.
    """
    by_it = narrowed.few or bool(narrowed.indexed) or bool(narrowed.terms)
    asked = [*narrowed.indexed, *conditions_of(narrowed.terms, search), *narrowed.of_rows]
    return (
        sa.select(*order.columns)
        .where(*within, *(asked if by_it else narrowed.conditions))
        .cte("found")
        .prefix_with("MATERIALIZED")
    )


def beyond_of(found: sa.CTE, order: Order) -> list[Condition]:
    """That a row of what was found stands after the place."""
    if order.after is None:
        return []
    here = sa.tuple_(*(found.c[column.name] for column in order.columns))
    return [here < order.after if order.descending else here > order.after]
