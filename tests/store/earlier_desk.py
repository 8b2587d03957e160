"""A desk of an earlier version, to be brought up to date."""

from collections.abc import Iterator
from contextlib import contextmanager

from alembic import command
from alembic.config import Config
from psycopg import connect
from sqlalchemy import Connection

from store.db import engine


@contextmanager
def earlier_desk(cluster: str, revision: str, name: str) -> Iterator[tuple[str, Connection]]:
    """The URL of a new database `name` at a migration, and a connection that fills it; what is written stays.

    Left behind is a desk that `store.migrate.upgrade` takes on.
    """
    with connect(cluster.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')  # type: ignore[arg-type]
    url = cluster.replace("@/factdesk?", f"@/{name}?")
    config = Config()
    config.set_main_option("script_location", "store/migrations")
    with engine(url).connect() as conn:
        config.attributes["connection"] = conn
        command.upgrade(config, revision)  # in transactions of its own: some migrations are made of several
        conn.commit()
        yield url, conn
        conn.commit()
