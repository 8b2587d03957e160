"""Who did what when: one entry for every step, written in the transaction of the step."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from store.columns import AnyExpression, among, identity, moment
from store.db import metadata
from store.people import Actor, people
from store.rows import AnySelect, fetch_all

# The steps by which it is counted who sent and reviewed how much.
_REVIEWING: Final = "subject_kind = 'claim' AND event IN ('submit', 'approve', 'request_changes')"

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
    sa.Index("ix_audit_actor", "actor_id", "id", postgresql_where=sa.text("actor_id IS NOT NULL")),
    sa.Index("ix_audit_event", "event", "id"),
    sa.Index(
        "ix_audit_at",
        "at",
        postgresql_using="brin",
        postgresql_with={"autosummarize": "on", "pages_per_range": 32},
    ),
    sa.Index("ix_audit_reviewing", "at", postgresql_where=sa.text(_REVIEWING)),
)
_ADD: Final = sa.insert(audit)


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One step that was done.

    Attributes:
        actor_id: who did it; None for the machine, as for `actor`, the person's name.
        subject_kind: what it was done to, such as "claim" or "person", whose id is `subject`.
        before: the state, role or rating before the step, where it changed one; `after` that after it.
        version: the version of the claim that the step led to.
    """

    id: int
    at: datetime
    actor_id: int | None
    actor: str | None
    subject_kind: str
    subject: int
    event: str
    before: str | None
    after: str | None
    reason: str | None
    version: int | None
    details: dict[str, object] | None


def write_audit_entry(
    conn: sa.Connection,
    actor: Actor,
    kind: str,
    subject: int,
    event: str,
    *,
    before: str | None = None,
    after: str | None = None,
    reason: str | None = None,
    details: Mapping[str, object] | None = None,
) -> None:
    """Write one entry; arguments as the attributes of `AuditEntry`.

    Args:
        kind: what the step was done to, such as "claim".
        subject: its id; 0 if there is only one of the kind.
    """
    changed = {"from": before, "to": after, "reason": reason, "details": details}
    row = {"actor_id": actor.id, "subject_kind": kind, "subject": subject, "event": event}
    given = {name: value for name, value in changed.items() if value is not None}
    conn.execute(_ADD, row | given)


def write_audit_entries(
    conn: sa.Connection,
    actor: Actor,
    kind: str,
    event: str,
    entries: AnySelect,
    *,
    reason: str | None = None,
    details: Mapping[str, object] | AnyExpression | None = None,
) -> None:
    """Write one entry for each row of `entries`, in one statement.

    Args:
        entries: selects subject, from, to and version.
        reason: of all entries; so are `actor`, `kind`, `event` and `details`, unless these are an expression over the
            tables of `entries`.
    """
    shared = {"actor_id": actor.id, "subject_kind": kind, "event": event, "reason": reason, "details": details}
    given = {
        name: value if isinstance(value, sa.ColumnElement) else sa.literal(value, audit.c[name].type)
        for name, value in shared.items()
        if value is not None
    }
    rows = entries.add_columns(*(value.label(f"the_{name}") for name, value in given.items()))
    conn.execute(sa.insert(audit).from_select(["subject", "from", "to", "version", *given], rows))


def forget_details(
    conn: sa.Connection, kind: str, subject: int, event: str, details: Mapping[str, object], name: str
) -> None:
    """Take the detail `name` out of a subject's entries of an event that have these `details`: words that somebody
    wrote and has deleted.
    """
    mine = audit.c.subject_kind == kind, audit.c.subject == subject, audit.c.event == event
    write = sa.update(audit).where(*mine, audit.c.details.contains(dict(details)))
    conn.execute(write.values(details=audit.c.details.op("-")(sa.literal(name, sa.Text))))


def list_audit_entries(conn: sa.Connection, kind: str, subject: int, limit: int = 200) -> list[AuditEntry]:
    """The newest entries of one subject, the newest first.

    Args:
        kind: what it is, such as "claim".
        subject: its id.
        limit: the most entries.
    """
    query = (
        _select()
        .where(audit.c.subject_kind == kind, audit.c.subject == subject)
        .order_by(audit.c.id.desc())
        .limit(limit)
    )
    return fetch_all(conn, query, AuditEntry)


def last_audit_reason(conn: sa.Connection, kind: str, subject: int, event: str) -> str | None:
    """The reason of the newest entry of this event, None if there is none."""
    of_event = audit.c.subject_kind == kind, audit.c.subject == subject, audit.c.event == event
    query = sa.select(audit.c.reason).where(*of_event).order_by(audit.c.id.desc()).limit(1)
    return conn.execute(query).scalar()


@dataclass(frozen=True, slots=True)
class AuditFilters:
    """What the whole audit is narrowed to; an empty field narrows nothing.

    Attributes:
        kind: what steps were done to, such as "claim", whose id is `subject`.
        day: the day of the steps, in UTC.
    """

    actor_id: int | None = None
    kind: str | None = None
    subject: int | None = None
    event: str | None = None
    day: date | None = None


def list_whole_audit(
    conn: sa.Connection, filters: AuditFilters, *, before: int | None = None, limit: int = 100
) -> list[AuditEntry]:
    """Entries of everything, the newest first.

    Args:
        before: those with a lower id.
        limit: the most entries.
    """
    found = sa.select(audit.c.id)
    for column, value in (
        (audit.c.actor_id, filters.actor_id),
        (audit.c.subject_kind, filters.kind),
        (audit.c.subject, filters.subject),
        (audit.c.event, filters.event),
    ):
        if value is not None:
            found = found.where(column == value)
    if filters.subject is not None and filters.kind is None:  # their index begins with the kind
        found = found.where(audit.c.subject_kind.in_(_select_kinds()))
    if before is not None:
        found = found.where(audit.c.id < before)
    if filters.day is not None:
        of_day = found.where(audit.c.at >= filters.day, audit.c.at < filters.day + timedelta(days=1))
        # The whole day before it is ordered: else PostgreSQL reads all that came in since, in order.
        found = sa.select(of_day.cte("of_day").prefix_with("MATERIALIZED").c.id)
    ids = conn.execute(found.order_by(found.selected_columns[0].desc()).limit(limit)).scalars().all()
    return fetch_all(conn, _select().where(among(audit.c.id, ids)).order_by(audit.c.id.desc()), AuditEntry)


def _select_kinds() -> AnySelect:
    """Selects the kinds of subjects that there are, a step down the index for each."""
    kind = audit.c.subject_kind
    found = sa.select(sa.func.min(kind).label("kind")).cte("kinds", recursive=True)
    following = sa.select(sa.func.min(kind)).where(kind > found.c.kind).correlate(found).scalar_subquery()
    found = found.union_all(sa.select(following).where(found.c.kind.is_not(None)))
    return sa.select(found.c.kind).where(found.c.kind.is_not(None))


def _select() -> AnySelect:
    """Entries with the fields of `AuditEntry`."""
    same = ("id", "at", "actor_id", "subject_kind", "subject", "event", "reason", "version", "details")
    return sa.select(
        *(audit.c[name] for name in same),
        audit.c["from"].label("before"),
        audit.c.to.label("after"),
        people.c.name.label("actor"),
    ).outerjoin(people, people.c.id == audit.c.actor_id)
