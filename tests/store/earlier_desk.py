"""A desk of an earlier version, to be brought up to date."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

from alembic import command
from alembic.config import Config
from psycopg import connect
from sqlalchemy import Connection

from store.db import engine
from tests.running.databases import named, run


@contextmanager
def earlier_desk(cluster: str, revision: str, name: str) -> Iterator[tuple[str, Connection]]:
    """The URL of a new database `name` at a migration, and a connection that fills it; what is written stays.

    Left behind is a desk that `store.migrate.upgrade` takes on.
    """
    run(cluster, f'CREATE DATABASE "{name}" TEMPLATE {_template(cluster, revision)}')
    url = named(cluster, name)
    with engine(url).connect() as conn:
        yield url, conn
        conn.commit()


@cache
def _template(cluster: str, revision: str) -> str:
    """The name of an empty database at a migration, made once: from one at a migration before, where there is one."""
    name = f"at_{revision}"
    with connect(cluster.replace("+psycopg", ""), autocommit=True) as connection:
        before = "SELECT max(datname) FROM pg_database WHERE datname LIKE 'at\\_%%' AND datname < %s"
        (older,) = connection.execute(before, [name]).fetchone() or (None,)
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {older or 'template1'}")  # type: ignore[arg-type]
    config, url = Config(), named(cluster, name)
    config.set_main_option("script_location", "store/migrations")
    with engine(url).connect() as conn:
        config.attributes["connection"] = conn
        command.upgrade(config, revision)  # in transactions of its own: some migrations are made of several
        conn.commit()
    engine(url).dispose()
    return name
