"""An export read into an empty desk, all of it or nothing: the same rows under the same numbers."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

import sqlalchemy as sa

from store.db import DatabaseError
from store.people import Refused
from store.transfer.export import END_TYPE, HEADER_TYPE
from store.transfer.tables import (
    FORMAT,
    NOT_EXPORTED,
    PRESENT_IN_EMPTY,
    ExportedTable,
    exported_tables,
    quoted,
    schema_revision,
)

_ROWS: Final = 500  # that are written together, or fewer where they are
_CHARACTERS: Final = 4_000_000


@dataclass(frozen=True, slots=True)
class ExportHeader:
    """The first line of an export: how many rows of each type follow.

    Told to who imports, for progress; what ends the export is its last line.
    """

    rows: dict[str, int]


def read_header(conn: sa.Connection, line: str) -> ExportHeader:
    """The first line of an export.

    Raises:
        Refused: it is no export, or one of another version of the desk.
    """
    header = _object(line, 1)
    if header.get("type") != HEADER_TYPE:
        raise Refused("file", "this is no export of a desk: its first line does not say so")
    if header.get("format") != FORMAT:
        raise Refused("file", f"its format is {header.get('format')}; this version reads {FORMAT}")
    if header.get("schema") != (schema := schema_revision(conn)):
        raise Refused(
            "file",
            f"it was written by another version (migration {header.get('schema')}, here {schema}); import it into a desk"
            " of that version, and update that",
        )
    rows = header.get("rows")
    return ExportHeader(rows if isinstance(rows, dict) else {})


def require_empty(conn: sa.Connection) -> None:
    """Raise `Refused` where a desk holds anything but what it began with, naming what it holds."""
    for table in exported_tables():
        if table.name not in PRESENT_IN_EMPTY and _holds_rows(conn, table.name):
            raise Refused(
                "desk", f"the desk is not empty: it has {table.name.replace('_', ' ')}; import into a new one"
            )
    for name in sorted(NOT_EXPORTED):
        if _holds_rows(conn, name):
            raise Refused("desk", f"the desk is not empty: it has {name.replace('_', ' ')}; import into a new one")


def restore(conn: sa.Connection, lines: Iterable[str]) -> Iterator[int]:
    """Write the lines of an export after its first one into an empty desk, in the caller's one transaction.

    Yields:
        How many rows are written so far.

    Raises:
        Refused: a line is not as it must be, or the end is missing; names the line.
    """
    tables = {table.name: table for table in exported_tables()}
    _prepare(conn, list(tables.values()))
    rows, ended = 0, False
    for table, batch, number in _batches(lines, tables):
        if table is None:
            ended = _check_end(batch[0], rows, number)
            continue
        if ended:
            raise Refused("file", f"line {number}: something follows after the end")
        _write(conn, table, batch, number)
        rows += len(batch)
        yield rows
    if not ended:
        raise Refused("file", "it is not whole: its last line is missing")
    _finish(conn, list(tables.values()))


def _batches(
    lines: Iterable[str], tables: dict[str, ExportedTable]
) -> Iterator[tuple[ExportedTable | None, list[str], int]]:
    """Rows of one table that follow each other, with the number of the last line; the end has no table."""
    held: list[str] = []
    of: ExportedTable | None = None
    size, number = 0, 1
    for number, line in enumerate(lines, start=2):
        name = _object(line, number).get("type")
        if name != END_TYPE and name not in tables:
            raise Refused("file", f"line {number}: there is no type “{str(name)[:100]}”")
        table = tables.get(str(name))
        if held and (table is not of or len(held) >= _ROWS or size >= _CHARACTERS):
            yield of, held, number - 1
            held, size = [], 0
        of = table
        held.append(line)
        size += len(line)
    if held:
        yield of, held, number


def _object(line: str, number: int) -> dict[str, Any]:
    """A line as an object of JSON. Raises `Refused` with the number of the line."""
    try:
        read = json.loads(line)
    except ValueError:
        read = None
    if not isinstance(read, dict):
        raise Refused("file", f"line {number} is no JSON object")
    return read


def _check_end(line: str, rows: int, number: int) -> bool:
    """True, where the last line says as many rows as were written. Raises `Refused` else."""
    if (said := json.loads(line).get("rows")) != rows:
        raise Refused("file", f"line {number}: it ends after {said} rows, but has {rows}")
    return True


def _write(conn: sa.Connection, table: ExportedTable, batch: list[str], number: int) -> None:
    """Write some rows of one table; `number` is that of the last line.

    Raises `Refused` where the database refuses them. Columns that a row does not name are NULL; ids are those of
    the export.
    """
    name, columns = quoted([table.name]), quoted(table.columns)
    write = (
        f"INSERT INTO {name} ({columns}) OVERRIDING SYSTEM VALUE"  # noqa: S608 - names of our own
        f" SELECT {columns} FROM json_populate_recordset(NULL::{name}, CAST(:rows AS json))"
    )
    try:
        conn.execute(sa.text(write), {"rows": f"[{','.join(batch)}]"})
    except DatabaseError as error:
        why = str(getattr(error.orig, "diag", None) and error.orig.diag.message_primary)  # type: ignore[union-attr]
        first = number - len(batch) + 1
        raise Refused("file", f"lines {first} to {number}: the store refuses {table.name}: {why}") from error


def _prepare(conn: sa.Connection, tables: list[ExportedTable]) -> None:
    """Empty the tables, and hold their references and triggers back until all is there."""
    conn.execute(sa.text("SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0"))
    conn.execute(sa.text(f"TRUNCATE {quoted([table.name for table in tables])} CASCADE"))
    for owner, constraint in _references(conn):
        conn.execute(
            sa.text(f'ALTER TABLE "{owner}" ALTER CONSTRAINT "{constraint}" DEFERRABLE INITIALLY DEFERRED')
        )
    for name in _tables_with_triggers(conn):
        conn.execute(sa.text(f'ALTER TABLE "{name}" DISABLE TRIGGER USER'))


def _finish(conn: sa.Connection, tables: list[ExportedTable]) -> None:
    """Hold the references to what is there now, and have the numbers go on after the highest."""
    try:
        conn.execute(sa.text("SET CONSTRAINTS ALL IMMEDIATE"))
    except DatabaseError as error:
        raise Refused("file", "it refers to rows that are not in it") from error
    for owner, constraint in _references(conn):
        conn.execute(sa.text(f'ALTER TABLE "{owner}" ALTER CONSTRAINT "{constraint}" NOT DEFERRABLE'))
    for name in _tables_with_triggers(conn):
        conn.execute(sa.text(f'ALTER TABLE "{name}" ENABLE TRIGGER USER'))
    for table in tables:
        sequence = conn.execute(_SEQUENCE, {"name": table.name}).scalar() if "id" in table.columns else None
        if sequence:
            highest = f'SELECT coalesce(max(id), 0) + 1 FROM "{table.name}"'  # noqa: S608 - names of our own
            conn.execute(sa.text(f"SELECT setval('{sequence}', ({highest}), false)"))


_SEQUENCE: Final = sa.text("SELECT pg_get_serial_sequence(quote_ident(:name), 'id')")
_REFERENCES: Final = sa.text("""
    SELECT conrelid::regclass::text, conname FROM pg_constraint
    WHERE contype = 'f' AND connamespace = 'public'::regnamespace ORDER BY 1, 2""")
_TRIGGERS: Final = sa.text("""
    SELECT DISTINCT c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
    WHERE NOT t.tgisinternal AND c.relnamespace = 'public'::regnamespace ORDER BY 1""")


def _references(conn: sa.Connection) -> list[tuple[str, str]]:
    """The foreign keys of the desk: (table, name of the constraint)."""
    return [(table.strip('"'), constraint) for table, constraint in conn.execute(_REFERENCES)]


def _tables_with_triggers(conn: sa.Connection) -> list[str]:
    """The tables on which triggers of ours stand."""
    return list(conn.execute(_TRIGGERS).scalars())


def _holds_rows(conn: sa.Connection, name: str) -> bool:
    """Whether a table has a row."""
    return bool(conn.execute(sa.text(f'SELECT EXISTS (SELECT FROM "{name}")')).scalar_one())  # noqa: S608 - names of our own
