"""Leases of jobs that are done again and again, many at once, such as polling feeds; beside those of `store.queue`."""

from collections.abc import Mapping
from typing import Final

import sqlalchemy as sa

from settings import LEASE_SECONDS
from store.queue import Lease, LeaseLost

_TAKE_MANY: Final = sa.text("""
    UPDATE work SET token = gen_random_uuid(), lease_until = clock_timestamp() + make_interval(secs => :lease_seconds),
      attempts = work.attempts + 1, slot_released = false
    FROM (SELECT kind, subject FROM work WHERE kind = :of_kind AND NOT failed AND attempts = 0 AND token IS NULL
            AND due_at <= clock_timestamp() ORDER BY due_at LIMIT :most FOR UPDATE SKIP LOCKED) due
    WHERE work.kind = due.kind AND work.subject = due.subject RETURNING work.subject, work.token, work.attempts""")
_RESCHEDULE: Final = sa.text("""
    UPDATE work SET token = NULL, lease_until = NULL, attempts = 0, enqueued_at = NULL, reason = NULL,
      due_at = clock_timestamp() + make_interval(secs => given.pause)
    FROM unnest(CAST(:subjects AS bigint[]), CAST(:tokens AS uuid[]), CAST(:pauses AS float8[]))
      given (subject, token, pause)
    WHERE work.kind = :of_kind AND work.subject = given.subject AND work.token = given.token RETURNING work.subject""")


def lease_jobs(conn: sa.Connection, kind: str, most: int, lease_seconds: float = LEASE_SECONDS) -> list[Lease]:
    """Take the leases of jobs of one kind that are due, those that are due longest first, in one statement.

    One that was begun before and not finished is left to `lease_job`: should it be what killed its worker, it is
    done alone then and takes no other along.

    Args:
        most: how many at most.
        lease_seconds: how long the leases last.
    """
    given = {"of_kind": kind, "most": most, "lease_seconds": lease_seconds}
    return [Lease(kind, row.subject, row.token, row.attempts) for row in conn.execute(_TAKE_MANY, given)]


def reschedule_jobs(conn: sa.Connection, pauses: Mapping[Lease, float]) -> set[int]:
    """Give back jobs that are to be done again and again, due again after a pause, inside the transaction of their
    results.

    Args:
        pauses: seconds until each is due; all of one kind.

    Returns:
        The subjects whose lease still held; nothing may be written of the others.
    """
    if not pauses:
        return set()
    leases = list(pauses)
    given = {
        "of_kind": leases[0].kind,
        "subjects": [lease.subject for lease in leases],
        "tokens": [lease.token for lease in leases],
        "pauses": [float(pause) for pause in pauses.values()],
    }
    return set(conn.execute(_RESCHEDULE, given).scalars())


def reschedule_job(conn: sa.Connection, lease: Lease, after: float) -> None:
    """Give back one such job, due again in `after` seconds.

    Raises:
        LeaseLost: as of `finish_job`.
    """
    if not reschedule_jobs(conn, {lease: after}):
        raise LeaseLost(f"{lease.kind} {lease.subject} is held by somebody else")
