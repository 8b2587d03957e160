"""What hubs push: that a feed has changed, and no more. A push makes its feed due; nothing of it is taken as
content.
"""

from collections.abc import Collection
from typing import Final

import sqlalchemy as sa

from checks.types.websub import SUBSCRIBE
from store import queue
from store.columns import among, seconds
from store.db import tell
from store.feeds.feeds import KIND
from store.feeds.subscriptions import Subscription
from store.feeds.tables import LONGEST_REASON, feed_subscriptions, feeds

_table = feed_subscriptions.c
_NOW: Final = sa.func.clock_timestamp()
_PAUSE_SECONDS: Final = 10.0  # at least, from one poll to another that pushes ask for


def note_push(conn: sa.Connection, subscription: Subscription) -> None:
    """Note a genuine push, and make its feed due.

    A feed that is being polled at this moment is polled once more after it; one that fails keeps its pause.
    """
    pushed = {"pushes": _table.pushes + 1, "pushed_at": _NOW, "poll_wanted": True}
    conn.execute(sa.update(feed_subscriptions).where(_table.id == subscription.id).values(pushed))
    if subscription.feed_id is not None:
        poll_pushed_feeds(conn, [subscription.feed_id])
        tell(conn, "feed", subscription.feed_id)


def note_refused_push(conn: sa.Connection, subscription: Subscription, reason: str) -> None:
    """Note a push that is not genuine, with the reason in words; nothing else follows from it."""
    end_reliance(conn, subscription.id)
    refused = {"refused_at": _NOW, "refusal": reason[:LONGEST_REASON]}
    conn.execute(sa.update(feed_subscriptions).where(_table.id == subscription.id).values(refused))
    if subscription.feed_id is not None:
        tell(conn, "feed", subscription.feed_id)


def begin_polls(conn: sa.Connection, feed_ids: Collection[int]) -> None:
    """Note that these feeds are about to be asked, so that pushes until now are answered by that."""
    wanted = among(_table.feed_id, feed_ids), _table.poll_wanted
    conn.execute(sa.update(feed_subscriptions).where(*wanted).values(poll_wanted=False))


def poll_pushed_feeds(conn: sa.Connection, feed_ids: Collection[int]) -> None:
    """Make those of these feeds due that a push has told of since they were last asked, and that nobody polls now."""
    job = queue.work.c
    earliest = sa.func.greatest(_NOW, feeds.c.polled_at + seconds(_PAUSE_SECONDS))
    pushed = (
        job.kind == KIND,
        among(job.subject, feed_ids),
        job.token.is_(None),
        ~job.failed,
        feeds.c.id == job.subject,
        feeds.c.failures == 0,
        _table.feed_id == job.subject,
        _table.poll_wanted,
        job.due_at > earliest,
    )
    conn.execute(sa.update(queue.work).where(*pushed).values(due_at=earliest, enqueued_at=None))


def note_news(conn: sa.Connection, feed_id: int) -> bool:
    """Note, before a poll is written, that it found something new; returns whether the hub should have told of it."""
    since = sa.select(feeds.c.answered_at).where(feeds.c.id == feed_id).scalar_subquery()
    silent = sa.or_(_table.pushed_at.is_(None), _table.pushed_at < since), _table.verified_at < since
    mine = _table.feed_id == feed_id, _table.lease_until > _NOW
    write = sa.update(feed_subscriptions).where(*mine, *silent).values(missed_at=_NOW)
    return bool(conn.execute(write).rowcount)


def end_reliance(conn: sa.Connection, subscription_id: int) -> None:
    """Before it is noted that a hub cannot be relied on any more: have its feed polled after its own interval again."""
    job = queue.work.c
    due = _NOW + seconds(feeds.c.interval)
    relied_on = (
        _table.id == subscription_id,
        feeds.c.id == _table.feed_id,
        job.kind == KIND,
        job.subject == feeds.c.id,
        job.token.is_(None),
        ~job.failed,
        job.due_at > due,
        pushed_until().is_not(None),
    )
    conn.execute(sa.update(queue.work).where(*relied_on).values(due_at=due, enqueued_at=None))


def pushed_until() -> sa.ScalarSelect[object]:
    """Until when the hub of a feed can be relied on to tell of changes: an expression for queries of `feeds`.

    Not where it pushed something that was refused, or failed to tell of something new, since its last good push.
    """
    own = feed_subscriptions.alias("relied_on")
    good = (
        sa.or_(each.is_(None), sa.func.coalesce(own.c.pushed_at > each, sa.false()))
        for each in (own.c.refused_at, own.c.missed_at)
    )
    live = own.c.feed_id == feeds.c.id, own.c.mode == SUBSCRIBE, own.c.lease_until > _NOW
    return sa.select(own.c.lease_until).where(*live, *good).correlate(feeds).scalar_subquery()
