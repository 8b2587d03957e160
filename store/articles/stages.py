"""The stages of articles: received → split → looked up → ready, or failed with the reason.

None is stored: each is derived from the work that is left, so that the two cannot disagree. `stage_of_article` says it
of an article and its newest revision, and `failure_of_article` why one has failed; `candidates` finds the few articles
that can be at a stage by the work that is left, without asking all others.
"""

from functools import cache
from typing import Final

import sqlalchemy as sa

from store import queue
from store.articles.tables import articles, revisions
from store.claims.tables import claims
from store.lookups.lookups import lookups
from store.rows import AnySelect

NEWEST: Final = (
    sa.select(revisions)
    .where(revisions.c.article_id == articles.c.id)
    .order_by(revisions.c.number.desc())
    .limit(1)
    .lateral("newest")
)
_ONE: Final = sa.select(sa.literal(1))
_NEW: Final = claims.c.state == "new"
_OF_NEWEST: Final = claims.c.revision_id == NEWEST.c.id
_OPEN_LOOKUP: Final = _ONE.where(lookups.c.claim_id == claims.c.id, lookups.c.outcome.is_(None)).correlate(claims)
_BELOW: Final = sa.bindparam("before", type_=sa.BigInteger)


def _has_failed(
    kind: str, subject: sa.ColumnElement[int], work: sa.FromClause = queue.work
) -> sa.ColumnElement[bool]:
    return sa.and_(work.c.kind == kind, work.c.subject == subject, work.c.failed)


def _failed(kind: str, subject: sa.ColumnElement[int]) -> sa.ColumnElement[bool]:
    """Whether the job of a kind for one subject has failed; NULL if there is none.

    It is found by its subject: PostgreSQL would look for it among all that have failed.
    """
    job = sa.select(queue.work.c.failed).where(queue.work.c.kind == kind, queue.work.c.subject == subject)
    return job.scalar_subquery()


_FAILED_LOOKUPS: Final = lookups.join(claims, claims.c.id == lookups.c.claim_id).join(
    queue.work, _has_failed("lookup", lookups.c.id)
)
_ANY_WORK: Final = queue.work.alias("any_work")
# Asked once for a whole list; mostly none has.
_ANY_LOOKUP_FAILED: Final = sa.exists(
    sa.select(sa.literal(1)).select_from(_ANY_WORK).where(_ANY_WORK.c.kind == "lookup", _ANY_WORK.c.failed)
)


def _has(rows: AnySelect) -> sa.ColumnElement[bool]:
    """Whether there is a row, asked for each article by itself: of EXISTS PostgreSQL would read what all articles have
    left to do, however many are shown.
    """
    return rows.limit(1).scalar_subquery().is_not(None)


def stage_of_article() -> sa.ColumnElement[str]:
    """The stage of an article of which `NEWEST` is the newest revision; of `STAGES`."""
    no_fetch = sa.and_(NEWEST.c.id.is_(None), _failed("fetch", articles.c.id))
    asking = sa.and_(
        _has(_ONE.where(lookups.c.open_article_id == articles.c.id)),
        _has(_ONE.select_from(claims).where(_OF_NEWEST, _has(_OPEN_LOOKUP))),
    )
    return sa.case(
        (sa.or_(no_fetch, _failed("split", NEWEST.c.id)), "failed"),
        (NEWEST.c.split_at.is_(None), "received"),
        (sa.and_(_ANY_LOOKUP_FAILED, _has(_ONE.select_from(_FAILED_LOOKUPS).where(_OF_NEWEST))), "failed"),
        (asking, "split"),
        (_has(_ONE.where(claims.c.article_id == articles.c.id, _OF_NEWEST, _NEW)), "looked up"),
        else_="ready",
    )


def failure_of_article(rows: sa.FromClause) -> sa.ColumnElement[str]:
    """Why an article has failed, in words, of rows with its `id`, `revision_id` and `stage`; NULL where it has not."""
    reason = sa.select(queue.work.c.reason)
    of_fetch = reason.where(rows.c.revision_id.is_(None), _has_failed("fetch", rows.c.id)).scalar_subquery()
    of_split = reason.where(_has_failed("split", rows.c.revision_id)).scalar_subquery()
    of_its_claims = claims.c.revision_id == rows.c.revision_id
    of_lookup = sa.select(sa.func.min(queue.work.c.reason)).select_from(_FAILED_LOOKUPS).where(of_its_claims)
    return sa.case((rows.c.stage == "failed", sa.func.coalesce(of_fetch, of_split, of_lookup.scalar_subquery())))


