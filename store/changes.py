"""Changes of claims: the next version of each, its audit entry, and word to open pages, in one transaction.

All claims of a call are written by one statement for each table, so that a step on a head of thousands stays short.
"""

from collections.abc import Collection
from typing import Any

from sqlalchemy import Connection, String, func, literal, null, select, update

from store import audit
from store.claims import claims
from store.columns import among
from store.db import CHANNEL
from store.people import Actor


def change(
    conn: Connection,
    ids: Collection[int],
    actor: Actor,
    event: str,
    values: dict[str, Any],
    reason: str | None = None,
    details: dict[str, Any] | None = None,
) -> None:
    """Write `values` over claims that are locked; without a `state` among them each keeps its own."""
    if not ids:
        return
    these = among(claims.c.id, ids)
    state = literal(values["state"], String) if "state" in values else claims.c.state
    entries = select(claims.c.id, claims.c.state, state, claims.c.version + 1).where(these)
    audit.write_each(conn, actor, "claim", event, entries, reason=reason, details=details)
    conn.execute(update(claims).where(these).values(version=claims.c.version + 1, changed_at=func.now(), **values))
    conn.execute(select(func.pg_notify(CHANNEL, func.concat("claim ", claims.c.id))).where(these))


def note(
    conn: Connection,
    ids: Collection[int],
    actor: Actor,
    event: str,
    reason: str | None = None,
    details: dict[str, Any] | None = None,
) -> None:
    """Write an entry into the history of claims that stay as they are."""
    entries = select(claims.c.id, null(), null(), claims.c.version).where(among(claims.c.id, ids))
    audit.write_each(conn, actor, "claim", event, entries, reason=reason, details=details)
