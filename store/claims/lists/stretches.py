"""Stretches of the orders of claims: a hundredth of worth, a week.

The inverted index holds of each claim, beside its words, labels and facets, the stretch of each order that it stands in
(`claim_stretches`). So what fits a list is found from its beginning, a few stretches at a time, in that index alone,
however many claims fit beyond them.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from math import floor
from time import monotonic
from typing import Final

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY

from store.claims.tables import FINDING_RAISES, FINDING_RANKS, claims

_WEEK: Final = 7 * 24 * 3600  # seconds
_LONGEST_TIME: Final = 200  # weeks that are named one by one
TIMES_WANTED: Final = 2.0  # times as many as are wanted that are expected in a part which is looked through
_KEPT_FOR: Final = 60.0  # seconds
Condition = sa.ColumnElement[bool]
Place = Sequence[object]  # of a claim in an order, by the columns of the order


@dataclass(frozen=True, slots=True)
class Stretches:
    """How an order falls into stretches, whose numbers rise with it.

    Attributes:
        name: of the order, as `claim_stretches` writes it.
        at: where a place is: the number of its stretch, and how much of it, 0 to 1, lies below the place.
        last: the highest number that there can be.
    """

    name: str
    at: Callable[[Place], tuple[int, float]]
    last: Callable[[], int]

    def number(self, place: Place) -> int:
        """The stretch that a place is in."""
        return self.at(place)[0]

    def beyond(self, places: Sequence[Place], *, descending: bool) -> Iterator[tuple[int, float]]:
        """The stretches from the furthest of some places on, or from the beginning of the order, each with how much of
        it, 0 to 1, stands beyond.
        """
        begin = [(self.last(), 1.0) if descending else (0, 0.0), *map(self.at, places)]
        first, below = min(begin) if descending else max(begin)
        yield first, below if descending else 1 - below
        for number in range(first - 1, -1, -1) if descending else range(first + 1, self.last() + 1):
            yield number, 1.0


def next_part(
    beyond: Iterator[tuple[int, float]], shares: Mapping[int, float], least: float
) -> tuple[list[int], float, float]:
    """The next stretches beyond a place, the share of all claims in them, and of those beyond the place.

    Args:
        least: the share of all claims that is to be there beyond the place.
    """
    part, share, further = [], 0.0, 0.0
    while further < least and (each := next(beyond, None)) is not None:
        number, rest = each
        part.append(number)
        share += shares.get(number, 0.0)
        further += shares.get(number, 0.0) * rest
    return part, share, further


def shares_of_stretches(conn: sa.Connection, name: str) -> Mapping[int, float]:
    """The share of all claims that stands in each stretch of an order, by PostgreSQL's statistics; rare ones are left
    out.

    They change where PostgreSQL analyzes the table, and are read again after a minute.
    """
    database = str(conn.engine.url)
    kept = _kept.get(database)
    if kept is None or monotonic() - kept[0] > _KEPT_FOR:
        row = conn.execute(_SHARES).first()
        shares: dict[str, dict[int, float]] = {}
        for each, share in zip(row.names, row.shares, strict=False) if row else ():
            of, _, number = each.partition(":")
            shares.setdefault(of, {})[int(number)] = share
        kept = _kept[database] = (monotonic(), shares)
    return kept[1].get(name, {})


_kept: dict[str, tuple[float, Mapping[str, Mapping[int, float]]]] = {}  # by database, with the time of reading
_SHARES: Final = sa.text("""
    SELECT most_common_elems::text::text[] AS names, most_common_elem_freqs AS shares FROM pg_stats
    WHERE tablename = 'ix_claims_found' AND attname = 'claim_stretches' AND schemaname = current_schema()""")


def among_stretches(name: str, numbers: Sequence[int]) -> Condition:
    """That a claim stands in one of these stretches of an order."""
    of_claim = sa.func.claim_stretches(
        claims.c.repeats_false, claims.c.worth, claims.c.finding_rank, claims.c.priority, claims.c.found_at
    )
    # As one parameter: a statement with one for each would be compiled anew for each number of them.
    return of_claim.op("&&", is_comparison=True)(
        sa.literal([f"{name}:{number}" for number in numbers], ARRAY(sa.Text))
    )


def weeks_between(since: datetime | None, until: datetime | None) -> Sequence[int]:
    """The stretches of a time; none if it is open at its beginning, or longer than some years."""
    if since is None:
        return ()
    last = _this_week() if until is None else min(_week(until), _this_week())
    weeks = range(_week(since), last + 1)
    return weeks if len(weeks) <= _LONGEST_TIME else ()


def _week(at: object) -> int:
    return floor(_weeks(at))


def _weeks(at: object) -> float:
    moment = at if isinstance(at, datetime) else datetime.fromisoformat(str(at))
    return moment.timestamp() / _WEEK


def _this_week() -> int:
    return _week(datetime.now(UTC)) + 1  # the clock of the store may be ahead


def _of_worth(place: Place) -> tuple[int, float]:
    repeats, worth = bool(place[0]), _number(place[1])
    return _parted(worth * 10, _REPEATS) if repeats else _parted(worth * 100)


def _of_finding(place: Place) -> tuple[int, float]:
    rank, worth = int(_number(place[0])), _number(place[1])
    return _parted(worth * 10, _RAISED + 11 * (rank - 2)) if rank > 1 else _parted(worth * 100, 101 * rank)


def _of_priority(place: Place) -> tuple[int, float]:
    priority = _number(place[0])
    return _parted(priority * 10, 91) if priority > 1 else _parted(priority * 100)


def _parted(value: float, first: int = 0) -> tuple[int, float]:
    return first + floor(value), value - floor(value)


def _number(value: object) -> float:
    return float(str(value))


# A hundredth of worth each, and a tenth of the few claims that stand before nearly all others.
_REPEATS, _RAISED = 101, 202
_BY_TIME: Final = Stretches("found", lambda place: _parted(_weeks(place[0])), _this_week)
OF_SORT: Final = {
    "worth": Stretches("worth", _of_worth, lambda: _REPEATS + 10),
    "finding": Stretches("finding", _of_finding, lambda: _RAISED + 11 * (max(FINDING_RANKS.values()) - 1) - 1),
    "both": Stretches("priority", _of_priority, lambda: _of_priority((1 + max(FINDING_RAISES.values()),))[0]),
    "newest": _BY_TIME,
    "oldest": _BY_TIME,
}
