"""What a list of claims is narrowed to, and along which indexes it can be read."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY

from store.claims.lists.searching import IN_FACETS, IN_STRETCHES, Term
from store.claims.lists.stretches import OF_SORT, Place, Stretches, among_stretches, weeks_between
from store.claims.tables import FINDING_RAISES, FINDING_RANKS, claims
from store.claims.workflow import OPEN, STATES
from store.columns import AnyExpression

if TYPE_CHECKING:
    from store.claims.filters import ClaimFilters

_BY_TIME: Final = ("newest", "oldest")
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
        likely: the same without a time, of what waits, which mostly came of late.
        of_rows, of_each: the same, asked of rows that an index has found, beside what it was asked, and of those that
            are read in order (`store.claims.filters.Asked`).
        branches: one or more ways of reading in order, the most promising first. Each is a list of conditions for
            every one of which an index has its claims in order; together they hold all claims of the list.
        ranks: of findings, the highest first: the order falls into a part for each of them, which are read one after
            the other; none if it is read as one.
        bounds: between which places of the order what fits stands.
        ends: the lowest and the highest place of the order that can fit; None if it can be any.
        terms: what the inverted index can be asked (`store.claims.lists.searching`).
        beside_terms: what is asked of rows besides.
        indexed: conditions of another index by which the claims are found.
        few: whether these are so few that they are gathered at once.
        words: whether words or labels are among them.
        of_words, besides_words: what is asked of words, and all else.
        in_index: as `of_each`, without words: what the indexes of all branches hold or lead to.
        covered: whether the indexes of all branches hold all that the conditions ask of a claim.
        beyond: how many conditions ask another table.
        by_facets: whether the inverted index answers all of them.
        stretches: those of the order where the inverted index narrows the list.
        by_worth: branches of an index by worth, where the order is by finding and that index leads to what fits
            (`store.claims.lists.findings`); `findings` are those of the list.
        uneven: whether what fits stands unevenly in the order, which another index has.
    """

    conditions: Sequence[Condition]
    of_rows: Sequence[Condition] = field(default=())
    of_each: Sequence[Condition] = field(default=())
    likely: Sequence[Condition] = field(default=())
    branches: Sequence[Branches] = (((),),)
    ranks: Sequence[int] = field(default=())
    bounds: Sequence[Condition] = field(default=())
    ends: tuple[Place | None, Place | None] = (None, None)
    terms: Sequence[Term] = field(default=())
    beside_terms: Condition | None = None
    indexed: Sequence[Condition] = field(default=())
    few: bool = False
    words: bool = False
    of_words: Sequence[Condition] = field(default=())
    besides_words: Sequence[Condition] = field(default=())
    in_index: Sequence[Condition] = field(default=())
    covered: bool = False
    beyond: int = 0
    by_facets: bool = False
    stretches: Stretches | None = None
    by_worth: Branches = ()
    findings: Sequence[str] = field(default=())
    uneven: bool = False


def facets(values: Sequence[str]) -> Condition:
    """That a claim has any of these facets, as `claim_facets` writes them."""
    of_claim = sa.func.claim_facets(
        claims.c.state, claims.c.kind, claims.c.suggestion, claims.c.owner_id, claims.c.repeat_of.is_not(None)
    )
    return of_claim.op("&&", is_comparison=True)(sa.literal(list(values), ARRAY(sa.Text)))


def narrow(filters: "ClaimFilters", asked: Narrowed, sort: str) -> Narrowed:
    """How the claims are found that `filters` leave, in the order `sort` (of `SORTS`).

    Args:
        asked: what holds for them, and what is asked of words and of other tables; `few` where these say so, or
            `indexed`.
    """
    few = asked.few or filters.article_id is not None or filters.cluster is not None
    by_owner = filters.owner_id is not None and not asked.words and not few
    of_facets = replace(filters, states=(), kinds=(), suggestions=(), owner_id=None, repeated=False)
    bounds = _bounds(filters, sort)
    asked = replace(
        asked,
        branches=_branches(filters, sort, bounds),
        bounds=bounds,
        ends=_ends(filters, sort),
        ranks=_ranks(filters, sort),
        by_worth=_by_worth(filters, sort) if asked.covered and not few else (),
        findings=filters.suggestions,
        few=few,
        by_facets=of_facets == type(filters)() and not by_owner,
    )
    if few or by_owner:  # found by other indexes
        return replace(
            asked, terms=(), indexed=[claims.c.owner_id == filters.owner_id] if by_owner else asked.indexed
        )
    terms = [*_facets_of(filters), *asked.terms]
    if not terms:
        return asked
    beside = () if asked.beside_terms is None else (asked.beside_terms,)
    return replace(asked, terms=terms, of_rows=beside, stretches=OF_SORT[sort], uneven=bool(filters.kinds))


def _facets_of(filters: "ClaimFilters") -> list[Term]:
    """What the inverted index answers of a claim's state, kind, suggestion, owner, repeats and time."""
    found = [
        Term(facets([f"{name}:{value}" for value in values]), IN_FACETS, united=len(values))
        for name, values in (
            ("kind", filters.kinds), ("suggestion", filters.suggestions), ("state", filters.states),
            ("owner", () if filters.owner_id is None else (filters.owner_id,)),
        )
        if values
    ]  # fmt: skip
    if filters.repeated:
        found.append(Term(facets(["repeated"]), IN_FACETS))
    if weeks := weeks_between(filters.since, filters.until):
        found.append(Term(among_stretches("found", weeks), IN_STRETCHES, united=len(weeks)))
    return found


