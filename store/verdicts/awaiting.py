"""What the author of verdicts waits for."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from store.claims.tables import claims
from store.rows import fetch_all
from store.verdicts.verdicts import verdicts


@dataclass(frozen=True, slots=True)
class AwaitedReview:
    """A claim whose verdict waits for a reviewer, or was approved and is not published yet.

    `changed_at` is since when it waits.
    """

    id: int
    statement: str
    state: str
    changed_at: datetime


def list_awaiting_review(conn: sa.Connection, person_id: int, limit: int = 100) -> list[AwaitedReview]:
    """The claims in review, or approved, whose newest verdict is this person's.

    The longest waiting first; at most `limit`. Versions that were given up do not count.
    """
    newest = (
        sa.select(verdicts.c.author_id)
        .where(verdicts.c.claim_id == claims.c.id, verdicts.c.dropped_at.is_(None))
        .order_by(verdicts.c.number.desc())
        .limit(1)
        .scalar_subquery()
    )
    query = (
        sa.select(*(claims.c[name] for name in ("id", "statement", "state", "changed_at")))
        .where(claims.c.state.in_(("in_review", "approved")), newest == person_id)
        .order_by(claims.c.changed_at)
        .limit(limit)
    )
    return fetch_all(conn, query, AwaitedReview)
