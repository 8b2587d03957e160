"""Feeds: adding, changing, pausing and removing them, and how they do."""

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import Final, TypedDict, cast

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from checks.types.websub import SUBSCRIBE
from store import addresses, audit, queue
from store.claims.workflow import NotAllowed
from store.columns import LARGEST_ID
from store.db import tell
from store.feeds.names import TITLE
from store.feeds.tables import LONGEST_SECTION, LONGEST_TITLE, PRIORITIES, feed_entries, feed_subscriptions, feeds
from store.lookups.sources import sources as reference_sources
from store.people import Actor, Refused, people
from store.rows import AnySelect, fetch_all, fetch_one

KIND: Final = "feed"
HEALTH: Final = ("new", "well", "failing", "paused", "gone", "stopped")
PUSH_STATES: Final = ("none", "asked", "live", "failing")
_LONGEST_LANGUAGE: Final = 35  # characters of a language tag, RFC 5646, 4.4.1
_MOST_SOURCES: Final = 100


@dataclass(frozen=True, slots=True)
class FeedSettings:
    """What people set of a feed.

    Attributes:
        title: "" for the one that the feed gives itself.
        language: a language tag; None for the one that the feed gives.
        section: of the newsroom or of the desk, "" for none.
        priority: one of `PRIORITIES`.
        sources: the names of the reference sources that claims of its articles are looked up in; None for all.
        owner_id: who gets the claims of its articles; None for nobody.
        fetch_full_text: whether an article's page is fetched where the feed gives only a summary.
        paused: whether it is not polled.
    """

    title: str = ""
    language: str | None = None
    section: str = ""
    priority: str = "normal"
    sources: tuple[str, ...] | None = None
    owner_id: int | None = None
    fetch_full_text: bool = True
    paused: bool = False


