"""What statements mean, as vectors, and how many fact-checks have which word; both are filled in behind.

The one who calls makes the vectors: a row whose `meaning` is NULL waits for its own, and gets NULL again when its
statement changes (a trigger sees to that, so that no way of writing can forget it).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Column, Connection, Integer, Table, Text, bindparam, func, select, update
from sqlalchemy.dialects.postgresql import insert

from store.claims import claims
from store.db import metadata
from store.fact_checks import fact_checks

lexemes = Table(
    "lexemes",
    metadata,
    Column("word", Text, primary_key=True),
    Column("checks", Integer, nullable=False),
)
_LOCK: Final = 4_170_322  # one process fills at a time
_TABLES: Final = {table.name: table for table in (fact_checks, claims)}


@dataclass(frozen=True, slots=True)
class Unfilled:
    """A row that waits for the meaning of its statement."""

    table: str
    id: int
    statement: str


def any_left(conn: Connection) -> bool:
    """Whether any row waits."""
    return any(
        conn.execute(select(table.c.id).where(table.c.meaning.is_(None)).limit(1)).first()
        for table in _TABLES.values()
    )


def take(conn: Connection, limit: int) -> list[Unfilled]:
    """Rows that wait, locked until the transaction ends; none while another process fills."""
    if not conn.execute(select(func.pg_try_advisory_xact_lock(_LOCK))).scalar_one():
        return []
    for name, table in _TABLES.items():
        query = (
            select(table.c.id, table.c.statement)
            .where(table.c.meaning.is_(None))
            .order_by(table.c.id)
            .limit(limit)
        )
        if rows := conn.execute(query.with_for_update(skip_locked=True)).all():
            return [Unfilled(name, row.id, row.statement) for row in rows]
    return []


def fill(conn: Connection, rows: Sequence[Unfilled], meanings: Sequence[Sequence[float]]) -> None:
    """Write the meanings of rows that were taken, and count the words of the fact-checks among them."""
    for name, table in _TABLES.items():
        values = [
            {"row": row.id, "vector": vector}
            for row, vector in zip(rows, meanings, strict=True)
            if row.table == name
        ]
        if values:
            write = update(table).where(table.c.id == bindparam("row"))
            conn.execute(write.values(meaning=bindparam("vector", type_=table.c.meaning.type)), values)
    _count(conn, [row.id for row in rows if row.table == fact_checks.name])


def _count(conn: Connection, ids: Sequence[int]) -> None:
    """Add the words of these fact-checks to the counts; one that is filled anew counts twice, which ranks no worse."""
    if not ids:
        return
    held = select(func.unnest(func.tsvector_to_array(fact_checks.c.search)).label("word"))
    words = held.where(fact_checks.c.id.in_(ids)).subquery()
    # In one order, so that two writers never wait for each other.
    counted = select(words.c.word, func.count()).group_by(words.c.word).order_by(words.c.word)
    write = insert(lexemes).from_select(["word", "checks"], counted)
    conn.execute(
        write.on_conflict_do_update(
            index_elements=["word"], set_={"checks": lexemes.c.checks + write.excluded.checks}
        )
    )
