"""Who did what when: one entry for every step, written in the transaction of the step."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from store.columns import identity, moment
from store.db import metadata
from store.people import Actor, people

audit = sa.Table(
    "audit",
    metadata,
    identity(),
    moment("at", now=True),
    sa.Column("actor_id", sa.BigInteger, sa.ForeignKey("people.id")),
    sa.Column("subject_kind", sa.Text, nullable=False),
    sa.Column("subject", sa.BigInteger, nullable=False),
    sa.Column("event", sa.Text, nullable=False),
    sa.Column("from", sa.Text),
    sa.Column("to", sa.Text),
    sa.Column("reason", sa.Text),
    sa.Column("version", sa.Integer),
    sa.Column("details", JSONB),
    sa.Index("ix_audit_subject", "subject_kind", "subject", "id"),
)


def write(conn: sa.Connection, actor: Actor, kind: str, subject: int, event: str, **rest: Any) -> None:
    """Write one entry; `rest` may hold `from`, `to`, `reason`, `version`, `details`."""
    row = {"actor_id": actor.id, "subject_kind": kind, "subject": subject, "event": event, **rest}
    conn.execute(sa.insert(audit).values(row))


def write_each(
    conn: sa.Connection,
    actor: Actor,
    kind: str,
    event: str,
    entries: sa.Select[Any],
    *,
    reason: str | None = None,
    details: Mapping[str, Any] | None = None,
) -> None:
    """Write one entry a row of `entries`, which selects subject, from, to and version."""
    shared = {"actor_id": actor.id, "subject_kind": kind, "event": event, "reason": reason, "details": details}
    given = {name: sa.literal(value, audit.c[name].type) for name, value in shared.items() if value is not None}
    rows = entries.add_columns(*(value.label(f"the_{name}") for name, value in given.items()))
    conn.execute(sa.insert(audit).from_select(["subject", "from", "to", "version", *given], rows))


def of(conn: sa.Connection, kind: str, subject: int, limit: int = 200) -> list[sa.RowMapping]:
    """The newest entries of one subject, newest first, each with its actor's name (None: the machine)."""
    query = (
        sa.select(audit, people.c.name.label("actor"))
        .outerjoin(people, people.c.id == audit.c.actor_id)
        .where(audit.c.subject_kind == kind, audit.c.subject == subject)
        .order_by(audit.c.id.desc())
        .limit(limit)
    )
    return list(conn.execute(query).mappings())


def last_reason(conn: sa.Connection, kind: str, subject: int, event: str) -> str | None:
    """The reason of the newest entry of this event, None where there is none."""
    of_event = audit.c.subject_kind == kind, audit.c.subject == subject, audit.c.event == event
    query = sa.select(audit.c.reason).where(*of_event).order_by(audit.c.id.desc()).limit(1)
    return conn.execute(query).scalar()
