"""How far each article has got; derived from what is left to do, so that it cannot disagree with it.

received → split → looked up → ready, or failed with the reason.
"""

from typing import Any

import sqlalchemy as sa

from store import queue
from store.articles import articles, revisions
from store.claims.tables import claims
from store.db import one, tell
from store.lookups.lookups import lookups

_NEWEST = (
    sa.select(revisions)
    .where(revisions.c.article_id == articles.c.id)
    .order_by(revisions.c.number.desc())
    .limit(1)
    .lateral("newest")
)
_OF_NEWEST = claims.c.revision_id == _NEWEST.c.id
_ASKED = lookups.join(claims, claims.c.id == lookups.c.claim_id)
_SPLIT_WORK = sa.and_(queue.work.c.kind == "split", queue.work.c.subject == _NEWEST.c.id, queue.work.c.failed)
_LOOKUP_WORK = sa.and_(queue.work.c.kind == "lookup", queue.work.c.subject == lookups.c.id, queue.work.c.failed)


def get(conn: sa.Connection, article_id: int) -> sa.RowMapping:
    """One article with its stage, reason and counts. Raises `NotFound`."""
    row = conn.execute(_articles().where(articles.c.id == article_id)).mappings().first()
    return one(row, f"article {article_id}")


def page(
    conn: sa.Connection, *, before: int | None = None, limit: int = 50, stage: str | None = None
) -> list[sa.RowMapping]:
    """Articles with their stage, the newest first, from below id `before`."""
    query = _articles().order_by(articles.c.id.desc()).limit(limit)
    if before is not None:
        query = query.where(articles.c.id < before)
    if stage:
        query = query.where(_stage() == stage)
    return list(conn.execute(query).mappings())


def try_again(conn: sa.Connection, article_id: int) -> dict[str, list[int]]:
    """Make the failed work of an article's newest revision due now; returns what is to be rung for, by kind."""
    revision_id = get(conn, article_id)["revision_id"]
    failed = sa.select(lookups.c.id).select_from(_ASKED.join(queue.work, _LOOKUP_WORK))
    ids = conn.execute(failed.where(claims.c.revision_id == revision_id)).scalars().all()
    again = {"split": [revision_id], "lookup": list(ids)}
    again = {kind: [n for n in numbers if queue.try_again(conn, kind, n)] for kind, numbers in again.items()}
    tell(conn, "article", article_id)
    return again


def _stage() -> sa.ColumnElement[str]:
    failed_lookup = sa.exists(
        sa.select(sa.literal(1)).select_from(_ASKED.join(queue.work, _LOOKUP_WORK)).where(_OF_NEWEST)
    )
    asking = sa.exists(sa.select(sa.literal(1)).select_from(_ASKED).where(_OF_NEWEST, lookups.c.outcome.is_(None)))
    return sa.case(
        (sa.exists().where(_SPLIT_WORK), "failed"),
        (_NEWEST.c.split_at.is_(None), "received"),
        (failed_lookup, "failed"),
        (asking, "split"),
        (sa.exists().where(_OF_NEWEST, claims.c.state == "new"), "looked up"),
        else_="ready",
    )


def _reason() -> sa.ColumnElement[str]:
    split = sa.select(queue.work.c.reason).where(_SPLIT_WORK).scalar_subquery()
    lookup = (
        sa.select(sa.func.min(queue.work.c.reason))
        .select_from(_ASKED.join(queue.work, _LOOKUP_WORK))
        .where(_OF_NEWEST)
    )
    return sa.func.coalesce(split, lookup.scalar_subquery())


def _articles() -> sa.Select[Any]:
    return sa.select(
        *(c for c in articles.c if c.name != "text_key"),
        _NEWEST.c.id.label("revision_id"),
        _NEWEST.c.number.label("revision"),
        _NEWEST.c.split_at,
        _stage().label("stage"),
        _reason().label("failure"),
        sa.select(sa.func.count()).where(_OF_NEWEST).scalar_subquery().label("claims"),
    ).join(_NEWEST, sa.true())
