"""What a rule would have matched among the claims that came last."""

from dataclasses import dataclass
from typing import Final

import sqlalchemy as sa

from store.claims.filters import ClaimFilters, all_conditions
from store.claims.tables import claims
from store.rows import fetch_all

NEWEST: Final = 1000  # claims that a preview looks at
_SHOWN: Final = 20


@dataclass(frozen=True, slots=True)
class MatchedClaim:
    """A claim that fits."""

    id: int
    statement: str
    state: str
    worth: float


@dataclass(frozen=True, slots=True)
class RulePreview:
    """Of the `looked_at` newest claims so many are `matched`; `shown` are the newest of them."""

    looked_at: int
    matched: int
    shown: list[MatchedClaim]


def preview_filters(conn: sa.Connection, filters: ClaimFilters) -> RulePreview:
    """Which of the newest claims fit, in whatever state they are now."""
    ids = list(conn.execute(sa.select(claims.c.id).order_by(claims.c.id.desc()).limit(NEWEST)).scalars())
    if not ids:
        return RulePreview(0, 0, [])
    # The newest ids lie beside each other, so one bound keeps the query to them.
    fit = sa.select(claims.c.id).where(
        claims.c.id >= ids[-1], claims.c.id <= ids[0], *all_conditions(conn, filters)
    )
    matched = conn.execute(sa.select(sa.func.count()).select_from(fit.subquery())).scalar_one()
    columns = (claims.c[name] for name in ("id", "statement", "state", "worth"))
    newest = sa.select(*columns).where(claims.c.id.in_(fit)).order_by(claims.c.id.desc()).limit(_SHOWN)
    return RulePreview(len(ids), int(matched), fetch_all(conn, newest, MatchedClaim))
