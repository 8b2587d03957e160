"""The revisions of articles: their texts, and what was found when they were split."""

from dataclasses import asdict, dataclass, fields
from datetime import UTC, date, datetime, time
from typing import Final, TypedDict

import sqlalchemy as sa

from checks.types.claim import Split
from checks.types.page import Page
from store import audit
from store.articles.fingerprint import fingerprint
from store.articles.search import refresh_article_search
from store.articles.tables import LONGEST_TITLE, UNTITLED, articles, revisions
from store.columns import EARLIEST, LATEST
from store.db import tell
from store.people import MACHINE
from store.rows import fetch_all, fetch_one


class PartRecord(TypedDict):
    """A part of a text that was removed, or skipped, and why: offsets, end exclusive."""

    start: int
    end: int
    reason: str


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
    removed: list[PartRecord]
    skipped: list[PartRecord]
    notes: list[str]
    received_at: datetime
    split_at: datetime | None

    @property
    def readable_text(self) -> str:
        """Its text; "" until HTML has been read."""
        return self.text or ""


_COLUMNS: Final = tuple(revisions.c[field.name] for field in fields(Revision))


@dataclass(frozen=True, slots=True)
class RevisionOfArticle(Revision):
    """A revision with the title, the address and the times of its article."""

    title: str
    url: str | None
    published: datetime | None
    arrived_at: datetime


def get_revision(conn: sa.Connection, revision_id: int) -> RevisionOfArticle:
    """One revision with the title, the address and the times of its article.

    Raises:
        NotFound: there is none with this id.
    """
    query = (
        sa.select(*_COLUMNS, articles.c.title, articles.c.url, articles.c.published, articles.c.arrived_at)
        .join(articles, articles.c.id == revisions.c.article_id)
        .where(revisions.c.id == revision_id)
    )
    return fetch_one(conn, query, RevisionOfArticle, f"revision {revision_id}")


def get_two_revisions(
    conn: sa.Connection, article_id: int, before: int | None, after: int | None
) -> tuple[Revision, Revision]:
    """Two revisions of an article by their numbers, for comparison.

    Args:
        before: None for the one before `after`, of the first itself; any number of 64 bits.
        after: None for the newest.

    Raises:
        NotFound: there is none with this number.
    """
    mine = sa.select(*_COLUMNS).where(revisions.c.article_id == article_id)
    if after is None:
        query = mine.order_by(revisions.c.number.desc()).limit(1)
        later = fetch_one(conn, query, Revision, f"revision of article {article_id}")
    else:
        numbered = mine.where(revisions.c.number == sa.literal(after, sa.BigInteger))
        later = fetch_one(conn, numbered, Revision, f"revision {after} of article {article_id}")
    number = max(1, later.number - 1) if before is None else before
    query = mine.where(revisions.c.number == sa.literal(number, sa.BigInteger))
    return fetch_one(conn, query, Revision, f"revision {number} of article {article_id}"), later


@dataclass(frozen=True, slots=True)
class RevisionSummary:
    """A revision without its text, of which `length` are the characters that came; `left_out` counts its parts that are
    no part of the article. All else as of `Revision`.
    """

    id: int
    number: int
    format: str
    sha256: bytes
    language: str | None
    length: int
    left_out: int
    received_at: datetime
    split_at: datetime | None


def list_revisions(conn: sa.Connection, article_id: int) -> list[RevisionSummary]:
    """All revisions of an article without their texts, the newest first."""
    counted = {
        "length": sa.func.char_length(revisions.c.received),
        "left_out": sa.func.jsonb_array_length(revisions.c.removed),
    }
    columns = (
        counted[field.name].label(field.name) if field.name in counted else revisions.c[field.name]
        for field in fields(RevisionSummary)
    )
    query = sa.select(*columns).where(revisions.c.article_id == article_id).order_by(revisions.c.number.desc())
    return fetch_all(conn, query, RevisionSummary)


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
        "fingerprint": fingerprint(body),
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


def is_superseded(conn: sa.Connection, revision: Revision) -> bool:
    """Whether a later revision of the same article was split already."""
    later = revisions.c.article_id == revision.article_id, revisions.c.number > revision.number
    split = sa.exists().where(*later, revisions.c.split_at.is_not(None))
    return bool(conn.execute(sa.select(split)).scalar_one())


def drop_repeated_revision(conn: sa.Connection, revision: Revision, body: str) -> bool:
    """Delete a page's revision if its text turns out to have the same words as the revision before.

    Menus and advertisements change with each request, so nothing tells it earlier. One that was followed by another
    stays, so that the numbers have no gap.

    Args:
        revision: of format html.
        body: the text that was read in it.

    Returns:
        Whether it was deleted.
    """
    others = sa.select(revisions.c.number, revisions.c.fingerprint).where(
        revisions.c.article_id == revision.article_id, revisions.c.id != revision.id
    )
    last = conn.execute(others.order_by(revisions.c.number.desc()).limit(1)).first()
    if last is None or last.number > revision.number or last.fingerprint != fingerprint(body):
        return False
    conn.execute(sa.delete(revisions).where(revisions.c.id == revision.id))
    audit.write_audit_entry(conn, MACHINE, "article", revision.article_id, "came again unchanged")
    tell(conn, "article", revision.article_id)
    return True


def fill_in_article(conn: sa.Connection, article_id: int, page: Page) -> None:
    """Give an article what its page says of itself: title and day only where the sender gave none."""
    values: dict[str, object] = {
        "authors": list(page.authors),
        "site": page.site,
        "modified": _moment(page.modified),
    }
    conn.execute(sa.update(articles).where(articles.c.id == article_id).values(values))
    if page.title:
        untitled = articles.c.id == article_id, articles.c.title == UNTITLED
        conn.execute(sa.update(articles).where(*untitled).values(title=page.title[:LONGEST_TITLE]))
    fill_in_day(conn, article_id, page.published)


def retitle_article(conn: sa.Connection, article_id: int, before: str, after: str) -> None:
    """Give an article the headline that its page shows now, and note both headlines in its history.

    Only if its title is still the headline `before`: a title given by a person or a program takes precedence.
    """
    after = after.strip()[:LONGEST_TITLE]
    if not after or after == before:
        return
    mine = articles.c.id == article_id, articles.c.title == before.strip()[:LONGEST_TITLE]
    if not conn.execute(sa.update(articles).where(*mine).values(title=after)).rowcount:
        return
    refresh_article_search(conn, [article_id])
    audit.write_audit_entry(conn, MACHINE, "article", article_id, "headline changed", before=before, after=after)
    tell(conn, "article", article_id)


def fill_in_day(conn: sa.Connection, article_id: int, published: date | datetime | None) -> None:
    """Give an article the day or time that it names itself, only where the sender gave none; None changes nothing."""
    if (moment := _moment(published)) is not None:
        undated = articles.c.id == article_id, articles.c.published.is_(None)
        conn.execute(sa.update(articles).where(*undated).values(published=moment))


def _moment(found: date | datetime | None) -> datetime | None:
    """A time that can be stored, which has no zone of its own there: of a day its beginning in UTC.

    So is one whose day in its own zone is another one than in UTC, because days in the article count from the former.
    """
    if found is None:
        return None
    day = found.date() if isinstance(found, datetime) else found
    moment = datetime.combine(day, time(), UTC)
    if isinstance(found, datetime) and found.astimezone(UTC).date() == day:
        moment = found
    return moment if EARLIEST <= moment <= LATEST else None
