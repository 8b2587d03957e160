"""The list of external ratings with how many fact-checks have each, for those who decide about them."""

from dataclasses import dataclass

import sqlalchemy as sa

from store.external.rating_mappings import external_ratings
from store.rows import fetch_all
from store.verdicts.fact_checks import fact_checks


@dataclass(frozen=True, slots=True)
class RatingMapping:
    """A rating of one publisher and what it is mapped to.

    Attributes:
        label: the publisher's words.
        fact_checks: how many fact-checks have it.
        with_numbers: of how many of them the rules know a rating by their numbers.
        by_words: what the rules say of the words: a rating of ours, "none", or None where they don't know.
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
    used = (
        sa.select(
            fact_checks.c.publisher,
            fact_checks.c.rating,
            sa.func.count().label("count"),
            sa.func.count(fact_checks.c.by_numbers).label("with_numbers"),
        )
        .where(fact_checks.c.slug.is_(None))
        .group_by(fact_checks.c.publisher, fact_checks.c.rating)
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
        external_ratings.outerjoin(used, (used.c.publisher == rating.publisher) & (used.c.rating == rating.label))
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
