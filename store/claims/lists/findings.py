"""Orders by finding, read along an index by worth.

Claims with the same finding stand in both orders by finding as they do by worth: `priority` is their worth, raised by
the same for all. So what an index has by worth, such as a kind of claims, is read once for each finding, and nothing
of any other kind, however far down the order it begins.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import sqlalchemy as sa

from store.claims.lists.narrowing import Condition, Narrowed, Order
from store.claims.tables import FINDING_RAISES, FINDING_RANKS, claims

_A_LITTLE: Final = 1e-6  # more than adding what raises a worth can be out by; worth has three digits


@dataclass(frozen=True, slots=True)
class _Part:
    """The claims whose findings bring them as far up: by a rank, or by what is added to their worth."""

    brings: float
    condition: Condition


def find_by_findings(conn: sa.Connection, narrowed: Narrowed, order: Order, limit: int) -> list[int]:
    """The first ids of a list in an order by finding, in which nothing is asked of words."""
    by_rank = order.columns[0].name == "finding_rank"
    parts = list(_parts(narrowed.findings, FINDING_RANKS if by_rank else FINDING_RAISES))
    if not by_rank:
        return _first_of(conn, narrowed, order, limit, parts)
    ids: list[int] = []
    at = None if order.after is None else int(str(order.after[0]))
    for part in sorted(parts, key=lambda part: part.brings, reverse=order.descending):
        further = at is None or (part.brings <= at if order.descending else part.brings >= at)
        if further and len(ids) < limit:
            ids += _first_of(conn, narrowed, order, limit - len(ids), [part])
    return ids


def _parts(findings: Sequence[str], brings: dict[str, int] | dict[str, float]) -> Iterator[_Part]:
    """The parts of an order that a list with these findings can have claims in; of any finding where none is named."""
    for value in {*brings.values(), 0}:
        names = [name for name in brings if brings[name] == value]
        if value and (not findings or set(names) & set(findings)):
            yield _Part(value, claims.c.suggestion.in_(names))
        elif not value and (not findings or set(findings) - set(brings)):
            yield _Part(0, sa.or_(claims.c.suggestion.is_(None), claims.c.suggestion.not_in(list(brings))))


def _first_of(
    conn: sa.Connection, narrowed: Narrowed, order: Order, limit: int, parts: Sequence[_Part]
) -> list[int]:
    """The first ids of some parts of an order: as many of each as are wanted, and the first of these."""
    walks = [
        _walk(order, part, [*branch, *narrowed.of_each]).limit(limit)
        for part in parts
        for branch in narrowed.by_worth
    ]
    rows = sa.union_all(*(sa.select(walk.subquery()) for walk in walks)).subquery()
    found = sa.select(rows.c.id).order_by(*order.by(rows)).limit(limit)
    return [int(n) for n in conn.execute(found).scalars()]


def _walk(order: Order, part: _Part, conditions: Sequence[Condition]) -> sa.Select[tuple[int]]:
    """What a part of an order has on a branch, by worth."""
    by_rank = order.columns[0].name == "finding_rank"
    if by_rank:
        columns = [sa.literal(int(part.brings)).label("finding_rank"), claims.c.worth.label("worth"), claims.c.id]
    else:
        columns = [(claims.c.worth + sa.literal(part.brings)).label("priority"), claims.c.id]
    beyond: list[Condition] = []
    if order.after is not None:
        here = sa.tuple_(*columns)
        worth = float(str(order.after[1])) if by_rank else float(str(order.after[0])) - part.brings
        if order.descending:
            beyond = [here < order.after]
            nearer = claims.c.worth <= worth + _A_LITTLE
        else:
            beyond = [here > order.after]
            nearer = claims.c.worth >= worth - _A_LITTLE
        if not by_rank or int(str(order.after[0])) == part.brings:
            beyond.append(nearer)  # by which an index begins there
    by = [column.desc() if order.descending else column.asc() for column in (claims.c.worth, claims.c.id)]
    return sa.select(*columns).where(part.condition, *conditions, *beyond).order_by(*by)
