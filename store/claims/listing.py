"""Which claims a list shows, found in a bounded number of rows, however many claims there are.

A list is read in two ways. *In order*: along an index that has the order of the list, row by row until the page is
full; that is quick where many rows fit, and where the index holds all that the list is narrowed to. *Gathered*: all
that fit are found by the inverted index of words and facets and sorted; that is quick where few fit. Which is the
case is guessed from PostgreSQL's statistics (`choose`). Where the guess was wrong a longer stretch is read in order,
as long as it is quicker than to gather all (`longest_stretch`), and then the rest is gathered.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY, array

from store.claims.tables import claims
from store.claims.workflow import OPEN, STATES
from store.columns import AnyExpression
from store.rows import estimate_rows
from store.word_search import UNKNOWN

if TYPE_CHECKING:
    from store.claims.filters import ClaimFilters

_LEAST_READ: Final = 300  # rows that are read in order at least before something else is tried
_MOST_READ: Final = 20_000  # rows that are read in order at most at first, and ever of each of several branches
_MOST_READ_OF_ONE: Final = 500_000  # where there is one branch, before what fits is gathered
_MOST_GATHERED: Final = 5_000  # rows that are gathered before the list is read in order instead
# Microseconds a row, measured on a million claims in memory: where the index holds all that is asked, where the row
# has to be read, where its words have to be; and of gathering beside its rows.
_IN_INDEX, _IN_ROW, _IN_WORDS, _TO_GATHER = 0.6, 4.0, 5.0, 1_000.0
# The planner would read the whole table where it thinks that much of it fits, and plan for any value alike.
BOUNDED: Final = sa.text(
    "SELECT set_config('enable_seqscan', 'off', true), set_config('plan_cache_mode', 'force_custom_plan', true)"
)
USUAL: Final = sa.text(
    "SELECT set_config('enable_seqscan', 'on', true), set_config('plan_cache_mode', 'auto', true)"
)
Condition = sa.ColumnElement[bool]
Branches = Sequence[Sequence[Condition]]


@dataclass(frozen=True, slots=True)
class Order:
    """The order of a list: its columns, all falling or all rising, and the place after which it is read."""

    columns: tuple[AnyExpression, ...]
    descending: bool
    after: tuple[object, ...] | None = None

    def by(self, rows: sa.FromClause) -> list[AnyExpression]:
        """What `rows` are ordered by; they have the columns under their own names."""
        return [
            rows.c[column.name].desc() if self.descending else rows.c[column.name].asc() for column in self.columns
        ]

    def beyond(self) -> list[Condition]:
        """That a claim stands after the place."""
        if self.after is None:
            return []
        here = sa.tuple_(*self.columns)
        return [here < self.after if self.descending else here > self.after]


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What a list is narrowed to.

    Attributes:
        conditions: all that hold for its claims.
        of_rows: the same, asked of rows that the inverted index has found: no other index answers them.
        branches: one or more ways of reading in order, the most promising first. Each is a list of conditions for
            every one of which an index has its claims in order; together they hold all claims of the list.
        indexed: conditions which the inverted index answers, or another one by which few claims are found.
        few: whether `indexed` leaves so few that they are gathered at once.
        words: whether there are words among them.
        covered: whether the indexes of all branches hold all that the conditions ask of a claim.
    """

    conditions: Sequence[Condition]
    of_rows: Sequence[Condition] = field(default=())
    branches: Sequence[Branches] = (((),),)
    indexed: Sequence[Condition] = field(default=())
    few: bool = False
    words: bool = False
    covered: bool = False


def facets(values: Sequence[str], *, each: bool = True) -> Condition:
    """That a claim has every one of these facets, or (`each` off) any, as `claim_facets` writes them."""
    of_claim = sa.func.claim_facets(
        claims.c.state, claims.c.kind, claims.c.suggestion, claims.c.owner_id, claims.c.repeat_of.is_not(None)
    )
    wanted = sa.cast(array([sa.literal(value) for value in values]), ARRAY(sa.Text))
    return of_claim.op("@>" if each else "&&", is_comparison=True)(wanted)


