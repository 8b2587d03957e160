"""The entries of feeds that came in: by what each is known again, and what became of it."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Final

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY

from checks.types.feed import ChangedEntry, EntryKeys, FeedEntry, NewEntry, SeenEntry
from store import audit, queue
from store.articles.tables import articles
from store.columns import LARGEST_ID, among, seconds
from store.feeds.tables import LONGEST_REASON, feed_entries, feeds
from store.people import MACHINE, people
from store.rows import fetch_all, fetch_first

_KEYS: Final = tuple(field.name for field in fields(EntryKeys))
KEPT_SECONDS: Final = 180 * 86_400.0  # of an entry that its feed lists no more
_MOST_PRUNED: Final = 1000  # at a poll


@dataclass(frozen=True, slots=True)
class CameIn:
    """An entry that came in, and what became of it.

    Attributes:
        article_id: None if it is not a article, or its page was not read yet.
        reason: why nothing became of it, in words, be it that its page could not be read.
    """

    id: int
    title: str
    address: str | None
    published: datetime | None
    article_id: int | None
    reason: str | None
    seen_at: datetime
    changed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What becomes of an entry: an article, an address that is to be read, or nothing with the reason in words."""

    article_id: int | None = None
    address: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class ArticleDefaults:
    """What the feed of an article sets for it and its claims.

    Attributes:
        sources: the names of the reference sources that are asked; None for all.
        owner_id: who gets its claims; None for nobody.
        language: the tag of the language that people set for the feed; None for none.
    """

    sources: list[str] | None = None
    owner_id: int | None = None
    language: str | None = None

    def sources_among(self, names: list[str]) -> list[str]:
        """Those of `names` that are asked."""
        return names if self.sources is None else [name for name in names if name in self.sources]


def find_seen_entries(conn: sa.Connection, feed_id: int, keys: Iterable[EntryKeys]) -> list[SeenEntry]:
    """All entries of a feed that share a key with one of `keys`."""
    wanted: dict[str, set[str]] = {name: set() for name in _KEYS}
    for each in keys:
        for name in _KEYS:
            if (value := getattr(each, name)) is not None:
                wanted[name].add(value)
    any_of = [
        _column(name) == sa.any_(sa.literal(sorted(values), ARRAY(sa.Text)))
        for name, values in wanted.items()
        if values
    ]
    if not any_of:
        return []
    columns = ("id", "title", "published", "modified", "article_id", "article_address")
    query = sa.select(*(feed_entries.c[name] for name in columns), *map(_column, _KEYS))
    rows = conn.execute(query.where(feed_entries.c.feed_id == feed_id, sa.or_(*any_of))).all()
    return [
        SeenEntry(
            entry_id=row.id,
            keys=EntryKeys(**{name: getattr(row, f"{name}_key") for name in _KEYS}),
            title=row.title,
            published=row.published,
            modified=row.modified,
            article_id=row.article_id,
            article_address=row.article_address,
        )
        for row in rows
    ]


def add_feed_entries(conn: sa.Connection, feed_id: int, entries: Iterable[tuple[NewEntry, Outcome]]) -> None:
    """Write entries that were not there before, with what became of each."""
    rows = [{"feed_id": feed_id, **_values(new.entry, new.keys), **_became(outcome)} for new, outcome in entries]
    if rows:
        conn.execute(sa.insert(feed_entries), rows)


def change_feed_entry(conn: sa.Connection, changed: ChangedEntry, outcome: Outcome | None) -> None:
    """Write an entry as it is now; where its dates alone changed that is noted at its article.

    Args:
        outcome: its new outcome; None leaves that as it was.
    """
    values = _values(changed.entry, changed.keys)
    if changed.text_changed or changed.dates_changed:
        values["changed_at"] = sa.func.clock_timestamp()
    if outcome is not None:
        values |= {
            name: value for name, value in _became(outcome).items() if value is not None or name == "reason"
        }
    conn.execute(sa.update(feed_entries).where(feed_entries.c.id == changed.seen.entry_id).values(values))
    if changed.dates_changed and changed.seen.article_id is not None:
        before, after = (_date(each) for each in (changed.seen, changed.entry))
        if before != after:
            audit.write_audit_entry(conn, MACHINE, "article", changed.seen.article_id, "date changed by its feed",
                                    before=before, after=after)  # fmt: skip


