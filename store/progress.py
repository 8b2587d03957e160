"""Articles and how far each has got, one by one and listed (`store.articles.stages`)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any, Final

import sqlalchemy as sa

from store import queue
from store.articles import articles, revisions
from store.articles.search import among_found, has_words, read_words
from store.articles.stages import NEWEST, candidates, failure_of_article, select_failed_lookups, stage_of_article
from store.claims.tables import claims
from store.db import tell
from store.feeds.tables import feeds
from store.rows import AnySelect, fetch_all, fetch_one, planned_anew

# Articles that are looked at for a page of those at one stage: a few more than are shown, since nearly all that can be
# there are; then more and more at a time, and as many at once where few of them may fit.
_PORTIONS: Final = (60, 240, 960)
_BEYOND_ALL: Final = 2**63 - 1  # an id that no article has


@dataclass(frozen=True, slots=True)
class ArticleProgress:
    """An article, and how far its newest revision has got.

    Attributes:
        arrived_by: one of `store.articles.WAYS`.
        added_by: the id of who sent it; None for the machine.
        revision_id: of the newest revision, whose number is `revision` and which was split at `split_at`; None,
            and 0, while the page at its address was not read.
        to_be_kept: False if it waits for somebody to keep what was read or to discard it.
        stage: one of `store.articles.STAGES`.
        failure: why a job of it failed, in words; None if none did.
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
        before: list those with a lower id.
        limit: the most rows.
        stage: one of `store.articles.STAGES`; None for all.
        day: those that came in on this day (UTC); None for all.
        filters: what the list is narrowed to besides.
    """
    given = _values(conn, filters, day)
    fits, narrowed = _fits(tuple(sorted(given))), bool(given.keys() - {"since"})
    stages = tuple(sorted(set(filters.stages if stage is None else (stage,))))
    place, found = before or _BEYOND_ALL, list[ArticleProgress]()
    if not stages:
        with planned_anew(conn, given):
            first = conn.execute(_first(fits), {**given, "before": place, "most": limit}).scalars().all()
        return fetch_all(conn, _at_any_stage(), ArticleProgress, {"ids": first})
    portions = iter(_PORTIONS[-1:] if narrowed and "ready" not in stages else _PORTIONS)
    portion = 0
    while len(found) < limit:
        portion = next(portions, portion)
        with planned_anew(conn, given if "ready" in stages else {}):  # what is left to do names the others
            rows = conn.execute(candidates(stages, portion, fits), {**given, "before": place}).all()
        if wanted := [
            row.id for row in rows if row.fits
        ]:  # to plan how their stages are found takes longer than that
            some = {"ids": wanted, "stages": list(stages), "most": limit}
            found += fetch_all(conn, _at_stages(), ArticleProgress, some)
        if len(rows) < portion:
            break
        place = rows[-1].id
    return found[:limit]


# Statements are built once: that takes longer than to execute them.
@cache
def _first(fits: sa.ColumnElement[bool]) -> AnySelect:
    """Selects the first `:most` ids below `:before` of articles that fit and were not merged into another."""
    below = articles.c.id < sa.bindparam("before", type_=sa.BigInteger)
    listed = sa.select(articles.c.id).where(articles.c.merged_into.is_(None), below, fits)
    return listed.order_by(articles.c.id.desc()).limit(sa.bindparam("most"))


@cache
def _at_any_stage() -> AnySelect:
    """Selects those of the articles `:ids` that were not merged into another, the newest first."""
    these = _with_stages(_these(), articles.c.merged_into.is_(None))
    return _shown(these).order_by(these.c.id.desc())


@cache
def _at_stages() -> AnySelect:
    """Selects the first `:most` of those that are at one of `:stages`."""
    these = _with_stages(_these(), articles.c.merged_into.is_(None))
    wanted = these.c.stage == sa.any_(sa.bindparam("stages", type_=sa.ARRAY(sa.Text)))
    return _shown(these).where(wanted).order_by(these.c.id.desc()).limit(sa.bindparam("most"))


def _these() -> sa.ColumnElement[bool]:
    return articles.c.id == sa.any_(sa.bindparam("ids", type_=sa.ARRAY(sa.BigInteger)))


def _values(conn: sa.Connection, filters: ArticleFilters, day: date | None) -> dict[str, object]:
    """What articles are narrowed to, by the names of `_CONDITIONS`."""
    given: dict[str, object] = {}
    if filters.arrived_by:
        given["ways"] = list(filters.arrived_by)
    if filters.feed_id is not None:
        given["feed"] = filters.feed_id
    if filters.section:
        of_section = sa.select(feeds.c.id).where(feeds.c.section == filters.section)
        given["feeds"] = conn.execute(of_section).scalars().all()
    if filters.words.strip():
        asked = read_words(conn, filters.words)
        given["few_words" if asked.few else "words"] = asked.words
    for name, at in (("since", filters.since), ("until", filters.until)):
        if at is not None:
            given[name] = at
    return given if day is None else {**given, "first": day, "last": day + timedelta(days=1)}


def _one_of(name: str, kind: type[sa.types.TypeEngine[Any]]) -> sa.ColumnElement[Any]:
    return sa.any_(sa.bindparam(name, type_=sa.ARRAY(kind)))


_CONDITIONS: Final = {  # by the name of what is given
    "ways": articles.c.arrived_by == _one_of("ways", sa.Text),
    "feed": articles.c.feed_id == sa.bindparam("feed"),
    "feeds": articles.c.feed_id == _one_of("feeds", sa.BigInteger),
    "few_words": among_found(articles.c.id),
    "words": has_words(articles.c.id),
    "since": articles.c.arrived_at >= sa.bindparam("since"),
    "until": articles.c.arrived_at < sa.bindparam("until"),
    "first": articles.c.arrived_at >= sa.bindparam("first"),
    "last": articles.c.arrived_at < sa.bindparam("last"),
}


@cache
def _fits(names: tuple[str, ...]) -> sa.ColumnElement[bool]:
    """Whether an article fits what is given under these names."""
    return sa.and_(sa.true(), *(_CONDITIONS[name] for name in names))


def list_ready_revisions(conn: sa.Connection, revision_ids: Collection[int]) -> list[int]:
    """Those of these revisions that are the newest of their articles, and ready."""
    return list(conn.execute(_ready_revisions(), {"ids": list(revision_ids)}).scalars())


@cache
def _ready_revisions() -> AnySelect:
    given = sa.bindparam("ids", type_=sa.ARRAY(sa.BigInteger))
    of_articles = sa.select(NEWEST.c.id).select_from(articles).join(NEWEST, sa.true())
    return of_articles.where(
        articles.c.id.in_(sa.select(revisions.c.article_id).where(revisions.c.id == sa.any_(given))),
        NEWEST.c.id == sa.any_(given),
        stage_of_article() == "ready",
    )


def retry_article(conn: sa.Connection, article_id: int) -> dict[str, list[int]]:
    """Make the failed jobs of an article's newest revision due now.

    Returns:
        The subjects of the jobs that are to be enqueued, by kind of job.

    Raises:
        NotFound: there is no such article.
    """
    article = get_article(conn, article_id)
    again: dict[str, Sequence[int]] = {"fetch": [article.id]}
    if article.revision_id is not None:
        failed = conn.execute(select_failed_lookups(article.revision_id)).scalars().all()
        again = {"split": [article.revision_id], "lookup": failed}
    tell(conn, "article", article_id)
    return {kind: [n for n in numbers if queue.retry_job(conn, kind, n)] for kind, numbers in again.items()}


@cache
def _one_article() -> AnySelect:
    """Selects `:article`, or what it was merged into."""
    merged = sa.func.coalesce(articles.c.merged_into, articles.c.id)
    one = sa.select(merged).where(articles.c.id == sa.bindparam("article"))
    return _shown(_with_stages(articles.c.id == one.scalar_subquery()))


def _with_stages(*which: sa.ColumnElement[bool]) -> sa.Subquery:
    """Some articles with their newest revisions and their stages."""
    rows = sa.select(
        *(c for c in articles.c if c.name not in ("text_key", "feed_id", "merged_into")),
        NEWEST.c.id.label("revision_id"),
        sa.func.coalesce(NEWEST.c.number, 0).label("revision"),
        NEWEST.c.split_at,
        stage_of_article().label("stage"),
    ).outerjoin(NEWEST, sa.true())
    # OFFSET 0 keeps PostgreSQL from finding out each stage anew wherever it is asked for.
    return rows.where(*which).order_by(articles.c.id.desc()).offset(0).subquery("these")


def _shown(these: sa.Subquery) -> AnySelect:
    """Selects articles as `ArticleProgress`; what needs their stages only of those that the list is left with."""
    of_revision = sa.select(sa.func.count()).where(claims.c.revision_id == these.c.revision_id)
    return sa.select(
        *these.c, failure_of_article(these).label("failure"), of_revision.scalar_subquery().label("claims")
    )
