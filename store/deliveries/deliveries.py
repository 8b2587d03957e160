"""What is delivered to webhooks: the log of it, and what is tried next.

A job of kind `deliver` has a delivery for its subject. Those of one webhook are done one at a time, the oldest
first, so that an address that does not answer takes one process at most; while it fails its other deliveries are
put off with it.
"""

from dataclasses import dataclass, fields
from datetime import datetime
from typing import Final

import sqlalchemy as sa

from store import audit, queue
from store.columns import AnyExpression, seconds_from_now
from store.db import tell
from store.deliveries.tables import deliveries, delivery_attempts, old_webhook_secrets, webhooks
from store.deliveries.webhooks import KIND, group_of
from store.people import MACHINE, Actor
from store.rows import AnySelect, fetch_all, fetch_one

KEPT_SECONDS: Final = 30 * 24 * 3600.0  # after which a delivery is dropped from the log, whatever became of it
_DROPPED_AT_ONCE: Final = 1000
_LONGEST_ANSWER: Final = 1000
_OLD_SECRETS: Final = sa.func.array(
    sa.select(old_webhook_secrets.c.secret)
    .where(
        old_webhook_secrets.c.webhook_id == webhooks.c.id,
        old_webhook_secrets.c.signs_until > sa.func.clock_timestamp(),
    )
    .order_by(old_webhook_secrets.c.id.desc())
    .correlate(webhooks)
    .scalar_subquery()
)


@dataclass(frozen=True, slots=True)
class Delivery:
    """One event on its way to one webhook.

    Attributes:
        message_id: by which its receiver knows it, the same at each attempt.
        event: one of `store.deliveries.tables.EVENTS`, or `TEST_EVENT`.
        body: what is sent, byte for byte.
        state: waiting, delivered or failed.
        attempts: how many were made.
        status: of the last answer; None if there was none.
        reason: why the last attempt failed, in words.
        due_at: when the next attempt is made; None if none is.
    """

    id: int
    webhook_id: int
    message_id: str
    event: str
    body: str
    happened_at: datetime
    state: str
    attempts: int
    status: int | None
    reason: str | None
    attempted_at: datetime | None
    due_at: datetime | None


@dataclass(frozen=True, slots=True)
class OutgoingDelivery:
    """A delivery with what its webhook says of how, and whether, it is sent; `old_secrets` sign beside `secret`."""

    id: int
    webhook_id: int
    message_id: str
    body: str
    state: str
    attempts: int
    not_before: datetime | None
    url: str
    secret: bytes
    paused: bool
    failures: int
    failing_since: datetime | None
    old_secrets: list[bytes]


@dataclass(frozen=True, slots=True)
class DeliveryAttempt:
    """One attempt: the status and the beginning of what was answered, or why nothing was."""

    id: int
    at: datetime
    status: int | None
    reason: str | None
    seconds: float
    answer: str


def get_delivery(conn: sa.Connection, webhook_id: int, delivery_id: int) -> Delivery:
    """One delivery of a webhook.

    Raises:
        NotFound: the webhook has none with this id.
    """
    mine = deliveries.c.webhook_id == webhook_id, deliveries.c.id == delivery_id
    return fetch_one(conn, _select().where(*mine), Delivery, f"delivery {delivery_id} of webhook {webhook_id}")


def list_deliveries(
    conn: sa.Connection, webhook_id: int, *, state: str | None = None, before: int | None = None, limit: int = 50
) -> list[Delivery]:
    """The deliveries of a webhook, the newest first.

    Args:
        state: waiting, delivered or failed; None for all.
        before: list those with a lower id.
        limit: the most rows.
    """
    query = _select().where(deliveries.c.webhook_id == webhook_id).order_by(deliveries.c.id.desc()).limit(limit)
    if state is not None:
        query = query.where(deliveries.c.state == state)
    if before is not None:
        query = query.where(deliveries.c.id < before)
    return fetch_all(conn, query, Delivery)


