"""Which jobs are sent to the broker next: those of a fair kind in their order, and all that stand still.

The row of a job is the truth, its message only a hint. What is sent is marked (`enqueued_at`), so that it is not
sent twice; the sweeper sends again what got lost.
"""

from collections.abc import Sequence
from typing import Final

import sqlalchemy as sa

from settings import LEASE_SECONDS
from store.columns import seconds
from store.queue import DUE, DUE_SQL, FREE_SQL, KINDS, work

FAIR_KINDS: Final = ("fetch", "split", "lookup_batch", "lookup", "suggest")
# Where a job of these kinds ends, the next one is handed out; a lookup is only when its source has a free slot.
HANDED_ON: Final = frozenset(FAIR_KINDS) - {"lookup"}
BATCHED_KINDS: Final = {"feed": 50}  # by kind: how many jobs a worker takes for one message
RESEND_SECONDS: Final = 30.0  # after which the sweeper takes a message for lost
MOST_HANDED_OUT: Final = 64  # jobs of a kind that were sent or are being done; more than any desk has processes
# Of jobs that take seconds so few are sent ahead: what a person sends next has to wait for those.
AHEAD: Final = {"fetch": 8, "split": 8, "lookup_batch": 8}


def hand_out_jobs(conn: sa.Connection, kind: str, groups: Sequence[str] = ()) -> list[int]:
    """Mark the jobs of a fair kind that come next as sent; the caller sends them.

    A job that was sent is on its way until it is done: only the sweeper sends it again, so that a slow worker does
    not get the same message over and over.

    Args:
        kind: one of `FAIR_KINDS`.
        groups: concurrency groups that are left out; of these only so many are sent as have a slot
            (`select_waiting_jobs`).

    Returns:
        Their subjects: as many as bring the number on their way to `MOST_HANDED_OUT`, and of those not yet begun no
        more than `AHEAD` allows.
    """
    ahead = AHEAD.get(kind, MOST_HANDED_OUT)
    given = {"kind": kind, "most": MOST_HANDED_OUT, "ahead": ahead, "groups": list(groups)}
    return sorted(conn.execute(_HAND_OUT, given).scalars())


def list_jobs_to_send(conn: sa.Connection, kind: str, subjects: Sequence[int], turn: int) -> list[int]:
    """The jobs to send once some of a fair kind were added: these if `turn` is 0, else the next in the fair order."""
    return hand_out_jobs(conn, kind) if turn else list(subjects)


def unmark_jobs(conn: sa.Connection, kind: str, subjects: Sequence[int]) -> None:
    """Take the mark off jobs that the broker did not take; the sweeper sends them soon."""
    conn.execute(sa.update(work).where(work.c.kind == kind, work.c.subject.in_(subjects)).values(enqueued_at=None))


def mark_due_jobs(
    conn: sa.Connection,
    limit: int = 500,
    lease_seconds: float = LEASE_SECONDS,
    groups: Sequence[str] = (),
    kinds: Sequence[str] = KINDS,
) -> list[tuple[str, int]]:
    """Mark jobs that stand still as sent: due, held by nobody, and not sent within one lease. The caller sends them.

    Args:
        limit: the most jobs of kinds that are not fair; of a fair kind as many as `hand_out_jobs` gives.
        lease_seconds: how long a lease lasts.
        groups: concurrency groups that are left out; of these only so many are sent as have a slot
            (`select_waiting_jobs`): a large one would crowd out all other jobs.
        kinds: all others are left alone.

    Returns:
        Their kinds and subjects.
    """
    fair_kinds = [kind for kind in FAIR_KINDS if kind in kinds]
    now = sa.func.clock_timestamp()
    still = (
        sa.select(work.c.kind, work.c.subject)
        .where(
            DUE,
            work.c.kind.in_(set(kinds).difference(FAIR_KINDS, BATCHED_KINDS)),
            sa.or_(work.c.concurrency_group.is_(None), work.c.concurrency_group.not_in(groups)),
            sa.or_(
                work.c.enqueued_at.is_(None),
                work.c.enqueued_at < now - seconds(lease_seconds),
                work.c.enqueued_at < work.c.due_at,
            ),
        )
        .order_by(work.c.due_at)
        .limit(limit)
        .with_for_update(skip_locked=True)
        .cte("still")
    )
    rows = conn.execute(
        sa.update(work)
        .where(work.c.kind == still.c.kind, work.c.subject == still.c.subject)
        .values(enqueued_at=now)
        .returning(work.c.kind, work.c.subject)
    )
    given = {"kinds": fair_kinds, "seconds": min(lease_seconds, RESEND_SECONDS), "groups": list(groups)}
    conn.execute(_FORGET_HINTS, given)
    fair = [(kind, subject) for kind in fair_kinds for subject in hand_out_jobs(conn, kind, groups)]
    batched = [
        (kind, subject)
        for kind in BATCHED_KINDS
        if kind in kinds
        for subject in mark_due_batches(conn, kind, limit, lease_seconds)
    ]
    return [*((row.kind, row.subject) for row in rows), *fair, *batched]


