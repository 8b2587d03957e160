"""Migrations wait for a lock only for a moment at a time.

Who waits for a lock of a table holds up all who ask for it afterwards, readers too. Behind a long reader, such as a
backup, a migration would so stop the desk. Therefore it gives up after half a second, lets the others go on, and tries
again: one statement, where it stands outside a transaction, else its whole transaction.
"""

import logging
import re
import time
from collections.abc import Callable, Mapping
from typing import Final, TypeAlias, TypeVar

import sqlalchemy as sa
from psycopg import Cursor, errors

_log = logging.getLogger(__name__)

_Result = TypeVar("_Result")
_Row: TypeAlias = tuple[object, ...]
_LONGEST_WAIT: Final = "500ms"
# Less than the wait: PostgreSQL ends an autovacuum that is in the way when somebody has waited for so long.
_AUTOVACUUM_ENDS: Final = "200ms"
_FIRST_PAUSE, _LONGEST_PAUSE = 1.0, 8.0  # seconds in which the others go on
_PATIENCE: Final = 900.0  # seconds
# These hold up nobody who reads or writes while they wait, and what they have done would be lost.
_WAITS_IN_PEACE: Final = re.compile(r"\bCONCURRENTLY\b|\bVALIDATE CONSTRAINT\b|^\s*VACUUM\b", re.IGNORECASE)
# Only a superuser may set when autovacuum ends; without it the migration tries again until it is through.
_SET: Final = f"""
    SELECT set_config('lock_timeout', '{_LONGEST_WAIT}', false),
      CASE WHEN current_setting('is_superuser') = 'on'
        THEN set_config('deadlock_timeout', '{_AUTOVACUUM_ENDS}', false) END"""
_OLDEST: Final = """
    SELECT pid, application_name, extract(epoch FROM now() - xact_start)::int FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'
    ORDER BY xact_start LIMIT 1"""


_STEPS_DONE: Final = "steps of migrations that were done"


class LockNotGiven(RuntimeError):
    """A migration did not get a lock within a quarter of an hour; the message says who may hold it."""


def wait_briefly(connection: sa.Connection) -> None:
    """Have what this connection executes wait for locks as told above; to be called once, outside a transaction."""
    connection.exec_driver_sql(_SET)
    connection.commit()
    sa.event.listen(connection.engine, "do_execute", _execute)


def repeat_until_given(connection: sa.Connection, migrate: Callable[[], _Result]) -> _Result:
    """Call what migrates on `connection` in transactions of its own, again where a lock was not given.

    Raises:
        LockNotGiven: it was not given for a quarter of an hour.
    """

    def oldest() -> _Row | None:
        row = connection.exec_driver_sql(_OLDEST).first()
        return None if row is None else tuple(row)

    of_this_run = connection.info  # a connection that is lost has another afterwards
    of_this_run[_STEPS_DONE] = set()
    try:
        return _until_given(migrate, connection.rollback, oldest)
    finally:
        del of_this_run[_STEPS_DONE]


def steps_done(connection: sa.Connection) -> set[_Row]:
    """What long steps `repeat_until_given` has seen through; the caller adds to it. Nothing is kept outside of it."""
    done: set[_Row] = connection.info.get(_STEPS_DONE, set())
    return done


def _execute(cursor: Cursor[_Row], statement: str, parameters: Mapping[str, object], _: object) -> bool:
    """Execute a statement in place of SQLAlchemy; a statement that is its own transaction is repeated until it gets
    its locks.
    """
    if not cursor.connection.autocommit:
        return False
    query = statement.encode()
    if _WAITS_IN_PEACE.search(statement):
        cursor.execute("SET lock_timeout = 0")
        try:
            cursor.execute(query, parameters)
        finally:
            with cursor.connection.cursor() as beside:
                beside.execute(_SET.encode())
        return True

    def oldest() -> _Row | None:
        return cursor.execute(_OLDEST.encode()).fetchone()

    _until_given(lambda: cursor.execute(query, parameters), lambda: None, oldest)
    return True


def _until_given(
    attempt: Callable[[], _Result], give_up: Callable[[], None], oldest: Callable[[], _Row | None]
) -> _Result:
    began, pause = time.monotonic(), _FIRST_PAUSE
    while True:
        try:
            return attempt()
        except (sa.exc.DBAPIError, errors.Error) as error:
            if not isinstance(getattr(error, "orig", error), errors.LockNotAvailable | errors.DeadlockDetected):
                raise
            give_up()
            if time.monotonic() - began + pause > _PATIENCE:
                raise LockNotGiven(_in_words(oldest())) from error
            _log.info("a migration waits for a lock that a transaction holds; it tries again in %.0f s", pause)
        time.sleep(pause)
        pause = min(2 * pause, _LONGEST_PAUSE)


def _in_words(oldest: _Row | None) -> str:
    said = f"a migration did not get the lock of a table within {_PATIENCE / 60:.0f} minutes; "
    if oldest is None or oldest[2] is None:
        return said + "start it again when fewer people are at work, nothing is lost"
    pid, program, seconds = oldest
    named = f"process {pid} of PostgreSQL" + (f" ({program})" if program else "")
    return said + f"{named} has had a transaction open for {seconds} s: wait for it or end it, and start again"