def list_attempts(conn: sa.Connection, delivery_id: int) -> list[DeliveryAttempt]:
    """The attempts at a delivery, the newest first."""
    own = (delivery_attempts.c[field.name] for field in fields(DeliveryAttempt))
    query = sa.select(*own).where(delivery_attempts.c.delivery_id == delivery_id)
    return fetch_all(conn, query.order_by(delivery_attempts.c.id.desc()), DeliveryAttempt)


def send_again(conn: sa.Connection, webhook_id: int, delivery_id: int, actor: Actor) -> None:
    """Send a delivery once more, now, under the same message id; its attempts are counted again.

    Raises:
        NotFound: the webhook has no such delivery.
    """
    get_delivery(conn, webhook_id, delivery_id)
    fresh = {"state": "waiting", "attempts": 0, "reason": None, "status": None}
    conn.execute(sa.update(deliveries).where(deliveries.c.id == delivery_id).values(fresh))
    queue.restart_jobs(conn, KIND, [delivery_id], groups={delivery_id: group_of(webhook_id)})
    audit.write_audit_entry(conn, actor, "webhook", webhook_id, "sent again", details={"delivery": delivery_id})
    tell(conn, "webhook", webhook_id)


def may_start_delivery(conn: sa.Connection, delivery_id: int) -> bool:
    """Whether no other delivery of the same webhook is being tried; the webhook's row stays locked until the commit."""
    of_webhook = sa.select(deliveries.c.webhook_id).where(deliveries.c.id == delivery_id).scalar_subquery()
    locked = sa.select(webhooks.c.id).where(webhooks.c.id == of_webhook).with_for_update(key_share=True)
    webhook_id = conn.execute(locked).scalar()
    return webhook_id is None or queue.count_running_jobs(conn, group_of(webhook_id)) == 0


def load_outgoing(conn: sa.Connection, delivery_id: int) -> OutgoingDelivery:
    """A delivery that is to be sent.

    Raises:
        NotFound: it is gone, with its webhook or by its age.
    """
    of_delivery = ("id", "webhook_id", "message_id", "body", "state", "attempts", "not_before")
    of_webhook = ("url", "secret", "paused", "failures", "failing_since")
    columns = [*(deliveries.c[name] for name in of_delivery), *(webhooks.c[name] for name in of_webhook)]
    query = sa.select(*columns, _OLD_SECRETS.label("old_secrets")).join(
        webhooks, webhooks.c.id == deliveries.c.webhook_id
    )
    return fetch_one(
        conn, query.where(deliveries.c.id == delivery_id), OutgoingDelivery, f"delivery {delivery_id}"
    )


def record_success(
    conn: sa.Connection, sent: OutgoingDelivery, lease: queue.Lease, status: int, seconds: float, answer: str
) -> list[int]:
    """Note that a delivery arrived; those that its webhook's failure had put off are due again.

    Args:
        lease: under which it was sent.
        seconds: how long the exchange took.
        answer: the body of the answer, of which the beginning is kept.

    Returns:
        The delivery of the same webhook that comes next, to be enqueued.
    """
    _record_attempt(conn, sent, "delivered", status=status, reason=None, seconds=seconds, answer=answer)
    well = {"failures": 0, "failing_since": None, "reason": None, "delivered_at": sa.func.now()}
    conn.execute(sa.update(webhooks).where(webhooks.c.id == sent.webhook_id).values(well))
    if sent.failures:
        untried = sa.select(deliveries.c.id).where(
            deliveries.c.webhook_id == sent.webhook_id, deliveries.c.state == "waiting", deliveries.c.attempts == 0
        )
        _reschedule(conn, sent.webhook_id, sa.func.clock_timestamp(), queue.work.c.subject.in_(untried))
    return next_deliveries(conn, sent, lease)


