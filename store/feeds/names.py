"""Feeds by name, to choose from."""

from dataclasses import dataclass

import sqlalchemy as sa

from store.feeds.tables import feeds
from store.rows import fetch_all

TITLE = sa.func.coalesce(
    sa.func.nullif(feeds.c.title, ""), sa.func.nullif(feeds.c.given_title, ""), feeds.c.address
)


@dataclass(frozen=True, slots=True)
class FeedName:
    """A feed with the title that people gave it, else its own, else its address."""

    id: int
    title: str
    section: str


def list_feed_names(conn: sa.Connection, limit: int = 200) -> list[FeedName]:
    """The feeds that were added last, the newest first."""
    query = sa.select(feeds.c.id, TITLE.label("title"), feeds.c.section).order_by(feeds.c.id.desc()).limit(limit)
    return fetch_all(conn, query, FeedName)
