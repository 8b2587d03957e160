"""Reference sources: which are on, how they do, whose turn it is, and which one is paused after failing.

A source on the network is asked by so many lookups at a time as it allows, over all workers together. One that keeps
failing is paused, longer each time; when the pause is over a single lookup tries it, and the others follow once it
has answered (a circuit breaker with one probe).
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Final

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from store import dispatch, queue
from store.columns import JsonRecords, moment, seconds
from store.db import metadata, tell
from store.rows import AnySelect, fetch_all, fetch_one

FAILURES: Final = 5  # in a row, before a source is paused
_FIRST_PAUSE: Final = 30.0
_LONGEST_PAUSE: Final = 3600.0
_MOST_COUNTED: Final = 1000


@dataclass(frozen=True, slots=True)
class SourceOption:
    """Something that a source is told.

    Attributes:
        says: what it is, in words.
        variable: its name in the environment; `given` says whether it is set there.
        secret: whether it is never shown again.
        address: whether it is an address that the source asks; such a one only the operator sets.
        has_default: whether the source can do without being told.
    """

    name: str
    says: str
    variable: str
    secret: bool
    address: bool
    has_default: bool
    given: bool


sources = sa.Table(
    "sources",
    metadata,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("switched_on", sa.Boolean, nullable=False),
    sa.Column("missing", sa.Text),
    sa.Column("per_minute", sa.Integer),
    sa.Column("at_once", sa.Integer),
    sa.Column("options", JsonRecords(SourceOption), nullable=False, server_default="[]"),
    sa.Column("named", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("failures", sa.Integer, nullable=False, server_default="0"),
    sa.Column("reason", sa.Text),
    moment("failed_at"),
    moment("answered_at"),
    moment("paused_until"),
    sa.CheckConstraint("at_once > 0 AND per_minute > 0", "limits"),
    sa.CheckConstraint("paused_until IS NULL OR reason IS NOT NULL", "paused_says_why"),
)


@dataclass(frozen=True, slots=True)
class SourceInfo:
    """A source as the workers know it.

    Attributes:
        missing: what it still has to be told, in words; None if it lacks nothing.
        options: what it can be told.
        named: whether the environment switches it on.
    """

    name: str
    title: str
    switched_on: bool
    missing: str | None = None
    per_minute: int | None = None
    at_once: int | None = None
    options: tuple[SourceOption, ...] = ()
    named: bool = False


@dataclass(frozen=True, slots=True)
class SourceRecord:
    """A source and how it does.

    Attributes:
        missing: what it still has to be told, in words; None if it lacks nothing.
        per_minute, at_once: how often it may be asked; None for a source that asks nobody outside.
        options: what it can be told; `named` says whether the environment switches it on.
        failures: how many in a row; `reason` and `failed_at` are the last one's.
        waiting: lookups still to be asked, counted up to 1,000.
    """

    name: str
    title: str
    switched_on: bool
    missing: str | None
    per_minute: int | None
    at_once: int | None
    options: tuple[SourceOption, ...]
    named: bool
    failures: int
    reason: str | None
    failed_at: datetime | None
    answered_at: datetime | None
    paused_until: datetime | None
    paused: bool
    waiting: int


def register_sources(conn: sa.Connection, known: Sequence[SourceInfo]) -> None:
    """Write down what the workers know; a source that is gone is off."""
    conn.execute(
        sa.update(sources).where(sources.c.name.not_in([k.name for k in known])).values(switched_on=False)
    )
    for each in sorted(known, key=lambda each: each.name):
        row = {field.name: getattr(each, field.name) for field in fields(each)}
        write = insert(sources).values(row)
        conn.execute(write.on_conflict_do_update(index_elements=["name"], set_=row))


def list_sources(conn: sa.Connection) -> list[SourceRecord]:
    """All sources, those that are on first."""
    return fetch_all(conn, _select().order_by(sources.c.switched_on.desc(), sources.c.title), SourceRecord)


def set_availability(conn: sa.Connection, name: str, missing: str | None) -> None:
    """Write whether a source is on, and what keeps it off in words."""
    values = {"switched_on": missing is None, "missing": missing}
    conn.execute(sa.update(sources).where(sources.c.name == name).values(values))


def get_source(conn: sa.Connection, name: str) -> SourceRecord:
    """One source.

    Raises:
        NotFound: there is none of this name.
    """
    return fetch_one(conn, _select().where(sources.c.name == name), SourceRecord, f"source {name}")


def _select() -> AnySelect:
    """Sources with the fields of `SourceRecord`."""
    group = queue.work.c.concurrency_group == sources.c.name
    some = sa.select(sa.literal(1)).where(group, ~queue.work.c.failed).limit(_MOST_COUNTED)
    counted = sa.select(sa.func.count().label("waiting")).select_from(some.correlate(sources).lateral()).lateral()
    return sa.select(sources, paused().label("paused"), counted.c.waiting).join(counted, sa.true())


def paused() -> sa.ColumnElement[bool]:
    """Whether a source is paused now."""
    return sa.func.coalesce(sources.c.paused_until > sa.func.clock_timestamp(), False)


def may_start_lookup(conn: sa.Connection, subject: int) -> bool:
    """Whether the lookup `subject` may be asked of its source now; the source's row stays locked until the commit."""
    row = conn.execute(_TURN, {"lookup": subject}).first()
    if row is None:
        return True
    return not row.paused and queue.count_running_jobs(conn, row.name) < (
        1 if row.failures >= FAILURES else row.at_once
    )