def record_failure(
    conn: sa.Connection,
    sent: OutgoingDelivery,
    status: int | None,
    reason: str,
    seconds: float,
    answer: str,
    *,
    hold: float,
    final: bool,
    pause: str | None,
) -> None:
    """Note that a delivery did not arrive, and put off the others of its webhook.

    Args:
        hold: seconds for which nothing else is sent to the webhook.
        final: whether this delivery is given up.
        pause: why the webhook is paused now; None if it is not.
    """
    state = "failed" if final else "waiting"
    _record_attempt(conn, sent, state, status=status, reason=reason, seconds=seconds, answer=answer)
    since = sa.func.coalesce(webhooks.c.failing_since, sa.func.now())
    values = {"failures": webhooks.c.failures + 1, "failing_since": since, "reason": pause or reason}
    if pause:
        values["paused"] = True
        audit.write_audit_entry(conn, MACHINE, "webhook", sent.webhook_id, "paused", reason=pause)
    conn.execute(sa.update(webhooks).where(webhooks.c.id == sent.webhook_id).values(values))
    _reschedule(conn, sent.webhook_id, sa.func.greatest(queue.work.c.due_at, seconds_from_now(hold)))


def record_given_up(conn: sa.Connection, delivery_id: int, reason: str) -> None:
    """Note that a delivery was given up because its worker died each time."""
    values = {"state": "failed", "reason": reason}
    waiting = deliveries.c.id == delivery_id, deliveries.c.state == "waiting"
    given_up = sa.update(deliveries).where(*waiting).values(values).returning(deliveries.c.webhook_id)
    for webhook_id in conn.execute(given_up).scalars():
        tell(conn, "webhook", webhook_id)


def next_deliveries(conn: sa.Connection, sent: OutgoingDelivery, lease: queue.Lease) -> list[int]:
    """The delivery of the same webhook that comes next, once the job of `sent`, held under `lease`, is over; at
    most one.
    """
    queue.release_slot(conn, lease)
    query = queue.select_waiting_jobs(sa.literal(1))
    return list(conn.execute(query, {"concurrency_group": group_of(sent.webhook_id)}).scalars())


def drop_old_deliveries(conn: sa.Connection) -> None:
    """Drop deliveries that happened too long ago, some at a time, with the jobs of those that still wait; one that is
    held back until an embargo ends is as old as that end.
    """
    too_old = deliveries.c.happened_at < seconds_from_now(-KEPT_SECONDS)
    embargoed = sa.func.coalesce(deliveries.c.not_before >= seconds_from_now(-KEPT_SECONDS), sa.false())
    old = sa.select(deliveries.c.id).where(too_old, ~embargoed).limit(_DROPPED_AT_ONCE)
    gone = sa.delete(deliveries).where(deliveries.c.id.in_(old)).returning(deliveries.c.id).cte("gone")
    conn.execute(
        sa.delete(queue.work).where(queue.work.c.kind == KIND, queue.work.c.subject.in_(sa.select(gone.c.id)))
    )


def _record_attempt(
    conn: sa.Connection,
    sent: OutgoingDelivery,
    state: str,
    *,
    status: int | None,
    reason: str | None,
    seconds: float,
    answer: str,
) -> None:
    row = {"delivery_id": sent.id, "status": status, "reason": reason, "seconds": seconds}
    conn.execute(sa.insert(delivery_attempts).values(answer=answer[:_LONGEST_ANSWER], **row))
    values = {"state": state, "attempts": sent.attempts + 1, "status": status, "reason": reason}
    write = sa.update(deliveries).where(deliveries.c.id == sent.id)
    conn.execute(write.values(attempted_at=sa.func.now(), **values))
    tell(conn, "webhook", sent.webhook_id)


def _reschedule(
    conn: sa.Connection, webhook_id: int, due_at: AnyExpression, *which: sa.ColumnElement[bool]
) -> None:
    """Change when deliveries of a webhook that nobody is sending are tried."""
    work = queue.work
    idle = (
        work.c.kind == KIND,
        work.c.concurrency_group == group_of(webhook_id),
        work.c.token.is_(None),
        ~work.c.failed,
    )
    conn.execute(sa.update(work).where(*idle, *which).values(due_at=due_at))


def _select() -> AnySelect:
    own = (deliveries.c[field.name] for field in fields(Delivery) if field.name != "due_at")
    work = queue.work
    job = sa.and_(
        work.c.kind == KIND, work.c.subject == deliveries.c.id, deliveries.c.state == "waiting", ~work.c.failed
    )
    return sa.select(*own, work.c.due_at).outerjoin(work, job)
