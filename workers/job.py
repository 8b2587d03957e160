"""One job from lease to commit, the same for every kind.

A job is computed outside any transaction. Its result is written in one, together with the finished job, and only while
the lease's token still holds. Run twice, the second run finds nothing to do.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

import structlog
from celery import current_task
from celery.exceptions import SoftTimeLimitExceeded

import tracing
from logs import describe
from settings import settings
from store import dispatch, queue
from store.db import DISK_FULL, Connection, DatabaseError, NotFound, is_away, sqlstate, transaction
from workers import enqueue

Hints = Sequence[tuple[str, list[int]]]  # kinds of jobs with their subjects, to be enqueued after the commit


@dataclass(frozen=True, slots=True)
class PartDone:
    """What `Write` returns where a part of the job is done: the job is due again at once, with fresh attempts.

    Attributes:
        hints: other jobs to enqueue.
    """

    hints: Hints = ()


Write = Callable[[Connection], Hints | PartDone]
Note = Callable[[Connection], Hints]
_LONGEST_REASON = 500
_DISK_FULL_SECONDS = 15.0
_log = structlog.get_logger()
_lease: ContextVar[queue.Lease] = ContextVar("lease")


def _nothing(conn: Connection) -> Hints:
    return ()


class TryAgain(RuntimeError):
    """The work could not be done now; the message says why, in words.

    It is due again after a pause, on top of `after` seconds. `write` notes what is known, as a result would be
    written. Where it is not the job's fault (`busy`) the attempt does not count.
    """

    def __init__(self, reason: str, *, after: float = 0.0, busy: bool = False, write: Note = _nothing) -> None:
        super().__init__(reason)
        self.after, self.busy, self.write = after, busy, write


class CannotBeDone(RuntimeError):
    """The work will come to nothing however often it is tried; the message says why, in words."""


def run(
    kind: str,
    subject: int,
    compute: Callable[[int], Write],
    on_exhausted: Callable[[Connection, int], Hints] = lambda conn, subject: (),
    may_start: Callable[[Connection, int], bool] = lambda conn, subject: True,
    finish: Callable[[Connection, queue.Lease], None] | None = None,
) -> None:
    """Lease the job `kind` `subject`, compute it, write its result; after an error give it back with the reason.

    `compute` returns the function that writes the result and names the jobs to enqueue after the commit, or a
    `PartDone` with them. `on_exhausted` writes, in the transaction that
    notes it, what follows once the job has failed for good. Where `may_start` (in the transaction that leases)
    says no, the job stays as it is. `finish` as of `complete`.
    """
    with about(kind, subject):
        try:
            with _transaction() as conn:
                if not may_start(conn, subject):
                    return
                lease = queue.lease_job(conn, kind, subject, settings().lease_seconds)
                left = [] if lease else _close_exhausted(conn, kind, subject, on_exhausted)
            if lease is None:
                send_hints(left)
                return
            complete(lease, compute, on_exhausted, finish)
        except DatabaseError as error:
            # The lease runs out by itself and the sweeper enqueues it again.
            what = "the store is not answering" if is_away(error) else "the store refused what was to be written"
            tracing.fail(what)
            _log.error(what, error=describe(error))


@contextmanager
def about(kind: str, subject: int) -> Iterator[None]:
    """What is logged within, and its span, name the job; also the articles and claims that it says it concerns."""
    request = current_task.request if current_task else None
    enqueued_by = (request.get("headers") or {}).get(enqueue.ENQUEUED_BY) if request else None
    named = structlog.contextvars.bound_contextvars(work=f"{kind} {subject}")
    with named, tracing.span(f"job {kind}", "consumer", enqueued_by, factdesk__subject=subject):
        try:
            yield
        finally:
            structlog.contextvars.unbind_contextvars("article", "claim")


def current_lease() -> queue.Lease:
    """The lease of the job that is being computed or written here. Raises `LookupError` outside of a job."""
    return _lease.get()


def complete(
    lease: queue.Lease,
    compute: Callable[[int], Write],
    on_exhausted: Callable[[Connection, int], Hints] = lambda conn, subject: (),
    finish: Callable[[Connection, queue.Lease], None] | None = None,
) -> None:
    """Compute a job whose lease is held, and write its result; arguments as of `run`.

    Args:
        finish: what is done with a job that is done, in the transaction of its result, in place of
            `store.queue.finish_job`; raises `LeaseLost` where the lease no longer holds.

    Raises:
        DatabaseError: the store is not answering; the lease then runs out by itself.
    """
    before = _lease.set(lease)
    try:
        _compute_and_write(lease, compute, on_exhausted, finish)
    finally:
        _lease.reset(before)


def _compute_and_write(
    lease: queue.Lease,
    compute: Callable[[int], Write],
    on_exhausted: Callable[[Connection, int], Hints],
    finish: Callable[[Connection, queue.Lease], None] | None,
) -> None:
    try:
        write = compute(lease.subject)
        with _transaction() as conn:
            hints = _finish_or_requeue(conn, lease, write(conn), finish or queue.finish_job)
    except queue.LeaseLost:
        _log.warning("somebody else holds this work now; nothing was written")
        _note_outcome(lease, "lease lost")
        return
    except NotFound:
        _log.info("what this work was about is gone")
        with _transaction() as conn:
            queue.drop_job(conn, lease.kind, lease.subject)
            hints = _next_in_order(conn, lease)
        _note_outcome(lease, "gone")
        send_hints(hints)
        return
    except CannotBeDone as error:
        _note_failure(lease, TryAgain(str(error)), on_exhausted, final=True)
        return
    except Exception as error:
        if isinstance(error, DatabaseError) and sqlstate(error) == DISK_FULL:
            # Waited out, without counting the attempt; where that cannot be noted either the lease runs out.
            _note_failure(
                lease, TryAgain("the store's disk is full", after=_DISK_FULL_SECONDS, busy=True), on_exhausted
            )
            return
        if isinstance(error, DatabaseError) and is_away(error) and not out_of_time(error):
            raise
        _note_failure(lease, error if isinstance(error, TryAgain) else TryAgain(_in_words(error)), on_exhausted)
        if not isinstance(error, TryAgain):
            _log.exception("the work failed", attempt=lease.attempts)
        return
    _note_outcome(lease, "done")
    send_hints(hints)


def _finish_or_requeue(
    conn: Connection,
    lease: queue.Lease,
    result: Hints | PartDone,
    finish: Callable[[Connection, queue.Lease], None],
) -> Hints:
    """Finish a job whose result is written, or queue it again; returns the jobs to enqueue."""
    if isinstance(result, PartDone):
        hints = [*result.hints, (lease.kind, [lease.subject])]
        queue.requeue_job(conn, lease)
    else:
        hints = list(result)
        finish(conn, lease)
    return [*hints, *_next_in_order(conn, lease)]


def _next_in_order(conn: Connection, lease: queue.Lease) -> Hints:
    """The jobs of its kind that come next in the fair order, now that this one is over."""
    return [(lease.kind, dispatch.hand_out_jobs(conn, lease.kind))] if lease.kind in dispatch.HANDED_ON else []


def _note_failure(
    lease: queue.Lease, why: TryAgain, on_exhausted: Callable[[Connection, int], Hints], *, final: bool = False
) -> None:
    hints: list[tuple[str, list[int]]] = []
    reason = str(why)[:_LONGEST_REASON]
    outcome: enqueue.Outcome = "to be tried again"
    try:
        with _transaction() as conn:
            hints += why.write(conn)
            if why.busy:
                queue.postpone_job(conn, lease, reason, why.after)
                outcome = "postponed"
            elif queue.fail_job(conn, lease, reason, why.after, final=final):
                hints += on_exhausted(conn, lease.subject)
                outcome = "failed"
                tracing.fail(reason)
            hints += _next_in_order(conn, lease)
    except queue.LeaseLost:
        _log.warning("somebody else holds this work now; its failure is not noted")
        outcome = "lease lost"
    _note_outcome(lease, outcome)
    if outcome != "lease lost":
        send_hints(hints)


def _note_outcome(lease: queue.Lease, outcome: enqueue.Outcome) -> None:
    tracing.note(factdesk__outcome=outcome, factdesk__attempt=lease.attempts)
    enqueue.count_outcome(lease.kind, outcome)


def _close_exhausted(
    conn: Connection, kind: str, subject: int, on_exhausted: Callable[[Connection, int], Hints]
) -> list[tuple[str, list[int]]]:
    """What follows from a job that has failed, in the transaction that finds it so."""
    row = queue.find_job(conn, kind, subject)
    return list(on_exhausted(conn, subject)) if row is not None and row.failed else []


def send_hints(hints: Hints) -> None:
    """Send the hints after the commit; what the broker does not take is marked as not sent, for the sweeper."""
    for kind, subjects in hints:
        if subjects and not enqueue.enqueue(kind, subjects):
            with _transaction() as conn:
                dispatch.unmark_jobs(conn, kind, subjects)


def _in_words(error: Exception) -> str:
    if out_of_time(error):
        return "it took longer than it may"
    return describe(error)


def out_of_time(error: BaseException | None) -> bool:
    """Whether the time limit was reached; inside a query it breaks the connection, and the database's error is seen."""
    while error is not None and not isinstance(error, SoftTimeLimitExceeded):
        error = error.__cause__ or error.__context__
    return error is not None


def _transaction() -> AbstractContextManager[Connection]:
    return transaction(settings().database_url)
