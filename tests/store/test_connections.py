"""Connections that are kept open, and those of migrations."""

import time
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest
from sqlalchemy import text

from store import migrate
from store.db import DatabaseError, engine, transaction
from store.migrate import count_missing, upgrade


def _plain(url: str) -> psycopg.Connection:
    return psycopg.connect(url.replace("+psycopg", ""), autocommit=True)


def _backend(url: str) -> int:
    with transaction(url) as conn:
        return int(conn.execute(text("SELECT pg_backend_pid()")).scalar_one())


def test_a_kept_connection_is_taken_again_unless_the_server_has_ended_it(desk: str) -> None:
    engine(desk).dispose()  # of the connections of tests before, each of which would be taken in turn
    kept = _backend(desk)
    assert _backend(desk) == kept
    with _plain(desk) as other:
        assert other.execute("SELECT pg_terminate_backend(%s, 60000)", (kept,)).fetchone() == (True,)
    assert _backend(desk) != kept


def test_an_error_does_not_hold_what_was_asked_with(desk: str) -> None:
    with transaction(desk) as conn, pytest.raises(DatabaseError) as failed:
        conn.execute(text("SELECT 1 / (length(:words) - 3)"), {"words": "Ada"})
    assert "division by zero" in str(failed.value)
    assert "Ada" not in str(failed.value)


def test_a_migration_waits_for_another_one_however_long_its_statements_may_take(
    desk: str,
) -> None:
    with _plain(desk) as other, ThreadPoolExecutor(1) as beside:
        (name,) = other.execute("SELECT current_database()").fetchone() or ("",)
        other.execute(f'ALTER DATABASE "{name}" SET statement_timeout = 200')  # type: ignore[arg-type]
        other.execute("SELECT pg_advisory_lock(%s)", (migrate._LOCK,))
        migration = beside.submit(upgrade, desk)
        time.sleep(1)
        assert not migration.done()
        other.execute("SELECT pg_advisory_unlock(%s)", (migrate._LOCK,))
        migration.result(60)
        other.execute(f'ALTER DATABASE "{name}" RESET statement_timeout')  # type: ignore[arg-type]
    assert count_missing(desk) == 0