def hand_out_lookups(conn: sa.Connection) -> list[int]:
    """The lookups that may be asked now that new ones are there: of those that no source limits the next in fair order,
    of the others what has room.
    """
    found = conn.execute(_LIMITED).all()
    others = dispatch.hand_out_jobs(conn, "lookup", [row.name for row in found])
    waiting = [row.name for row in found if row.waiting]
    return [*others, *(n for name in waiting for n in list_startable_lookups(conn, name))]


def hand_out_lookups_after(conn: sa.Connection, name: str) -> list[int]:
    """The lookups that may be asked once one of the source `name` is done."""
    names = list_limited_sources(conn)
    return list_startable_lookups(conn, name) if name in names else dispatch.hand_out_jobs(conn, "lookup", names)


def list_startable_lookups(conn: sa.Connection, name: str) -> list[int]:
    """The lookups that may be asked of a source now; none while it is paused."""
    return list(conn.execute(_NEXT, {"concurrency_group": name}).scalars())


def record_success(conn: sa.Connection, name: str) -> None:
    """Note that a source has answered; written at most every ten seconds while all is well."""
    if conn.execute(_ANSWERED, {"source": name}).rowcount:
        tell(conn, "source", 0)


def record_failure(conn: sa.Connection, name: str, reason: str, after: float = 0.0) -> None:
    """Note that a source could not be asked; pause one on the network after the fifth time in a row, or for the `after`
    seconds that it asks for itself. What waits for it waits until then.

    A request that was under way when the pause began, and fails too, counts as the same failure and does not lengthen
    the pause.
    """
    count = sources.c.failures + sa.case((paused(), 0), else_=1)
    doubled = _FIRST_PAUSE * sa.func.power(2.0, sa.func.least(count - FAILURES, 12))
    pause = sa.func.greatest(
        sa.case((count >= FAILURES, sa.func.least(doubled, _LONGEST_PAUSE)), else_=0.0), after
    )
    limited = sa.and_(pause > 0, sources.c.at_once.is_not(None))
    until = sa.case((limited, sa.func.clock_timestamp() + seconds(pause)), else_=sources.c.paused_until)
    values: dict[str, object] = {
        "failures": count,
        "reason": reason,
        "failed_at": sa.func.clock_timestamp(),
        "paused_until": until,
    }
    conn.execute(sa.update(sources).where(sources.c.name == name).values(values))
    tell(conn, "source", 0)


def list_limited_sources(conn: sa.Connection) -> list[str]:
    """The names of the sources that only so many lookups may ask at a time."""
    return list(conn.execute(sa.select(sources.c.name).where(sources.c.at_once.is_not(None))).scalars())


def resume_source(conn: sa.Connection, name: str) -> list[int]:
    """End a source's pause; returns the lookups to enqueue. Raises `NotFound`."""
    get_source(conn, name)
    conn.execute(sa.update(sources).where(sources.c.name == name).values(paused_until=None))
    tell(conn, "source", 0)
    return list_startable_lookups(conn, name)


# What every lookup executes is built once: to build a statement takes longer than to execute it.
_TURN: Final = (
    sa.select(sources.c.name, sources.c.at_once, sources.c.failures, paused().label("paused"))
    .join(queue.work, queue.work.c.concurrency_group == sources.c.name)
    .where(
        queue.work.c.kind == "lookup",
        queue.work.c.subject == sa.bindparam("lookup"),
        queue.FREE,
        sources.c.at_once.is_not(None),
    )
    .with_for_update(of=sources)
)
_NEXT: Final = queue.select_waiting_jobs(
    sa.select(sa.case((paused(), 0), (sources.c.failures >= FAILURES, 1), else_=sources.c.at_once))
    .where(sources.c.name == sa.bindparam("concurrency_group"), sources.c.at_once.is_not(None))
    .scalar_subquery()
)
_LIMITED: Final = sa.select(
    sources.c.name,
    sa.exists().where(queue.work.c.concurrency_group == sources.c.name, ~queue.work.c.failed).label("waiting"),
).where(sources.c.at_once.is_not(None))
_ANSWERED: Final = (
    sa.update(sources)
    .where(
        sources.c.name == sa.bindparam("source"),
        sa.or_(
            sources.c.failures > 0,
            sources.c.answered_at.is_(None),
            sources.c.answered_at < sa.func.clock_timestamp() - seconds(10),
        ),
    )
    .values(failures=0, paused_until=None, reason=None, answered_at=sa.func.clock_timestamp())
)
