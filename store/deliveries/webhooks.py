"""Webhooks: addresses that are told of events, each with the secret that signs what is sent there.

A webhook that fails is asked ever less often and paused in the end; what happens meanwhile waits and is sent when
it is resumed.
"""

import base64
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Final, TypedDict

import sqlalchemy as sa

from store import addresses, audit, queue
from store.columns import seconds
from store.db import NotFound, tell
from store.deliveries.tables import EVENTS, LONGEST_DESCRIPTION, deliveries, old_webhook_secrets, webhooks
from store.people import Actor, Refused
from store.rows import AnySelect, fetch_all, fetch_one

KIND: Final = "deliver"
HEALTH: Final = ("new", "well", "failing", "paused")
MOST: Final = 100  # webhooks of a desk
SECRET_PREFIX: Final = "whsec_"  # noqa: S105 - how Standard Webhooks begins every secret
_SECRET_BYTES: Final = 32  # Standard Webhooks asks for 24 to 64
_OVERLAP_SECONDS: Final = 24 * 3600.0  # for which a secret that was renewed still signs
_MOST_OLD: Final = 4  # secrets that sign beside the newest one


@dataclass(frozen=True, slots=True)
class Webhook:
    """A webhook without its secret.

    Attributes:
        events: some of `store.deliveries.tables.EVENTS`.
        reason: why the desk paused it, or why the last attempt failed; None while all is well.
        failures: attempts that failed in a row, since `failing_since`.
        delivered_at: when something was delivered last.
        old_secret_until: until when a secret that was renewed signs beside the new one; None if none does.
        health: one of `HEALTH`; new while nothing was sent.
        waiting: how many deliveries wait.
    """

    id: int
    url: str
    description: str
    events: list[str]
    paused: bool
    reason: str | None
    failures: int
    failing_since: datetime | None
    delivered_at: datetime | None
    added_by: int | None
    added_at: datetime
    old_secret_until: datetime | None
    health: str
    waiting: int


class WebhookChanges(TypedDict, total=False):
    """What is changed of a webhook; what is missing stays."""

    url: str
    events: Sequence[str]
    description: str
    paused: bool


def add_webhook(
    conn: sa.Connection,
    url: str,
    events: Sequence[str],
    actor: Actor,
    *,
    description: str = "",
    paused: bool = False,
) -> tuple[int, str]:
    """Subscribe an address to events.

    Args:
        events: some of `store.deliveries.tables.EVENTS`.
        description: by which people tell it from others.

    Returns:
        Its id and its secret, which begins with `SECRET_PREFIX` and is shown this once.

    Raises:
        Refused: a value cannot be stored; names the field.
    """
    values = _checked({"url": url, "events": events, "description": description})
    if conn.execute(sa.select(sa.func.count()).select_from(webhooks)).scalar_one() >= MOST:
        raise Refused("url", f"there are {MOST} webhooks, which is the most; remove one first")
    secret = secrets.token_bytes(_SECRET_BYTES)
    write = sa.insert(webhooks).values(secret=secret, added_by=actor.id, paused=paused, **values)
    webhook_id = int(conn.execute(write.returning(webhooks.c.id)).scalar_one())
    audit.write_audit_entry(conn, actor, "webhook", webhook_id, "added", reason=values["url"])
    tell(conn, "webhook", webhook_id)
    return webhook_id, _encoded(secret)


def renew_secret(conn: sa.Connection, webhook_id: int, actor: Actor) -> str:
    """Give a webhook another secret, which signs from now on, and return it. The one before signs too for a day.

    Raises:
        NotFound: there is no such webhook.
    """
    secret = secrets.token_bytes(_SECRET_BYTES)
    locked = sa.select(webhooks.c.secret).where(webhooks.c.id == webhook_id).with_for_update()
    before = conn.execute(locked).scalar()
    if before is None:
        raise NotFound(f"there is no webhook {webhook_id}")
    _keep_old_secret(conn, webhook_id, before)
    conn.execute(sa.update(webhooks).where(webhooks.c.id == webhook_id).values(secret=secret))
    audit.write_audit_entry(conn, actor, "webhook", webhook_id, "secret renewed")
    return _encoded(secret)


def get_webhook(conn: sa.Connection, webhook_id: int) -> Webhook:
    """One webhook.

    Raises:
        NotFound: there is none with this id.
    """
    return fetch_one(conn, _select().where(webhooks.c.id == webhook_id), Webhook, f"webhook {webhook_id}")


def list_webhooks(conn: sa.Connection) -> list[Webhook]:
    """All webhooks, the newest first; there are at most `MOST`."""
    return fetch_all(conn, _select().order_by(webhooks.c.id.desc()), Webhook)


