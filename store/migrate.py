"""Bring a database to the newest migration."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import NullPool, create_engine, text

from store.migrations import locks

_LOCK = 4_170_321  # any fixed number: two processes that migrate at once take turns


def upgrade(url: str) -> None:
    """Run the migrations that `url` has not seen; does nothing on a current database.

    Each is committed by itself. One that failed half way is run again from its beginning.

    Raises:
        LockNotGiven: a transaction of somebody else held a table for too long; the message says what to do.
    """
    config = _config()
    with create_engine(url, poolclass=NullPool).connect() as connection:
        connection.execute(text("SET statement_timeout = 0"))  # an index over a million rows takes minutes
        connection.execute(text("SELECT pg_advisory_lock(:lock)"), {"lock": _LOCK})
        connection.commit()
        locks.wait_briefly(connection)
        config.attributes["connection"] = connection
        locks.repeat_until_given(connection, lambda: command.upgrade(config, "head"))


def count_missing(url: str) -> int:
    """How many migrations `url` has not seen."""
    with create_engine(url, poolclass=NullPool).connect() as connection:
        current = MigrationContext.configure(connection).get_current_revision()
    return len(list(ScriptDirectory.from_config(_config()).iterate_revisions("head", current or "base")))


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    return config
