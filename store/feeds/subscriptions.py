"""Subscriptions to the hubs of feeds: which are wanted, where each stands, and what its hub verified.

A subscription outlives its feed until its hub has been told that it is over. Its job (kind `subscribe`) is due whenever
something is to be done about it.
"""

import secrets
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Final

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from checks.types.websub import SUBSCRIBE, UNSUBSCRIBE, SubscriptionState
from store import queue
from store.columns import seconds
from store.db import tell
from store.feeds.tables import LONGEST_REASON, feed_subscriptions, feeds
from store.rows import fetch_first, fetch_one

KIND: Final = "subscribe"
_MOST_ADDED: Final = 500  # at a time
_TOKEN_BYTES: Final = 32
_RETRY_SECONDS: Final = 3600.0
_table = feed_subscriptions.c
_NOW: Final = sa.func.clock_timestamp()
_VERIFIED: Final = sa.func.coalesce(_table.verified_at >= _table.asked_at, sa.false())


@dataclass(frozen=True, slots=True)
class Subscription:
    """A subscription to a hub.

    Attributes:
        feed_id: None once the feed is removed.
        hub: its address, with `topic`, the address that is subscribed to.
        token: the unguessable part of the callback's address.
        secret: by which the hub signs what it pushes.
        reason: why the last request came to nothing, in words.
        pushes: how many came, the last `pushed_at`.
        refused_at: when a push was last refused, with `refusal`, the reason in words.
        missed_at: when a poll last found something new of which no push had told.
    """

    id: int
    feed_id: int | None
    hub: str
    topic: str
    token: str
    secret: str
    mode: str
    asked_at: datetime | None
    verified_at: datetime | None
    lease_until: datetime | None
    retry_at: datetime | None
    failures: int
    reason: str | None
    pushes: int
    pushed_at: datetime | None
    refused_at: datetime | None
    refusal: str | None
    missed_at: datetime | None

    @property
    def state(self) -> SubscriptionState:
        """What its next step is decided by."""
        return SubscriptionState(
            mode=self.mode, asked_at=self.asked_at, verified_at=self.verified_at, lease_until=self.lease_until,
            retry_at=self.retry_at, failures=self.failures,
        )  # fmt: skip


_SELECT: Final = sa.select(*(_table[field.name] for field in fields(Subscription)))


def reconcile_subscriptions(conn: sa.Connection, *, enabled: bool) -> None:
    """Want a subscription for every polled feed that names a hub and a topic, and none for any other.

    Args:
        enabled: whether the desk takes pushes at all; else every subscription ends.
    """
    named = feeds.c.hub == _table.hub, feeds.c.topic == _table.topic
    wanted = sa.exists().where(feeds.c.id == _table.feed_id, *_POLLED, *named)
    over = _table.mode == SUBSCRIBE, sa.true() if not enabled else ~wanted
    anew = {
        "mode": UNSUBSCRIBE,
        "asked_at": None,
        "verified_at": None,
        "retry_at": None,
        "failures": 0,
        "reason": None,
    }
    write = sa.update(feed_subscriptions).where(*over).values(anew).returning(_table.id)
    queue.restart_jobs(conn, KIND, list(conn.execute(write).scalars()))
    _retry_given_up(conn)
    if enabled:
        _add_missing(conn)


def get_subscription(conn: sa.Connection, subscription_id: int) -> Subscription:
    """One subscription. Raises `NotFound`."""
    query = _SELECT.where(_table.id == subscription_id)
    return fetch_one(conn, query, Subscription, f"subscription {subscription_id}")


def lock_subscription(conn: sa.Connection, subscription_id: int) -> Subscription | None:
    """One subscription, which nobody else writes until the transaction ends; None if it is gone."""
    return fetch_first(conn, _SELECT.where(_table.id == subscription_id).with_for_update(), Subscription)


def find_subscription(conn: sa.Connection, token: str, *, lock: bool = False) -> Subscription | None:
    """The subscription of a callback; None if there is none. With `lock` as `lock_subscription`."""
    query = _SELECT.where(_table.token == token)
    return fetch_first(conn, query.with_for_update() if lock else query, Subscription)


def find_subscription_of_feed(conn: sa.Connection, feed_id: int) -> Subscription | None:
    """The subscription that is wanted for a feed."""
    return fetch_first(conn, _SELECT.where(_table.feed_id == feed_id, _table.mode == SUBSCRIBE), Subscription)