def change_webhook(conn: sa.Connection, webhook_id: int, changes: WebhookChanges, actor: Actor) -> None:
    """Change what is named.

    One that is resumed, or gets another address, is as new: what waits is sent at once.

    Raises:
        NotFound: there is no such webhook.
        Refused: a value cannot be stored; names the field.
    """
    named = _checked(changes)
    values: dict[str, object] = {**named}
    before = conn.execute(sa.select(webhooks).where(webhooks.c.id == webhook_id).with_for_update()).first()
    if before is None:
        raise NotFound(f"there is no webhook {webhook_id}")
    paused = named.get("paused", before.paused)
    fresh = not paused and (before.paused or named.get("url", before.url) != before.url)
    if fresh:
        values |= {"reason": None, "failures": 0, "failing_since": None}
    if paused and not before.paused:
        values["reason"] = None
    if values:
        conn.execute(sa.update(webhooks).where(webhooks.c.id == webhook_id).values(values))
        audit.write_audit_entry(conn, actor, "webhook", webhook_id, "changed", details=named)
    if fresh:
        restart_waiting(conn, webhook_id)
    tell(conn, "webhook", webhook_id)


def remove_webhook(conn: sa.Connection, webhook_id: int, actor: Actor) -> None:
    """Remove a webhook with what was, and is still to be, delivered to it.

    Raises:
        NotFound: there is no such webhook.
    """
    gone = sa.delete(webhooks).where(webhooks.c.id == webhook_id).returning(webhooks.c.url)
    url = conn.execute(gone).scalar()
    if url is None:
        raise NotFound(f"there is no webhook {webhook_id}")
    audit.write_audit_entry(conn, actor, "webhook", webhook_id, "removed", reason=url)
    tell(conn, "webhook", webhook_id)


def restart_waiting(conn: sa.Connection, webhook_id: int) -> None:
    """Make all that waits for a webhook due now, also what is being tried at this moment."""
    waiting = deliveries.c.webhook_id == webhook_id, deliveries.c.state == "waiting"
    ids = list(conn.execute(sa.select(deliveries.c.id).where(*waiting)).scalars())
    queue.restart_jobs(conn, KIND, ids, groups=dict.fromkeys(ids, group_of(webhook_id)))


def group_of(webhook_id: int) -> str:
    """The concurrency group of a webhook's deliveries, of which one at a time is tried."""
    return f"webhook {webhook_id}"


def _keep_old_secret(conn: sa.Connection, webhook_id: int, secret: bytes) -> None:
    """Have a secret sign for a while longer; those that sign no more, or are too many, are forgotten."""
    old, now = old_webhook_secrets.c, sa.func.clock_timestamp()
    until = now + seconds(_OVERLAP_SECONDS)
    conn.execute(sa.insert(old_webhook_secrets).values(webhook_id=webhook_id, secret=secret, signs_until=until))
    mine = old.webhook_id == webhook_id
    newest = sa.select(old.id).where(mine).order_by(old.id.desc()).limit(_MOST_OLD)
    over = sa.or_(old.signs_until <= now, old.id.not_in(newest))
    conn.execute(sa.delete(old_webhook_secrets).where(mine, over))


def _encoded(secret: bytes) -> str:
    return SECRET_PREFIX + base64.b64encode(secret).decode()


def _select() -> AnySelect:
    waiting = sa.select(sa.func.count()).where(
        deliveries.c.webhook_id == webhooks.c.id, deliveries.c.state == "waiting"
    )
    health = sa.case(
        (webhooks.c.paused, "paused"),
        (webhooks.c.failures > 0, "failing"),
        (webhooks.c.delivered_at.is_not(None), "well"),
        else_="new",
    )
    old = old_webhook_secrets.c
    signing = old.webhook_id == webhooks.c.id, old.signs_until > sa.func.clock_timestamp()
    overlap = sa.select(sa.func.max(old.signs_until)).where(*signing).correlate(webhooks).scalar_subquery()
    made = ("old_secret_until", "health", "waiting")
    own = (webhooks.c[field.name] for field in fields(Webhook) if field.name not in made)
    return sa.select(
        *own,
        overlap.label("old_secret_until"),
        health.label("health"),
        waiting.scalar_subquery().label("waiting"),
    )


def _checked(changes: WebhookChanges) -> WebhookChanges:
    """Values as they are stored. Raises `Refused`."""
    values = changes.copy()
    if "url" in values:
        url = addresses.checked(values["url"])
        if not url:
            raise Refused("url", "an address is needed")
        values["url"] = url
    if "events" in values:
        unknown = set(values["events"]) - set(EVENTS)
        if unknown or not values["events"]:
            raise Refused("events", f"the events are some of {', '.join(EVENTS)}")
        values["events"] = [event for event in EVENTS if event in values["events"]]
    if "description" in values:
        values["description"] = values["description"].strip()
        if len(values["description"]) > LONGEST_DESCRIPTION:
            raise Refused("description", f"a description has at most {LONGEST_DESCRIPTION} characters")
    return values
