"""An export read into an empty desk, all of it or nothing: the same rows under the same numbers."""

from collections.abc import Iterable, Iterator
from typing import Final

import sqlalchemy as sa

from store.db import DatabaseError, is_away
from store.people import Refused
from store.transfer.lines import Batch, ExportHeader, Faults, parse_header, read_batches
from store.transfer.tables import ExportedTable, exported_tables, quoted, schema_revision


def read_header(conn: sa.Connection, line: str) -> ExportHeader:
    """The first line of an export. Raises `Refused` where it is none, or one of another version of the desk."""
    return parse_header(line, schema_revision(conn))


def restore(conn: sa.Connection, lines: Iterable[str]) -> Iterator[int]:
    """Write the lines of an export after its first one into an empty desk, in the caller's one transaction.

    Yields:
        How many rows are written so far.

    Raises:
        WrongLines: lines are not as they must be; names each, up to `store.transfer.lines.MOST_FAULTS`.
        Refused: the export is incomplete, or refers to rows that it does not have.
    """
    tables = {table.name: table for table in exported_tables()}
    _prepare(conn, list(tables.values()))
    rows, faults = 0, Faults()
    for batch in read_batches(lines, tables, faults):
        _write_batch(conn, batch, faults)
        rows += len(batch.lines)
        yield rows
    _finish(conn, list(tables.values()))


def _write_batch(conn: sa.Connection, batch: Batch, faults: Faults) -> None:
    """Write some rows of one table; where the database refuses them, one after the other, to find which."""
    if _refusal(conn, batch.table, batch.lines) is None:
        return
    for number, line in enumerate(batch.lines, start=batch.first):
        if why := _refusal(conn, batch.table, [line]):
            faults.add(number, f"line {number}: the store refuses {batch.table.name}: {why}")


def _refusal(conn: sa.Connection, table: ExportedTable, lines: list[str]) -> str | None:
    """Write rows, and say why the database refuses them; None if they are written.

    Columns that a row does not name are NULL; ids are those of the export.
    """
    name, columns = quoted([table.name]), quoted(table.columns)
    write = (
        f"INSERT INTO {name} ({columns}) OVERRIDING SYSTEM VALUE"  # noqa: S608 - names of our own
        f" SELECT {columns} FROM json_populate_recordset(NULL::{name}, CAST(:rows AS json))"
    )
    try:
        with conn.begin_nested():
            conn.execute(sa.text(write), {"rows": f"[{','.join(lines)}]"})
    except DatabaseError as error:
        if is_away(error):
            raise
        return _in_words(error)
    return None


def _in_words(error: DatabaseError) -> str:
    """The database's reason for a refusal."""
    diagnosis = getattr(error.orig, "diag", None)
    said = (getattr(diagnosis, "message_primary", None), getattr(diagnosis, "message_detail", None))
    return ": ".join(str(each).rstrip(".") for each in said if each)


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
    # What is not exported of claims and lookups is written as they come; what they belong to is there before them.
    conn.execute(sa.text("ALTER TABLE claims ENABLE TRIGGER write_claim_search, ENABLE TRIGGER write_claim_order"))
    conn.execute(sa.text("ALTER TABLE claim_tags ENABLE TRIGGER follow_added_tags"))
    conn.execute(sa.text("ALTER TABLE lookups ENABLE TRIGGER write_open_article"))


def _finish(conn: sa.Connection, tables: list[ExportedTable]) -> None:
    """Check all references, and continue the sequences after the highest numbers."""
    try:
        conn.execute(sa.text("SET CONSTRAINTS ALL IMMEDIATE"))
    except DatabaseError as error:
        raise Refused("file", f"it refers to rows that are not in it: {_in_words(error)}") from error
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
