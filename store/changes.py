"""One change of a claim's row: the next version, its audit entry, and word to open pages, in one transaction."""

from typing import Any

from sqlalchemy import Connection, RowMapping, func, update

from store import audit
from store.claims import claims
from store.db import tell
from store.people import Actor


def change(
    conn: Connection,
    row: RowMapping,
    actor: Actor,
    event: str,
    values: dict[str, Any],
    reason: str | None = None,
    details: dict[str, Any] | None = None,
) -> None:
    """Write `values` over a claim that is locked; without a `state` among them it keeps its own."""
    version, state = row["version"] + 1, values.get("state", row["state"])
    written = update(claims).where(claims.c.id == row["id"])
    conn.execute(written.values(version=version, changed_at=func.now(), **values))
    states = {"from": row["state"], "to": state}
    audit.write(conn, actor, "claim", row["id"], event, reason=reason, version=version, details=details, **states)
    tell(conn, "claim", row["id"])
