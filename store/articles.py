"""Articles and their revisions: what came in, exactly as it came, and how far it has got.

The stage of an article is never stored; it follows from what is left to do, so it cannot disagree with it.
"""

import hashlib
import re
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, time
from typing import Final

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB, insert

from checks.types.claim import Split
from store import addresses, audit, queue
from store.columns import identity, moment, one_of, readable, sample
from store.db import metadata, one, tell
from store.people import MACHINE, Actor, Refused

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
class Arrival:
    """An article as it came: text or HTML as received, and what is known about it."""

    text: str
    title: str = ""
    url: str | None = None
    published: datetime | None = None
    format: str = "text"
    arrived_by: str = "api"
    sample: bool = False


@dataclass(frozen=True, slots=True)
class Received:
    """Where an arrival went: its article and revision, and whether they are new."""

    article_id: int
    revision_id: int
    new_article: bool
    new_revision: bool


def receive(conn: sa.Connection, arrival: Arrival, actor: Actor) -> Received:
    """Store an arrival with the work of splitting it; the same one twice gives the same article.

    Same URL and other text is a new revision of that article. Without a URL the text itself is the key.
    Raises `Refused` naming the field.
    """
    arrival = _checked(arrival)
    digest = hashlib.sha256(f"{arrival.format}\n{arrival.text}".encode()).digest()
    article_id, new = _article(conn, arrival, digest, actor)
    row = {"article_id": article_id, "received": arrival.text, "format": arrival.format, "sha256": digest}
    row["text"] = arrival.text if arrival.format == "text" else None
    number = sa.select(sa.func.coalesce(sa.func.max(revisions.c.number), 0) + 1).where(
        revisions.c.article_id == article_id
    )
    write = insert(revisions).values(number=number.scalar_subquery(), **row)
    same = revisions.c.article_id == article_id, revisions.c.sha256 == digest
    made = conn.execute(write.on_conflict_do_nothing().returning(revisions.c.id)).scalar()
    revision_id = made or conn.execute(sa.select(revisions.c.id).where(*same)).scalar_one()
    if made:
        queue.add(conn, "split", [made])
        audit.write_audit_entry(conn, actor, "article", article_id, "received" if new else "revised")
        tell(conn, "article", article_id)
    return Received(article_id, revision_id, new, made is not None)


def _article(conn: sa.Connection, arrival: Arrival, digest: bytes, actor: Actor) -> tuple[int, bool]:
    row = {
        "title": arrival.title or (_headline(arrival.text) if arrival.format == "text" else UNTITLED),
        "url": arrival.url,
        "text_key": None if arrival.url else digest,
        "published": arrival.published,
        "arrived_by": arrival.arrived_by,
        "added_by": actor.id,
        "sample": arrival.sample,
    }
    made = conn.execute(insert(articles).values(row).on_conflict_do_nothing().returning(articles.c.id)).scalar()
    if made:
        return made, True
    known = articles.c.url == arrival.url if arrival.url else articles.c.text_key == digest
    # The lock makes two revisions that arrive at once take turns for their number.
    return conn.execute(sa.select(articles.c.id).where(known).with_for_update()).scalar_one(), False


def _checked(arrival: Arrival) -> Arrival:
    body, title = _UNSTORABLE.sub(" ", arrival.text), _UNSTORABLE.sub(" ", arrival.title).strip()
    url = addresses.checked(arrival.url)
    if not body.strip():
        raise Refused("text", "the text is empty")
    if len(body) > LONGEST_TEXT:
        raise Refused("text", f"the text has {len(body):,} characters; the most that is taken is {LONGEST_TEXT:,}")
    if len(title) > LONGEST_TITLE:
        raise Refused(
            "title", f"the title has {len(title):,} characters; the most that is taken is {LONGEST_TITLE}"
        )
    if arrival.format not in FORMATS:
        raise Refused("format", f"the format is one of {', '.join(FORMATS)}")
    return Arrival(body, title, url, arrival.published, arrival.format, arrival.arrived_by, arrival.sample)


def _headline(body: str) -> str:
    line = next(
        (bare for raw in body.splitlines() if (bare := raw.strip()) and not bare.startswith(("[", "<"))), ""
    )
    return line if 0 < len(line) <= 120 else (line[:117].rsplit(" ", 1)[0] + "…" if line else UNTITLED)


def revision(conn: sa.Connection, revision_id: int) -> sa.RowMapping:
    """One revision with its article's `title`, `published` and `arrived_at`. Raises `NotFound`."""
    query = (
        sa.select(revisions, articles.c.title, articles.c.published, articles.c.arrived_at)
        .join(articles)
        .where(revisions.c.id == revision_id)
    )
    return one(conn.execute(query).mappings().first(), f"revision {revision_id}")


def write_split(conn: sa.Connection, revision_id: int, body: str, result: Split) -> int:
    """Note that a revision is split, with its text, what was left out and what states no claim.

    Returns the article's id.
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


def describe(conn: sa.Connection, article_id: int, title: str | None, published: date | None) -> None:
    """Give an article the title and the day that its page names, each only where the sender gave none."""
    mine = articles.c.id == article_id
    if title:
        untitled = articles.c.title == UNTITLED
        conn.execute(sa.update(articles).where(mine, untitled).values(title=title[:LONGEST_TITLE]))
    if published is not None:
        midnight = datetime.combine(published, time(), UTC)
        conn.execute(sa.update(articles).where(mine, articles.c.published.is_(None)).values(published=midnight))


def revisions_of(conn: sa.Connection, article_id: int) -> list[sa.RowMapping]:
    """All revisions of an article, the newest first."""
    query = sa.select(revisions).where(revisions.c.article_id == article_id).order_by(revisions.c.number.desc())
    return list(conn.execute(query).mappings())
