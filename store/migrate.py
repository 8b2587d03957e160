"""Bring a database to the newest migration."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, NullPool, create_engine, text

from store.migrations import locks

_LOCK = 4_170_321  # any fixed number: two processes that migrate at once take turns


class StoreTooNew(RuntimeError):
    """The database has migrations that this version does not know; the message says what to do."""


def upgrade(url: str) -> None:
    """Run the migrations that `url` has not seen; does nothing on a current database.

    Each is committed by itself. One that failed half way is run again from its beginning.

    Raises:
        LockNotGiven: a transaction of somebody else held a table for too long; the message says what to do.
        StoreTooNew: a newer version has written it.
    """
    config = _config()
    with create_engine(url, poolclass=NullPool).connect() as connection:
        connection.execute(text("SET statement_timeout = 0"))  # an index over a million rows takes minutes
        connection.execute(text("SELECT pg_advisory_lock(:lock)"), {"lock": _LOCK})
        connection.commit()
        locks.wait_briefly(connection)
        config.attributes["connection"] = connection
        _known_revision(connection, config)
        locks.repeat_until_given(connection, lambda: command.upgrade(config, "head"))


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
        StoreTooNew: a newer version has written it.
    """
    config = _config()
    with create_engine(url, poolclass=NullPool).connect() as connection:
        current = _known_revision(connection, config)
    return len(list(ScriptDirectory.from_config(config).iterate_revisions("head", current or "base")))


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    return config
