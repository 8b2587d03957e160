"""Bring a database to the newest migration."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, NullPool, create_engine, text

from store.migrations import locks

_LEAST_PGVECTOR = (0, 8)  # the first that searches on past rows which a condition leaves out
_LOCK = 4_170_321  # any fixed number: two processes that migrate at once take turns
_PGVECTOR = text("SELECT default_version FROM pg_available_extensions WHERE name = 'vector'")


class StoreTooNew(RuntimeError):
    """The database has migrations that this version does not know; the message says what to do."""


class DatabaseUnfit(RuntimeError):
    """The desk cannot use a database as it was made; the message says why, and what to do."""


def upgrade(url: str) -> None:
    """Run the migrations that `url` has not seen; does nothing on a current database.

    Each is committed by itself. One that failed half way is run again from its beginning.

    Raises:
        DatabaseUnfit: it is not in UTF-8, or its server has no pgvector or one that is too old.
        LockNotGiven: a transaction of somebody else held a table for too long; the message says what to do.
        StoreTooNew: a newer version has written it.
    """
    config = _config()
    with _connect(url) as connection:
        connection.execute(text("SET statement_timeout = 0"))  # an index over a million rows takes minutes
        connection.execute(text("SELECT pg_advisory_lock(:lock)"), {"lock": _LOCK})
        connection.commit()
        locks.wait_briefly(connection)
        config.attributes["connection"] = connection
        _known_revision(connection, config)
        locks.repeat_until_given(connection, lambda: command.upgrade(config, "head"))


@contextmanager
def _connect(url: str) -> Iterator[Connection]:
    """A connection to a database that the desk can use. Raises `DatabaseUnfit`."""
    engine = create_engine(url, poolclass=NullPool, connect_args={"client_encoding": "UTF8"})
    with engine.connect() as connection:
        encoding = connection.execute(text("SHOW server_encoding")).scalar_one()
        if encoding != "UTF8":
            raise DatabaseUnfit(
                f"the database is in {encoding}; make it anew: CREATE DATABASE … ENCODING 'UTF8' TEMPLATE template0"
            )
        _check_pgvector(connection.execute(_PGVECTOR).scalar())
        connection.commit()
        yield connection


def _check_pgvector(version: str | None) -> None:
    if version is None:
        raise DatabaseUnfit("the database's server has no pgvector; install it there (0.8 or newer)")
    if tuple(int(part) for part in version.split(".")[:2]) < _LEAST_PGVECTOR:
        raise DatabaseUnfit(f"the database's server has pgvector {version}; install 0.8 or newer there")


def _known_revision(connection: Connection, config: Config) -> str | None:
    """The migration that the database is at; None of an empty one. Raises `StoreTooNew`."""
    current = MigrationContext.configure(connection).get_current_revision()
    connection.commit()
    if current not in {
        None,
        *(script.revision for script in ScriptDirectory.from_config(config).walk_revisions()),
    }:
        raise StoreTooNew(
            f"this is of a newer version of Factdesk (migration {current}); use it with that version"
        )
    return current


def count_missing(url: str) -> int:
    """How many migrations `url` has not seen.

    Raises:
        DatabaseUnfit: it is not in UTF-8, or its server has no pgvector or one that is too old.
        StoreTooNew: a newer version has written it.
    """
    config = _config()
    with _connect(url) as connection:
        current = _known_revision(connection, config)
    return len(list(ScriptDirectory.from_config(config).iterate_revisions("head", current or "base")))


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    return config
