"""When the pages of articles were fetched, what came of it, and when they are fetched again.

When is not stored here: it is when the job (kind `refetch`) of the article is due. Only pages that were read at their
address are fetched again; a text that was sent, or comes from a feed, changes there.
"""

from dataclasses import dataclass, fields
from datetime import datetime
from typing import Final

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from store import audit, queue
from store.articles.receiving import lock_article
from store.articles.revisions import retitle_article
from store.articles.tables import LONGEST_TITLE, articles, revisions
from store.columns import moment, one_of, seconds
from store.db import metadata, tell
from store.people import Actor, Refused
from store.rows import fetch_first, fetch_one

KIND: Final = "refetch"
OUTCOMES: Final = ("read", "unchanged", "gone", "no article", "could not ask")
_LONGEST: Final = 500  # characters of a reason, and of a header
_SHORTEST_RETRY: Final = 900.0  # seconds
_RETRIED_FOR: Final = 3 * 86_400.0  # seconds
_MOST_RETRIED: Final = 100  # at once

page_fetches = sa.Table(
    "page_fetches",
    metadata,
    sa.Column(
        "article_id",
        sa.BigInteger,
        sa.ForeignKey("articles.id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
    ),
    moment("fetched_at", now=True),
    sa.Column("outcome", sa.Text, nullable=False),
    sa.Column("reason", sa.Text),
    sa.Column("title", sa.Text),  # that the page had
    sa.Column("etag", sa.Text),
    sa.Column("last_modified", sa.Text),
    sa.Column("fetches", sa.Integer, nullable=False, server_default="1"),
    sa.Column("by_hand", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.CheckConstraint(one_of("outcome", OUTCOMES), "outcome"),
    sa.CheckConstraint("outcome IN ('read', 'unchanged') OR reason IS NOT NULL", "says_why"),
)


@dataclass(frozen=True, slots=True)
class FetchedPage:
    """The page of an article as it is to be fetched again.

    Attributes:
        etag, last_modified: of the last whole answer.
        fetches: how often it was fetched.
        by_hand: whether somebody asked for this fetch.
    """

    id: int
    url: str
    etag: str | None
    last_modified: str | None
    fetches: int
    by_hand: bool
    published: datetime | None
    arrived_at: datetime


@dataclass(frozen=True, slots=True)
class FetchStatus:
    """When a page was fetched last, with what outcome (one of `OUTCOMES`) and why, and when it is fetched next."""

    fetched_at: datetime
    outcome: str
    reason: str | None
    next_fetch_at: datetime | None


@dataclass(frozen=True, slots=True)
class FetchResult:
    """What came of a fetch; the title of the page, an etag and a date where the answer was whole.

    `outcome` is one of `OUTCOMES`, with the reason in words where it is not a success.
    """

    outcome: str
    reason: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    title: str | None = None


def get_fetched_page(conn: sa.Connection, article_id: int) -> FetchedPage:
    """The page of an article that was read at its address.

    Raises:
        NotFound: there is no such article, or it was not read there.
    """
    fetch = page_fetches.c
    query = (
        sa.select(
            articles.c.id, articles.c.url, fetch.etag, fetch.last_modified, fetch.fetches, fetch.by_hand,
            articles.c.published, articles.c.arrived_at,
        )
        .join(page_fetches, fetch.article_id == articles.c.id)
        .where(articles.c.id == article_id, articles.c.url.is_not(None), articles.c.merged_into.is_(None))
    )  # fmt: skip
    return fetch_one(conn, query, FetchedPage, f"article {article_id} that was read at its address")


def is_fact_checked(conn: sa.Connection, article_id: int) -> bool:
    """Whether a fact-check of one of an article's claims is public."""
    return bool(conn.execute(_FACT_CHECKED, {"article": article_id}).scalar_one())


def find_fetch_status(conn: sa.Connection, article_id: int) -> FetchStatus | None:
    """When the page of an article was fetched and is fetched next; None if it was not read at its address."""
    job = queue.work.c
    mine = sa.and_(job.kind == KIND, job.subject == page_fetches.c.article_id, ~job.failed)
    query = (
        sa.select(
            *(page_fetches.c[field.name] for field in fields(FetchStatus) if field.name != "next_fetch_at"),
            job.due_at.label("next_fetch_at"),
        )
        .outerjoin(queue.work, mine)
        .where(page_fetches.c.article_id == article_id)
    )
    return fetch_first(conn, query, FetchStatus)


def write_fetch(conn: sa.Connection, article_id: int, result: FetchResult) -> None:
    """Write what came of a fetch of an article's page; a headline that has changed there changes here."""
    whole = result.outcome == "read"
    if whole and result.title:
        before = conn.execute(
            sa.select(page_fetches.c.title).where(page_fetches.c.article_id == article_id)
        ).scalar()
        if before is not None:
            retitle_article(conn, article_id, before, result.title)
    values = {
        "fetched_at": sa.func.clock_timestamp(),
        "outcome": result.outcome,
        "reason": result.reason and result.reason[:_LONGEST],
        "by_hand": False,
    }
    headers = {"etag": _kept(result.etag), "last_modified": _kept(result.last_modified)} if whole else {}
    headers |= {"title": result.title[:LONGEST_TITLE]} if whole and result.title else {}
    write = insert(page_fetches).values(article_id=article_id, **values, **headers)
    again = {**values, **headers, "fetches": page_fetches.c.fetches + 1}
    conn.execute(write.on_conflict_do_update(index_elements=["article_id"], set_=again))
    tell(conn, "article", article_id)


def schedule_refetch(conn: sa.Connection, article_id: int, after: float | None) -> None:
    """Have a page fetched again in `after` seconds; one that waits for that already is left as it is.

    None for a page that is fetched no more.
    """
    kept = sa.select(sa.exists().where(articles.c.id == article_id, articles.c.merged_into.is_(None)))
    if after is not None and conn.execute(kept).scalar_one():
        queue.add_jobs(conn, KIND, [article_id], after=after)


def refetch_now(conn: sa.Connection, article_id: int, actor: Actor | None = None, *, turn: int = 0) -> bool:
    """Have the page of an article fetched at once, again or for the first time.

    Args:
        actor: who asks for it; None if its feed says that it was edited.
        turn: as of `receive_article`; what is new in the page is split in this turn.

    Returns:
        Whether it is fetched again; the first fetch is a job of kind "fetch".

    Raises:
        NotFound: there is no such article.
        Refused: it has no address.
    """
    lock_article(conn, article_id)
    if actor is not None:
        audit.write_audit_entry(conn, actor, "article", article_id, "fetched again")
    url = conn.execute(sa.select(articles.c.url).where(articles.c.id == article_id)).scalar()
    if url is None:
        raise Refused("url", "the article has no address to fetch it from")
    has_text = conn.execute(sa.select(sa.exists().where(revisions.c.article_id == article_id))).scalar_one()
    if not has_text:
        queue.restart_jobs(conn, "fetch", [article_id], turns={article_id: turn})
        return False
    waiting = {"outcome": "could not ask", "reason": "it was not fetched yet", "by_hand": actor is not None}
    write = insert(page_fetches).values(article_id=article_id, fetches=0, **waiting)
    by_hand = sa.or_(page_fetches.c.by_hand, sa.literal(actor is not None))
    conn.execute(write.on_conflict_do_update(index_elements=["article_id"], set_={"by_hand": by_hand}))
    queue.restart_jobs(conn, KIND, [article_id], turns={article_id: turn})
    tell(conn, "article", article_id)
    return True


def retry_failed_fetches(conn: sa.Connection) -> int:
    """Have pages that were never read fetched once more: pages named by feeds, whatever failed, since nobody watches
    them, and other pages whose site was unreachable.

    The pause after each failure is as long as the article is old then, a quarter of an hour at least; three days
    after it came in it is left failed. So a site that is down for hours, or whose feed is ahead of its pages, loses
    nothing.

    Returns:
        How many there are.
    """
    job, now = queue.work.c, sa.func.clock_timestamp()
    pause = sa.func.greatest(seconds(_SHORTEST_RETRY), job.due_at - articles.c.arrived_at)
    query = (
        sa.select(job.subject)
        .join(articles, articles.c.id == job.subject)
        .where(
            job.kind == "fetch",
            job.failed,
            job.due_at < now - pause,
            articles.c.arrived_at > now - seconds(_RETRIED_FOR),
            articles.c.url.is_not(None),
            sa.or_(articles.c.arrived_by == "feed", job.attempts >= queue.MOST_ATTEMPTS),
        )
        .limit(_MOST_RETRIED)
    )
    ids = conn.execute(query).scalars().all()
    for article_id in ids:
        queue.retry_job(conn, "fetch", article_id)
        tell(conn, "article", article_id)
    return len(ids)


# In words of SQL: claims are stored above articles.
_FACT_CHECKED: Final = sa.text(
    "SELECT EXISTS (SELECT FROM claims WHERE article_id = :article AND state = 'published')"
)


def _kept(header: str | None) -> str | None:
    """A header as it is kept, cut; None for an empty one."""
    return header[:_LONGEST] if header else None
