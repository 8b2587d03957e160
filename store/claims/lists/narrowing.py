"""What a list of claims is narrowed to, and along which indexes it can be read."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY, array

from store.claims.tables import claims
from store.claims.workflow import OPEN, STATES
from store.columns import AnyExpression

if TYPE_CHECKING:
    from store.claims.filters import ClaimFilters

# What the index of claims that wait holds besides.
_IN_INDEX_OF_WAITING: Final = {"publisher": None, "feed_id": None, "language": None, "since": None, "until": None}
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
        of_rows, of_each: the same, asked of rows that the inverted index has found, and of those that are read in
            order (`store.claims.filters.Asked`).
        branches: one or more ways of reading in order, the most promising first. Each is a list of conditions for
            every one of which an index has its claims in order; together they hold all claims of the list.
        indexed: conditions which the inverted index answers, or another one by which few claims are found.
        few: whether `indexed` leaves so few that they are gathered at once.
        words: whether there are words among them.
        covered: whether the indexes of all branches hold all that the conditions ask of a claim.
        beyond: how many conditions ask another table.
        by_facets: whether the inverted index answers all of them.
    """

    conditions: Sequence[Condition]
    of_rows: Sequence[Condition] = field(default=())
    of_each: Sequence[Condition] = field(default=())
    branches: Sequence[Branches] = (((),),)
    indexed: Sequence[Condition] = field(default=())
    few: bool = False
    words: bool = False
    covered: bool = False
    beyond: int = 0
    by_facets: bool = False


def facets(values: Sequence[str], *, each: bool = True) -> Condition:
    """That a claim has every one of these facets, or (`each` off) any, as `claim_facets` writes them."""
    of_claim = sa.func.claim_facets(
        claims.c.state, claims.c.kind, claims.c.suggestion, claims.c.owner_id, claims.c.repeat_of.is_not(None)
    )
    wanted = sa.cast(array([sa.literal(value) for value in values]), ARRAY(sa.Text))
    return of_claim.op("@>" if each else "&&", is_comparison=True)(wanted)


def narrow(filters: "ClaimFilters", asked: Narrowed, sort: str) -> Narrowed:
    """How the claims are found that `filters` leave, in the order `sort` (of `SORTS`).

    Args:
        asked: what holds for them; `few` of it where other tables say so, or `indexed`, `beyond` as of `Narrowed`.
    """
    by_worth = sort == "worth"
    several = {"kind": filters.kinds, "suggestion": filters.suggestions, "state": filters.states}
    each = [f"{name}:{values[0]}" for name, values in several.items() if len(values) == 1 and name != "state"]
    each += [f"owner:{filters.owner_id}"] * (filters.owner_id is not None)
    indexed = [facets(each + ["repeated"] * filters.repeated)] if each or filters.repeated else []
    for name, values in several.items():
        if len(values) > 1 or (values and name == "state"):
            indexed.append(facets([f"{name}:{value}" for value in values], each=False))
    few = asked.few or filters.article_id is not None or filters.cluster is not None
    if few or (filters.owner_id is not None and not filters.words):  # found by other indexes
        indexed = list(asked.indexed)
    of_facets = replace(filters, states=(), kinds=(), suggestions=(), owner_id=None, repeated=False)
    in_index = replace(
        filters,
        states=(),
        kinds=(),
        suggestions=(),
        owner_id=None,
        unowned=False,
        repeated=False,
        heads=False,
        tag=None,
        reply=None,
        **({"worth": None, "threshold": None, "below_threshold": None} if by_worth else {}),
        **(_IN_INDEX_OF_WAITING if by_worth and _waits(filters) else {}),
    )
    return replace(
        asked,
        branches=_branches(filters, sort),
        indexed=indexed,
        few=few,
        words=bool(filters.words or filters.claimant),
        covered=in_index == type(filters)(),
        by_facets=of_facets == type(filters)(),
    )


def _branches(filters: "ClaimFilters", sort: str) -> list[Branches]:
    """The ways of reading the list in order."""
    found: list[Branches] = []
    by_worth = sort == "worth"
    if by_worth and _waits(filters):
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
    # By worth, what is below a threshold stands at the end of each index, and what is above it at the beginning: the
    # reading begins there, or ends.
    bounds = [*below_threshold(filters.below_threshold), *_above(filters)] if by_worth else []
    return [[[*branch, *bounds] for branch in branches] for branches in found or [[[]]]]


def _above(filters: "ClaimFilters") -> list[Condition]:
    """That a claim stands in the order by worth where those of the least worth, or above the threshold, do."""
    place = sa.tuple_(claims.c.repeats_false, claims.c.worth)
    return [place >= (False, least) for least in (filters.worth, filters.threshold) if least is not None]


def _waits(filters: "ClaimFilters") -> bool:
    """Whether an index of what waits holds all that fits."""
    return filters.heads and bool(filters.states) and set(filters.states) <= set(OPEN)


def below_threshold(threshold: float | None) -> list[Condition]:
    """What holds for claims below a threshold of worth, 0 to 1; nothing without one."""
    if threshold is None:
        return []
    return [claims.c.repeats_false.is_(sa.false()), claims.c.worth < threshold]