def narrow(
    filters: "ClaimFilters", conditions: Sequence[Condition], of_rows: Sequence[Condition], sort: str
) -> Narrowed:
    """How the claims are found that `filters` leave, in the order `sort` (of `SORTS`).

    Args:
        conditions, of_rows: what holds for them, as `Narrowed` takes it.
    """
    by_worth = sort == "worth"
    several = {"kind": filters.kinds, "suggestion": filters.suggestions, "state": filters.states}
    each = [f"{name}:{values[0]}" for name, values in several.items() if len(values) == 1 and name != "state"]
    each += [f"owner:{filters.owner_id}"] * (filters.owner_id is not None)
    indexed = [facets(each + ["repeated"] * filters.repeated)] if each or filters.repeated else []
    for name, values in several.items():
        if len(values) > 1 or (values and name == "state"):
            indexed.append(facets([f"{name}:{value}" for value in values], each=False))
    if filters.owner_id is not None and not filters.words:  # an index of its own holds all facets
        indexed = []
    in_index = replace(
        filters,
        states=(),
        kinds=(),
        suggestions=(),
        owner_id=None,
        unowned=False,
        repeated=False,
        heads=False,
        **({"worth": None, "threshold": None, "below_threshold": None} if by_worth else {}),
    )
    return Narrowed(
        conditions,
        of_rows,
        _branches(filters, sort),
        indexed,
        few=filters.article_id is not None or filters.cluster is not None or bool(filters.tag or filters.reply),
        words=bool(filters.words or filters.claimant),
        covered=in_index == type(filters)(),
    )


def _branches(filters: "ClaimFilters", sort: str) -> list[Branches]:
    """The ways of reading the list in order."""
    found: list[Branches] = []
    by_worth = sort == "worth"
    if by_worth and filters.heads and filters.states and set(filters.states) <= set(OPEN):
        found.append([[claims.c.state.in_(OPEN), claims.c.head_id.is_(None)]])
    elif by_worth and filters.owner_id is not None:
        found.append([[claims.c.owner_id == filters.owner_id]])
    elif filters.states:
        found.append([[claims.c.state == state] for state in filters.states])
    elif sort in ("finding", "both"):  # their indexes are of each state
        found.append([[claims.c.state == state] for state in STATES])
    if by_worth and filters.repeated:
        found.append([[claims.c.repeat_of.is_not(None)]])
    if by_worth and filters.kinds:
        found.append([[claims.c.kind == kind] for kind in filters.kinds])
    # By worth, what is below a threshold stands at the end of each index: the reading begins there.
    aside = below_threshold(filters.below_threshold) if by_worth else []
    return [[[*branch, *aside] for branch in branches] for branches in found or [[[]]]]


def below_threshold(threshold: float | None) -> list[Condition]:
    """What holds for claims below a threshold of worth, 0 to 1; nothing without one."""
    if threshold is None:
        return []
    return [claims.c.repeats_false.is_(sa.false()), claims.c.worth < threshold]


def find_ids(conn: sa.Connection, narrowed: Narrowed, order: Order, limit: int) -> list[int]:
    """The ids of the first claims of a list after its place, in its order.

    Args:
        limit: the most ids.
    """
    conn.execute(BOUNDED)
    found = _find(conn, narrowed, order, limit)
    conn.execute(USUAL)
    return found


@dataclass(frozen=True, slots=True)
class Way:
    """How a list is read first: gathered, or `stretch` rows along the branches with this number."""

    gathered: bool
    branches: int
    stretch: int


def choose(narrowed: Narrowed, fits: float, totals: Sequence[float], limit: int) -> Way:
    """The way that takes less time where what fits is spread evenly.

    Args:
        fits: how many claims fit, by PostgreSQL's statistics.
        totals: how many the branches of each way of reading in order hold.
        limit: how many are wanted.
    """
    total, number = min((total, number) for number, total in enumerate(totals))
    few = most_gathered(narrowed, _MOST_GATHERED, max(totals))
    expected = min(limit * total / max(fits, 1.0), total)
    gathered = fits <= few and fits * _IN_ROW + _TO_GATHER < expected * _of_a_row(narrowed)
    return Way(gathered, number, int(min(max(4 * expected, _LEAST_READ), _MOST_READ)))


