"""Reference sources: which are on, how they do, whose turn it is, and which one is paused after failing.

A source on the network is asked by so many lookups at a time as it allows, over all workers together. One that keeps
failing is paused, longer each time; when the pause is over a single lookup tries it, and the others follow once it
has answered (a circuit breaker with one probe).
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    ColumnElement,
    Connection,
    Integer,
    RowMapping,
    Table,
    Text,
    and_,
    bindparam,
    case,
    func,
    literal,
    or_,
    select,
    true,
    update,
)
from sqlalchemy.dialects.postgresql import insert

from store import dispatch, queue
from store.columns import moment, seconds
from store.db import metadata, one, tell

FAILURES: Final = 5  # in a row, before a source is paused
_FIRST_PAUSE: Final = 30.0
_LONGEST_PAUSE: Final = 3600.0
_MOST_COUNTED: Final = 1000

sources = Table(
    "sources",
    metadata,
    Column("name", Text, primary_key=True),
    Column("title", Text, nullable=False),
    Column("switched_on", Boolean, nullable=False),
    Column("missing", Text),
    Column("per_minute", Integer),
    Column("at_once", Integer),
    Column("failures", Integer, nullable=False, server_default="0"),
    Column("reason", Text),
    moment("failed_at"),
    moment("answered_at"),
    moment("paused_until"),
    CheckConstraint("at_once > 0 AND per_minute > 0", "limits"),
    CheckConstraint("paused_until IS NULL OR reason IS NOT NULL", "paused_says_why"),
)


@dataclass(frozen=True, slots=True)
class Known:
    """A source as the workers know it; `missing` names what it still has to be told, in words."""

    name: str
    title: str
    switched_on: bool
    missing: str | None = None
    per_minute: int | None = None
    at_once: int | None = None


def register(conn: Connection, known: Sequence[Known]) -> None:
    """Write down what the workers know; a source that is gone is off."""
    conn.execute(update(sources).where(sources.c.name.not_in([k.name for k in known])).values(switched_on=False))
    for row in sorted(map(asdict, known), key=lambda row: str(row["name"])):
        write = insert(sources).values(row)
        conn.execute(write.on_conflict_do_update(index_elements=["name"], set_=row))


def every(conn: Connection) -> list[RowMapping]:
    """All sources, those that are on first, with `waiting`: lookups still to be asked, counted up to 1,000."""
    group = queue.work.c.lane == sources.c.name
    some = select(literal(1)).where(group, ~queue.work.c.failed).limit(_MOST_COUNTED).correlate(sources).lateral()
    counted = select(func.count().label("waiting")).select_from(some).lateral()
    query = select(sources, paused().label("paused"), counted.c.waiting).join(counted, true())
    return list(conn.execute(query.order_by(sources.c.switched_on.desc(), sources.c.title)).mappings())


def get_source(conn: Connection, name: str) -> RowMapping:
    """One source. Raises `NotFound`."""
    query = select(sources, paused().label("paused")).where(sources.c.name == name)
    return one(conn.execute(query).mappings().first(), f"source {name}")


def paused() -> ColumnElement[bool]:
    """Whether a source is paused now."""
    return func.coalesce(sources.c.paused_until > func.clock_timestamp(), False)


def has_turn(conn: Connection, subject: int) -> bool:
    """Whether the lookup `subject` may be asked of its source now; the source's row stays locked until the commit."""
    row = conn.execute(_TURN, {"lookup": subject}).first()
    if row is None:
        return True
    return not row.paused and queue.count_running_jobs(conn, row.name) < (
        1 if row.failures >= FAILURES else row.at_once
    )


def first_turns(conn: Connection) -> list[int]:
    """The lookups that may be asked now that new ones are there: of those that no source limits the next in fair order,
    of the others what has room.
    """
    lanes = limited(conn)
    others = dispatch.hand_out_jobs(conn, "lookup", lanes)
    return [*others, *(n for name in lanes for n in next_turns(conn, name))]


def turns_after(conn: Connection, name: str) -> list[int]:
    """The lookups that may be asked once one of the source `name` is done."""
    lanes = limited(conn)
    return next_turns(conn, name) if name in lanes else dispatch.hand_out_jobs(conn, "lookup", lanes)


def next_turns(conn: Connection, name: str) -> list[int]:
    """The lookups that may be asked of a source now; none while it is paused."""
    return list(conn.execute(_NEXT, {"lane": name}).scalars())


def answered(conn: Connection, name: str) -> None:
    """Note that a source has answered; written at most every ten seconds while all is well."""
    if conn.execute(_ANSWERED, {"lane": name}).rowcount:
        tell(conn, "source", 0)


def failed(conn: Connection, name: str, reason: str, after: float = 0.0) -> None:
    """Note that a source could not be asked; pause one on the network after the fifth time in a row, or for the `after`
    seconds that it asks for itself. What waits for it waits until then.
    """
    count = sources.c.failures + 1
    doubled = _FIRST_PAUSE * func.power(2.0, func.least(count - FAILURES, 12))
    pause = func.greatest(case((count >= FAILURES, func.least(doubled, _LONGEST_PAUSE)), else_=0.0), after)
    limited = and_(pause > 0, sources.c.at_once.is_not(None))
    until = case((limited, func.clock_timestamp() + seconds(pause)), else_=sources.c.paused_until)
    values: dict[str, Any] = {
        "failures": count,
        "reason": reason,
        "failed_at": func.clock_timestamp(),
        "paused_until": until,
    }
    conn.execute(update(sources).where(sources.c.name == name).values(values))
    tell(conn, "source", 0)


def limited(conn: Connection) -> list[str]:
    """The names of the sources that only so many lookups may ask at a time."""
    return list(conn.execute(select(sources.c.name).where(sources.c.at_once.is_not(None))).scalars())


def resume(conn: Connection, name: str) -> list[int]:
    """End a source's pause; returns the lookups to ring for. Raises `NotFound`."""
    get_source(conn, name)
    conn.execute(update(sources).where(sources.c.name == name).values(paused_until=None))
    tell(conn, "source", 0)
    return next_turns(conn, name)


# What every lookup executes is built once: to build a statement takes longer than to execute it.
_TURN: Final = (
    select(sources.c.name, sources.c.at_once, sources.c.failures, paused().label("paused"))
    .join(queue.work, queue.work.c.lane == sources.c.name)
    .where(
        queue.work.c.kind == "lookup",
        queue.work.c.subject == bindparam("lookup"),
        queue.FREE,
        sources.c.at_once.is_not(None),
    )
    .with_for_update(of=sources)
)
_NEXT: Final = queue.select_waiting_jobs(
    select(case((paused(), 0), (sources.c.failures >= FAILURES, 1), else_=sources.c.at_once))
    .where(sources.c.name == bindparam("lane"), sources.c.at_once.is_not(None))
    .scalar_subquery()
)
_ANSWERED: Final = (
    update(sources)
    .where(
        sources.c.name == bindparam("lane"),
        or_(
            sources.c.failures > 0,
            sources.c.answered_at.is_(None),
            sources.c.answered_at < func.clock_timestamp() - seconds(10),
        ),
    )
    .values(failures=0, paused_until=None, reason=None, answered_at=func.clock_timestamp())
)
