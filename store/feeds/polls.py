"""Polling: what is remembered of feeds that are asked, and what is written of the answer."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import Final

import sqlalchemy as sa

from checks.types.feed import FeedDocument, FeedState, PollPlan
from store import audit, queue
from store.columns import among, seconds
from store.db import tell
from store.feeds import leases, pushes
from store.feeds.feeds import KIND
from store.feeds.tables import LONGEST_REASON, LONGEST_TITLE, feeds
from store.people import MACHINE
from store.queue import Lease

_RETRY_SECONDS: Final = 24 * 3600.0
_MOST_RETRIED: Final = 100
_STATE: Final = tuple(field.name for field in fields(FeedState))
_OF_PEOPLE: Final = ("address", "priority")  # not written with the rest: somebody may have changed them meanwhile
_UNCHANGED: Final = (
    "interval",
    "whole_at",
    "last_modified",
    "etag",
    "header_etag",
    "header_last_modified",
    "body_hash",
)
_MERGED: Final = "followed already"  # the event of a feed that was given up for another one


@dataclass(frozen=True, slots=True)
class PolledFeed:
    """A feed as a poll needs it; `pushed_until` is until when a hub tells of its changes, None if none does."""

    id: int
    state: FeedState
    title: str
    fetch_full_text: bool
    pushed_until: datetime | None = None


def get_polled_feeds(conn: sa.Connection, ids: Collection[int]) -> dict[int, PolledFeed]:
    """The feeds with these ids, by id; those that are gone meanwhile are missing."""
    query = sa.select(
        feeds.c.id,
        feeds.c.title,
        feeds.c.fetch_full_text,
        pushes.pushed_until().label("pushed_until"),
        *(feeds.c[name] for name in _STATE),
    )
    rows = conn.execute(query.where(among(feeds.c.id, ids))).all()
    return {
        row.id: PolledFeed(
            id=row.id,
            state=FeedState(**{name: getattr(row, name) for name in _STATE}),
            title=row.title,
            fetch_full_text=row.fetch_full_text,
            pushed_until=row.pushed_until,
        )
        for row in rows
    }


def write_unchanged_polls(conn: sa.Connection, polls: Mapping[Lease, PollPlan]) -> int:
    """Write, in one statement each, that feeds stand as they stood, and when they are polled next.

    Args:
        polls: the plan of each lease; its outcome is "unchanged".

    Returns:
        Of how many the lease still held; of the others nothing is written.
    """
    leased = leases.reschedule_jobs(conn, {lease: plan.after for lease, plan in polls.items()})
    rows = [
        {
            "feed": lease.subject,
            **{name: value for name, value in asdict(plan.state).items() if name in _UNCHANGED},
        }
        for lease, plan in polls.items()
        if lease.subject in leased
    ]
    if rows:
        conn.execute(_WRITE_UNCHANGED, rows)
        pushes.poll_pushed_feeds(conn, leased)
        tell(conn, "feed", 0)
    return len(rows)


def write_poll(conn: sa.Connection, feed_id: int, plan: PollPlan) -> None:
    """Write what is remembered of a feed after a poll that read it or failed; its entries are written by themselves."""
    now = sa.func.clock_timestamp()
    values: dict[str, object] = {
        name: value for name, value in asdict(plan.state).items() if name not in _OF_PEOPLE
    }
    values |= {"polled_at": now, "reason": plan.reason and plan.reason[:LONGEST_REASON], "gone": plan.gone}
    if plan.outcome != "failed":
        values["answered_at"] = now
    if plan.new:
        values["news_at"] = now
    if plan.document is not None:
        values |= _said(plan.document)
    conn.execute(sa.update(feeds).where(feeds.c.id == feed_id).values(values))
    _move(conn, feed_id, plan.state.address)
    tell(conn, "feed", feed_id)


def write_found_feeds(conn: sa.Connection, feed_id: int, found: Sequence[Mapping[str, str]]) -> None:
    """Note the other feeds that the page of a feed names, objects with address and title."""
    conn.execute(sa.update(feeds).where(feeds.c.id == feed_id).values(alternatives=[dict(each) for each in found]))


def find_other_feed(conn: sa.Connection, feed_id: int, address: str) -> int | None:
    """Another feed that is followed at this address."""
    query = sa.select(feeds.c.id).where(feeds.c.address == address, feeds.c.id != feed_id)
    return conn.execute(query).scalar()


def merge_feed(conn: sa.Connection, feed_id: int, other_id: int) -> None:
    """Give up a feed of which nothing could be read yet, because its site leads to one that is followed already.

    Its job is left to who holds its lease. `find_merged_feed` tells where it went.
    """
    gone = sa.delete(feeds).where(feeds.c.id == feed_id).returning(feeds.c.address)
    address = conn.execute(gone).scalar()
    audit.write_audit_entry(conn, MACHINE, "feed", feed_id, _MERGED, reason=address, details={"into": other_id})
    tell(conn, "feed", feed_id)


def find_merged_feed(conn: sa.Connection, feed_id: int) -> int | None:
    """The feed that is followed in place of one that was given up for it."""
    entry = audit.audit.c
    mine = entry.subject_kind == "feed", entry.subject == feed_id, entry.event == _MERGED
    return conn.execute(sa.select(entry.details["into"].as_integer()).where(*mine)).scalar()


def retry_stopped_feeds(conn: sa.Connection) -> int:
    """Have feeds polled again whose reading was given up a day ago; returns how many. They hold another document
    by then.
    """
    job = queue.work.c
    stopped = job.kind == KIND, job.failed, job.due_at < sa.func.clock_timestamp() - seconds(_RETRY_SECONDS)
    ids = conn.execute(sa.select(job.subject).where(*stopped).limit(_MOST_RETRIED)).scalars().all()
    return sum(queue.retry_job(conn, KIND, feed_id) for feed_id in ids)


def _move(conn: sa.Connection, feed_id: int, address: str) -> None:
    """Follow a feed to its new address, unless another one is followed there already."""
    before = conn.execute(sa.select(feeds.c.address).where(feeds.c.id == feed_id)).scalar()
    if before in (None, address) or find_other_feed(conn, feed_id, address) is not None:
        return
    conn.execute(sa.update(feeds).where(feeds.c.id == feed_id).values(address=address))
    audit.write_audit_entry(conn, MACHINE, "feed", feed_id, "moved", before=before, after=address)


def _said(document: FeedDocument) -> dict[str, object]:
    return {
        "given_title": document.title[:LONGEST_TITLE],
        "given_language": document.language,
        "home": document.home,
        "format": document.format,
        "hub": document.hub,
        "topic": document.topic,
        "faults": list(document.faults),
    }


_WRITE_UNCHANGED: Final = (
    sa.update(feeds)
    .where(feeds.c.id == sa.bindparam("feed"))
    .values(
        **{name: sa.bindparam(name, type_=feeds.c[name].type) for name in _UNCHANGED},
        failures=0,
        reason=None,
        polled_at=sa.func.clock_timestamp(),
        answered_at=sa.func.clock_timestamp(),
    )
)
