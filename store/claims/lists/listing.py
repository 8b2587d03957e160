"""Which claims a list shows, found in a bounded number of rows, however many claims there are.

How a list is read first is guessed from PostgreSQL's statistics (`store.claims.lists.ways`). What is read in order is
so as long as it is quicker than the other ways, and then it is found by stretches of the order, or gathered.
"""

from collections.abc import Sequence

import sqlalchemy as sa

from store.claims.lists import ways
from store.claims.lists.narrowing import Branches, Condition, Narrowed, Order
from store.claims.lists.stretches import shares_of_stretches
from store.claims.lists.ways import BOUNDED, USUAL, Way
from store.claims.tables import claims


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
    if way.by_stretches and (found := _by_stretches(conn, narrowed, order, limit, guessed.fits)) is not None:
        return found
    if way.gathered and (found := _all_of(conn, narrowed, order, limit)) is not None:
        return found
    ids, whole = _in_parts(conn, narrowed, order, limit, way)
    if whole or len(ids) == limit:
        return ids
    if way.then_by_stretches:
        fewer = (len(ids) + 1) / way.stretch * guessed.totals[way.branches]  # by what was read
        if (found := _by_stretches(conn, narrowed, order, limit, fewer)) is not None:
            return found
    return _gathered(conn, narrowed, order, limit)


def _by_stretches(
    conn: sa.Connection, narrowed: Narrowed, order: Order, limit: int, fits: float
) -> list[int] | None:
    """The first ids of the stretches at the beginning of an order, None if these hold too few."""
    assert narrowed.stretches
    place = order.after
    if place is None and order.columns[0].name == "found_at":  # whose stretches have no first or last one
        end = sa.func.max if order.descending else sa.func.min
        place = (conn.execute(sa.select(end(claims.c.found_at))).scalar_one(),)
    ids: list[int] = []
    shares = shares_of_stretches(conn)
    for part in narrowed.stretches.parts(shares, place, limit, fits, descending=order.descending):
        ids += _gathered(conn, narrowed, order, limit - len(ids), [part])
        if len(ids) == limit:
            return ids
    return None


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


def _all_of(conn: sa.Connection, narrowed: Narrowed, order: Order, limit: int) -> list[int] | None:
    """The first ids of all that fit, None if more than `MOST_GATHERED` do."""
    found = found_by_index(narrowed, order)
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
    conn: sa.Connection, narrowed: Narrowed, order: Order, limit: int, within: Sequence[Condition] = ()
) -> list[int]:
    found = found_by_index(narrowed, order, within)
    query = sa.select(found.c.id).where(*beyond_of(found, order)).order_by(*order.by(found)).limit(limit)
    return [int(n) for n in conn.execute(query).scalars()]


def found_by_index(narrowed: Narrowed, order: Order, within: Sequence[Condition] = ()) -> sa.CTE:
    """All claims that fit, by the index alone: without the order, which would tempt the planner to read along it.

    Args:
        within: what the index is asked besides.
    """
    by_it = narrowed.words or narrowed.few or bool(narrowed.indexed)
    return (
        sa.select(*order.columns)
        .where(*narrowed.indexed, *within, *(narrowed.of_rows if by_it else narrowed.conditions))
        .cte("found")
        .prefix_with("MATERIALIZED")
    )


def beyond_of(found: sa.CTE, order: Order) -> list[Condition]:
    """That a row of what was found stands after the place."""
    if order.after is None:
        return []
    here = sa.tuple_(*(found.c[column.name] for column in order.columns))
    return [here < order.after if order.descending else here > order.after]
