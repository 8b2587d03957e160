"""Who did what when: one entry for every step, written in the transaction of the step."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    ForeignKey,
    Index,
    Integer,
    RowMapping,
    Select,
    Table,
    Text,
    literal,
    select,
)
from sqlalchemy import insert as sql_insert
from sqlalchemy.dialects.postgresql import JSONB

from store.columns import identity, moment
from store.db import metadata
from store.people import Actor, people

audit = Table(
    "audit",
    metadata,
    identity(),
    moment("at", now=True),
    Column("actor_id", BigInteger, ForeignKey("people.id")),
    Column("subject_kind", Text, nullable=False),
    Column("subject", BigInteger, nullable=False),
    Column("event", Text, nullable=False),
    Column("from", Text),
    Column("to", Text),
    Column("reason", Text),
    Column("version", Integer),
    Column("details", JSONB),
    Index("ix_audit_subject", "subject_kind", "subject", "id"),
)


def write(conn: Connection, actor: Actor, kind: str, subject: int, event: str, **rest: Any) -> None:
    """Write one entry; `rest` may hold `from`, `to`, `reason`, `version`, `details`."""
    row = {"actor_id": actor.id, "subject_kind": kind, "subject": subject, "event": event, **rest}
    conn.execute(sql_insert(audit).values(row))


def write_each(
    conn: Connection,
    actor: Actor,
    kind: str,
    event: str,
    entries: Select[Any],
    *,
    reason: str | None = None,
    details: Mapping[str, Any] | None = None,
) -> None:
    """Write one entry a row of `entries`, which selects subject, from, to and version."""
    shared = {"actor_id": actor.id, "subject_kind": kind, "event": event, "reason": reason, "details": details}
    given = {name: literal(value, audit.c[name].type) for name, value in shared.items() if value is not None}
    rows = entries.add_columns(*(value.label(f"the_{name}") for name, value in given.items()))
    conn.execute(sql_insert(audit).from_select(["subject", "from", "to", "version", *given], rows))


def of(conn: Connection, kind: str, subject: int, limit: int = 200) -> list[RowMapping]:
    """The newest entries of one subject, newest first, each with its actor's name (None: the machine)."""
    query = (
        select(audit, people.c.name.label("actor"))
        .outerjoin(people, people.c.id == audit.c.actor_id)
        .where(audit.c.subject_kind == kind, audit.c.subject == subject)
        .order_by(audit.c.id.desc())
        .limit(limit)
    )
    return list(conn.execute(query).mappings())


def last_reason(conn: Connection, kind: str, subject: int, event: str) -> str | None:
    """The reason of the newest entry of this event, None where there is none."""
    of_event = audit.c.subject_kind == kind, audit.c.subject == subject, audit.c.event == event
    query = select(audit.c.reason).where(*of_event).order_by(audit.c.id.desc()).limit(1)
    return conn.execute(query).scalar()