def select_failed_lookups(revision_id: int) -> AnySelect:
    """Selects the ids of the lookups of a revision whose jobs have failed."""
    return sa.select(lookups.c.id).select_from(_FAILED_LOOKUPS).where(claims.c.revision_id == revision_id)


@cache
def candidates(stages: tuple[str, ...], most: int, fits: sa.ColumnElement[bool]) -> AnySelect:
    """Selects `id` and `fits` of the newest `most` articles below `:before` that can be at one of these stages.

    Args:
        stages: of `STAGES`. Those with something left to do are named by that, and the many that are ready have
            nothing left to do: of these alone those are selected that fit.
        most: how many.
        fits: what the list is narrowed to, of columns of `articles`.
    """
    limit = sa.literal_column(str(most), sa.Integer)  # of a parameter PostgreSQL would guess thousands
    if stages == ("ready",):
        ready = _without_new_claims(fits).limit(limit).subquery()
        return sa.select(ready.c.id, sa.true().label("fits")).order_by(ready.c.id.desc())
    selects = [select for each in stages for select in _possible(each, fits, limit)]
    ids = sa.union(*selects).subquery() if len(selects) > 1 else selects[0].subquery()
    article_id = ids.c[0]
    newest = sa.select(article_id.label("id")).where(article_id < _BELOW).distinct()
    found = newest.order_by(article_id.desc()).limit(limit).subquery()
    return (
        sa.select(found.c.id, fits.label("fits"))
        .select_from(found.join(articles, articles.c.id == found.c.id))
        .order_by(found.c.id.desc())
    )


def _possible(stage: str, fits: sa.ColumnElement[bool], limit: sa.ColumnElement[int]) -> list[AnySelect]:
    """Selects the articles that can be at a stage."""
    match stage:
        case "failed":
            return [
                sa.select(queue.work.c.subject).where(queue.work.c.kind == "fetch", queue.work.c.failed),
                sa.select(revisions.c.article_id).join(queue.work, _has_failed("split", revisions.c.id)),
                sa.select(claims.c.article_id).select_from(_FAILED_LOOKUPS),
            ]
        case "received":
            return [
                sa.select(queue.work.c.subject).where(queue.work.c.kind == "fetch"),
                sa.select(revisions.c.article_id).where(revisions.c.split_at.is_(None)),
            ]
        case "split":
            return [_with_open_lookups().limit(limit)]
        case "looked up":
            of_new = sa.select(claims.c.article_id, claims.c.revision_id).where(_NEW).distinct().subquery()
            its_own = claims.c.article_id == of_new.c.article_id, claims.c.revision_id == of_new.c.revision_id
            return [sa.select(of_new.c.article_id).where(~_has(_ONE.where(*its_own, _NEW, _has(_OPEN_LOOKUP))))]
        case _:
            return [_without_new_claims(fits).limit(limit)]


def _without_new_claims(fits: sa.ColumnElement[bool]) -> AnySelect:
    """Selects the ids below `:before`, the newest first, of articles that fit and whose newest revision has no claim
    that is new.
    """
    # By itself, so that it is read along the index that holds what is asked: beside what is asked of claims PostgreSQL
    # takes any other for as good.
    listed = sa.select(articles.c.id).where(articles.c.merged_into.is_(None), articles.c.id < _BELOW, fits)
    walk = listed.order_by(articles.c.id.desc()).offset(0).subquery()
    newest = (
        sa.select(revisions.c.id)
        .where(revisions.c.article_id == walk.c.id)
        .order_by(revisions.c.number.desc())
        .limit(1)
        .correlate(walk)
    )
    new = _ONE.where(claims.c.article_id == walk.c.id, _NEW).correlate(walk)
    of_newest = new.where(claims.c.revision_id == newest.scalar_subquery())
    none_is_new = sa.case((_has(new), ~_has(of_newest)), else_=sa.true())  # few have any
    return sa.select(walk.c.id).where(none_is_new).order_by(walk.c.id.desc())


def _with_open_lookups() -> AnySelect:
    """Selects the ids below `:before`, the newest first, of articles that have a lookup without an outcome in any
    revision: each is one step down the index, however many lookups it has.
    """
    newest = sa.select(lookups.c.open_article_id).order_by(lookups.c.open_article_id.desc()).limit(1)
    below = lookups.c.open_article_id < _BELOW
    first = newest.where(lookups.c.open_article_id.is_not(None), below).subquery()
    found = sa.select(first.c.open_article_id).cte("with_open_lookups", recursive=True)
    following = newest.where(lookups.c.open_article_id < found.c.open_article_id).correlate(found)
    found = found.union_all(sa.select(following.scalar_subquery()).where(found.c.open_article_id.is_not(None)))
    return sa.select(found.c.open_article_id).where(found.c.open_article_id.is_not(None))