def prune_feed_entries(conn: sa.Connection, feed_id: int, listed: Collection[int]) -> int:
    """Forget entries that came in half a year ago and that the feed lists no more; returns how many.

    One that is listed again all the same is known by its article, by address or words, and becomes no second one.
    Whose feed an article was of is kept at the article.

    Args:
        listed: ids of the entries that the feed has now.
    """
    old = sa.func.clock_timestamp() - seconds(KEPT_SECONDS)
    mine = feed_entries.c.feed_id == feed_id, feed_entries.c.seen_at < old, ~among(feed_entries.c.id, listed)
    touched = sa.or_(feed_entries.c.changed_at.is_(None), feed_entries.c.changed_at < old)
    query = sa.select(feed_entries.c.id).where(*mine, touched).order_by(feed_entries.c.id).limit(_MOST_PRUNED)
    ids = conn.execute(query).scalars().all()
    if ids:
        of_them = sa.select(feed_entries.c.article_id).where(among(feed_entries.c.id, ids))
        keep = sa.update(articles).where(articles.c.id.in_(of_them), articles.c.feed_id.is_(None))
        conn.execute(keep.values(feed_id=feed_id))
        conn.execute(sa.delete(feed_entries).where(among(feed_entries.c.id, ids)))
    return len(ids)


def list_feed_entries(
    conn: sa.Connection, feed_id: int, *, before: int | None = None, limit: int = 50
) -> list[CameIn]:
    """The entries of a feed, those that came in last first.

    Args:
        before: list those with a lower id.
        limit: the most rows.
    """
    job, own = queue.work.c, (field.name for field in fields(CameIn) if field.name != "reason")
    failed = sa.and_(job.kind == "fetch", job.subject == feed_entries.c.article_id, job.failed)
    query = (
        sa.select(
            *(feed_entries.c[name] for name in own),
            sa.func.coalesce(feed_entries.c.reason, job.reason).label("reason"),
        )
        .outerjoin(queue.work, failed)
        .where(feed_entries.c.feed_id == feed_id, feed_entries.c.id < (before or LARGEST_ID))
        .order_by(feed_entries.c.id.desc())
        .limit(limit)
    )
    return fetch_all(conn, query, CameIn)


def get_article_defaults(conn: sa.Connection, article_id: int) -> ArticleDefaults:
    """What the feed of an article sets for it, of several feeds the one that had it first; an owner who left is
    none.
    """
    return fetch_first(conn, _DEFAULTS, ArticleDefaults, {"article": article_id}) or ArticleDefaults()


def _column(name: str) -> sa.Column[str]:
    return feed_entries.c[f"{name}_key"]


def _values(entry: FeedEntry, keys: EntryKeys) -> dict[str, object]:
    named = {f"{name}_key": getattr(keys, name) for name in _KEYS}
    return {"title": entry.title, "address": entry.address, "published": entry.published,
            "modified": entry.modified, **named}  # fmt: skip


def _became(outcome: Outcome) -> dict[str, object]:
    return {
        "article_id": outcome.article_id,
        "article_address": outcome.address,
        "reason": outcome.reason and outcome.reason[:LONGEST_REASON],
    }


def _date(entry: FeedEntry | SeenEntry) -> str:
    moment = entry.modified or entry.published
    return moment.isoformat(timespec="seconds") if moment else "no date"


# The feed whose entry was read as the article; the article's own one where that entry was forgotten.
_FIRST_FEED: Final = (
    sa.select(feed_entries.c.feed_id)
    .where(feed_entries.c.article_id == sa.bindparam("article"))
    .order_by(feed_entries.c.id)
    .limit(1)
    .scalar_subquery()
)
_OWN_FEED: Final = sa.select(articles.c.feed_id).where(articles.c.id == sa.bindparam("article")).scalar_subquery()
_DEFAULTS: Final = (
    sa.select(
        feeds.c.sources,
        people.c.id.label("owner_id"),
        sa.func.coalesce(feeds.c.language, feeds.c.given_language).label("language"),
    )
    .outerjoin(people, sa.and_(people.c.id == feeds.c.owner_id, people.c.active))
    .where(feeds.c.id == sa.func.coalesce(_FIRST_FEED, _OWN_FEED))
)
