"""Articles as they come in, by text, by page or by an address alone: each once, however often it is sent.
Files come in by `files.py`; `fetched.py` writes what was read at an address.
"""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Final

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY, insert

from checks.documents.addresses import address_key, clean_address, is_same_site
from store import addresses, audit, queue
from store.articles.fingerprint import fingerprint
from store.articles.revisions import retitle_article
from store.articles.search import refresh_article_search
from store.articles.tables import (
    FORMATS,
    LONGEST_PAGE,
    LONGEST_TEXT,
    LONGEST_TITLE,
    UNTITLED,
    article_addresses,
    articles,
    revisions,
)
from store.db import NotFound, tell
from store.people import MACHINE, Actor, Refused

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_LONGEST_AHEAD: Final = timedelta(
    days=366
)  # of a date of publication; what is under an embargo may have one ahead


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
class GivingFeed:
    """The feed that gives a text, and the address at which it is polled."""

    id: int
    address: str


@dataclass(frozen=True, slots=True)
class Received:
    """Where a submission went: its article and revision, and whether they are new.

    Sent again, the same text gives the same article and revision, and neither is new.

    Attributes:
        passed_over: whether a feed gave the text that has no say in what the article says.
    """

    article_id: int
    revision_id: int
    new_article: bool
    new_revision: bool
    passed_over: bool = False


@dataclass(frozen=True, slots=True)
class ReceivedWithoutText:
    """The article of an address or a file; `to_fetch` if its job `fetch`, which reads both, is still to be done."""

    article_id: int
    new_article: bool
    to_fetch: bool


def receive_article(
    conn: sa.Connection, submission: Submission, actor: Actor, *, feed: GivingFeed | None = None, turn: int = 0
) -> Received:
    """Store an article with the job of splitting it; the same one twice gives the same article.

    An article is known by its URL in any spelling, and one without by the words of its text. Same URL and other
    words is a new revision, unless a feed gives it that has no say there (`_has_say`). A URL that comes later for a
    text that is known without one is noted at that article, if people or the same feed name it.

    Args:
        feed: that gives the text.
        turn: which it is of those that its sender sends at a time, from 0, for the fair order of splits.

    Raises:
        Refused: a value cannot be stored; names the field.
    """
    submission = _checked(submission)
    mark = _fingerprint(submission)
    lock_key(conn, address_key(submission.url) if submission.url else mark.hex())
    article_id = _known_article(conn, submission, mark, feed)
    if article_id is not None:
        return _add_revision(conn, article_id, submission, mark, actor, new_article=False, feed=feed, turn=turn)
    article_id = _insert_article(conn, submission, mark, actor, feed_id=feed and feed.id)
    return _add_revision(conn, article_id, submission, mark, actor, new_article=True, turn=turn)


def receive_revision(
    conn: sa.Connection, article_id: int, submission: Submission, actor: Actor, *, feed: GivingFeed | None = None,
    turn: int = 0,
) -> Received:  # fmt: skip
    """Store a revision of an article that is known otherwise than by its URL or text, such as by the entry of its feed.

    The same words twice give the same revision; URL, title and date of the submission are not heeded.

    Args:
        feed: that gives the text; it is passed over where the feed has no say in what the article says.
        turn: as of `receive_article`.

    Raises:
        Refused: a value cannot be stored; names the field.
        NotFound: there is no such article.
    """
    submission = _checked(submission)
    article_id, mark = lock_article(conn, article_id), _fingerprint(submission)
    return _add_revision(conn, article_id, submission, mark, actor, new_article=False, feed=feed, turn=turn)


def note_headline(conn: sa.Connection, article_id: int, before: str, after: str, feed: GivingFeed) -> None:
    """Give an article the headline that its feed has changed; one that has no say there changes nothing."""
    if before != after and _has_say(conn, article_id, feed):
        retitle_article(conn, article_id, before, after)


