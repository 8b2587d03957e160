"""How many fact-checks of each rating readers may see, from sums that triggers keep with each change."""

from typing import Final

import sqlalchemy as sa

from store.db import metadata
from store.verdicts.fact_checks import fact_checks

# How many of our fact-checks stand with each rating, embargoed ones among them: the sum of all rows of the rating.
# Triggers of `fact_checks` add rows and never change one, so that no two transactions wait for each other.
rating_counts = sa.Table(
    "rating_counts",
    metadata,
    sa.Column("rating", sa.Text, nullable=False),
    sa.Column("count", sa.BigInteger, nullable=False),
)
_MOST_ROWS: Final = 200  # that are added up at each reading before they are made one for each rating
_LOCK: Final = 4_170_332  # advisory lock: one transaction adds up at a time
_ADD_UP: Final = sa.text("""
    WITH gone AS (DELETE FROM rating_counts RETURNING rating, count)
    INSERT INTO rating_counts (rating, count) SELECT rating, sum(count) FROM gone GROUP BY rating""")


def count_public_by_rating(conn: sa.Connection) -> dict[str, int]:
    """How many fact-checks of each rating stand and are under no embargo; ratings without one are left out."""
    kept = sa.select(rating_counts.c.rating, rating_counts.c.count)
    embargoed = sa.select(fact_checks.c.rating, sa.literal(-1)).where(
        fact_checks.c.embargo_until > sa.func.now(),
        fact_checks.c.slug.is_not(None),
        fact_checks.c.withdrawn_at.is_(None),
    )
    every = sa.union_all(kept, embargoed).subquery()
    total = sa.func.sum(every.c.count).label("n")
    found = conn.execute(sa.select(every.c.rating, total).group_by(every.c.rating).having(total > 0))
    return {str(row.rating): int(row.n) for row in found}


def add_up_rating_counts(conn: sa.Connection) -> None:
    """Make one row for each rating where there are many; rows that others are adding meanwhile stay."""
    few = sa.select(sa.func.count()).select_from(
        sa.select(rating_counts.c.rating).limit(_MOST_ROWS + 1).subquery()
    )
    if int(conn.execute(few).scalar_one()) <= _MOST_ROWS:
        return
    if conn.execute(sa.select(sa.func.pg_try_advisory_xact_lock(_LOCK))).scalar_one():
        conn.execute(_ADD_UP)
