"""How many claims there are in each state, from sums that triggers keep in the transaction of each change."""

from typing import Final

import sqlalchemy as sa

from store.claims.tables import claim_counts
from store.claims.workflow import STATES

_MOST_ROWS: Final = 1_000  # that are added up at each reading before they are made one for each state
_LOCK: Final = 4_170_331  # advisory lock: one transaction adds up at a time
_COUNTS: Final = sa.select(claim_counts.c.state, sa.func.sum(claim_counts.c.count).label("n")).group_by(
    claim_counts.c.state
)
_ADD_UP: Final = sa.text("""
    WITH gone AS (DELETE FROM claim_counts RETURNING state, count)
    INSERT INTO claim_counts (state, count) SELECT state, sum(count) FROM gone GROUP BY state""")


def count_claims_by_state(conn: sa.Connection) -> dict[str, int]:
    """How many claims are in each state, every state named; of those that wait, a cluster counts once."""
    return dict.fromkeys(STATES, 0) | {row.state: int(row.n) for row in conn.execute(_COUNTS)}


def add_up_counts(conn: sa.Connection) -> None:
    """Make one row for each state where there are many; rows that others are adding meanwhile stay.

    Each change of a state adds rows of +1 and -1, since one row that all of them change would be one lock for the
    whole desk.
    """
    few = sa.select(sa.func.count()).select_from(sa.select(claim_counts.c.state).limit(_MOST_ROWS + 1).subquery())
    if int(conn.execute(few).scalar_one()) <= _MOST_ROWS:
        return
    if conn.execute(sa.select(sa.func.pg_try_advisory_xact_lock(_LOCK))).scalar_one():
        conn.execute(_ADD_UP)
