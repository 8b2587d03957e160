"""Articles and their revisions: what came in, exactly as it came, and how far it has got.

The stage of an article is never stored; it follows from what is left to do, so it cannot disagree with it.
"""

import hashlib
import re
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, time
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB, insert

from checks.types.claim import Split
from store import addresses, audit, queue
from store.columns import identity, moment, one_of, readable, sample
from store.db import NotFound, metadata, tell
from store.people import MACHINE, Actor, Refused
from store.rows import fetch_all, fetch_one

WAYS: Final = ("paste", "api", "url", "feed", "sample")
FORMATS: Final = ("text", "html")
STAGES: Final = ("received", "split", "looked up", "ready", "failed")
LONGEST_TEXT: Final = 1_000_000  # characters; a long magazine article has about 60,000
LONGEST_TITLE: Final = 500
UNTITLED: Final = "Untitled"  # until the page was read, and of a page without a title
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")

articles = sa.Table(
    "articles",
    metadata,
    identity(),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("url", sa.Text, unique=True),
    sa.Column("text_key", sa.LargeBinary),
    moment("published"),
    sa.Column("arrived_by", sa.Text, nullable=False),
    sa.Column("added_by", sa.BigInteger, sa.ForeignKey("people.id")),
    moment("arrived_at", now=True),
    sample(),
    sa.CheckConstraint(one_of("arrived_by", WAYS), "arrived_by"),
    sa.CheckConstraint(readable("published"), "published_readable"),
    sa.CheckConstraint("(url IS NULL) = (text_key IS NOT NULL)", "known_by_url_or_text"),
    sa.Index("uq_articles_text_key", "text_key", unique=True, postgresql_where=sa.text("url IS NULL")),
)
revisions = sa.Table(
    "revisions",
    metadata,
    identity(),
    sa.Column("article_id", sa.BigInteger, sa.ForeignKey("articles.id", ondelete="CASCADE"), nullable=False),
    sa.Column("number", sa.Integer, nullable=False),
    sa.Column("received", sa.Text, nullable=False),
    sa.Column("format", sa.Text, nullable=False),
    sa.Column("sha256", sa.LargeBinary, nullable=False),
    sa.Column("text", sa.Text),
    sa.Column("language", sa.Text),
    sa.Column("removed", JSONB, nullable=False, server_default="[]"),
    sa.Column("skipped", JSONB, nullable=False, server_default="[]"),
    sa.Column("notes", JSONB, nullable=False, server_default="[]"),
    moment("received_at", now=True),
    moment("split_at"),
    sa.UniqueConstraint("article_id", "number"),
    sa.UniqueConstraint("article_id", "sha256"),
    sa.CheckConstraint("number > 0", "number"),
    sa.CheckConstraint(one_of("format", FORMATS), "format"),
    sa.CheckConstraint("split_at IS NULL OR text IS NOT NULL", "split_has_text"),
)


@dataclass(frozen=True, slots=True)
class Submission:
    """An article as it is sent.

    Attributes:
        text: as received, text or HTML as `format` says, at most `LONGEST_TEXT` characters.
        url: by which the article is known; one without is known by its text.
        published: with its zone.
        format: one of `FORMATS`.
        arrived_by: one of `WAYS`.
        sample: whether it belongs to the sample and is deleted with it.
    """

    text: str
    title: str = ""
    url: str | None = None
    published: datetime | None = None
    format: str = "text"
    arrived_by: str = "api"
    sample: bool = False


@dataclass(frozen=True, slots=True)
class Received:
    """Where a submission went: its article and revision, and whether they are new."""

    article_id: int
    revision_id: int
    new_article: bool
    new_revision: bool


@dataclass(frozen=True, slots=True)
class Revision:
    """One version of an article's text.

    Attributes:
        number: from 1 in each article.
        received: the text or HTML as it came, as `format` says.
        sha256: of format and text, 32 bytes.
        text: what claims' offsets count in; None until HTML has been read.
        language: an ISO 639 code; None until the text is split.
        removed: parts of the received text that are no part of the article: objects with start, end and reason.
        skipped: sentences that state no claim: objects with start, end and reason.
        notes: what a reader should know of how it was split, in words.
    """

    id: int
    article_id: int
    number: int
    received: str
    format: str
    sha256: bytes
    text: str | None
    language: str | None
    removed: list[dict[str, Any]]
    skipped: list[dict[str, Any]]
    notes: list[str]
    received_at: datetime
    split_at: datetime | None


@dataclass(frozen=True, slots=True)
class RevisionOfArticle(Revision):
    """A revision with the title and the times of its article."""

    title: str
    published: datetime | None
    arrived_at: datetime


def receive_article(conn: sa.Connection, submission: Submission, actor: Actor) -> Received:
    """Store an article with the job of splitting it; the same one twice gives the same article.

    Same URL and other text is a new revision of that article. Without a URL the text itself is the key.

    Raises:
        Refused: a value cannot be stored; names the field.
    """
    submission = _checked(submission)
    article_id, new = _article(conn, submission, _digest(submission), actor)
    return _add_revision(conn, article_id, submission, actor, new_article=new)


def receive_revision(conn: sa.Connection, article_id: int, submission: Submission, actor: Actor) -> Received:
    """Store a revision of an article that is known otherwise than by its URL or text, such as by the entry of its feed.

    The same text twice gives the same revision; URL, title and date of the submission are not heeded.

    Raises:
        Refused: a value cannot be stored; names the field.
        NotFound: there is no such article.
    """
    submission = _checked(submission)
    query = sa.select(articles.c.id).where(articles.c.id == article_id).with_for_update()
    if conn.execute(query).scalar() is None:
        raise NotFound(f"there is no article {article_id}")
    return _add_revision(conn, article_id, submission, actor, new_article=False)