def receive_address(
    conn: sa.Connection,
    address: str,
    *,
    feed_id: int | None = None,
    title: str | None = None,
    published: datetime | None = None,
    actor: Actor = MACHINE,
    keep: bool = True,
    turn: int = 0,
) -> ReceivedWithoutText:
    """Store an article known only by its address, once, with the job `fetch` that reads its page.

    Args:
        address: in any spelling.
        feed_id: of the feed that named it; robots.txt is honoured for what nobody asked for by hand.
        title: what the page may have a better one for.
        published: with its zone; goes before what the page says.
        actor: who sent it.
        keep: False shows what was read first; it is split when `keep_article` is called.
        turn: as of `receive_article`, of fetches.

    Returns:
        Its article. `to_fetch`: enqueue "fetch" with the article's id after the commit.

    Raises:
        Refused: it is no address of the web, or the title is too long.
    """
    url = addresses.checked(address)
    if not url:
        raise Refused("url", "the address is empty")
    way = "feed" if feed_id is not None else "url"
    submission = _checked(Submission("-", (title or "").strip()[:LONGEST_TITLE], url, published, arrived_by=way))
    key = address_key(url)
    lock_key(conn, key)
    known = find_article_at(conn, key)
    if known is not None:
        if keep and not conn.execute(sa.select(articles.c.to_be_kept).where(articles.c.id == known)).scalar_one():
            keep_article(conn, known, actor)
        has_text = conn.execute(sa.select(sa.exists().where(revisions.c.article_id == known))).scalar_one()
        return ReceivedWithoutText(
            known, new_article=False, to_fetch=not has_text and queue.find_job(conn, "fetch", known) is not None
        )
    submission = replace(submission, text="", title=submission.title or UNTITLED)
    article_id = _insert_article(conn, submission, b"", actor, feed_id=feed_id, to_be_kept=keep)
    queue.add_jobs(conn, "fetch", [article_id], turns={article_id: turn})
    audit.write_audit_entry(conn, actor, "article", article_id, "received")
    tell(conn, "article", article_id)
    return ReceivedWithoutText(article_id, new_article=True, to_fetch=True)


def keep_article(conn: sa.Connection, article_id: int, actor: Actor) -> list[int]:
    """Keep an article that was shown first; returns the revisions that are to be split.

    Raises:
        NotFound: there is no such article.
    """
    lock_article(conn, article_id)
    conn.execute(sa.update(articles).where(articles.c.id == article_id).values(to_be_kept=True))
    unsplit = sa.select(revisions.c.id).where(revisions.c.article_id == article_id, revisions.c.split_at.is_(None))
    found = list(conn.execute(unsplit).scalars())
    queue.add_jobs(conn, "split", found)
    audit.write_audit_entry(conn, actor, "article", article_id, "kept")
    tell(conn, "article", article_id)
    return found


def note_address(conn: sa.Connection, article_id: int, address: str) -> int:
    """Note another address of an article; returns the article that it belongs to, which may be another one already."""
    key = address_key(address)
    lock_key(conn, key)
    values = {"key": key, "article_id": article_id}
    conn.execute(insert(article_addresses).values(values).on_conflict_do_nothing())
    return find_article_at(conn, key) or article_id


def lock_addresses(conn: sa.Connection, urls: Iterable[str]) -> None:
    """Keep other transactions from storing an article at these addresses until this one ends.

    For a transaction that stores many: taken in one order by all, the locks of two such cannot wait for each other.
    """
    keys = sorted({address_key(url) for url in urls})
    each = sa.select(sa.func.unnest(sa.literal(keys, ARRAY(sa.Text))).label("key")).subquery()
    hashes = sa.select(sa.func.hashtextextended(each.c.key, 0).label("hash"))
    hashed = hashes.distinct().order_by("hash").subquery()
    conn.execute(sa.select(sa.func.pg_advisory_xact_lock(hashed.c.hash)))


def lock_article(conn: sa.Connection, article_id: int) -> int:
    """Lock the row of an article, so that two revisions that arrive at once take turns for their number.

    Raises:
        NotFound: there is no such article.
    """
    if conn.execute(_LOCK_ROW, {"article": article_id}).scalar() is None:
        raise NotFound(f"there is no article {article_id}")
    return article_id


