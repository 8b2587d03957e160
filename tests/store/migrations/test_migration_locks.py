"""A migration that finds a table in use lets others by: it gives up its place after half a second, and tries again."""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager

import psycopg
import pytest
from sqlalchemy import NullPool, create_engine, text
from sqlalchemy.exc import OperationalError

from store.db import engine, transaction
from store.migrate import count_missing, upgrade
from store.migrations import locks, steps
from tests.store.earlier_desk import earlier_desk

# What needs the table for itself: by a statement of its own, and in the transaction at the end of a migration.
_NEEDED = [("0076", "lookups"), ("0075", "claims")]
_MOST_SECONDS = 1.0


@contextmanager
def _reader(url: str, table: str) -> Iterator[None]:
    """Within it somebody reads a table in a transaction that does not end, as a backup does."""
    with psycopg.connect(url.replace("+psycopg", ""), application_name="a long report") as conn:
        conn.execute(f"SELECT count(*) FROM {table}")  # type: ignore[arg-type]
        yield


def _longest_wait(url: str, table: str, seconds: float) -> float:
    """The longest that others wait for the table meanwhile, who read and write."""
    longest, until = 0.0, time.monotonic() + seconds
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as conn:
        while time.monotonic() < until:
            began = time.monotonic()
            conn.execute(f"SELECT count(*) FROM {table}; DELETE FROM {table} WHERE false")  # type: ignore[arg-type]
            longest = max(longest, time.monotonic() - began)
    return longest


def _wait_until(holds: Callable[[], bool]) -> None:
    until = time.monotonic() + 60
    while not holds():
        assert time.monotonic() < until
        time.sleep(0.05)


@pytest.fixture
def earlier(cluster: str, request: pytest.FixtureRequest) -> str:
    """A desk that lacks the migrations behind the test's one."""
    revision, _ = request.param
    with earlier_desk(cluster, revision, f"locks_{time.time_ns()}") as (url, _):
        pass
    engine(url).dispose()
    return url


@pytest.mark.parametrize(("earlier", "table"), [(each, each[1]) for each in _NEEDED], indirect=["earlier"])
def test_others_go_on_while_a_migration_waits_for_a_long_reader(
    earlier: str, table: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", logger=locks.__name__)
    with ThreadPoolExecutor(1) as beside:
        with _reader(earlier, table):
            migration: Future[None] = beside.submit(upgrade, earlier)
            longest = _longest_wait(earlier, table, 4)
            assert not migration.done()
        migration.result(60)
    assert count_missing(earlier) == 0
    assert 0.2 < longest < _MOST_SECONDS  # it did wait for the table, and let others by
    assert "waits for a lock" in caplog.text


@pytest.mark.parametrize(("earlier", "table"), [(each, each[1]) for each in _NEEDED], indirect=["earlier"])
def test_a_reader_that_does_not_end_is_named_in_one_line(
    earlier: str, table: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(locks, "_PATIENCE", 2.0)
    missing = count_missing(earlier)
    with _reader(earlier, table), pytest.raises(locks.LockNotGiven) as refused:
        upgrade(earlier)
    assert "(a long report) has had a transaction open for" in str(refused.value)
    assert "\n" not in str(refused.value)
    assert count_missing(earlier) == missing
    upgrade(earlier)
    assert count_missing(earlier) == 0


@pytest.mark.parametrize("earlier", [_NEEDED[1]], indirect=True)
def test_a_migration_whose_connection_ends_says_so(earlier: str) -> None:
    end = "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND granted"
    with ThreadPoolExecutor(1) as beside, _reader(earlier, "claims"):
        migration = beside.submit(upgrade, earlier)
        with psycopg.connect(earlier.replace("+psycopg", ""), autocommit=True) as conn:
            waits = "SELECT FROM pg_locks l JOIN pg_database d ON d.oid = l.database WHERE NOT granted"
            waits += " AND datname = current_database()"
            _wait_until(lambda: bool(conn.execute(waits).fetchall()))
            of_this = f"{end} AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
            assert conn.execute(of_this).fetchall()  # type: ignore[arg-type]
        with pytest.raises(OperationalError):
            migration.result(60)


@pytest.mark.parametrize("earlier", [_NEEDED[1]], indirect=True)
def test_a_long_step_is_not_repeated_where_the_transaction_behind_it_waits(
    earlier: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []
    executed = steps.op.execute

    def execute(statement: str) -> None:
        made.append(statement)
        executed(statement)

    monkeypatch.setattr(steps.op, "execute", execute)
    with ThreadPoolExecutor(1) as beside:
        with _reader(earlier, "claims"):
            migration = beside.submit(upgrade, earlier)
            _wait_until(lambda: sum("DROP INDEX ix_claims_new" in each for each in made) > 1)
        migration.result(60)
    assert sum("CREATE INDEX CONCURRENTLY ix_claims_new_anew" in each for each in made) == 1


def test_an_index_is_made_while_somebody_writes(desk: str) -> None:
    """To make one is to wait for whoever writes; that holds up nobody and is not given up."""
    of_its_own = create_engine(desk, poolclass=NullPool)
    with ThreadPoolExecutor(1) as beside, of_its_own.connect() as conn:
        locks.wait_briefly(conn)
        alone = conn.execution_options(isolation_level="AUTOCOMMIT")
        with transaction(desk) as writer:
            writer.execute(text("INSERT INTO people (name, role, email) VALUES ('A', 'checker', 'a@example.org')"))
            made = beside.submit(alone.exec_driver_sql, "CREATE INDEX CONCURRENTLY tried ON people (name)")
            time.sleep(1.5)  # longer than it waits for anything else
            assert not made.done()
        made.result(30)
