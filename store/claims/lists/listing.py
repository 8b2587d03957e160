"""Which claims a list shows, found in a bounded number of rows, however many claims there are.

How a list is read first is guessed from PostgreSQL's statistics (`store.claims.lists.ways`). Where the guess was wrong
a longer stretch is read in order, as long as it is quicker than to gather all (`longest_stretch`), and then the rest is
gathered.
"""

from collections.abc import Sequence

import sqlalchemy as sa

from store.claims.lists import ways
from store.claims.lists.narrowing import Branches, Condition, Narrowed, Order
from store.claims.lists.ways import BOUNDED, USUAL
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
    if way.gathered and (found := _all_of(conn, narrowed, order, limit)) is not None:
        return found
    branches = narrowed.branches[way.branches]
    longest = ways.longest_stretch(narrowed, guessed.found, len(branches))
    for stretch in (way.stretch, longest) if longest > way.stretch else (way.stretch,):
        surely_part = order.after is None and stretch < guessed.totals[way.branches] / 2
        ids, whole = _in_order(conn, narrowed, order, limit, stretch, branches, surely_part)
        if whole or len(ids) == limit:
            return ids
    return _gathered(conn, narrowed, order, limit)


def _in_order(
    conn: sa.Connection,
    narrowed: Narrowed,
    order: Order,
    limit: int,
    stretch: int,
    branches: Branches,
    surely_part: bool,
) -> tuple[list[int], bool]:
    """The first ids among `stretch` rows of each branch, and whether no row lies beyond (not where `surely_part`)."""
    if len(branches) == 1:
        return _along(conn, narrowed, order, limit, stretch, branches[0], surely_part)
    return _merged(conn, narrowed, order, limit, stretch, branches)


def _along(
    conn: sa.Connection,
    narrowed: Narrowed,
    order: Order,
    limit: int,
    stretch: int,
    branch: Sequence[Condition],
    surely_part: bool,
) -> tuple[list[int], bool]:
    """As `_in_order`, of one branch: the reading ends with the last id that is wanted."""
    fits = sa.and_(sa.true(), *narrowed.of_each).label("fits")
    columns = [column.label(column.name) for column in order.columns]
    rows = sa.select(*columns, fits).where(*branch, *order.beyond()).order_by(*order.by(claims)).limit(stretch)
    part = rows.subquery()
    ids = [
        int(n)
        for n in conn.execute(
            sa.select(part.c.id).where(part.c.fits).order_by(*order.by(part)).limit(limit)
        ).scalars()
    ]
    if len(ids) == limit or surely_part:
        return ids, False
    read = conn.execute(sa.select(sa.func.count()).select_from(part)).scalar_one()
    return ids, int(read) < stretch


def _merged(
    conn: sa.Connection, narrowed: Narrowed, order: Order, limit: int, stretch: int, branches: Branches
) -> tuple[list[int], bool]:
    """As `_in_order`, of several branches, the rows of which are sorted together."""
    fits = sa.and_(sa.true(), *narrowed.of_each).label("fits")
    columns = [column.label(column.name) for column in order.columns]
    parts = [
        sa.select(*columns, fits)
        .where(*branch, *order.beyond())
        .order_by(*order.by(claims))
        .limit(stretch)
        .cte(f"branch_{number}")
        .prefix_with("MATERIALIZED")
        for number, branch in enumerate(branches)
    ]
    ends = sa.union_all(
        *(
            sa.select(sa.select(part).order_by(*order.by(part)).offset(stretch - 1).limit(1).subquery())
            for part in parts
        )
    ).subquery()
    # Of branches that were cut off the one that ends first says how far all can be trusted.
    end = sa.select(ends).order_by(*order.by(ends)).limit(1).cte("horizon").prefix_with("MATERIALIZED")
    rows = sa.union_all(*(sa.select(part).where(part.c.fits) for part in parts)).subquery()
    here = sa.tuple_(*(rows.c[column.name] for column in order.columns))
    last = sa.tuple_(*(end.c[column.name] for column in order.columns))
    trusted = here >= last if order.descending else here <= last
    chosen = (
        sa.select(rows.c.id)
        .select_from(rows.outerjoin(end, sa.true()))
        .where(sa.or_(end.c.id.is_(None), trusted))
        .order_by(*order.by(rows))
        .limit(limit)
    )
    whole = ~sa.exists(sa.select(end.c.id))
    row = conn.execute(sa.select(sa.func.array(chosen.scalar_subquery()).label("ids"), whole.label("whole"))).one()
    return [int(n) for n in row.ids], bool(row.whole)


def _all_of(conn: sa.Connection, narrowed: Narrowed, order: Order, limit: int) -> list[int] | None:
    """The first ids of all that fit, None where more than `MOST_GATHERED` do."""
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


def _gathered(conn: sa.Connection, narrowed: Narrowed, order: Order, limit: int) -> list[int]:
    found = found_by_index(narrowed, order)
    query = sa.select(found.c.id).where(*beyond_of(found, order)).order_by(*order.by(found)).limit(limit)
    return [int(n) for n in conn.execute(query).scalars()]


def found_by_index(narrowed: Narrowed, order: Order) -> sa.CTE:
    """All claims that fit, by the index alone: without the order, which would tempt the planner to read along it."""
    by_it = narrowed.words or narrowed.few or bool(narrowed.indexed)
    return (
        sa.select(*order.columns)
        .where(*narrowed.indexed, *(narrowed.of_rows if by_it else narrowed.conditions))
        .cte("found")
        .prefix_with("MATERIALIZED")
    )


def beyond_of(found: sa.CTE, order: Order) -> list[Condition]:
    """That a row of what was found stands after the place."""
    if order.after is None:
        return []
    here = sa.tuple_(*(found.c[column.name] for column in order.columns))
    return [here < order.after if order.descending else here > order.after]