def lock_key(conn: sa.Connection, key: str) -> None:
    """Keep other transactions from locking this key until this one ends.

    So two that arrive at once make one article: the second finds what the first has made.
    """
    conn.execute(_LOCK, {"key": key})


def find_article_at(conn: sa.Connection, key: str) -> int | None:
    """The article that is known by an address, by its key (`checks.documents.addresses.address_key`)."""
    found = conn.execute(sa.select(article_addresses.c.article_id).where(article_addresses.c.key == key)).scalar()
    return None if found is None else int(found)


def _known_article(
    conn: sa.Connection, submission: Submission, mark: bytes, feed: GivingFeed | None
) -> int | None:
    """The article that a submission is of, locked; None if it is a new one."""
    if submission.url is None:
        found = conn.execute(_WITH_TEXT, {"mark": mark}).scalar()
    else:
        unaddressed: int | None = conn.execute(_UNADDRESSED, {"mark": mark}).scalar()
        found = find_article_at(conn, address_key(submission.url))
        ours = unaddressed is not None and (feed is None or _has_say(conn, unaddressed, feed))
        if found is None and unaddressed is not None and ours:
            values = {"url": clean_address(submission.url), "text_key": None}
            conn.execute(sa.update(articles).where(articles.c.id == unaddressed).values(values))
            found = note_address(conn, unaddressed, submission.url)
    return None if found is None else lock_article(conn, found)


def _insert_article(conn: sa.Connection, submission: Submission, mark: bytes, actor: Actor, **more: object) -> int:
    """Write a new article, with what its sender says of it; `mark` identifies its text if it has no address; `more`
    are further columns.
    """
    row = {
        "title": submission.title or (_headline(submission.text) if submission.format == "text" else UNTITLED),
        "url": clean_address(submission.url) if submission.url else None,
        "text_key": None if submission.url else mark,
        "published": submission.published,
        "arrived_by": submission.arrived_by,
        "added_by": actor.id,
        "sample": submission.sample,
        **more,
    }
    article_id = int(conn.execute(_ADD_ARTICLE, row).scalar_one())
    if submission.url:
        note_address(conn, article_id, submission.url)
    refresh_article_search(conn, [article_id])
    return article_id


def _has_say(conn: sa.Connection, article_id: int, feed: GivingFeed) -> bool:
    """Whether a feed may give an article that has a text another one: it is of the article's site, or has given it
    and its page was never read.

    Else whoever writes a feed could have any article say what they like, by naming its address.
    """
    giver, url = conn.execute(_GIVEN_BY, {"article": article_id}).one()
    return giver == feed.id or (url is not None and is_same_site(url, feed.address))


def _add_revision(
    conn: sa.Connection, article_id: int, submission: Submission, mark: bytes, actor: Actor, *, new_article: bool,
    feed: GivingFeed | None = None, turn: int = 0,
) -> Received:  # fmt: skip
    """Write a revision and its job, unless the newest one has the very same text, or `feed` has no say; `mark` is its
    `_fingerprint`.
    """
    digest = hashlib.sha256(f"{submission.format}\n{submission.text}".encode()).digest()
    before = None if new_article else conn.execute(_NEWEST, {"article": article_id}).first()
    if before is not None and (before.fingerprint == mark or before.sha256 == digest):
        return Received(article_id, before.id, new_article, False)
    if before is not None and feed is not None and not _has_say(conn, article_id, feed):
        return Received(article_id, before.id, new_article, False, passed_over=True)
    row = {
        "article": article_id,
        "article_id": article_id,
        "received": submission.text,
        "format": submission.format,
        "sha256": digest,
        "fingerprint": mark,
    }
    row["text"] = submission.text if submission.format == "text" else None
    revision_id = int(conn.execute(_ADD_REVISION, row).scalar_one())
    queue.add_jobs(conn, "split", [revision_id], turns={revision_id: turn})
    audit.write_audit_entry(conn, actor, "article", article_id, "received" if new_article else "revised")
    tell(conn, "article", article_id)
    return Received(article_id, revision_id, new_article, True)


