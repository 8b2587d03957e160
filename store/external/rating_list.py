"""The list of external ratings with how many fact-checks have each, for those who decide about them."""

from dataclasses import dataclass
from typing import Final

import sqlalchemy as sa

from store.db import metadata
from store.external.rating_mappings import external_ratings
from store.rows import fetch_all

# How many fact-checks have each rating of each publisher, and with how many of these the rules know a rating by their
# numbers: the sum of all rows of the rating. Triggers of `fact_checks` add rows and never change one, so that no two
# transactions wait for each other.
external_rating_counts = sa.Table(
    "external_rating_counts",
    metadata,
    sa.Column("publisher", sa.Text, nullable=False),
    sa.Column("label", sa.Text, nullable=False),
    sa.Column("count", sa.BigInteger, nullable=False),
    sa.Column("with_numbers", sa.BigInteger, nullable=False),
)
_LOCK: Final = 4_170_333  # advisory lock: one transaction adds up at a time
_MOST_CHANGES: Final = 1_000  # rows beyond one for each rating, which are added up at each reading
_ADD_UP: Final = sa.text("""
    WITH gone AS (DELETE FROM external_rating_counts RETURNING publisher, label, count, with_numbers)
    INSERT INTO external_rating_counts (publisher, label, count, with_numbers)
    SELECT publisher, label, sum(count), sum(with_numbers) FROM gone GROUP BY publisher, label HAVING sum(count) <> 0
""")


@dataclass(frozen=True, slots=True)
class RatingMapping:
    """A rating of one publisher and what it is mapped to.

    Attributes:
        label: the publisher's words.
        fact_checks: how many fact-checks have it.
        with_numbers: of how many of them the rules know a rating by their numbers.
        by_words: what the rules say of the words: a rating of ours, "none", or None if they don't know.
        decided: what people decided, likewise.
        mapped_rating: `decided`, else `by_words`.
        known: 1 where `mapped_rating` is known or all are rated by their numbers, else 0.
    """

    id: int
    publisher: str
    label: str
    fact_checks: int
    with_numbers: int
    by_words: str | None
    decided: str | None
    mapped_rating: str | None
    known: int

    @property
    def position(self) -> tuple[int, int, int]:
        """The place in the list, for the argument `after` of `list_rating_mappings`."""
        return self.known, -self.fact_checks, self.id


def add_up_external_counts(conn: sa.Connection) -> None:
    """Make one row for each rating where there are many more; rows that others are adding meanwhile stay."""
    rows, ratings = (
        sa.select(sa.func.count()).select_from(each) for each in (external_rating_counts, external_ratings)
    )
    changes = sa.select(rows.scalar_subquery() - ratings.scalar_subquery())
    if int(conn.execute(changes).scalar_one()) <= _MOST_CHANGES:
        return
    if conn.execute(sa.select(sa.func.pg_try_advisory_xact_lock(_LOCK))).scalar_one():
        conn.execute(_ADD_UP)


def list_rating_mappings(
    conn: sa.Connection,
    *,
    words: str = "",
    unknown: bool = False,
    after: tuple[object, ...] | None = None,
    limit: int = 50,
) -> list[RatingMapping]:
    """External ratings: unknown ones first, then the most frequent.

    Args:
        words: a part of the rating or of the publisher's name, without regard to case; "" for all.
        unknown: only those that are not known.
        after: the `position` of the last row of the page before.
        limit: the most rows.
    """
    kept = external_rating_counts.c
    used = (
        sa.select(
            kept.publisher,
            kept.label,
            sa.cast(sa.func.sum(kept.count), sa.BigInteger).label("count"),
            sa.cast(sa.func.sum(kept.with_numbers), sa.BigInteger).label("with_numbers"),
        )
        .group_by(kept.publisher, kept.label)
        .subquery()
    )
    rating = external_ratings.c
    mapped = sa.func.coalesce(rating.decided, rating.by_words)
    count = sa.func.coalesce(used.c["count"], 0)
    known = sa.case((mapped.is_not(None), 1), (used.c.with_numbers == used.c["count"], 1), else_=0)
    query = sa.select(
        rating.id,
        rating.publisher,
        rating.label,
        count.label("fact_checks"),
        sa.func.coalesce(used.c.with_numbers, 0).label("with_numbers"),
        rating.by_words,
        rating.decided,
        mapped.label("mapped_rating"),
        known.label("known"),
    ).select_from(
        external_ratings.outerjoin(used, (used.c.publisher == rating.publisher) & (used.c.label == rating.label))
    )
    if words:
        in_label, in_publisher = (
            column.icontains(words, autoescape=True) for column in (rating.label, rating.publisher)
        )
        query = query.where(in_label | in_publisher)
    if unknown:
        query = query.where(known == 0)
    if after:
        query = query.where(sa.func.row(known, -count, rating.id) > sa.func.row(*after))
    return fetch_all(conn, query.order_by(known, -count, rating.id).limit(limit), RatingMapping)
