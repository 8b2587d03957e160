"""What was read at the address of an article: a revision of it, or of the article that the page says it is.

`workers/tasks/fetch.py` fetches and reads the page; `receiving.py` stored the article when only its address was known.
"""

from dataclasses import dataclass
from typing import Final

import sqlalchemy as sa

from checks.types.page import Page
from store import audit, queue
from store.articles.receiving import (
    Submission,
    keep_article,
    lock_addresses,
    lock_article,
    note_address,
    receive_revision,
)
from store.articles.revisions import fill_in_article
from store.articles.tables import articles, revisions
from store.db import tell
from store.people import MACHINE, Actor, Refused
from store.rows import fetch_one


@dataclass(frozen=True, slots=True)
class ArticleAddress:
    """Where an article's page is, and whether a person asked for it by hand."""

    id: int
    url: str
    by_hand: bool


def get_address(conn: sa.Connection, article_id: int) -> ArticleAddress:
    """Where the page of an article is.

    Raises:
        NotFound: there is no such article, or it has no address.
    """
    by_hand = (articles.c.arrived_by != "feed").label("by_hand")
    query = sa.select(articles.c.id, articles.c.url, by_hand).where(
        articles.c.id == article_id, articles.c.url.is_not(None), articles.c.merged_into.is_(None)
    )
    return fetch_one(conn, query, ArticleAddress, f"article {article_id} with an address")


@dataclass(frozen=True, slots=True)
class WrittenPage:
    """The article that a page was written to, which may be another one than it was read for, and its revisions that
    are to be split.
    """

    article_id: int
    to_split: list[int]


def write_page(conn: sa.Connection, article_id: int, page: Page, found_at: str, turn: int = 0) -> WrittenPage:
    """Write what was read of an article's page as a revision of it; the same words again change nothing.

    If the page, or the address that it gives itself, belongs to another article, this one is merged into that. This
    happens when an article was sent under two addresses that only the page shows to be the same.

    Args:
        page: an article.
        found_at: where it was read, after redirects.
        turn: as of `receive_article`.
    """
    addresses = [address for address in (page.address, found_at) if address]
    lock_addresses(conn, addresses)  # before the article, as whoever sends one does
    lock_article(conn, article_id)
    for address in addresses:
        owner = note_address(conn, article_id, address)
        if owner != article_id:
            article_id = merge_article(conn, article_id, owner)
    received = receive_revision(conn, article_id, Submission(page.text), MACHINE, turn=turn)
    fill_in_article(conn, article_id, page)
    kept = conn.execute(sa.select(articles.c.to_be_kept).where(articles.c.id == article_id)).scalar_one()
    if received.new_revision and not kept:
        queue.drop_job(conn, "split", received.revision_id)
    return WrittenPage(article_id, [received.revision_id] if received.new_revision and kept else [])


def discard_article(conn: sa.Connection, article_id: int, actor: Actor) -> None:
    """Delete an article that was shown and is not to be kept.

    Raises:
        NotFound: there is no such article.
        Refused: it is kept already.
    """
    lock_article(conn, article_id)
    gone = sa.delete(articles).where(articles.c.id == article_id, ~articles.c.to_be_kept)
    if not conn.execute(gone).rowcount:
        raise Refused("article", "it is kept already")
    queue.drop_job(conn, "fetch", article_id)
    audit.write_audit_entry(conn, actor, "article", article_id, "discarded")


def merge_article(conn: sa.Connection, article_id: int, into: int) -> int:
    """Note that an article without a text is another one; one with a text stays as it is. Returns which goes on.

    What names the one names the other from now on: its addresses, the entries of feeds, and articles that were merged
    into it. Where it is kept, so is the other.
    """
    if conn.execute(sa.select(sa.exists().where(revisions.c.article_id == article_id))).scalar_one():
        return article_id
    kept = conn.execute(sa.select(articles.c.to_be_kept).where(articles.c.id == article_id)).scalar_one()
    merged = sa.or_(articles.c.id == article_id, articles.c.merged_into == article_id)
    conn.execute(sa.update(articles).where(merged).values(merged_into=into, to_be_kept=True))
    for named in (_ADDRESSES, _ENTRIES):
        conn.execute(named, {"article": article_id, "into": into})
    audit.write_audit_entry(conn, MACHINE, "article", article_id, "merged", details={"into": into})
    tell(conn, "article", article_id)
    lock_article(conn, into)
    if kept and not conn.execute(sa.select(articles.c.to_be_kept).where(articles.c.id == into)).scalar_one():
        keep_article(conn, into, MACHINE)
    return into


_ADDRESSES: Final = sa.text("UPDATE article_addresses SET article_id = :into WHERE article_id = :article")
_ENTRIES: Final = sa.text("UPDATE feed_entries SET article_id = :into WHERE article_id = :article")
