"""A filled desk as it was at an earlier migration: what its tables have of the newest desk's columns is copied."""

from pathlib import Path
from typing import Any, Final

import psycopg
from alembic import command
from alembic.config import Config
from psycopg import sql
from sqlalchemy import NullPool, create_engine

_COLUMNS: Final = """
    SELECT c.relname, array_agg(a.attname::text ORDER BY a.attnum)
    FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace AND c.relname <> 'alembic_version'
    AND a.attgenerated = '' GROUP BY 1 ORDER BY 1"""
# Columns that must have a value and get none: those that are gone from the newest desk.
_WANTING: Final = """
    SELECT attname, format_type(atttypid, atttypmod) FROM pg_attribute
    WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped AND attnotnull AND NOT atthasdef
    AND attidentity = '' AND attname <> ALL (%s)"""
_CHECKS: Final = """
    SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = %s::regclass AND contype = 'c'"""
_NEXT_ID: Final = sql.SQL("SELECT setval(pg_get_serial_sequence({1}, 'id'), greatest(max(id), 1)) FROM {0}")
_EMPTY: Final = {"boolean": "false", "text": "''", "bigint": "0", "integer": "0", "smallint": "0", "jsonb": "'{}'"}


def alembic_config() -> Config:
    """Alembic's settings for the desk's migrations; the connection is added by who uses them."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parents[2] / "store" / "migrations"))
    return config


def copied(newest: str, name: str, revision: str) -> str:
    """Make the database `name` beside that at `newest`, with the tables of `revision` and the rows of `newest`,
    less those that a check of that time refuses.

    Returns:
        Its address.
    """
    plain = newest.replace("+psycopg", "")
    with psycopg.connect(plain, autocommit=True) as conn:
        conn.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name)))
        conn.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        database = conn.info.dbname
    url = newest.replace(f"/{database}?", f"/{name}?")
    with create_engine(url, poolclass=NullPool).connect() as at:
        config = alembic_config()
        config.attributes["connection"] = at
        command.upgrade(config, revision)
        at.commit()
    with psycopg.connect(plain) as of, psycopg.connect(url.replace("+psycopg", "")) as to:
        to.execute("SET session_replication_role = replica; SET maintenance_work_mem = '512MB'")
        there: dict[str, list[str]] = dict(of.execute(_COLUMNS).fetchall())
        tables = to.execute(_COLUMNS).fetchall()
        emptied = sql.SQL(", ").join(sql.Identifier(table) for table, _ in tables)
        to.execute(sql.SQL("TRUNCATE {}").format(emptied))  # of rows that migrations wrote
        for table, columns in tables:
            if shared := [column for column in columns if column in there.get(table, ())]:
                _copy(of, to, table, shared)
                to.commit()
            if "id" in columns:
                to.execute(_NEXT_ID.format(sql.Identifier(table), sql.Literal(table)))
                to.commit()
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as conn:
        conn.execute("VACUUM ANALYZE")
    return url


def _copy(of: psycopg.Connection[Any], to: psycopg.Connection[Any], table: str, columns: list[str]) -> None:
    name, names = sql.Identifier(table), sql.SQL(", ").join(map(sql.Identifier, columns))
    for column, kind in to.execute(_WANTING, (table, columns)).fetchall():
        default = sql.SQL("now()" if kind.startswith("timestamp") else _EMPTY[kind])
        change = sql.SQL("ALTER TABLE {} ALTER {} SET DEFAULT {}")
        to.execute(change.format(name, sql.Identifier(column), default))
    checks = to.execute(_CHECKS, (table,)).fetchall()
    for check, _ in checks:
        to.execute(sql.SQL("ALTER TABLE {} DROP CONSTRAINT {}").format(name, sql.Identifier(check)))
    with (
        of.cursor().copy(sql.SQL("COPY {} ({}) TO STDOUT").format(name, names)) as rows,
        to.cursor().copy(sql.SQL("COPY {} ({}) FROM STDIN").format(name, names)) as written,
    ):
        for piece in rows:
            written.write(piece)
    for check, what in checks:
        unfit = sql.SQL("DELETE FROM {} WHERE NOT ({})").format(name, sql.SQL(what.removeprefix("CHECK ")))
        to.execute(unfit)
        added = sql.SQL("ALTER TABLE {} ADD CONSTRAINT {} {}")
        to.execute(added.format(name, sql.Identifier(check), sql.SQL(what)))