def mark_due_batches(
    conn: sa.Connection, kind: str, limit: int = 500, lease_seconds: float = LEASE_SECONDS
) -> list[int]:
    """Mark jobs of a batched kind that stand still as sent; the caller sends what is returned.

    Args:
        kind: one of `BATCHED_KINDS`.
        limit: the most jobs.
        lease_seconds: how long a lease lasts.

    Returns:
        The subject of one job for each batch, and those of all that were begun before: these are done alone.
    """
    given = {"kind": kind, "most": limit, "seconds": lease_seconds}
    rows = conn.execute(_TAKE_BATCHES, given).all()
    fresh = [row.subject for row in rows if row.attempts == 0]
    return [*fresh[:: BATCHED_KINDS[kind]], *(row.subject for row in rows if row.attempts)]


_DUE: Final = DUE_SQL.format(work="work")
_FREE: Final = FREE_SQL.format(work="work")
_STILL: Final = f"{DUE_SQL} AND ({{work}}.enqueued_at IS NULL OR {{work}}.enqueued_at < {{work}}.due_at)"
_TAKE_BATCHES: Final = sa.text(f"""
    UPDATE work SET enqueued_at = clock_timestamp()
    FROM (SELECT kind, subject FROM work WHERE kind = :kind AND {_DUE}
            AND (enqueued_at IS NULL OR enqueued_at < due_at
                OR enqueued_at < clock_timestamp() - make_interval(secs => :seconds))
          ORDER BY due_at LIMIT :most FOR UPDATE SKIP LOCKED) due
    WHERE work.kind = due.kind AND work.subject = due.subject RETURNING work.subject, work.attempts""")  # noqa: S608
# A message that nobody has acted on is taken for lost; what is being done under a lease is left alone.
_FORGET_HINTS: Final = sa.text(f"""
    WITH lost AS (
      SELECT kind, subject FROM work WHERE kind = ANY (CAST(:kinds AS text[])) AND enqueued_at IS NOT NULL
        AND enqueued_at < clock_timestamp() - make_interval(secs => :seconds)
        AND {_FREE}
        AND (concurrency_group IS NULL OR concurrency_group <> ALL (CAST(:groups AS text[])))
      FOR UPDATE SKIP LOCKED
    )
    UPDATE work SET enqueued_at = NULL FROM lost
    WHERE work.kind = lost.kind AND work.subject = lost.subject""")  # noqa: S608
# For each group that is not limited its next ones, found by the index without reading those of the others; then
# the next of all. Those without a group are ordered by it too, which changes nothing but that PostgreSQL reads them in
# the order of the index, and does not sort all that wait.
_HAND_OUT: Final = sa.text(
    """
    WITH RECURSIVE all_groups (name) AS (
      (SELECT min(concurrency_group) FROM work WHERE kind = :kind AND NOT failed)
      UNION ALL
      SELECT (SELECT min(concurrency_group) FROM work
              WHERE kind = :kind AND NOT failed AND concurrency_group > before.name)
      FROM all_groups before WHERE before.name IS NOT NULL
    ),
    free AS (SELECT name FROM all_groups WHERE name <> ALL (CAST(:groups AS text[]))),
    room AS (
      SELECT greatest(0, least(:most, :ahead + count(*) FILTER (WHERE lease_until >= clock_timestamp())) - count(*))
        AS most FROM work
      WHERE kind = :kind AND enqueued_at IS NOT NULL AND enqueued_at >= due_at AND NOT failed
        AND (concurrency_group IS NULL OR concurrency_group <> ALL (CAST(:groups AS text[])))
    ),
    next AS (
      (SELECT n.subject, n.fair_at FROM free, LATERAL (
         SELECT subject, fair_at FROM work
         WHERE kind = :kind AND concurrency_group = free.name AND {still}
         ORDER BY fair_at LIMIT (SELECT most FROM room)
       ) n)
      UNION ALL
      (SELECT subject, fair_at FROM work
       WHERE kind = :kind AND concurrency_group IS NULL AND {still}
       ORDER BY concurrency_group, fair_at LIMIT (SELECT most FROM room))
    ),
    taken AS (
      SELECT w.kind, w.subject FROM work w JOIN next ON next.subject = w.subject
      WHERE w.kind = :kind AND {of_w}
      ORDER BY w.fair_at LIMIT (SELECT most FROM room) FOR UPDATE OF w SKIP LOCKED
    )
    UPDATE work SET enqueued_at = clock_timestamp() FROM taken
    WHERE work.kind = taken.kind AND work.subject = taken.subject RETURNING work.subject
""".format(still=_STILL.format(work="work"), of_w=_STILL.format(work="w"))  # noqa: S608
)
