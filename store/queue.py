"""The queue of jobs: what is to be done, who holds the lease of it, when it is due. The only other lease code is
`store.feeds.leases`, for recurring jobs that are leased many at a time.

The row is the truth; a message through the broker is only a hint. A lease carries a fencing token: `finish_job`
writes only while the token is still the holder's own, so that a worker which was frozen past its lease
cannot double what another has done meanwhile. The clock is the database's.

The order is fair between articles: the n-th lookup of an article is ordered (`fair_at`) as if it had come n times
`TURN_SECONDS` later, so that an article of thousands of claims goes on beside the others, not ahead of them. So is the
page or the split of the n-th article that one feed or program sends at a time; what follows from a job stands where
that stood (`Lease.turn`). Only a limited number is handed out at a time (`store.dispatch`); each job that ends hands
out the next.

Jobs of one concurrency group, such as the lookups of one source, take a slot each while they run; the caller says how
many slots a group has.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from types import MappingProxyType
from typing import Final
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from settings import LEASE_SECONDS
from store.columns import moment, one_of, seconds_from_now
from store.db import metadata
from store.rows import fetch_first

KINDS = (
    "split",
    "lookup_batch",
    "lookup",
    "suggest",
    "deliver",
    "import",
    "shelf",
    "embed",
    "feed",
    "fetch",
    "refetch",
    "mail",
    "backfill",
    "capture",
    "source_test",
    "subscribe",
    "invitation",
    "share",
)
MOST_ATTEMPTS = 5
TURN_SECONDS: Final = 10.0  # between two jobs of one article in the fair order

work = sa.Table(
    "work",
    metadata,
    sa.Column("kind", sa.Text, primary_key=True),
    sa.Column("subject", sa.BigInteger, primary_key=True, autoincrement=False),
    moment("due_at", now=True),
    sa.Column("token", sa.Uuid),
    moment("lease_until"),
    sa.Column("attempts", sa.Integer, nullable=False, server_default="0"),
    moment("enqueued_at"),
    moment("fair_at", now=True),
    sa.Column("failed", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("reason", sa.Text),
    sa.Column("concurrency_group", sa.Text),
    sa.Column("slot_released", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.CheckConstraint(one_of("kind", KINDS), "kind"),
    sa.CheckConstraint("(token IS NULL) = (lease_until IS NULL)", "lease_whole"),
    sa.CheckConstraint("NOT failed OR (token IS NULL AND reason IS NOT NULL)", "failed_says_why"),
    sa.Index("ix_work_due", "due_at", postgresql_where=sa.text("NOT failed")),
    sa.Index("ix_work_failed", "kind", postgresql_where=sa.text("failed")),
    sa.Index(
        "ix_work_group",
        "concurrency_group",
        "fair_at",
        postgresql_where=sa.text("concurrency_group IS NOT NULL AND NOT failed"),
    ),
    sa.Index("ix_work_fair", "kind", "concurrency_group", "fair_at", postgresql_where=sa.text("NOT failed")),
    sa.Index("ix_work_enqueued", "kind", "enqueued_at", postgresql_where=sa.text("enqueued_at IS NOT NULL")),
    sa.Index(
        "ix_work_group_held",
        "concurrency_group",
        postgresql_where=sa.text("concurrency_group IS NOT NULL AND token IS NOT NULL"),
    ),
)

_NOW: Final = sa.func.clock_timestamp()
# What a job is that nobody has tried yet.
_FRESH: Final = {"due_at": _NOW, "attempts": 0, "failed": False, "reason": None, "enqueued_at": None}
_OF_JOB: Final = work.c.kind == sa.bindparam("of_kind"), work.c.subject == sa.bindparam("of_subject")
_OF_LEASE: Final = *_OF_JOB, work.c.token == sa.bindparam("held_token")
# That nobody holds a job, and that it may be done now; written once for statements of both forms.
FREE_SQL: Final = "({work}.lease_until IS NULL OR {work}.lease_until < clock_timestamp())"
DUE_SQL: Final = f"(NOT {{work}}.failed AND {{work}}.due_at <= clock_timestamp() AND {FREE_SQL})"
FREE, DUE = (sa.literal_column(written.format(work="work"), sa.Boolean) for written in (FREE_SQL, DUE_SQL))


class LeaseLost(RuntimeError):
    """Somebody else holds the work now; what was written in this transaction must roll back."""


@dataclass(frozen=True, slots=True)
class Lease:
    """The right to do one job until it runs out; `token` fences off an earlier holder.

    Attributes:
        turn: how many turns ahead in the fair order the job was when it started; follow-up jobs are as far ahead.
    """

    kind: str
    subject: int
    token: UUID
    attempts: int
    turn: int = 0


@dataclass(frozen=True, slots=True)
class Job:
    """A job as it stands in the queue.

    Attributes:
        due_at: when it may be done, not before.
        token: of the lease under which it is done, until `lease_until`; None if nobody does it.
        attempts: how many were begun, of `MOST_ATTEMPTS`.
        enqueued_at: when it was last sent to the broker; None if that is still to be done.
        failed: whether it was given up; then `reason` says why.
        reason: of the last attempt that failed, in words.
    """

    kind: str
    subject: int
    due_at: datetime
    token: UUID | None
    lease_until: datetime | None
    attempts: int
    enqueued_at: datetime | None
    failed: bool
    reason: str | None


def add_jobs(
    conn: sa.Connection,
    kind: str,
    subjects: Sequence[int],
    *,
    groups: Mapping[int, str] = MappingProxyType({}),
    turns: Mapping[int, int] = MappingProxyType({}),
    after: float = 0.0,
) -> None:
    """Add jobs; those that are in the queue already stay as they are.

    Args:
        kind: one of `KINDS`.
        subjects: what the jobs are about, such as ids of lookups.
        groups: the concurrency group of each subject that has one.
        turns: which job of its article's of this kind each subject's is, from 0, for the fair order.
        after: seconds until they are due.
    """
    if subjects:
        rows = [
            {
                "kind": kind,
                "subject": subject,
                "concurrency_group": groups.get(subject),
                "turn": turns.get(subject, 0) * TURN_SECONDS,
                "after": after,
            }
            for subject in subjects
        ]
        conn.execute(_ADD, rows)


def restart_jobs(
    conn: sa.Connection,
    kind: str,
    subjects: Sequence[int],
    *,
    groups: Mapping[int, str] = MappingProxyType({}),
    turns: Mapping[int, int] = MappingProxyType({}),
) -> None:
    """Add jobs that are due now, also where the same are in the queue or being done.

    Who does one at this moment has read what no longer holds: the token is taken away, and its results roll back.

    Args:
        kind: one of `KINDS`.
        subjects: what the jobs are about.
        groups: the concurrency group of each subject that has one; a job in the queue else keeps its own.
        turns: as of `add_jobs`, counted from now.
    """
    if subjects:
        write = insert(work).values(fair_at=seconds_from_now(sa.bindparam("turn", type_=sa.Float)))
        group = sa.func.coalesce(write.excluded.concurrency_group, work.c.concurrency_group)
        anew = {"token": None, "lease_until": None, "fair_at": write.excluded.fair_at, "concurrency_group": group}
        write = write.on_conflict_do_update(index_elements=["kind", "subject"], set_={**_FRESH, **anew})
        rows = [
            {
                "kind": kind,
                "subject": subject,
                "concurrency_group": groups.get(subject),
                "turn": turns.get(subject, 0) * TURN_SECONDS,
            }
            for subject in sorted(subjects)
        ]
        conn.execute(write, rows)


def lease_job(conn: sa.Connection, kind: str, subject: int, lease_seconds: float = LEASE_SECONDS) -> Lease | None:
    """Take the lease of a job that is due and that nobody holds; None if there is nothing to do.

    The lease lasts `lease_seconds`. The attempt is counted here, so that work which kills its worker runs out of
    attempts too: a row that comes back from an expired lease with all attempts used is marked failed instead of taken.
    """
    token = uuid4()
    given = {**_key(kind, subject), "new_token": token, "lease_seconds": lease_seconds}
    taken = conn.execute(_TAKE, given).first()
    if taken is None or taken.failed:
        return None
    return Lease(kind=kind, subject=subject, token=token, attempts=taken.attempts, turn=taken.turn)


def extend_lease(
    conn: sa.Connection, lease: Lease, lease_seconds: float = LEASE_SECONDS, *, part_done: bool = False
) -> None:
    """Let a lease run on.

    Args:
        lease_seconds: from now on.
        part_done: whether a part of the results is written in this transaction; the attempts are then counted again.

    Raises:
        LeaseLost: as of `finish_job`.
    """
    counted = {"attempts": 1} if part_done else {}
    extended = sa.update(work).where(*_OF_LEASE).values(lease_until=seconds_from_now(lease_seconds), **counted)
    _write(conn, lease, extended)


def finish_job(conn: sa.Connection, lease: Lease) -> None:
    """Take a job that is done off the queue, inside the transaction that writes its results.

    Raises:
        LeaseLost: the token is no longer the holder's; the caller's transaction then rolls back.
    """
    _write(conn, lease, _FINISH)


def requeue_job(conn: sa.Connection, lease: Lease) -> None:
    """Give back a job that is partly done, inside the transaction that writes that part: due now, with fresh attempts.

    Raises:
        LeaseLost: as of `finish_job`.
    """
    _release(conn, lease, attempts=0, due_at=_NOW, enqueued_at=_NOW, reason=None)


def fail_job(conn: sa.Connection, lease: Lease, reason: str, after: float = 0.0, *, final: bool = False) -> bool:
    """Give a job back that could not be done: due again after a random pause, or failed after the last attempt.

    The pause is uniform between 0 and min(1 h, 2ⁿ · 5 s) for the n-th attempt: "full jitter", as the AWS Architecture
    Blog of 2015, "Exponential Backoff And Jitter", calls it.

    Args:
        reason: why, in words.
        after: seconds on top of the pause.
        final: fail it now, whatever the number of attempts.

    Returns:
        Whether it has failed for good.

    Raises:
        LeaseLost: as of `finish_job`.
    """
    pause = sa.func.random() * sa.func.least(3600.0, sa.func.power(2.0, work.c.attempts) * 5.0)
    failed = sa.or_(sa.literal(final), work.c.attempts >= MOST_ATTEMPTS)  # of the row: parts may have been done
    _release(conn, lease, reason=reason, failed=failed, due_at=seconds_from_now(after + pause))
    return bool(conn.execute(sa.select(work.c.failed).where(*_OF_JOB), _key(lease.kind, lease.subject)).scalar())


def postpone_job(conn: sa.Connection, lease: Lease, reason: str, after: float) -> None:
    """Give a job back without counting the attempt, due in `after` seconds, with the reason in words.

    Raises:
        LeaseLost: as of `finish_job`.
    """
    _release(conn, lease, reason=reason, attempts=work.c.attempts - 1, due_at=seconds_from_now(after))


def _release(conn: sa.Connection, lease: Lease, **values: object) -> None:
    _write(conn, lease, sa.update(work).where(*_OF_LEASE).values(token=None, lease_until=None, **values))


def _write(conn: sa.Connection, lease: Lease, write: sa.Update | sa.Delete) -> None:
    """Write to the row of a lease that still holds. Raises `LeaseLost`."""
    if not conn.execute(write, {**_key(lease.kind, lease.subject), "held_token": lease.token}).rowcount:
        raise LeaseLost(f"{lease.kind} {lease.subject} is held by somebody else")


def count_running_jobs(conn: sa.Connection, group: str) -> int:
    """How many jobs of a concurrency group take a slot now."""
    return int(conn.execute(_RUNNING, {"concurrency_group": group}).scalar_one())


def release_slot(conn: sa.Connection, lease: Lease) -> None:
    """Free the slot of a job in its concurrency group while its results are still being written.

    Where somebody else holds the job by now, the slot is theirs and stays taken.
    """
    conn.execute(_LEAVE, {**_key(lease.kind, lease.subject), "held_token": lease.token})


def select_waiting_jobs(room: sa.ColumnElement[int]) -> sa.Select[int]:
    """Selects the subjects of the concurrency group `:concurrency_group` that are due and not held, in fair order.

    Args:
        room: how many slots the group has; selects as many subjects as there are free slots.
    """
    most = sa.func.greatest(0, sa.func.coalesce(room, 0) - _RUNNING.scalar_subquery())
    of_group = work.c.concurrency_group == sa.bindparam("concurrency_group")
    return sa.select(work.c.subject).where(of_group, DUE).order_by(work.c.fair_at).limit(most)


def retry_job(conn: sa.Connection, kind: str, subject: int) -> bool:
    """Make a job that failed due now, with fresh attempts; returns whether there was any."""
    write = sa.update(work).where(*_OF_JOB, work.c.failed).values(**_FRESH)
    return bool(conn.execute(write, _key(kind, subject)).rowcount)


def drop_job(conn: sa.Connection, kind: str, subject: int) -> None:
    """Remove a job whose subject is gone."""
    conn.execute(sa.delete(work).where(*_OF_JOB), _key(kind, subject))


def find_job(conn: sa.Connection, kind: str, subject: int) -> Job | None:
    """A job, if it is still in the queue."""
    return fetch_first(conn, _FIND, Job, _key(kind, subject))


def _key(kind: str, subject: int) -> dict[str, object]:
    """The parameters of `_OF_JOB`."""
    return {"of_kind": kind, "of_subject": subject}


# What every job executes is built once: to build a statement takes longer than to execute it.
_SPENT: Final = work.c.attempts >= MOST_ATTEMPTS
# Ends with the reason of the attempt before, where there is one; `concat` leaves out what is null.
_ALL_SPENT: Final = sa.func.concat(
    f"the worker of the last of {MOST_ATTEMPTS} attempts died or stood still",
    "; an attempt before: " + work.c.reason,
)
_TURN: Final = sa.func.greatest(0, sa.func.ceil(sa.extract("epoch", work.c.fair_at - _NOW) / TURN_SECONDS))
_TAKE: Final = (
    sa.update(work)
    .where(*_OF_JOB, DUE)
    .values(
        failed=_SPENT,
        reason=sa.case((_SPENT, _ALL_SPENT), else_=work.c.reason),
        token=sa.case((~_SPENT, sa.bindparam("new_token", type_=sa.Uuid))),
        lease_until=sa.case((~_SPENT, seconds_from_now(sa.bindparam("lease_seconds", type_=sa.Float)))),
        attempts=sa.case((_SPENT, work.c.attempts), else_=work.c.attempts + 1),
        slot_released=False,
    )
    .returning(work.c.failed, work.c.attempts, sa.cast(_TURN, sa.Integer).label("turn"))
)
_ADD: Final = (
    insert(work)
    .values(
        due_at=seconds_from_now(sa.bindparam("after", type_=sa.Float)),
        fair_at=seconds_from_now(sa.bindparam("turn", type_=sa.Float)),
    )
    .on_conflict_do_nothing()
)
_FIND: Final = sa.select(*(work.c[field.name] for field in fields(Job))).where(*_OF_JOB)
_FINISH: Final = sa.delete(work).where(*_OF_LEASE)
_LEAVE: Final = sa.update(work).where(*_OF_LEASE).values(slot_released=True)
_RUNNING: Final = (
    sa.select(sa.func.count())
    .select_from(work)
    .where(
        work.c.concurrency_group == sa.bindparam("concurrency_group"),
        work.c.token.is_not(None),
        work.c.lease_until > _NOW,
        ~work.c.slot_released,
    )
)
