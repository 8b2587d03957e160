"""Where a published claim was seen: its own article, those of its cluster and its duplicates, and those that
repeat it.
"""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from store.articles import articles
from store.claims.tables import claims
from store.rows import fetch_all


@dataclass(frozen=True, slots=True)
class Appearance:
    """An article in which a claim stands; `id` is the article's, `site` the name of where it was published."""

    id: int
    title: str
    url: str | None
    site: str | None
    published: datetime | None


def list_appearances(conn: sa.Connection, claim_id: int, limit: int = 20) -> list[Appearance]:
    """The articles in which a claim stands: its own, those of its cluster, its duplicates and what repeats it.

    For readers: one that is to be published later is left out until then. Each once, its own first, then by the
    time at which they came in; at most `limit`.
    """
    # Each of the four columns has an index of its own.
    alternatives = (
        sa.select(claims.c.article_id).where(column == claim_id)
        for column in (claims.c.id, claims.c.head_id, claims.c.duplicate_of, claims.c.repeat_of)
    )
    of = sa.union(*alternatives).subquery()
    own = sa.select(claims.c.article_id).where(claims.c.id == claim_id).scalar_subquery()
    query = (
        sa.select(*(articles.c[name] for name in ("id", "title", "url", "site", "published")))
        .join(of, of.c.article_id == articles.c.id)
        .where(sa.or_(articles.c.published.is_(None), articles.c.published <= sa.func.now()))
        .order_by((articles.c.id == own).desc(), articles.c.id)
        .limit(limit)
    )
    return fetch_all(conn, query, Appearance)
