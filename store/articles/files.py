"""Articles that come in as files: PDF, DOCX, HTML or text, kept as they came until they are read by a job of kind
`fetch`.
"""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from hashlib import sha256
from pathlib import PureWindowsPath
from typing import Final

import sqlalchemy as sa

from checks.types.page import Page
from store import audit, queue
from store.articles.fetched import merge_article
from store.articles.fingerprint import fingerprint
from store.articles.receiving import ReceivedWithoutText, Submission, lock_article, lock_key, receive_revision
from store.articles.revisions import fill_in_article
from store.articles.search import refresh_article_search
from store.articles.tables import LONGEST_TITLE, UNTITLED, articles, revisions
from store.db import metadata, tell
from store.people import MACHINE, Actor, Refused
from store.rows import fetch_first

LONGEST_NAME: Final = 300  # characters
_KEY: Final = b"file "

article_files = sa.Table(
    "article_files",
    metadata,
    sa.Column(
        "article_id",
        sa.BigInteger,
        sa.ForeignKey("articles.id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
    ),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("declared", sa.Text, nullable=False),
    sa.Column("content", sa.LargeBinary, nullable=False),
)


@dataclass(frozen=True, slots=True)
class ArticleFile:
    """A file that is to be read: its name, its media type as declared, and its bytes."""

    name: str
    declared: str
    content: bytes


def receive_file(
    conn: sa.Connection, name: str, declared: str, pieces: Iterable[bytes], largest: int, actor: Actor
) -> ReceivedWithoutText:
    """Store a file, and add the job `fetch`, which reads it as an article; the same bytes twice give the same article.

    Args:
        declared: the media type that the sender gave; what the bytes show takes precedence.
        largest: the most bytes that are taken.

    Returns:
        Its article. `to_fetch`: enqueue "fetch" with the article's id after the commit.

    Raises:
        Refused: it is empty or too large; names the field.
    """
    name = PureWindowsPath(name).name.replace("\x00", " ").strip()[:LONGEST_NAME] or "file"
    content = bytearray()
    for piece in pieces:
        content += piece
        if len(content) > largest:
            raise Refused("files", f"{name} has more than {largest:,} bytes, the most that is taken")
    if not content:
        raise Refused("files", f"{name} is empty")
    key = sha256(_KEY + content).digest()
    lock_key(conn, key.hex())
    known = conn.execute(sa.select(articles.c.id).where(articles.c.text_key == key)).scalar()
    if known is not None:
        return ReceivedWithoutText(
            known, new_article=False, to_fetch=queue.find_job(conn, "fetch", known) is not None
        )
    row = {"title": UNTITLED, "text_key": key, "arrived_by": "file", "added_by": actor.id}
    article_id = int(conn.execute(sa.insert(articles).values(row).returning(articles.c.id)).scalar_one())
    file = {"article_id": article_id, "name": name, "declared": declared[:200], "content": bytes(content)}
    conn.execute(sa.insert(article_files).values(file))
    queue.add_jobs(conn, "fetch", [article_id])
    audit.write_audit_entry(conn, actor, "article", article_id, "received", reason=name)
    tell(conn, "article", article_id)
    return ReceivedWithoutText(article_id, new_article=True, to_fetch=True)


def find_file(conn: sa.Connection, article_id: int) -> ArticleFile | None:
    """An article's file if it is still unread, else None."""
    columns = (article_files.c[field.name] for field in fields(ArticleFile))
    return fetch_first(conn, sa.select(*columns).where(article_files.c.article_id == article_id), ArticleFile)


def replace_file_by_text(conn: sa.Connection, article_id: int, name: str, page: Page) -> list[int]:
    """Write the text read from a file as the first revision of its article, and delete the file.

    If another article has the same words, this one is merged into it.

    Returns:
        The revisions that are to be split.
    """
    lock_article(conn, article_id)
    mark = fingerprint(page.text)
    lock_key(conn, mark.hex())
    conn.execute(sa.delete(article_files).where(article_files.c.article_id == article_id))
    same = sa.select(revisions.c.article_id).where(
        revisions.c.fingerprint == mark, revisions.c.article_id != article_id
    )
    other = conn.execute(same.order_by(revisions.c.id).limit(1)).scalar()
    if other is not None and merge_article(conn, article_id, other) == other:
        return []
    received = receive_revision(conn, article_id, Submission(page.text), MACHINE)
    fill_in_article(conn, article_id, page)
    title = name.rpartition(".")[0] or name
    untitled = articles.c.id == article_id, articles.c.title == UNTITLED
    conn.execute(sa.update(articles).where(*untitled).values(title=title[:LONGEST_TITLE]))
    refresh_article_search(conn, [article_id])
    return [received.revision_id] if received.new_revision else []
