"""The only lease code: what is to be done, who holds it, when it is due.

The row is the truth; a message through the broker is only a hint. A lease carries a fencing token: `finish`
writes only while the token is still the holder's own, so that a worker which was frozen past its lease
cannot double what another has done meanwhile. The clock is the database's.

Turns are fair between articles: of each article's lookups the n-th has its turn `fair_at` n times `TURN_SECONDS` after it
came, so that an article of thousands of claims goes on beside the others, not ahead of them. Of such work only so much is
handed out at a time (`hand_out`); what is done hands on to the next, and the sweeper does where a hint was lost.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from store.columns import moment, one_of
from store.columns import seconds as seconds_of
from store.db import metadata

KINDS = ("split", "lookup", "suggest", "deliver", "import", "shelf", "embed")
MOST_ATTEMPTS = 5
LEASE_SECONDS = 150.0
FAIR_KINDS: Final = ("lookup", "suggest")
TURN_SECONDS: Final = 10.0  # between the turns of two pieces of work of one article
RING_AGAIN_SECONDS: Final = 30.0  # after which the sweeper takes a hint for lost
MOST_HANDED_OUT: Final = 64  # hints of a kind that are on their way or being done; more than processes of any desk

work = sa.Table(
    "work",
    metadata,
    sa.Column("kind", sa.Text, primary_key=True),
    sa.Column("subject", sa.BigInteger, primary_key=True, autoincrement=False),
    moment("due_at", now=True),
    sa.Column("token", sa.Uuid),
    moment("lease_until"),
    sa.Column("attempts", sa.Integer, nullable=False, server_default="0"),
    moment("woken_at"),
    moment("fair_at", now=True),
    sa.Column("failed", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("reason", sa.Text),
    sa.Column("lane", sa.Text),
    sa.Column("answered", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.CheckConstraint(one_of("kind", KINDS), "kind"),
    sa.CheckConstraint("(token IS NULL) = (lease_until IS NULL)", "lease_whole"),
    sa.CheckConstraint("NOT failed OR (token IS NULL AND reason IS NOT NULL)", "failed_says_why"),
    sa.Index("ix_work_due", "due_at", postgresql_where=sa.text("NOT failed")),
    sa.Index("ix_work_failed", "kind", postgresql_where=sa.text("failed")),
    sa.Index("ix_work_lane", "lane", "fair_at", postgresql_where=sa.text("lane IS NOT NULL AND NOT failed")),
    sa.Index("ix_work_fair", "kind", "lane", "fair_at", postgresql_where=sa.text("NOT failed")),
    sa.Index("ix_work_woken", "kind", "woken_at", postgresql_where=sa.text("woken_at IS NOT NULL")),
    sa.Index("ix_work_lane_held", "lane", postgresql_where=sa.text("lane IS NOT NULL AND token IS NOT NULL")),
)

_NOW: Final = sa.func.clock_timestamp()
_MINE: Final = work.c.kind == sa.bindparam("of_kind"), work.c.subject == sa.bindparam("of_subject")
_HELD: Final = *_MINE, work.c.token == sa.bindparam("held_token")
FREE: Final = sa.or_(work.c.lease_until.is_(None), work.c.lease_until < _NOW)


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
    conn: sa.Connection,
    kind: str,
    subjects: Sequence[int],
    *,
    lanes: Mapping[int, str] = MappingProxyType({}),
    turns: Mapping[int, int] = MappingProxyType({}),
    after: float = 0.0,
) -> None:
    """Add work, due `after` seconds; what is already there stays as it is.

    `lanes` tells which work shares something that only few may use at a time (`held`, `waiting`); `turns` which piece of
    its article's work of one kind it is, from 0.
    """
    if subjects:
        rows = [
            {
                "kind": kind,
                "subject": subject,
                "lane": lanes.get(subject),
                "turn": turns.get(subject, 0) * TURN_SECONDS,
            }
            for subject in subjects
        ]
        turn = _in(sa.bindparam("turn", type_=sa.Float))
        conn.execute(insert(work).values(due_at=_in(after), fair_at=turn).on_conflict_do_nothing(), rows)


def add_anew(
    conn: sa.Connection, kind: str, subjects: Sequence[int], *, lanes: Mapping[int, str] = MappingProxyType({})
) -> None:
    """Add work that is due now, also where the same is already there or being done.

    Who does it at this moment has read what no longer holds: the token is taken away, and its results roll back.
    """
    fresh = {"token": None, "lease_until": None, "due_at": sa.func.clock_timestamp(), "attempts": 0, "failed": False,
             "woken_at": None}  # fmt: skip
    if subjects:
        write = insert(work).on_conflict_do_update(index_elements=["kind", "subject"], set_=fresh)
        rows = [{"kind": kind, "subject": subject, "lane": lanes.get(subject)} for subject in sorted(subjects)]
        conn.execute(write, rows)


def claim(conn: sa.Connection, kind: str, subject: int, lease_seconds: float = LEASE_SECONDS) -> Lease | None:
    """Take the work if it is due and nobody holds it; None where there is nothing to do.

    The attempt is counted here, so that work which kills its worker runs out of attempts too: a row that
    comes back from an expired lease with all attempts used is marked failed instead of taken.
    """
    token = uuid4()
    given = {**_mine(kind, subject), "new_token": token, "lease_seconds": lease_seconds}
    taken = conn.execute(_TAKE, given).first()
    return Lease(kind, subject, token, taken.attempts) if taken and not taken.failed else None


def finish(conn: sa.Connection, lease: Lease) -> None:
    """Take the work off the list, inside the transaction that writes its results.

    Raises `LeaseLost` when the token is no longer the holder's; the caller's transaction then rolls back.
    """
    _write(conn, lease, _FINISH)


def go_on(conn: sa.Connection, lease: Lease) -> None:
    """Give back work of which a part is done, inside the transaction that writes that part: due now, with fresh attempts.

    Raises `LeaseLost` like `finish`.
    """
    _give_back(conn, lease, attempts=0, due_at=_NOW, woken_at=_NOW, reason=None)


def fail(conn: sa.Connection, lease: Lease, reason: str, after: float = 0.0, *, final: bool = False) -> bool:
    """Give the work back with a reason: due again after a random pause, or failed after the last attempt.

    What is `final` has failed at once, whatever the number of attempts.

    The pause is uniform between 0 and min(1 h, 2ⁿ · 5 s) for the n-th attempt ("full jitter"), on top of `after`
    seconds. Returns whether the work is now failed. Raises `LeaseLost` like `finish`.
    """
    failed = final or lease.attempts >= MOST_ATTEMPTS
    longest = min(3600.0, 2**lease.attempts * 5.0)
    _give_back(conn, lease, reason=reason, failed=failed, due_at=_in(after + sa.func.random() * longest))
    return failed


def put_off(conn: sa.Connection, lease: Lease, reason: str, after: float) -> None:
    """Give the work back, due in `after` seconds, without counting the attempt. Raises `LeaseLost` like `finish`."""
    _give_back(conn, lease, reason=reason, attempts=work.c.attempts - 1, due_at=_in(after))


def _give_back(conn: sa.Connection, lease: Lease, **values: Any) -> None:
    _write(conn, lease, sa.update(work).where(*_HELD).values(token=None, lease_until=None, **values))


def _write(conn: sa.Connection, lease: Lease, write: sa.Update | sa.Delete) -> None:
    """Write to the row of a lease that still holds. Raises `LeaseLost`."""
    if not conn.execute(write, {**_mine(lease.kind, lease.subject), "held_token": lease.token}).rowcount:
        raise LeaseLost(f"{lease.kind} {lease.subject} is held by somebody else")


def held(conn: sa.Connection, lane: str) -> int:
    """How much work of a lane is being done."""
    return int(conn.execute(_HELD_IN, {"lane": lane}).scalar_one())


def leave_lane(conn: sa.Connection, kind: str, subject: int) -> None:
    """Let the next of a lane begin while this work is still being finished."""
    conn.execute(_LEAVE, _mine(kind, subject))


def waiting(room: sa.ColumnElement[int]) -> sa.Select[int]:
    """What selects the subjects of a `:lane` that are due and not held, in fair order: as many as its `room` leaves free."""
    most = sa.func.greatest(0, sa.func.coalesce(room, 0) - _HELD_IN.scalar_subquery())
    due_ = work.c.lane == sa.bindparam("lane"), ~work.c.failed, work.c.due_at <= _NOW, FREE
    return sa.select(work.c.subject).where(*due_).order_by(work.c.fair_at).limit(most)


def hand_out(conn: sa.Connection, kind: str, lanes: Sequence[str] = ()) -> list[int]:
    """The work of a fair kind that comes next, so much that `MOST_HANDED_OUT` are on their way; marked as rung for.

    What was rung for before is on its way until it is done: only the sweeper rings for it again, so that a slow worker does
    not get the same hints over and over. Not that of `lanes`, of which only so much is rung for as has room (`waiting`).
    """
    given = {"kind": kind, "most": MOST_HANDED_OUT, "lanes": list(lanes)}
    return sorted(conn.execute(_HAND_OUT, given).scalars())


def not_sent(conn: sa.Connection, kind: str, subjects: Sequence[int]) -> None:
    """Take the mark off work whose hint the broker did not take; the sweeper rings for it soon."""
    conn.execute(sa.update(work).where(work.c.kind == kind, work.c.subject.in_(subjects)).values(woken_at=None))


def due(
    conn: sa.Connection, limit: int = 500, lease_seconds: float = LEASE_SECONDS, lanes: Sequence[str] = ()
) -> list[tuple[str, int]]:
    """Work that stands still: due, unheld, and not rung for within one lease. Marks it as rung for.

    Of a fair kind as much as `hand_out` gives. Not that of `lanes`, of which only so much is rung for as has room
    (`waiting`): else a long one would crowd out all other work.
    """
    now = sa.func.clock_timestamp()
    still = (
        sa.select(work.c.kind, work.c.subject)
        .where(
            ~work.c.failed,
            work.c.kind.not_in(FAIR_KINDS),
            work.c.due_at <= now,
            sa.or_(work.c.lane.is_(None), work.c.lane.not_in(lanes)),
            sa.or_(work.c.lease_until.is_(None), work.c.lease_until < now),
            sa.or_(
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
        sa.update(work)
        .where(work.c.kind == still.c.kind, work.c.subject == still.c.subject)
        .values(woken_at=now)
        .returning(work.c.kind, work.c.subject)
    )
    conn.execute(_FORGET_HINTS, {"seconds": min(lease_seconds, RING_AGAIN_SECONDS), "lanes": list(lanes)})
    fair = [(kind, subject) for kind in FAIR_KINDS for subject in hand_out(conn, kind, lanes)]
    return [*((row.kind, row.subject) for row in rows), *fair]


def try_again(conn: sa.Connection, kind: str, subject: int) -> bool:
    """Make failed work due now with fresh attempts; whether there was any."""
    values = {
        "failed": False,
        "attempts": 0,
        "reason": None,
        "due_at": sa.func.clock_timestamp(),
        "woken_at": None,
    }
    write = sa.update(work).where(*_MINE, work.c.failed).values(values)
    return bool(conn.execute(write, _mine(kind, subject)).rowcount)


def drop(conn: sa.Connection, kind: str, subject: int) -> None:
    """Take work off the list whose subject is gone."""
    conn.execute(sa.delete(work).where(*_MINE), _mine(kind, subject))


def look(conn: sa.Connection, kind: str, subject: int) -> sa.RowMapping | None:
    """The row of a piece of work, if it is still on the list."""
    return conn.execute(sa.select(work).where(*_MINE), _mine(kind, subject)).mappings().first()


def _mine(kind: str, subject: int) -> dict[str, Any]:
    """The parameters of `_MINE`."""
    return {"of_kind": kind, "of_subject": subject}


def _in(seconds: Any) -> Any:
    return sa.func.clock_timestamp() + seconds_of(seconds)


_STILL: Final = """NOT {w}failed AND {w}due_at <= clock_timestamp()
    AND ({w}lease_until IS NULL OR {w}lease_until < clock_timestamp())
    AND ({w}woken_at IS NULL OR {w}woken_at < {w}due_at)"""
# A hint that nobody has acted on is taken for lost; what is being done under a lease is left alone.
_FORGET_HINTS: Final = sa.text("""
    WITH lost AS (
      SELECT kind, subject FROM work WHERE kind IN ('lookup', 'suggest') AND woken_at IS NOT NULL
        AND woken_at < clock_timestamp() - make_interval(secs => :seconds)
        AND (lease_until IS NULL OR lease_until < clock_timestamp())
        AND (lane IS NULL OR lane <> ALL (CAST(:lanes AS text[])))
      FOR UPDATE SKIP LOCKED
    )
    UPDATE work SET woken_at = NULL FROM lost WHERE work.kind = lost.kind AND work.subject = lost.subject""")
# What every piece of work executes is built once: to build a statement takes longer than to execute it.
_SPENT: Final = work.c.attempts >= MOST_ATTEMPTS
_TAKE: Final = (
    sa.update(work)
    .where(*_MINE, ~work.c.failed, work.c.due_at <= _NOW, FREE)
    .values(
        failed=_SPENT,
        reason=sa.case((_SPENT, "its worker died or stood still, five times"), else_=work.c.reason),
        token=sa.case((~_SPENT, sa.bindparam("new_token", type_=sa.Uuid))),
        lease_until=sa.case((~_SPENT, _in(sa.bindparam("lease_seconds", type_=sa.Float)))),
        attempts=sa.case((_SPENT, work.c.attempts), else_=work.c.attempts + 1),
        answered=False,
    )
    .returning(work.c.failed, work.c.attempts)
)
_FINISH: Final = sa.delete(work).where(*_HELD)
_LEAVE: Final = sa.update(work).where(*_MINE).values(answered=True)
_HELD_IN: Final = (
    sa.select(sa.func.count())
    .select_from(work)
    .where(
        work.c.lane == sa.bindparam("lane"),
        work.c.token.is_not(None),
        work.c.lease_until > _NOW,
        ~work.c.answered,
    )
)
# For each lane that is not limited its next ones, found by the index without reading those of the others; then the next of all.
_HAND_OUT: Final = sa.text(
    """
    WITH RECURSIVE all_lanes (lane) AS (
      (SELECT min(lane) FROM work WHERE kind = :kind AND NOT failed)
      UNION ALL
      SELECT (SELECT min(w.lane) FROM work w WHERE w.kind = :kind AND NOT w.failed AND w.lane > l.lane)
      FROM all_lanes l WHERE l.lane IS NOT NULL
    ),
    free AS (SELECT lane FROM all_lanes WHERE lane <> ALL (CAST(:lanes AS text[]))),
    room AS (
      SELECT greatest(0, :most - count(*)) AS most FROM work
      WHERE kind = :kind AND woken_at IS NOT NULL AND woken_at >= due_at AND NOT failed
        AND (lane IS NULL OR lane <> ALL (CAST(:lanes AS text[])))
    ),
    next AS (
      (SELECT n.subject, n.fair_at FROM free, LATERAL (
         SELECT subject, fair_at FROM work
         WHERE kind = :kind AND lane = free.lane AND {still} ORDER BY fair_at LIMIT (SELECT most FROM room)
       ) n)
      UNION ALL
      (SELECT subject, fair_at FROM work
       WHERE kind = :kind AND lane IS NULL AND {still} ORDER BY fair_at LIMIT (SELECT most FROM room))
    ),
    taken AS (
      SELECT w.kind, w.subject FROM work w JOIN next ON next.subject = w.subject
      WHERE w.kind = :kind AND {of_w}
      ORDER BY w.fair_at LIMIT (SELECT most FROM room) FOR UPDATE OF w SKIP LOCKED
    )
    UPDATE work SET woken_at = clock_timestamp() FROM taken
    WHERE work.kind = taken.kind AND work.subject = taken.subject RETURNING work.subject
""".format(still=_STILL.format(w=""), of_w=_STILL.format(w="w."))  # noqa: S608 - parts of our own
)
