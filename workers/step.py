"""One piece of work from lease to finish, the same for every kind.

The thinking happens outside any transaction; what it came to is written in one, together with the finished
work, and only while the lease's token still holds. Run twice, the second run finds nothing to do.
"""

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager

import structlog
from celery.exceptions import SoftTimeLimitExceeded
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from logs import describe
from settings import settings
from store import work
from store.db import NotFound, is_away, transaction
from workers import wake

Hints = Iterable[tuple[str, list[int]]]
Write = Callable[[Connection], Hints]
_LONGEST_REASON = 500
_DISK_FULL = "53100"  # SQLSTATE
_DISK_FULL_SECONDS = 15.0
_log = structlog.get_logger()


def _nothing(conn: Connection) -> Hints:
    return ()


class TryAgain(RuntimeError):
    """The work could not be done now; the message says why, in words.

    It is due again after a pause, on top of `after` seconds. `write` notes what is known, as a result would be
    written. Where its turn had not come (`busy`) the attempt does not count.
    """

    def __init__(self, reason: str, *, after: float = 0.0, busy: bool = False, write: Write = _nothing) -> None:
        super().__init__(reason)
        self.after, self.busy, self.write = after, busy, write


class CannotBeDone(RuntimeError):
    """The work will come to nothing however often it is tried; the message says why, in words."""


def run(
    kind: str,
    subject: int,
    think: Callable[[int], Write],
    gave_up: Callable[[Connection, int], Hints] = lambda conn, subject: (),
    has_turn: Callable[[Connection, int], bool] = lambda conn, subject: True,
) -> None:
    """Take the work, think, write; on an error give it back with the reason.

    `think` returns the function that writes its result and names what is to be rung for after the commit; work that
    names itself there is not finished, and goes on. `gave_up` is called, in a transaction of its own, once the work has
    failed for good. Without its turn (`has_turn`, in the transaction that takes it) the work stays where it is.
    """
    structlog.contextvars.bind_contextvars(work=f"{kind} {subject}")
    try:
        with _store() as conn:
            if not has_turn(conn, subject):
                return
            lease = work.claim(conn, kind, subject, settings().lease_seconds)
        if lease is None:
            _close(kind, subject, gave_up)
            return
        _do(lease, think, gave_up)
    except DBAPIError as error:
        # The lease runs out by itself and the sweeper rings again.
        _log.error("the store is not answering", error=describe(error))
    finally:
        structlog.contextvars.unbind_contextvars("work")


def _do(lease: work.Lease, think: Callable[[int], Write], gave_up: Callable[[Connection, int], Hints]) -> None:
    try:
        write = think(lease.subject)
        with _store() as conn:
            hints = list(write(conn))
            (work.go_on if (lease.kind, [lease.subject]) in hints else work.finish)(conn, lease)
    except work.LeaseLost:
        _log.warning("somebody else holds this work now; nothing was written")
        return
    except NotFound:
        _log.info("what this work was about is gone")
        with _store() as conn:
            work.drop(conn, lease.kind, lease.subject)
        return
    except CannotBeDone as error:
        _give_back(lease, TryAgain(str(error)), gave_up, final=True)
        return
    except Exception as error:
        if isinstance(error, DBAPIError) and getattr(error.orig, "sqlstate", None) == _DISK_FULL:
            # Waited out, without counting the attempt; where that cannot be noted either the lease runs out.
            _give_back(lease, TryAgain("the store's disk is full", after=_DISK_FULL_SECONDS, busy=True), gave_up)
            return
        if isinstance(error, DBAPIError) and is_away(error) and not out_of_time(error):
            raise
        _give_back(lease, error if isinstance(error, TryAgain) else TryAgain(_in_words(error)), gave_up)
        if not isinstance(error, TryAgain):
            _log.exception("the work failed", attempt=lease.attempts)
        return
    _ring(hints)


def _give_back(
    lease: work.Lease, why: TryAgain, gave_up: Callable[[Connection, int], Hints], *, final: bool = False
) -> None:
    hints: list[tuple[str, list[int]]] = []
    reason = str(why)[:_LONGEST_REASON]
    try:
        with _store() as conn:
            hints += why.write(conn)
            if why.busy:
                work.put_off(conn, lease, reason, why.after)
            elif work.fail(conn, lease, reason, why.after, final=final):
                hints += gave_up(conn, lease.subject)
    except work.LeaseLost:
        _log.warning("somebody else holds this work now; its failure is not noted")
        return
    _ring(hints)


def _close(kind: str, subject: int, gave_up: Callable[[Connection, int], Hints]) -> None:
    hints: Hints = ()
    with _store() as conn:
        job = work.look(conn, kind, subject)
        if job is not None and job["failed"]:
            hints = list(gave_up(conn, subject))
    _ring(hints)


def _ring(hints: Hints) -> None:
    for kind, subjects in hints:
        wake.ring(kind, subjects)


def _in_words(error: Exception) -> str:
    if out_of_time(error):
        return "it took longer than it may"
    return describe(error)


def out_of_time(error: BaseException | None) -> bool:
    """Whether the time limit struck; inside a query it breaks the connection, and that error is the one that comes."""
    while error is not None and not isinstance(error, SoftTimeLimitExceeded):
        error = error.__cause__ or error.__context__
    return error is not None


def _store() -> AbstractContextManager[Connection]:
    return transaction(settings().database_url)