def _fingerprint(submission: Submission) -> bytes:
    """That of the text; of a page that is not read yet that of its markup."""
    return fingerprint(submission.text if submission.format == "text" else f"html {submission.text}")


def _checked(submission: Submission) -> Submission:
    """The submission, if it can be stored. Raises `Refused` naming the field."""
    body, title = _UNSTORABLE.sub(" ", submission.text), _UNSTORABLE.sub(" ", submission.title).strip()
    url = addresses.checked(submission.url)
    if not body.strip():
        raise Refused("text", "the text is empty")
    most = LONGEST_TEXT if submission.format == "text" else LONGEST_PAGE
    if len(body) > most:
        raise Refused("text", f"the text has {len(body):,} characters; the most that is taken is {most:,}")
    if len(title) > LONGEST_TITLE:
        raise Refused(
            "title", f"the title has {len(title):,} characters; the most that is taken is {LONGEST_TITLE}"
        )
    if submission.published is not None and submission.published > datetime.now(UTC) + _LONGEST_AHEAD:
        raise Refused("published", "that lies more than a year ahead; leave it out where it is not known")
    if submission.format not in FORMATS:
        raise Refused("format", f"the format is one of {', '.join(FORMATS)}")
    return replace(submission, text=body, title=title, url=url)


def _headline(body: str) -> str:
    """A title for a text that came without one: its first line, cut."""
    line = next(
        (bare for raw in body.splitlines() if (bare := raw.strip()) and not bare.startswith(("[", "<"))), ""
    )
    return line if 0 < len(line) <= 120 else (line[:117].rsplit(" ", 1)[0] + "…" if line else UNTITLED)


# What every article executes is built once: to build a statement takes longer than to execute it.
_LOCK: Final = sa.text("SELECT pg_advisory_xact_lock(hashtextextended(:key, 0))")
_LOCK_ROW: Final = sa.select(articles.c.id).where(articles.c.id == sa.bindparam("article")).with_for_update()
_UNADDRESSED: Final = (
    sa.select(articles.c.id).where(articles.c.text_key == sa.bindparam("mark"), articles.c.url.is_(None)).limit(1)
)
_WITH_TEXT: Final = sa.select(
    sa.func.coalesce(
        _UNADDRESSED.scalar_subquery(),
        sa.select(revisions.c.article_id)
        .where(revisions.c.fingerprint == sa.bindparam("mark"))
        .order_by(revisions.c.id)
        .limit(1)
        .scalar_subquery(),
    )
)
_OF_ARTICLE: Final = revisions.c.article_id == sa.bindparam("article")
_NEWEST: Final = sa.text(
    "SELECT id, fingerprint, sha256 FROM revisions WHERE article_id = :article ORDER BY number DESC LIMIT 1"
)
# Of articles from before this was noted it is the feed whose entry came in first; nobody's once their page was read.
_GIVEN_BY: Final = sa.text("""
    SELECT CASE WHEN NOT EXISTS (SELECT FROM page_fetches p WHERE p.article_id = a.id
        AND p.outcome IN ('read', 'unchanged'))
      THEN coalesce(feed_id, (SELECT e.feed_id FROM feed_entries e
        WHERE arrived_by = 'feed' AND e.article_id = a.id ORDER BY e.id LIMIT 1)) END, url
    FROM articles a WHERE id = :article""")
_NUMBER: Final = sa.select(sa.func.coalesce(sa.func.max(revisions.c.number), 0) + 1).where(_OF_ARTICLE)
_ADD_ARTICLE: Final = sa.insert(articles).returning(articles.c.id)
_ADD_REVISION: Final = sa.insert(revisions).values(number=_NUMBER.scalar_subquery()).returning(revisions.c.id)