class FeedChanges(TypedDict, total=False):
    """Settings of a feed that are changed, as of `FeedSettings`, and its address; what is missing stays."""

    address: str | None
    title: str
    language: str | None
    section: str
    priority: str
    sources: Sequence[str] | None
    owner_id: int | None
    fetch_full_text: bool
    paused: bool


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed and how it does.

    Attributes:
        address: where it is polled; until it was read first, what was given, which may be a page that names it.
        title: the one that people gave it, else its own, else its address.
        own_title: the one that people gave it, "" for none.
        language: as people set it (`own_language`), else as the feed gives it.
        owner: the name of the person `owner_id`.
        format: one of `checks.types.feed.FORMATS`; None until it was read.
        hub: the address of its WebSub hub, with `topic`, the address that the hub knows it by.
        push_state: one of `PUSH_STATES`, of the subscription to its hub; none while there is no subscription.
        push_reason: why the hub pushes nothing, or is not relied on, in words; None if all is well.
        pushed_until: when the hub's lease ends, `pushed_at` when it pushed last.
        faults: what is wrong with its document though it can be read, in words.
        alternatives: other feeds that its page names, as objects with address and title.
        health: one of `HEALTH`.
        reason: why it fails, or is stopped, in words; None if all is well.
        polled_at: when it was last asked, `answered_at` when it last gave a feed, `news_at` when it last had a new
            entry.
        next_poll_at: None while it is paused or gone.
        entries: how many came in so far.
    """

    id: int
    address: str
    title: str
    own_title: str
    language: str | None
    own_language: str | None
    section: str
    priority: str
    sources: list[str] | None
    owner_id: int | None
    owner: str | None
    fetch_full_text: bool
    paused: bool
    added_by: int | None
    added_at: datetime
    home: str | None
    format: str | None
    hub: str | None
    topic: str | None
    push_state: str
    push_reason: str | None
    pushed_until: datetime | None
    pushed_at: datetime | None
    faults: list[str]
    alternatives: list[dict[str, str]]
    health: str
    reason: str | None
    failures: int
    interval: float
    polled_at: datetime | None
    answered_at: datetime | None
    news_at: datetime | None
    next_poll_at: datetime | None
    entries: int

    def may_be_removed_by(self, actor: Actor) -> bool:
        """Whether `actor` may remove it: who added it, a reviewer or an admin."""
        return actor.role != "checker" or (actor.id is not None and self.added_by == actor.id)


def add_feed(conn: sa.Connection, address: str, settings: FeedSettings, actor: Actor) -> tuple[int, bool]:
    """Follow a feed from now on.

    Args:
        address: of the feed, or of a page that names it.
        settings: as people set them; of a feed that is followed already they are left as they are.

    Returns:
        Its id, and whether it is new.

    Raises:
        Refused: a value cannot be stored; names the field.
    """
    checked = addresses.checked(address)
    if checked is None:
        raise Refused("url", "give the address of a feed, or of a site")
    values = {"address": checked, "added_by": actor.id, **_columns(conn, cast(FeedChanges, asdict(settings)))}
    made = conn.execute(insert(feeds).values(values).on_conflict_do_nothing().returning(feeds.c.id)).scalar()
    if made is None:
        return int(conn.execute(sa.select(feeds.c.id).where(feeds.c.address == checked)).scalar_one()), False
    if not settings.paused:
        queue.add_jobs(conn, KIND, [made])
    audit.write_audit_entry(conn, actor, "feed", made, "added", reason=checked)
    tell(conn, "feed", made)
    return int(made), True


def change_feed(conn: sa.Connection, feed_id: int, changes: FeedChanges, actor: Actor) -> None:
    """Change settings of a feed; a new address is polled at once, and so is a feed whose pause ends. A paused one is
    not polled.

    Raises:
        NotFound: there is no such feed.
        Refused: a value cannot be stored, or another feed has this address; names the field.
    """
    conn.execute(sa.select(feeds.c.id).where(feeds.c.id == feed_id).with_for_update())
    before = get_feed(conn, feed_id)
    settings = changes.copy()
    given = settings.pop("address", None)
    values = _columns(conn, settings)
    if (address := addresses.checked(given)) and address != before.address:
        if conn.execute(sa.select(feeds.c.id).where(feeds.c.address == address)).first():
            raise Refused("url", "another feed has this address")
        values |= {"address": address, **_FORGOTTEN}
    if not values:
        return
    conn.execute(sa.update(feeds).where(feeds.c.id == feed_id).values(values))
    if values.get("paused", before.paused):
        queue.drop_job(conn, KIND, feed_id)
    elif "address" in values or before.paused:
        conn.execute(sa.update(feeds).where(feeds.c.id == feed_id).values(gone=False))
        queue.restart_jobs(conn, KIND, [feed_id])
    audit.write_audit_entry(
        conn, actor, "feed", feed_id, "changed", details={name: _plain(v) for name, v in values.items()}
    )
    tell(conn, "feed", feed_id)


def remove_feed(conn: sa.Connection, feed_id: int, actor: Actor) -> None:
    """Follow a feed no more. Its articles stay, its entries are forgotten.

    Raises:
        NotFound: there is no such feed.
        NotAllowed: `actor` neither added it nor is a reviewer or an admin.
    """
    feed = get_feed(conn, feed_id)
    if not feed.may_be_removed_by(actor):
        raise NotAllowed("only who added it, a reviewer or an admin removes a feed", "actor")
    queue.drop_job(conn, KIND, feed_id)
    conn.execute(sa.delete(feeds).where(feeds.c.id == feed_id))
    audit.write_audit_entry(conn, actor, "feed", feed_id, "removed", reason=feed.address)
    tell(conn, "feed", feed_id)


def poll_feed_now(conn: sa.Connection, feed_id: int) -> None:
    """Make a feed due now, also one that was given up.

    Raises:
        NotFound: there is no such feed.
        Refused: it is paused.
    """
    if get_feed(conn, feed_id).paused:
        raise Refused("paused", "the feed is paused; resume it first")
    conn.execute(sa.update(feeds).where(feeds.c.id == feed_id).values(gone=False))
    queue.restart_jobs(conn, KIND, [feed_id])
    tell(conn, "feed", feed_id)


def get_feed(conn: sa.Connection, feed_id: int) -> Feed:
    """One feed and how it does.

    Raises:
        NotFound: there is none with this id.
    """
    return fetch_one(conn, _select().where(feeds.c.id == feed_id), Feed, f"feed {feed_id}")


def list_feeds(
    conn: sa.Connection,
    *,
    health: str | None = None,
    words: str = "",
    before: int | None = None,
    limit: int = 50,
    healths: Collection[str] = (),
    section: str | None = None,
) -> list[Feed]:
    """Feeds in the order in which they were added, the newest first.

    Args:
        health: one of `HEALTH`; None for all.
        words: that stand in title, address or section.
        before: list those with a lower id.
        limit: the most rows.
        healths: any of these; all where none is named.
        section: as it is written; None for all.
    """
    query = _select().where(feeds.c.id < (before or LARGEST_ID)).order_by(feeds.c.id.desc()).limit(limit)
    if health:
        query = query.where(_health() == health)
    if healths:
        query = query.where(_health().in_(healths))
    if section is not None:
        query = query.where(feeds.c.section == section)
    if words.strip():
        place = sa.func.concat_ws(" ", feeds.c.title, feeds.c.given_title, feeds.c.address, feeds.c.section)
        query = query.where(place.icontains(words.strip(), autoescape=True))
    return fetch_all(conn, query, Feed)


def count_feeds_by_health(conn: sa.Connection) -> dict[str, int]:
    """How many feeds are of each health."""
    each = sa.select(_health().label("health")).select_from(_with_jobs()).subquery()
    query = sa.select(each.c.health, sa.func.count()).group_by(each.c.health)
    return {str(health): int(count) for health, count in conn.execute(query).all()}


def _columns(conn: sa.Connection, given: FeedChanges) -> dict[str, object]:
    """Settings as they are stored. Raises `Refused`."""
    if unknown := given.keys() - {field.name for field in fields(FeedSettings)}:
        raise ValueError(f"there is no setting {min(unknown)}")
    values: dict[str, object] = {**given}
    for name, most in (("title", LONGEST_TITLE), ("section", LONGEST_SECTION), ("language", _LONGEST_LANGUAGE)):
        if isinstance(text := values.get(name), str):
            values[name] = text.strip()
            if len(text.strip()) > most:
                raise Refused(name, f"the {name} has at most {most} characters")
    if "language" in values:
        values["language"] = values["language"] or None
    if given.get("priority", PRIORITIES[0]) not in PRIORITIES:
        raise Refused("priority", f"the priority is one of {', '.join(PRIORITIES)}")
    if (sources := given.get("sources")) is not None:
        if len(sources) > _MOST_SOURCES:
            raise Refused("sources", f"at most {_MOST_SOURCES} sources can be named")
        known = set(conn.execute(sa.select(reference_sources.c.name)).scalars())
        if known and (missing := set(sources) - known):
            raise Refused("sources", f"there is no source “{min(missing)}”; there are: {', '.join(sorted(known))}")
        values["sources"] = list(sources)
    if (owner := given.get("owner_id")) is not None:
        active = sa.select(people.c.id).where(people.c.id == owner, people.c.active)
        if conn.execute(active).first() is None:
            raise Refused("owner_id", "there is nobody with this number who works here")
    return values


def _plain(value: object) -> object:
    """A value as the audit log keeps it."""
    return value if isinstance(value, str | int | float | bool | list | None) else str(value)


# Of another address nothing of this is true.
_FORGOTTEN: Final[dict[str, object]] = {
    "discovered": False, "etag": None, "last_modified": None, "header_etag": None, "header_last_modified": None,
    "conditional": True, "body_hash": None, "whole_at": None, "failures": 0, "reason": None, "alternatives": [],
    "hub": None, "topic": None,
}  # fmt: skip


def _push_state() -> sa.ColumnElement[str]:
    subscription = feed_subscriptions.c
    return sa.case(
        (subscription.id.is_(None), "none"),
        (subscription.lease_until > sa.func.clock_timestamp(), "live"),
        (subscription.reason.is_not(None), "failing"),
        else_="asked",
    )


def _push_reason() -> sa.ColumnElement[str | None]:
    subscription = feed_subscriptions.c
    since = sa.func.coalesce(subscription.pushed_at, sa.literal("-infinity").cast(sa.DateTime(timezone=True)))
    return sa.case(
        (subscription.refused_at > since, sa.literal("its last push was refused: ") + subscription.refusal),
        (subscription.missed_at > since, "a poll found new entries of which the hub had not told"),
        else_=subscription.reason,
    )


def _with_jobs() -> sa.FromClause:
    job = sa.and_(queue.work.c.kind == KIND, queue.work.c.subject == feeds.c.id)
    return feeds.outerjoin(queue.work, job)


def _health() -> sa.ColumnElement[str]:
    return sa.case(
        (feeds.c.paused, "paused"),
        (feeds.c.gone, "gone"),
        (sa.func.coalesce(queue.work.c.failed, False), "stopped"),
        (feeds.c.failures > 0, "failing"),
        (feeds.c.answered_at.is_(None), "new"),
        else_="well",
    )


def _select() -> AnySelect:
    same = ("id", "address", "section", "priority", "sources", "owner_id", "fetch_full_text", "paused", "added_by",
            "added_at", "home", "format", "hub", "topic", "faults", "alternatives", "failures", "interval", "polled_at",
            "answered_at", "news_at")  # fmt: skip
    failed = sa.func.coalesce(queue.work.c.failed, False)
    return (
        sa.select(
            *(feeds.c[name] for name in same),
            TITLE.label("title"),
            feeds.c.title.label("own_title"),
            sa.func.coalesce(feeds.c.language, feeds.c.given_language).label("language"),
            feeds.c.language.label("own_language"),
            people.c.name.label("owner"),
            _health().label("health"),
            sa.case((failed, queue.work.c.reason), else_=feeds.c.reason).label("reason"),
            sa.case((~failed, queue.work.c.due_at)).label("next_poll_at"),
            _push_state().label("push_state"),
            _push_reason().label("push_reason"),
            feed_subscriptions.c.lease_until.label("pushed_until"),
            feed_subscriptions.c.pushed_at,
            sa.select(sa.func.count())
            .where(feed_entries.c.feed_id == feeds.c.id)
            .scalar_subquery()
            .label("entries"),
        )
        .select_from(_with_jobs())
        .outerjoin(
            feed_subscriptions,
            sa.and_(feed_subscriptions.c.feed_id == feeds.c.id, feed_subscriptions.c.mode == SUBSCRIBE),
        )
        .outerjoin(people, people.c.id == feeds.c.owner_id)
    )


def add_feeds(
    conn: sa.Connection, given: Sequence[tuple[str, FeedSettings]], actor: Actor
) -> tuple[list[int], int, list[str]]:
    """Follow many feeds, as a list of them names them.

    Returns:
        The ids of those that are new, how many were followed already, and what could not be taken, in words.
    """
    new, known, wrong = list[int](), 0, list[str]()
    for address, settings in given:
        try:
            feed_id, made = add_feed(conn, address, settings, actor)
        except Refused as error:
            wrong.append(f"{address[:200]}: {error}")
            continue
        known += not made
        new += [feed_id] if made else []
    return new, known, wrong