def _branches(filters: "ClaimFilters", sort: str, bounds: Sequence[Condition]) -> list[Branches]:
    """The ways of reading the list in order, within its bounds."""
    found: list[Branches] = []
    by_worth = sort == "worth"
    if by_worth and waits(filters):
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
    return [[[*branch, *bounds] for branch in branches] for branches in found or [[[]]]]


def _by_worth(filters: "ClaimFilters", sort: str) -> Branches:
    """The branches of an index by worth, of what stands unevenly in the order: an owner's, some kinds, what is below
    the threshold.
    """
    if sort not in ("finding", "both"):
        return ()
    if filters.owner_id is not None:
        of = [claims.c.owner_id == filters.owner_id]
    elif filters.kinds:
        of = [claims.c.kind == kind for kind in filters.kinds]
    elif filters.below_threshold is not None:
        of = [claims.c.state == state for state in filters.states] or [sa.true()]
    else:
        return ()
    if filters.below_threshold is not None:
        return [[each, *below_threshold(filters.below_threshold)] for each in of]
    return [[each, claims.c.repeats_false.is_(whether)] for each in of for whether in (False, True)]


def _bounds(filters: "ClaimFilters", sort: str) -> list[Condition]:
    """Where the reading begins and ends: what fits stands together at one end of the order, or between two places."""
    if sort in _BY_TIME:
        return of_times(filters)
    if sort == "worth":
        return [*below_threshold(filters.below_threshold), *_above(filters)]
    if sort == "finding":
        ranks = [FINDING_RANKS[each] for each in filters.suggestions]
        found = [claims.c.finding_rank.between(min(ranks), max(ranks))] if ranks else []
        least = [claims.c.worth >= filters.worth] if filters.worth is not None else []
        return [*found, *least, *below_threshold(filters.below_threshold)]
    most = _most_priority(filters)
    least = [claims.c.priority >= filters.worth] if filters.worth is not None else []
    return [*least, claims.c.priority <= most] if filters.suggestions or most < 1 else least


def _ends(filters: "ClaimFilters", sort: str) -> tuple[Place | None, Place | None]:
    """The places of `_bounds`: the lowest and the highest."""
    if sort in _BY_TIME:
        since, until = ([at] if at is not None else None for at in (filters.since, filters.until))
        return since, until
    least = [each for each in (filters.worth, filters.threshold) if each is not None]
    if sort == "worth":
        below = filters.below_threshold
        return (False, max(least)) if least else None, None if below is None else (False, below)
    if sort == "finding":
        ranks = [FINDING_RANKS[each] for each in filters.suggestions]
        return ((min(ranks), 0.0), (max(ranks), 1.0)) if ranks else (None, None)
    most = _most_priority(filters)
    return None if filters.worth is None else (filters.worth,), (most,)


def all_beyond(filters: "ClaimFilters", sort: str, order: Order) -> bool:
    """Whether all that the filters can leave stands beyond the place of the order, in other stretches."""
    end = _ends(filters, sort)[order.descending]
    if order.after is None or end is None:
        return False
    place, nearest = OF_SORT[sort].at(order.after), OF_SORT[sort].at(end)
    return place > nearest if order.descending else place < nearest


def _most_priority(filters: "ClaimFilters") -> float:
    most = 1.0 if filters.below_threshold is None else filters.below_threshold
    return most + max(FINDING_RAISES.get(each, 0.0) for each in filters.suggestions or FINDING_RAISES)


def _ranks(filters: "ClaimFilters", sort: str) -> Sequence[int]:
    """The parts of the order within which what fits is contiguous; none if it is so in the whole order."""
    if sort != "finding" or (filters.below_threshold is None and filters.worth is None):
        return ()
    of_those = {FINDING_RANKS[each] for each in filters.suggestions} or {0, *FINDING_RANKS.values()}
    return sorted(of_those, reverse=True)


def _above(filters: "ClaimFilters") -> list[Condition]:
    """That a claim stands in the order by worth where those of the least worth, or above the threshold, do."""
    place = sa.tuple_(claims.c.repeats_false, claims.c.worth)
    return [place >= (False, least) for least in (filters.worth, filters.threshold) if least is not None]


def waits(filters: "ClaimFilters") -> bool:
    """Whether an index of what waits holds all that fits."""
    return filters.heads and bool(filters.states) and set(filters.states) <= set(OPEN)


def below_threshold(threshold: float | None) -> list[Condition]:
    """What holds for claims below a threshold of worth, 0 to 1; nothing without one."""
    if threshold is None:
        return []
    return [claims.c.repeats_false.is_(sa.false()), claims.c.worth < threshold]


def of_times(filters: "ClaimFilters") -> list[Condition]:
    """What holds for claims that were found within a time; nothing of all times."""
    found: list[Condition] = []
    if filters.since is not None:
        found.append(claims.c.found_at >= filters.since)
    if filters.until is not None:
        found.append(claims.c.found_at < filters.until)
    return found