def note_request(conn: sa.Connection, subscription_id: int) -> None:
    """Note that the hub is being asked: from now on it may verify that it was."""
    _change(conn, subscription_id, asked_at=_NOW, retry_at=None)


def note_failed_request(conn: sa.Connection, subscription_id: int, reason: str, after: float) -> None:
    """Note that a request came to nothing, unless the hub has verified it all the same.

    Args:
        reason: why, in words.
        after: seconds for which the hub is not asked again.
    """
    failed = {
        "asked_at": None,
        "retry_at": _NOW + seconds(after),
        "failures": _table.failures + 1,
        "reason": reason[:LONGEST_REASON],
    }
    conn.execute(sa.update(feed_subscriptions).where(_table.id == subscription_id, ~_VERIFIED).values(failed))
    _tell(conn, subscription_id)


def note_unsent_request(conn: sa.Connection, subscription_id: int) -> None:
    """Note that the hub was not asked after all."""
    conn.execute(
        sa.update(feed_subscriptions).where(_table.id == subscription_id, ~_VERIFIED).values(asked_at=None)
    )


def confirm(conn: sa.Connection, subscription: Subscription, lease_seconds: float | None) -> None:
    """Note that the hub verified what it was asked, and have the next step taken in time.

    Args:
        subscription: locked.
        lease_seconds: for which the hub pushes from now on; None if it pushes no more.
    """
    lease = None if lease_seconds is None else _NOW + seconds(lease_seconds)
    _change(conn, subscription.id, verified_at=_NOW, lease_until=lease, failures=0, reason=None)
    _make_due(conn, subscription.id)


def deny(conn: sa.Connection, subscription: Subscription, reason: str, after: float) -> None:
    """Note that the hub pushes no more by its own will; it is asked again in `after` seconds."""
    denied = {"asked_at": None, "lease_until": None, "retry_at": _NOW + seconds(after)}
    _change(conn, subscription.id, **denied, reason=reason[:LONGEST_REASON], failures=_table.failures + 1)
    _make_due(conn, subscription.id)


def drop_subscription(conn: sa.Connection, subscription_id: int) -> None:
    """Forget a subscription; its callback is unknown from then on."""
    conn.execute(sa.delete(feed_subscriptions).where(_table.id == subscription_id))


_POLLED: Final = ~feeds.c.paused, ~feeds.c.gone


def _add_missing(conn: sa.Connection) -> None:
    there = sa.exists().where(_table.feed_id == feeds.c.id, _table.mode == SUBSCRIBE)
    names = feeds.c.hub.is_not(None), feeds.c.topic.is_not(None), ~there
    rows = conn.execute(
        sa.select(feeds.c.id, feeds.c.hub, feeds.c.topic).where(*_POLLED, *names).limit(_MOST_ADDED)
    )
    given = [
        {
            "feed_id": row.id,
            "hub": row.hub,
            "topic": row.topic,
            "token": secrets.token_urlsafe(_TOKEN_BYTES),
            "secret": secrets.token_urlsafe(_TOKEN_BYTES),
        }
        for row in rows
    ]
    if given:
        write = insert(feed_subscriptions).values(given).on_conflict_do_nothing().returning(_table.id)
        queue.add_jobs(conn, KIND, list(conn.execute(write).scalars()))


def _retry_given_up(conn: sa.Connection) -> None:
    """Have the jobs done again that were given up a while ago: without them no lease is renewed."""
    job = queue.work.c
    given_up = job.kind == KIND, job.failed, job.due_at < _NOW - seconds(_RETRY_SECONDS)
    queue.restart_jobs(conn, KIND, list(conn.execute(sa.select(job.subject).where(*given_up)).scalars()))


def _change(conn: sa.Connection, subscription_id: int, **values: object) -> None:
    conn.execute(sa.update(feed_subscriptions).where(_table.id == subscription_id).values(values))
    _tell(conn, subscription_id)


def _make_due(conn: sa.Connection, subscription_id: int) -> None:
    """Have the job of a subscription look at it again; one that is being done looks when it ends."""
    job = queue.work.c
    mine = job.kind == KIND, job.subject == subscription_id, job.token.is_(None)
    conn.execute(sa.update(queue.work).where(*mine).values(due_at=_NOW, enqueued_at=None))


def _tell(conn: sa.Connection, subscription_id: int) -> None:
    query = sa.select(_table.feed_id).where(_table.id == subscription_id)
    if (feed_id := conn.execute(query).scalar()) is not None:
        tell(conn, "feed", feed_id)
