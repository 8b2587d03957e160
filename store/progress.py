"""How far each article has got; derived from what is left to do, so that it cannot disagree with it.

received → split → looked up → ready, or failed with the reason.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import Final

import sqlalchemy as sa

from store import queue
from store.articles import articles, revisions
from store.articles.search import has_words
from store.claims.tables import claims
from store.columns import among
from store.db import tell
from store.feeds.tables import feeds
from store.lookups.lookups import lookups
from store.rows import AnySelect, fetch_all, fetch_one

_NEWEST = (
    sa.select(revisions)
    .where(revisions.c.article_id == articles.c.id)
    .order_by(revisions.c.number.desc())
    .limit(1)
    .lateral("newest")
)
# Articles that are looked at for a page of those at one stage; then more at a time, as where they are narrowed besides.
_FIRST_PORTION: Final = 100
_MOST_PORTION: Final = 1_000
_BEYOND_ALL: Final = 2**63 - 1  # an id that no article has
_OF_NEWEST = claims.c.revision_id == _NEWEST.c.id
_ONE = sa.select(sa.literal(1))
_ASKED = lookups.join(claims, claims.c.id == lookups.c.claim_id)
_OPEN_LOOKUP = _ONE.where(lookups.c.claim_id == claims.c.id, lookups.c.outcome.is_(None)).correlate(claims)
_FETCH_WORK = sa.and_(
    queue.work.c.kind == "fetch",
    queue.work.c.subject == articles.c.id,
    queue.work.c.failed,
    _NEWEST.c.id.is_(None),
)
_NEW_OF_NEWEST = sa.and_(claims.c.article_id == articles.c.id, _OF_NEWEST, claims.c.state == "new")
_SPLIT_WORK = sa.and_(queue.work.c.kind == "split", queue.work.c.subject == _NEWEST.c.id, queue.work.c.failed)
_LOOKUP_WORK = sa.and_(queue.work.c.kind == "lookup", queue.work.c.subject == lookups.c.id, queue.work.c.failed)
_ANY_WORK = queue.work.alias("any_work")
# Asked once for a whole list; mostly none has.
_ANY_LOOKUP_FAILED = sa.exists(
    sa.select(sa.literal(1)).select_from(_ANY_WORK).where(_ANY_WORK.c.kind == "lookup", _ANY_WORK.c.failed)
)


@dataclass(frozen=True, slots=True)
class ArticleProgress:
    """An article, and how far its newest revision has got.

    Attributes:
        arrived_by: one of `store.articles.WAYS`.
        added_by: the id of who sent it; None for the machine.
        revision_id: of the newest revision, whose number is `revision` and which was split at `split_at`; None,
            and 0, while the page at its address was not read.
        to_be_kept: False where it waits for somebody to keep what was read or to discard it.
        stage: one of `store.articles.STAGES`.
        failure: why a job of it failed, in words; None where none did.
        claims: how many the newest revision has.
    """

    id: int
    title: str
    url: str | None
    published: datetime | None
    arrived_by: str
    added_by: int | None
    arrived_at: datetime
    sample: bool
    authors: list[str]
    site: str | None
    modified: datetime | None
    to_be_kept: bool
    revision_id: int | None
    revision: int
    split_at: datetime | None
    stage: str
    failure: str | None
    claims: int


def get_article(conn: sa.Connection, article_id: int) -> ArticleProgress:
    """One article and how far it has got; of one that was merged into another that one.

    Raises:
        NotFound: there is none with this id.
    """
    return fetch_one(conn, _one_article(), ArticleProgress, f"article {article_id}", {"article": article_id})


@dataclass(frozen=True, slots=True)
class ArticleFilters:
    """What a list of articles is narrowed to; an empty field narrows nothing.

    Attributes:
        stages: any of `store.articles.STAGES`.
        arrived_by: any of `store.articles.WAYS`.
        feed_id: what came in of this feed.
        section: what came in of the feeds of this section.
        words: that stand in title, text, address, site, authors or feed, as of `store.articles.search.has_words`.
        since: what came in at this time or later; `until` what came in before that.
    """

    stages: tuple[str, ...] = ()
    arrived_by: tuple[str, ...] = ()
    feed_id: int | None = None
    words: str = ""
    section: str = ""
    since: datetime | None = None
    until: datetime | None = None


def list_articles(
    conn: sa.Connection,
    *,
    before: int | None = None,
    limit: int = 50,
    stage: str | None = None,
    day: date | None = None,
    filters: ArticleFilters = ArticleFilters(),
) -> list[ArticleProgress]:
    """Articles and how far they have got, the newest first.

    Args:
        before: list those whose id is below this one.
        limit: the most rows.
        stage: one of `store.articles.STAGES`; None for all.
        day: those that came in on this day (UTC); None for all.
        filters: what the list is narrowed to besides.
    """
    narrowed = _conditions(conn, filters)
    if day is not None:
        narrowed += [articles.c.arrived_at >= day, articles.c.arrived_at < day + timedelta(days=1)]
    stages = tuple(sorted(set(filters.stages if stage is None else (stage,))))
    place, found = before or _BEYOND_ALL, list[ArticleProgress]()
    beforehand = tuple(narrowed) if "ready" in stages else ()  # of the many that are ready
    portion = _MOST_PORTION if narrowed and not beforehand else _FIRST_PORTION
    if not stages:
        first = sa.select(articles.c.id).where(articles.c.merged_into.is_(None), articles.c.id < place, *narrowed)
        ids = conn.execute(first.order_by(articles.c.id.desc()).limit(limit)).scalars().all()
        return fetch_all(conn, _at_any_stage(), ArticleProgress, {"ids": ids})
    while len(found) < limit:
        candidates = _candidates(stages, portion, beforehand) if beforehand else _any_candidates(stages, portion)
        ids = conn.execute(candidates, {"before": place}).scalars().all()
        fit = sa.select(articles.c.id).where(among(articles.c.id, ids), *narrowed)
        wanted = conn.execute(fit).scalars().all() if narrowed else ids
        if wanted:  # to plan how their stages are found takes longer than to find them
            given = {"ids": wanted, "stages": list(stages), "most": limit}
            found += fetch_all(conn, _at_stages(), ArticleProgress, given)
        if len(ids) < portion:
            break
        portion, place = _MOST_PORTION, ids[-1]
    return found[:limit]


# Statements are built once: that takes longer than to execute them.
@cache
def _at_any_stage() -> AnySelect:
    """Selects those of the articles `:ids` that were not merged into another, the newest first."""
    known = articles.c.id == sa.any_(sa.bindparam("ids", type_=sa.ARRAY(sa.BigInteger)))
    return _articles().where(known, articles.c.merged_into.is_(None)).order_by(articles.c.id.desc())


@cache
def _at_stages() -> AnySelect:
    """Selects the first `:most` of those that are at one of `:stages`."""
    # OFFSET 0 keeps PostgreSQL from finding out each stage twice, to compare it and to show it.
    these = _at_any_stage().offset(0).subquery()
    wanted = these.c.stage == sa.any_(sa.bindparam("stages", type_=sa.ARRAY(sa.Text)))
    return sa.select(these).where(wanted).order_by(these.c.id.desc()).limit(sa.bindparam("most"))


@cache
def _any_candidates(stages: tuple[str, ...], most: int) -> AnySelect:
    return _candidates(stages, most, ())


def _candidates(stages: tuple[str, ...], most: int, narrowed: Sequence[sa.ColumnElement[bool]]) -> AnySelect:
    """Selects the ids below `:before`, the newest `most` of them, of articles that can be at one of these stages: what
    is left to do names them, and those that are ready have nothing left to do; of these, those that `narrowed` leaves.
    """
    limit = sa.literal_column(str(most), sa.Integer)  # of a parameter PostgreSQL would guess thousands
    of_new = (
        sa.select(claims.c.article_id, claims.c.revision_id).where(claims.c.state == "new").distinct().subquery()
    )
    asking = _ONE.where(
        claims.c.article_id == of_new.c.article_id,
        claims.c.revision_id == of_new.c.revision_id,
        claims.c.state == "new",
        _has(_OPEN_LOOKUP),
    )
    new_of_any = _has(_ONE.where(claims.c.article_id == articles.c.id, claims.c.state == "new"))
    newest = (
        sa.select(revisions.c.id)
        .where(revisions.c.article_id == articles.c.id)
        .order_by(revisions.c.number.desc())
        .limit(1)
        .correlate(articles)
    )
    new_of_newest = _has(
        _ONE.where(
            claims.c.article_id == articles.c.id,
            claims.c.revision_id == newest.scalar_subquery(),
            claims.c.state == "new",
        ).correlate(articles)
    )
    possible: dict[str, list[AnySelect]] = {
        "failed": [
            sa.select(queue.work.c.subject).where(queue.work.c.kind == "fetch", queue.work.c.failed),
            sa.select(revisions.c.article_id)
            .join(queue.work, queue.work.c.subject == revisions.c.id)
            .where(queue.work.c.kind == "split", queue.work.c.failed),
            sa.select(claims.c.article_id).select_from(_ASKED.join(queue.work, _LOOKUP_WORK)),
        ],
        "received": [
            sa.select(queue.work.c.subject).where(queue.work.c.kind == "fetch"),
            sa.select(revisions.c.article_id).where(revisions.c.split_at.is_(None)),
        ],
        "split": [_with_open_lookups().limit(limit)],
        "looked up": [sa.select(of_new.c.article_id).where(~_has(asking))],
        "ready": [
            sa.select(articles.c.id)
            .where(
                articles.c.merged_into.is_(None),
                articles.c.id < sa.bindparam("before", type_=sa.BigInteger),
                sa.case((new_of_any, ~new_of_newest), else_=sa.true()),  # few have any
                *narrowed,
            )
            .order_by(articles.c.id.desc())
            .limit(limit)
        ],
    }
    selects = [select for stage in stages for select in possible[stage]]
    ids = sa.union(*selects).subquery() if len(selects) > 1 else selects[0].subquery()
    article_id = ids.c[0]
    below = article_id < sa.bindparam("before", type_=sa.BigInteger)
    return sa.select(article_id).where(below).distinct().order_by(article_id.desc()).limit(limit)


def _with_open_lookups() -> AnySelect:
    """Selects the ids below `:before`, the newest first, of articles that have a lookup without an outcome in any
    revision: each is one step down the index, however many lookups it has.
    """
    newest = sa.select(lookups.c.open_article_id).order_by(lookups.c.open_article_id.desc()).limit(1)
    below = lookups.c.open_article_id < sa.bindparam("before", type_=sa.BigInteger)
    first = newest.where(lookups.c.open_article_id.is_not(None), below).subquery()
    found = sa.select(first.c.open_article_id).cte("with_open_lookups", recursive=True)
    following = newest.where(lookups.c.open_article_id < found.c.open_article_id).correlate(found)
    found = found.union_all(sa.select(following.scalar_subquery()).where(found.c.open_article_id.is_not(None)))
    return sa.select(found.c.open_article_id).where(found.c.open_article_id.is_not(None))


def _conditions(conn: sa.Connection, filters: ArticleFilters) -> list[sa.ColumnElement[bool]]:
    found: list[sa.ColumnElement[bool]] = []
    if filters.arrived_by:
        found.append(articles.c.arrived_by.in_(filters.arrived_by))
    if filters.feed_id is not None:
        found.append(articles.c.feed_id == filters.feed_id)
    if filters.section:
        of_section = sa.select(feeds.c.id).where(feeds.c.section == filters.section)
        found.append(articles.c.feed_id.in_(of_section))
    if filters.words.strip():
        found.append(has_words(conn, articles.c.id, filters.words))
    if filters.since is not None:
        found.append(articles.c.arrived_at >= filters.since)
    if filters.until is not None:
        found.append(articles.c.arrived_at < filters.until)
    return found


def list_ready_revisions(conn: sa.Connection, revision_ids: Collection[int]) -> list[int]:
    """Those of these revisions that are the newest of their articles, and ready."""
    return list(conn.execute(_ready_revisions(), {"ids": list(revision_ids)}).scalars())


@cache
def _ready_revisions() -> AnySelect:
    given = sa.bindparam("ids", type_=sa.ARRAY(sa.BigInteger))
    of_articles = sa.select(_NEWEST.c.id).select_from(articles).join(_NEWEST, sa.true())
    return of_articles.where(
        articles.c.id.in_(sa.select(revisions.c.article_id).where(revisions.c.id == sa.any_(given))),
        _NEWEST.c.id == sa.any_(given),
        _stage() == "ready",
    )


def retry_article(conn: sa.Connection, article_id: int) -> dict[str, list[int]]:
    """Make the failed jobs of an article's newest revision due now.

    Returns:
        The subjects of the jobs that are to be enqueued, by kind of job.

    Raises:
        NotFound: there is no such article.
    """
    article = get_article(conn, article_id)
    failed = sa.select(lookups.c.id).select_from(_ASKED.join(queue.work, _LOOKUP_WORK))
    ids = conn.execute(failed.where(claims.c.revision_id == article.revision_id)).scalars().all()
    unread = [article.id] if article.revision_id is None else []
    again = {"fetch": unread, "split": [n for n in (article.revision_id,) if n is not None], "lookup": list(ids)}
    again = {kind: [n for n in numbers if queue.retry_job(conn, kind, n)] for kind, numbers in again.items()}
    tell(conn, "article", article_id)
    return again


def _has(rows: AnySelect) -> sa.ColumnElement[bool]:
    """Whether there is a row, asked for each article by itself: of EXISTS PostgreSQL would read what all articles have
    left to do, however many are shown.
    """
    return rows.limit(1).scalar_subquery().is_not(None)


def _failed() -> sa.ColumnElement[bool]:
    """Whether its page could not be fetched, or its text not be split: each asked by its own key."""
    jobs = _ONE.select_from(queue.work)
    return sa.or_(_has(jobs.where(_FETCH_WORK)), _has(jobs.where(_SPLIT_WORK)))


def _stage() -> sa.ColumnElement[str]:
    failed_lookup = sa.and_(
        _ANY_LOOKUP_FAILED, _has(_ONE.select_from(_ASKED.join(queue.work, _LOOKUP_WORK)).where(_OF_NEWEST))
    )
    asking = sa.and_(
        _has(_ONE.where(lookups.c.open_article_id == articles.c.id)),
        _has(_ONE.select_from(claims).where(_OF_NEWEST, _has(_OPEN_LOOKUP))),
    )
    return sa.case(
        (_failed(), "failed"),
        (_NEWEST.c.split_at.is_(None), "received"),
        (failed_lookup, "failed"),
        (asking, "split"),
        (_has(_ONE.where(_NEW_OF_NEWEST)), "looked up"),
        else_="ready",
    )


def _reason() -> sa.ColumnElement[str]:
    fetch, split = (
        sa.select(queue.work.c.reason).where(job).limit(1).scalar_subquery() for job in (_FETCH_WORK, _SPLIT_WORK)
    )
    lookup = (
        sa.select(sa.func.min(queue.work.c.reason))
        .select_from(_ASKED.join(queue.work, _LOOKUP_WORK))
        .where(_OF_NEWEST)
    )
    return sa.func.coalesce(fetch, split, sa.case((_ANY_LOOKUP_FAILED, lookup.scalar_subquery())))


@cache
def _one_article() -> AnySelect:
    """Selects `:article`, or what it was merged into."""
    merged = sa.func.coalesce(articles.c.merged_into, articles.c.id)
    one = sa.select(merged).where(articles.c.id == sa.bindparam("article"))
    return _articles().where(articles.c.id == one.scalar_subquery())


def _articles() -> AnySelect:
    return sa.select(
        *(c for c in articles.c if c.name not in ("text_key", "feed_id", "merged_into")),
        _NEWEST.c.id.label("revision_id"),
        sa.func.coalesce(_NEWEST.c.number, 0).label("revision"),
        _NEWEST.c.split_at,
        _stage().label("stage"),
        _reason().label("failure"),
        sa.select(sa.func.count()).where(_OF_NEWEST).scalar_subquery().label("claims"),
    ).outerjoin(_NEWEST, sa.true())