def longest_stretch(narrowed: Narrowed, fits: float, branches: int) -> int:
    """How many rows of each branch are read in order before all that fits is gathered: as many as take that time.

    What fits is then not spread evenly: a batch that came in last may hold none of it. Of one branch the reading ends
    with the last claim that is wanted; several are read to the end of the stretch.
    """
    longest = (fits * _IN_ROW + _TO_GATHER) / (branches * _of_a_row(narrowed))
    return int(min(longest, _MOST_READ if branches > 1 else _MOST_READ_OF_ONE))


def _of_a_row(narrowed: Narrowed) -> float:
    """Microseconds to read a row in order."""
    return _IN_WORDS if narrowed.words else _IN_INDEX if narrowed.covered else _IN_ROW


def most_gathered(narrowed: Narrowed, most: int, total: float) -> float:
    """Up to how many claims fit by PostgreSQL's statistics for an attempt at gathering `most` of them.

    Of words that are not among the most frequent it guesses the same share of all claims, however few have them.
    """
    return max(most, UNKNOWN * total) if narrowed.words else most


def _find(conn: sa.Connection, narrowed: Narrowed, order: Order, limit: int) -> list[int]:
    if narrowed.few:
        return _gathered(conn, narrowed, order, limit)
    ways = [[sa.or_(*(sa.and_(sa.true(), *branch) for branch in branches))] for branches in narrowed.branches]
    fits, totals = estimate_fits(conn, narrowed.conditions), [estimate_fits(conn, way) for way in ways]
    way = choose(narrowed, fits, totals, limit)
    if way.gathered and (found := _all_of(conn, narrowed, order, limit)) is not None:
        return found
    branches = narrowed.branches[way.branches]
    longest = longest_stretch(narrowed, fits, len(branches))
    for stretch in (way.stretch, longest) if longest > way.stretch else (way.stretch,):
        surely_part = order.after is None and stretch < totals[way.branches] / 2
        ids, whole = _in_order(conn, narrowed, order, limit, stretch, branches, surely_part)
        if whole or len(ids) == limit:
            return ids
    return _gathered(conn, narrowed, order, limit)


def estimate_fits(conn: sa.Connection, fits: Sequence[Condition]) -> float:
    """How many claims fit by PostgreSQL's statistics, which hold the most frequent words."""
    return estimate_rows(conn, sa.select(sa.literal(1)).select_from(claims).where(*fits))


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
    fits = sa.and_(sa.true(), *narrowed.conditions).label("fits")
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
    fits = sa.and_(sa.true(), *narrowed.conditions).label("fits")
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
    """The first ids of all that fit, None where more than `_MOST_GATHERED` do."""
    found = found_by_index(narrowed, order)
    some = (
        sa.select(found)
        .where(*beyond_of(found, order))
        .limit(_MOST_GATHERED + 1)
        .cte("some")
        .prefix_with("MATERIALIZED")
    )
    chosen = sa.select(some.c.id).order_by(*order.by(some)).limit(limit)
    count = sa.select(sa.func.count()).select_from(some).scalar_subquery()
    row = conn.execute(sa.select(sa.func.array(chosen.scalar_subquery()).label("ids"), count.label("many"))).one()
    return [int(n) for n in row.ids] if row.many <= _MOST_GATHERED else None


def _gathered(conn: sa.Connection, narrowed: Narrowed, order: Order, limit: int) -> list[int]:
    found = found_by_index(narrowed, order)
    query = sa.select(found.c.id).where(*beyond_of(found, order)).order_by(*order.by(found)).limit(limit)
    return [int(n) for n in conn.execute(query).scalars()]


def found_by_index(narrowed: Narrowed, order: Order) -> sa.CTE:
    """All claims that fit, by the index alone: without the order, which would tempt the planner to read along it."""
    by_it = narrowed.words or bool(narrowed.indexed)
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
