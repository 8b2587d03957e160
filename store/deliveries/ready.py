"""Which articles have become ready since anybody was told."""

from collections.abc import Collection
from typing import Final

import sqlalchemy as sa

from store import progress
from store.articles.tables import articles, revisions
from store.claims.tables import claims
from store.columns import among, seconds
from store.deliveries import events
from store.rows import AnySelect

_LOOKED_AT_SECONDS: Final = 7 * 24 * 3600.0
_MOST_LOOKED_AT: Final = 200  # at once, of all; any of them, so that each has its turn whatever waits


def note_ready_articles(conn: sa.Connection, article_ids: Collection[int] | None = None) -> None:
    """Note which articles have become ready, each revision once.

    Args:
        article_ids: those that are looked at; None looks at `_MOST_LOOKED_AT` of all that were split within a week.
            This finds articles whose last two claims became ready at the same moment, in two transactions that did not
            see each other.
    """
    open_ids = sa.select(revisions.c.id).where(revisions.c.ready_at.is_(None), revisions.c.split_at.is_not(None))
    if article_ids is None:
        recent = open_ids.where(revisions.c.split_at > sa.func.now() - seconds(_LOOKED_AT_SECONDS))
        open_ids = recent.order_by(sa.func.random()).limit(_MOST_LOOKED_AT)
    else:
        open_ids = open_ids.where(among(revisions.c.article_id, article_ids))
    candidates = conn.execute(open_ids).scalars().all()
    if not candidates:
        return
    ready = progress.list_ready_revisions(conn, candidates)
    if not ready:
        return
    write = sa.update(revisions).where(among(revisions.c.id, ready), revisions.c.ready_at.is_(None))
    ids = list(conn.execute(write.values(ready_at=sa.func.now()).returning(revisions.c.id)).scalars())
    if ids:
        events.write_deliveries(conn, "article.ready", _describe(ids))


def _describe(ids: list[int]) -> AnySelect:
    count = sa.select(sa.func.count()).where(claims.c.revision_id == revisions.c.id).scalar_subquery()
    data = events.json_object(
        article_id=articles.c.id,
        title=articles.c.title,
        url=articles.c.url,
        published=events.json_moment(articles.c.published),
        arrived_by=articles.c.arrived_by,
        revision=revisions.c.number,
        language=revisions.c.language,
        claims=count,
    )
    named = sa.select(data.label("data")).join_from(revisions, articles, articles.c.id == revisions.c.article_id)
    return named.where(among(revisions.c.id, ids)).order_by(revisions.c.id)
