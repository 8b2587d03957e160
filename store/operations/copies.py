"""What restoring a copy needs to know and do: whether the store is empty, and its schema set aside while another
is read.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import sqlalchemy as sa

_ASIDE: Final = "before_restore"
_OTHERS: Final = sa.text(
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    " AND backend_type = 'client backend'"
)


def holds_tables(url: str) -> bool:
    """Whether there are tables of ours, or of anybody, in the public schema."""
    with _connection(url) as conn:
        return bool(sa.inspect(conn).get_table_names(schema="public"))


def count_other_connections(url: str) -> int:
    """How many others are connected to the store."""
    with _connection(url) as conn:
        return int(conn.execute(_OTHERS).scalar_one())


def get_server_version(url: str) -> int:
    """The major version of the server."""
    with _connection(url) as conn:
        return int(conn.execute(sa.text("SHOW server_version_num")).scalar_one()) // 10_000


def set_aside(url: str) -> None:
    """Give the public schema another name, so that a copy can be read in its place."""
    with _connection(url) as conn:
        conn.execute(sa.text(f"DROP SCHEMA IF EXISTS {_ASIDE} CASCADE"))
        conn.execute(sa.text(f"ALTER SCHEMA public RENAME TO {_ASIDE}"))
        conn.execute(sa.text("CREATE SCHEMA public"))
        # One extension cannot be in two schemas; what was set aside goes on with it where it is.
        conn.execute(sa.text("ALTER EXTENSION vector SET SCHEMA public"))


def bring_back(url: str) -> None:
    """Put back what was set aside, if anything was."""
    with _connection(url) as conn:
        if _ASIDE in sa.inspect(conn).get_schema_names():
            conn.execute(sa.text(f"ALTER EXTENSION vector SET SCHEMA {_ASIDE}"))
            conn.execute(sa.text("DROP SCHEMA public CASCADE"))
            conn.execute(sa.text(f"ALTER SCHEMA {_ASIDE} RENAME TO public"))


def drop_what_was_set_aside(url: str) -> None:
    """Drop it, once the copy is read."""
    with _connection(url) as conn:
        conn.execute(sa.text(f"DROP SCHEMA IF EXISTS {_ASIDE} CASCADE"))


@contextmanager
def _connection(url: str) -> Iterator[sa.Connection]:
    """A transaction on a connection of its own, which is closed afterwards."""
    with sa.create_engine(url, poolclass=sa.NullPool).begin() as conn:
        yield conn
