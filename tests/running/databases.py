"""Databases that are handed from test to test, each as the template is.

To make a database takes a tenth of a second, and in a new one every statement is compiled and planned anew. So the rows
that a test wrote are deleted and the next one gets the same database; where more than rows has changed, it gets a new
one.
"""

import os
import sys
from collections import Counter
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from itertools import count
from typing import Any

import psycopg
import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError

from store import db

TEMPLATE = "template_of_tests"
_numbers = count(1)
_MOST_USES = 100  # deleted rows stay in a table's pages until PostgreSQL cleans them
_LARGE = 1_000_000  # bytes of a table from which a new database costs less
# All that describes a database but its rows: whatever changes it leaves another count or another transaction.
_CATALOGS = (
    "pg_class", "pg_attribute", "pg_attrdef", "pg_constraint", "pg_index", "pg_proc", "pg_trigger", "pg_type",
    "pg_extension", "pg_namespace", "pg_rewrite",
)  # fmt: skip
_TABLES = "SELECT oid::regclass::text FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
_SEQUENCES = "SELECT oid::regclass::text, pg_sequence_last_value(oid) FROM pg_class WHERE relkind = 'S' ORDER BY 1"
_OTHERS = """SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()
    AND backend_type = 'client backend'"""
_END_OTHERS = """SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = current_database()
    AND pid <> pg_backend_pid() AND backend_type = 'client backend'"""
_LARGEST = sa.text(
    "SELECT coalesce(max(pg_relation_size(name::regclass)), 0) FROM unnest(CAST(:tables AS text[])) name"
)
# Statistics, which choose plans, settings of the database, and locks that a session has kept
_BESIDE = """
    SELECT (SELECT sum(reltuples) FROM pg_class), (SELECT count(*) FROM pg_statistic),
    (SELECT count(*) FROM pg_db_role_setting s JOIN pg_database d ON d.oid = s.setdatabase
    WHERE d.datname = current_database()),
    (SELECT count(*) FROM pg_locks l JOIN pg_database d ON d.oid = l.database WHERE locktype = 'advisory'
    AND d.datname = current_database()), (SELECT count(*) FROM pg_largeobject_metadata)"""


@dataclass(frozen=True)
class _Template:
    """What a database holds before a test: its tables without rows, those with some, where its sequences stand."""

    empty: tuple[str, ...]
    filled: tuple[str, ...]
    sequences: dict[str, int | None]
    mark: Any

    @classmethod
    def of(cls, conn: sa.Connection) -> "_Template":
        """Read it from a new database."""
        tables = conn.exec_driver_sql(_TABLES).scalars().all()
        filled = set(_with_rows(conn, tables))
        kept = tuple(sorted(filled))
        return cls(tuple(t for t in tables if t not in filled), kept, _sequences(conn), _mark(conn, kept))


class Databases:
    """The databases of a run: as many as its tests use at once."""

    def __init__(self, cluster: str) -> None:
        self._cluster = cluster
        self._free: list[str] = []
        self._uses: Counter[str] = Counter()
        self._template: _Template | None = None

    def take(self) -> str:
        """The address of a database that is as the template is."""
        url = self._free.pop() if self._free else self._make()
        self._uses[url] += 1
        return url

    def give_back(self, url: str) -> None:
        """Clean a database for the next test, or drop it."""
        _forget()
        with suppress(SQLAlchemyError):  # it was dropped, or its server was ended
            if self._uses[url] < _MOST_USES and self._clean(url):
                self._free.append(url)
                return
        self._drop(url)

    def drop_all(self) -> None:
        """Drop the databases that are free."""
        while self._free:
            self._drop(self._free.pop())

    def _drop(self, url: str) -> None:
        """Drop a database, whoever is connected to it."""
        db.engine(url).dispose()
        name = url.split("@/")[1].split("?")[0]
        run(self._cluster, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    def _make(self) -> str:
        name = f"test_{os.getpid()}_{next(_numbers)}"
        # Its files are copied: PostgreSQL would else write each page through its log, at twice the cost.
        run(self._cluster, f"CREATE DATABASE {name} TEMPLATE {TEMPLATE} STRATEGY FILE_COPY")
        url = named(self._cluster, name)
        with db.transaction(url) as conn:
            self._template = _Template.of(conn)
        return url

    def _clean(self, url: str) -> bool:
        """Delete what was written; returns whether the database is as the template again."""
        template, engine = self._template, db.engine(url)
        if template is None or db.pool_in_use(url):
            return False
        with engine.begin() as conn:
            if conn.exec_driver_sql(_OTHERS).scalar_one() > engine.pool.checkedin():  # type: ignore[attr-defined]
                engine.dispose()
                conn.exec_driver_sql(_END_OTHERS)
            if _mark(conn, template.filled) != template.mark:
                return False
            written = _with_rows(conn, template.empty)
            if conn.execute(_LARGEST, {"tables": written}).scalar_one() > _LARGE:
                return False
            moved = {n: template.sequences[n] for n, v in _sequences(conn).items() if v != template.sequences[n]}
            _restore(conn, written, moved)
        return True


def named(url: str, name: str) -> str:
    """The address of another database of the same cluster."""
    return url.replace("@/factdesk?", f"@/{name}?")


def run(url: str, statement: str) -> None:
    """One statement outside a transaction."""
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute(statement)  # type: ignore[arg-type]


def _with_rows(conn: sa.Connection, tables: Iterable[str]) -> list[str]:
    each = (f"SELECT '{table}' WHERE EXISTS (SELECT FROM {table})" for table in tables)
    return list(conn.exec_driver_sql(" UNION ALL ".join(each)).scalars())


def _sequences(conn: sa.Connection) -> dict[str, int | None]:
    return {row[0]: row[1] for row in conn.exec_driver_sql(_SEQUENCES)}


def _mark(conn: sa.Connection, filled: Iterable[str]) -> Any:
    """What is another one after each change of the schema, of statistics and of rows that the template has."""
    each = (f"SELECT count(*), max(xmin::text::bigint) FROM {table}" for table in (*_CATALOGS, *filled))
    rows = conn.exec_driver_sql(" UNION ALL ".join(each)).all()
    return [tuple(row) for row in rows], tuple(conn.exec_driver_sql(_BESIDE).one())


def _restore(conn: sa.Connection, written: list[str], sequences: dict[str, int | None]) -> None:
    statements = [
        "SET LOCAL session_replication_role = replica"
    ]  # no trigger refuses, and no order of tables matters
    statements += [f"DELETE FROM {table}" for table in written]
    statements += [f"SELECT setval('{n}', {v or 1}, {v is not None})" for n, v in sequences.items()]
    conn.exec_driver_sql("; ".join(statements))


def _forget() -> None:
    """Forget what this process has kept of a database by its address or its rows' ids."""
    if configuration := sys.modules.get("workers.sources.configuration"):
        configuration.forget_desk()
    if imports := sys.modules.get("workers.tasks.imports"):
        imports._still_open.clear()
