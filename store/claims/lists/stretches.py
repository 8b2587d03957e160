"""Stretches of the orders of claims: a hundredth of worth, a week.

The inverted index holds of each claim, beside its words, labels and facets, the stretch of each order that it stands in
(`claim_stretches`). So what fits a list is found from its beginning, a few stretches at a time, in that index alone,
however many claims fit beyond them.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from math import floor
from typing import Final

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY

from store.claims.tables import FINDING_RAISES, FINDING_RANKS, claims

_WEEK: Final = 7 * 24 * 3600  # seconds
_LONGEST_TIME: Final = 200  # weeks that are named one by one
_ROUNDS: Final = (3, 6, 18)  # times as many as are wanted that are expected in each part which is looked through
Condition = sa.ColumnElement[bool]
Place = Sequence[object]  # of a claim in an order, by the columns of the order


@dataclass(frozen=True, slots=True)
class Stretches:
    """How an order falls into stretches, whose numbers rise with it.

    Attributes:
        name: of the order, as `claim_stretches` writes it.
        number: the stretch that a place is in.
        last: the highest number that there can be.
    """

    name: str
    number: Callable[[Place], int]
    last: Callable[[], int]

    def parts(
        self, shares: Mapping[str, float], place: Place | None, wanted: int, fits: float, *, descending: bool
    ) -> Iterator[Condition]:
        """Conditions for one part of the order after the other, from a place on; they end before all is asked for.

        Args:
            shares: of all claims, in each stretch (`shares_of_stretches`).
            place: None for the beginning.
            wanted: how many claims; the first part holds some more than that, where what fits is spread evenly.
            fits: how many claims fit the list.
        """
        begin = (self.last() if descending else 0) if place is None else self.number(place)
        numbers = iter(range(begin, -1, -1) if descending else range(begin, self.last() + 1))
        for times in _ROUNDS:
            part, expected = [], 0.0
            while expected < times * wanted and (number := next(numbers, None)) is not None:
                part.append(number)
                expected += fits * shares.get(f"{self.name}:{number}", 0.0)
            if not part:
                return
            yield among_stretches(self.name, part)


def shares_of_stretches(conn: sa.Connection) -> Mapping[str, float]:
    """The share of all claims that stands in each stretch, by PostgreSQL's statistics; rare ones are left out."""
    row = conn.execute(_SHARES).first()
    return dict(zip(row.names, row.shares, strict=False)) if row else {}


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
    moment = at if isinstance(at, datetime) else datetime.fromisoformat(str(at))
    return floor(moment.timestamp() / _WEEK)


def _this_week() -> int:
    return _week(datetime.now(UTC)) + 1  # the clock of the store may be ahead


def _of_worth(place: Place) -> int:
    repeats, worth = bool(place[0]), _number(place[1])
    return _REPEATS + floor(worth * 10) if repeats else floor(worth * 100)


def _of_finding(place: Place) -> int:
    rank, worth = int(_number(place[0])), _number(place[1])
    return _RAISED + 11 * (rank - 2) + floor(worth * 10) if rank > 1 else 101 * rank + floor(worth * 100)


def _of_priority(place: Place) -> int:
    priority = _number(place[0])
    return 91 + floor(priority * 10) if priority > 1 else floor(priority * 100)


def _number(value: object) -> float:
    return float(str(value))


# A hundredth of worth each, and a tenth of the few claims that stand before nearly all others.
_REPEATS, _RAISED = 101, 202
_BY_TIME: Final = Stretches("found", lambda place: _week(place[0]), _this_week)
OF_SORT: Final = {
    "worth": Stretches("worth", _of_worth, lambda: _REPEATS + 10),
    "finding": Stretches("finding", _of_finding, lambda: _RAISED + 11 * (max(FINDING_RANKS.values()) - 1) - 1),
    "both": Stretches("priority", _of_priority, lambda: _of_priority((1 + max(FINDING_RAISES.values()),))),
    "newest": _BY_TIME,
    "oldest": _BY_TIME,
}