def _add_revision(
    conn: sa.Connection, article_id: int, submission: Submission, actor: Actor, *, new_article: bool
) -> Received:
    digest = _digest(submission)
    row = {"article_id": article_id, "received": submission.text, "format": submission.format, "sha256": digest}
    row["text"] = submission.text if submission.format == "text" else None
    number = sa.select(sa.func.coalesce(sa.func.max(revisions.c.number), 0) + 1).where(
        revisions.c.article_id == article_id
    )
    write = insert(revisions).values(number=number.scalar_subquery(), **row)
    same = revisions.c.article_id == article_id, revisions.c.sha256 == digest
    made = conn.execute(write.on_conflict_do_nothing().returning(revisions.c.id)).scalar()
    revision_id = made or conn.execute(sa.select(revisions.c.id).where(*same)).scalar_one()
    if made:
        queue.add_jobs(conn, "split", [made])
        event = "received" if new_article else "revised"
        audit.write_audit_entry(conn, actor, "article", article_id, event)
        tell(conn, "article", article_id)
    return Received(article_id, revision_id, new_article, made is not None)


def _digest(submission: Submission) -> bytes:
    """A hash of format and text."""
    return hashlib.sha256(f"{submission.format}\n{submission.text}".encode()).digest()


def _article(conn: sa.Connection, submission: Submission, digest: bytes, actor: Actor) -> tuple[int, bool]:
    row = {
        "title": submission.title or (_headline(submission.text) if submission.format == "text" else UNTITLED),
        "url": submission.url,
        "text_key": None if submission.url else digest,
        "published": submission.published,
        "arrived_by": submission.arrived_by,
        "added_by": actor.id,
        "sample": submission.sample,
    }
    made = conn.execute(insert(articles).values(row).on_conflict_do_nothing().returning(articles.c.id)).scalar()
    if made:
        return made, True
    known = articles.c.url == submission.url if submission.url else articles.c.text_key == digest
    # The lock makes two revisions that arrive at once take turns for their number.
    return conn.execute(sa.select(articles.c.id).where(known).with_for_update()).scalar_one(), False


def _checked(submission: Submission) -> Submission:
    body, title = _UNSTORABLE.sub(" ", submission.text), _UNSTORABLE.sub(" ", submission.title).strip()
    url = addresses.checked(submission.url)
    if not body.strip():
        raise Refused("text", "the text is empty")
    if len(body) > LONGEST_TEXT:
        raise Refused("text", f"the text has {len(body):,} characters; the most that is taken is {LONGEST_TEXT:,}")
    if len(title) > LONGEST_TITLE:
        raise Refused(
            "title", f"the title has {len(title):,} characters; the most that is taken is {LONGEST_TITLE}"
        )
    if submission.format not in FORMATS:
        raise Refused("format", f"the format is one of {', '.join(FORMATS)}")
    return Submission(
        body, title, url, submission.published, submission.format, submission.arrived_by, submission.sample
    )


def _headline(body: str) -> str:
    line = next(
        (bare for raw in body.splitlines() if (bare := raw.strip()) and not bare.startswith(("[", "<"))), ""
    )
    return line if 0 < len(line) <= 120 else (line[:117].rsplit(" ", 1)[0] + "…" if line else UNTITLED)


def get_revision(conn: sa.Connection, revision_id: int) -> RevisionOfArticle:
    """One revision with the title and the times of its article.

    Raises:
        NotFound: there is none with this id.
    """
    query = (
        sa.select(revisions, articles.c.title, articles.c.published, articles.c.arrived_at)
        .join(articles)
        .where(revisions.c.id == revision_id)
    )
    return fetch_one(conn, query, RevisionOfArticle, f"revision {revision_id}")


def write_split_result(conn: sa.Connection, revision_id: int, body: str, result: Split) -> int:
    """Note that a revision is split.

    Args:
        body: its text, in which claims' offsets count.
        result: what was removed, what states no claim, the notes and the language; claims are written by themselves.

    Returns:
        The article's id.
    """
    removed, skipped = [asdict(d) for d in result.removed], [asdict(p) for p in result.skipped]
    values = {
        "text": body,
        "removed": removed,
        "skipped": skipped,
        "notes": list(result.notes),
        "language": result.language,
    }
    done = sa.update(revisions).where(revisions.c.id == revision_id).values(split_at=sa.func.now(), **values)
    article_id = conn.execute(done.returning(revisions.c.article_id)).scalar_one()
    audit.write_audit_entry(conn, MACHINE, "article", article_id, "split", details={"revision": revision_id})
    tell(conn, "article", article_id)
    return int(article_id)


def fill_in_article(conn: sa.Connection, article_id: int, title: str | None, published: date | None) -> None:
    """Give an article the title and the day that its page names, each only where the sender gave none."""
    mine = articles.c.id == article_id
    if title:
        untitled = articles.c.title == UNTITLED
        conn.execute(sa.update(articles).where(mine, untitled).values(title=title[:LONGEST_TITLE]))
    if published is not None:
        midnight = datetime.combine(published, time(), UTC)
        conn.execute(sa.update(articles).where(mine, articles.c.published.is_(None)).values(published=midnight))


def list_revisions(conn: sa.Connection, article_id: int) -> list[Revision]:
    """All revisions of an article, the newest first."""
    query = sa.select(revisions).where(revisions.c.article_id == article_id).order_by(revisions.c.number.desc())
    return fetch_all(conn, query, Revision)
