"""The only lease code: what is to be done, who holds it, when it is due.

The row is the truth; a message through the broker is only a hint. A lease carries a fencing token: `finish`
writes only while the token is still the holder's own, so that a worker which was frozen past its lease
cannot double what another has done meanwhile. The clock is the database's.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    ColumnElement,
    Connection,
    Index,
    Integer,
    RowMapping,
    Select,
    Table,
    Text,
    Uuid,
    delete,
    false,
    func,
    or_,
    select,
    text,
    update,
)
from sqlalchemy.dialects.postgresql import insert

from store.columns import moment, one_of
from store.columns import seconds as seconds_of
from store.db import metadata

KINDS = ("split", "lookup", "suggest", "deliver", "import", "shelf", "embed")
MOST_ATTEMPTS = 5
LEASE_SECONDS = 150.0

work = Table(
    "work",
    metadata,
    Column("kind", Text, primary_key=True),
    Column("subject", BigInteger, primary_key=True, autoincrement=False),
    moment("due_at", now=True),
    Column("token", Uuid),
    moment("lease_until"),
    Column("attempts", Integer, nullable=False, server_default="0"),
    moment("woken_at"),
    Column("failed", Boolean, nullable=False, server_default=false()),
    Column("reason", Text),
    Column("lane", Text),
    Column("answered", Boolean, nullable=False, server_default=false()),
    CheckConstraint(one_of("kind", KINDS), "kind"),
    CheckConstraint("(token IS NULL) = (lease_until IS NULL)", "lease_whole"),
    CheckConstraint("NOT failed OR (token IS NULL AND reason IS NOT NULL)", "failed_says_why"),
    Index("ix_work_due", "due_at", postgresql_where=text("NOT failed")),
    Index("ix_work_failed", "kind", postgresql_where=text("failed")),
    Index("ix_work_lane", "lane", "due_at", postgresql_where=text("lane IS NOT NULL AND NOT failed")),
    Index("ix_work_lane_held", "lane", postgresql_where=text("lane IS NOT NULL AND token IS NOT NULL")),
)


class LeaseLost(RuntimeError):
    """Somebody else holds the work now; what was written in this transaction must roll back."""


@dataclass(frozen=True, slots=True)
class Lease:
    """The right to do one piece of work until it runs out."""

    kind: str
    subject: int
    token: UUID
    attempts: int


def add(
    conn: Connection,
    kind: str,
    subjects: Sequence[int],
    *,
    lanes: Mapping[int, str] = MappingProxyType({}),
    after: float = 0.0,
) -> None:
    """Add work, due `after` seconds; what is already there stays as it is.

    `lanes` tells which work shares something that only few may use at a time (`held`, `waiting`).
    """
    if subjects:
        rows = [{"kind": kind, "subject": subject, "lane": lanes.get(subject)} for subject in subjects]
        conn.execute(insert(work).values(due_at=_in(after)).on_conflict_do_nothing(), rows)


def add_anew(
    conn: Connection, kind: str, subjects: Sequence[int], *, lanes: Mapping[int, str] = MappingProxyType({})
) -> None:
    """Add work that is due now, also where the same is already there or being done.

    Who does it at this moment has read what no longer holds: the token is taken away, and its results roll back.
    """
    fresh = {"token": None, "lease_until": None, "due_at": func.clock_timestamp(), "attempts": 0, "failed": False}
    if subjects:
        write = insert(work).on_conflict_do_update(index_elements=["kind", "subject"], set_=fresh)
        rows = [{"kind": kind, "subject": subject, "lane": lanes.get(subject)} for subject in sorted(subjects)]
        conn.execute(write, rows)


def claim(conn: Connection, kind: str, subject: int, lease_seconds: float = LEASE_SECONDS) -> Lease | None:
    """Take the work if it is due and nobody holds it; None where there is nothing to do.

    The attempt is counted here, so that work which kills its worker runs out of attempts too: a row that
    comes back from an expired lease with all attempts used is marked failed instead of taken.
    """
    mine, now = _row(kind, subject), func.clock_timestamp()
    free = or_(work.c.lease_until.is_(None), work.c.lease_until < now)
    taken = update(work).where(*mine, ~work.c.failed, work.c.due_at <= now, free)
    spent = taken.where(work.c.attempts >= MOST_ATTEMPTS).values(
        failed=True, token=None, lease_until=None, reason="its worker died or stood still, five times"
    )
    if conn.execute(spent).rowcount:
        return None
    token = uuid4()
    attempts = conn.execute(
        taken.values(
            token=token, lease_until=_in(lease_seconds), attempts=work.c.attempts + 1, answered=False
        ).returning(work.c.attempts)
    ).scalar()
    return None if attempts is None else Lease(kind, subject, token, attempts)


def finish(conn: Connection, lease: Lease) -> None:
    """Take the work off the list, inside the transaction that writes its results.

    Raises `LeaseLost` when the token is no longer the holder's; the caller's transaction then rolls back.
    """
    if not conn.execute(delete(work).where(*_held(lease))).rowcount:
        raise LeaseLost(f"{lease.kind} {lease.subject} is held by somebody else")


def go_on(conn: Connection, lease: Lease) -> None:
    """Give back work of which a part is done, inside the transaction that writes that part: due now, with fresh attempts.

    Raises `LeaseLost` like `finish`.
    """
    now = func.clock_timestamp()
    values = {"token": None, "lease_until": None, "attempts": 0, "due_at": now, "woken_at": now, "reason": None}
    if not conn.execute(update(work).where(*_held(lease)).values(values)).rowcount:
        raise LeaseLost(f"{lease.kind} {lease.subject} is held by somebody else")


def fail(conn: Connection, lease: Lease, reason: str, after: float = 0.0) -> bool:
    """Give the work back with a reason: due again after a random pause, or failed after the last attempt.

    The pause is uniform between 0 and min(1 h, 2ⁿ · 5 s) for the n-th attempt ("full jitter"), on top of `after`
    seconds. Returns whether the work is now failed. Raises `LeaseLost` like `finish`.
    """
    failed = lease.attempts >= MOST_ATTEMPTS
    longest = min(3600.0, 2**lease.attempts * 5.0)
    values: dict[str, Any] = {"token": None, "lease_until": None, "reason": reason, "failed": failed}
    values["due_at"] = _in(after + func.random() * longest)
    if not conn.execute(update(work).where(*_held(lease)).values(**values)).rowcount:
        raise LeaseLost(f"{lease.kind} {lease.subject} is held by somebody else")
    return failed


def put_off(conn: Connection, lease: Lease, reason: str, after: float) -> None:
    """Give the work back, due in `after` seconds, without counting the attempt. Raises `LeaseLost` like `finish`."""
    values = {
        "token": None,
        "lease_until": None,
        "reason": reason,
        "attempts": work.c.attempts - 1,
        "due_at": _in(after),
    }
    if not conn.execute(update(work).where(*_held(lease)).values(**values)).rowcount:
        raise LeaseLost(f"{lease.kind} {lease.subject} is held by somebody else")


def held(conn: Connection, lane: str) -> int:
    """How much work of a lane is being done."""
    return int(conn.execute(_held_in(lane)).scalar_one())


def leave_lane(conn: Connection, kind: str, subject: int) -> None:
    """Let the next of a lane begin while this work is still being finished."""
    conn.execute(update(work).where(*_row(kind, subject)).values(answered=True))


def waiting(conn: Connection, lane: str, room: ColumnElement[int]) -> list[int]:
    """Subjects of a lane that are due and not held, the longest due first: as many as its `room` leaves free."""
    most = func.greatest(0, func.coalesce(room, 0) - _held_in(lane).scalar_subquery())
    now = func.clock_timestamp()
    free = or_(work.c.token.is_(None), work.c.lease_until < now)
    due_ = work.c.lane == lane, ~work.c.failed, work.c.due_at <= now, free
    return list(conn.execute(select(work.c.subject).where(*due_).order_by(work.c.due_at).limit(most)).scalars())


def _held_in(lane: str) -> Select[int]:
    alive = (
        work.c.lane == lane,
        work.c.token.is_not(None),
        work.c.lease_until > func.clock_timestamp(),
        ~work.c.answered,
    )
    return select(func.count()).select_from(work).where(*alive)


def due(
    conn: Connection, limit: int = 500, lease_seconds: float = LEASE_SECONDS, lanes: Sequence[str] = ()
) -> list[tuple[str, int]]:
    """Work that stands still: due, unheld, and not rung for within one lease. Marks it as rung for.

    Not that of `lanes`, of which only so much is rung for as has room (`waiting`): else a long one would crowd out all
    other work.
    """
    now = func.clock_timestamp()
    still = (
        select(work.c.kind, work.c.subject)
        .where(
            ~work.c.failed,
            work.c.due_at <= now,
            or_(work.c.lane.is_(None), work.c.lane.not_in(lanes)),
            or_(work.c.lease_until.is_(None), work.c.lease_until < now),
            or_(
                work.c.woken_at.is_(None),
                work.c.woken_at < now - seconds_of(lease_seconds),
                work.c.woken_at < work.c.due_at,
            ),
        )
        .order_by(work.c.due_at)
        .limit(limit)
        .with_for_update(skip_locked=True)
        .cte("still")
    )
    rows = conn.execute(
        update(work)
        .where(work.c.kind == still.c.kind, work.c.subject == still.c.subject)
        .values(woken_at=now)
        .returning(work.c.kind, work.c.subject)
    )
    return [(row.kind, row.subject) for row in rows]


def try_again(conn: Connection, kind: str, subject: int) -> bool:
    """Make failed work due now with fresh attempts; whether there was any."""
    values = {"failed": False, "attempts": 0, "reason": None, "due_at": func.clock_timestamp(), "woken_at": None}
    return bool(conn.execute(update(work).where(*_row(kind, subject), work.c.failed).values(values)).rowcount)


def drop(conn: Connection, kind: str, subject: int) -> None:
    """Take work off the list whose subject is gone."""
    conn.execute(delete(work).where(*_row(kind, subject)))


def look(conn: Connection, kind: str, subject: int) -> RowMapping | None:
    """The row of a piece of work, if it is still on the list."""
    return conn.execute(select(work).where(*_row(kind, subject))).mappings().first()


def _row(kind: str, subject: int) -> tuple[Any, ...]:
    return work.c.kind == kind, work.c.subject == subject


def _held(lease: Lease) -> tuple[Any, ...]:
    return *_row(lease.kind, lease.subject), work.c.token == lease.token


def _in(seconds: Any) -> Any:
    return func.clock_timestamp() + seconds_of(seconds)
