"""A desk as it stands at one moment, row after row, in bounded memory.

JSON Lines: the first line names the format, the database's migration and how many rows of each type follow; then
an object a row, with its `type`; the last line is the end, without which the export is not whole. CSV: a table a
file, for spreadsheets.
"""

import json
from collections.abc import Iterator
from typing import Final, cast

import psycopg
import sqlalchemy as sa

from store.people import Refused
from store.transfer.csv_cells import csv_cell, csv_line
from store.transfer.tables import FORMAT, ExportedTable, exported_tables, schema_revision

HEADER_TYPE: Final = "factdesk export"
END_TYPE: Final = "end"
_PIECE: Final = 65_536  # characters


def begin_export(conn: sa.Connection) -> None:
    """Make this transaction read the state of one moment, and lift its time limit, since its reader may be slow.

    Must come first in the transaction: PostgreSQL takes no isolation level after a query.
    """
    conn.execute(sa.text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"))
    conn.execute(sa.text("SET LOCAL statement_timeout = 0"))
    conn.execute(sa.text("SET LOCAL idle_in_transaction_session_timeout = '10min'"))


def export_lines(conn: sa.Connection) -> Iterator[str]:
    """Everything as JSON Lines, in pieces of whole lines; `begin_export` comes before.

    Rows come from the server one after the other, so that memory stays bounded however large the desk is.
    """
    tables = exported_tables()
    counts = {table.name: _count(conn, table) for table in tables}
    header = {"type": HEADER_TYPE, "format": FORMAT, "schema": schema_revision(conn), "rows": counts}
    yield from _in_pieces(_lines(conn, tables, header))


def export_csv(conn: sa.Connection, name: str) -> Iterator[str]:
    """One table as CSV with a header line, in pieces; `begin_export` comes before.

    Lists and objects are written as JSON. A text that a spreadsheet would take for a formula gets an apostrophe
    before it.
    """
    table = find_exported_table(name)
    return _in_pieces(_rows(conn, table))


def find_exported_table(name: str) -> ExportedTable:
    """An exported table by its name. Raises `Refused` where there is none, with the names that there are."""
    tables = {table.name: table for table in exported_tables()}
    if name not in tables:
        raise Refused("resource", f"there is no “{name}” in an export; there are {', '.join(sorted(tables))}")
    return tables[name]


def _lines(conn: sa.Connection, tables: list[ExportedTable], header: dict[str, object]) -> Iterator[str]:
    """The lines of an export: the header, the rows of each table with their type, the end with their number."""
    yield json.dumps(header) + "\n"
    rows = 0
    for table in tables:
        begin = f'{{"type":"{table.name}",'
        for row in _json_rows(conn, table):
            rows += 1
            yield f"{begin}{row[1:]}\n"
    yield json.dumps({"type": END_TYPE, "rows": rows}) + "\n"


def _rows(conn: sa.Connection, table: ExportedTable) -> Iterator[str]:
    """The lines of a table as CSV, the header first."""
    yield csv_line(table.columns)
    for row in _json_rows(conn, table):
        yield csv_line([csv_cell(value) for value in json.loads(row).values()])


def _json_rows(conn: sa.Connection, table: ExportedTable) -> Iterator[str]:
    """The rows of a table as JSON objects on one line each, one after the other from the server (COPY)."""
    driver = cast(psycopg.Connection, conn.connection.driver_connection)
    copy_out = f"COPY (SELECT row_to_json(r) FROM ({table.select()}) r) TO STDOUT"  # noqa: S608 - names of our own
    with driver.cursor() as cursor, cursor.copy(copy_out) as copy:
        for (row,) in copy.rows():
            yield row


def _count(conn: sa.Connection, table: ExportedTable) -> int:
    """How many rows of a table are exported."""
    query = f"SELECT count(*) FROM ({table.select()}) r"  # noqa: S608 - names of our own
    return int(conn.execute(sa.text(query)).scalar_one())


def _in_pieces(lines: Iterator[str]) -> Iterator[str]:
    """Lines joined to pieces of some 64 KB, for fewer writes to the network."""
    piece: list[str] = []
    size = 0
    for line in lines:
        piece.append(line)
        size += len(line)
        if size >= _PIECE:
            yield "".join(piece)
            piece, size = [], 0
    if piece:
        yield "".join(piece)
