"""What statements mean, as vectors, and how many fact-checks have which word; both are filled in behind.

The one who calls makes the vectors: a row whose `meaning` is NULL waits for its own, and gets NULL again when its
statement changes (a trigger sees to that, so that no way of writing can forget it). Those of claims stand in a table
of their own, because each step of a claim writes its row anew, and with it every index that the row is in.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Connection,
    Float,
    ForeignKey,
    Integer,
    Label,
    Table,
    Text,
    bindparam,
    cast,
    func,
    select,
    text,
    update,
)
from sqlalchemy.dialects.postgresql import insert

from store.claims import claims
from store.columns import meaning, nearest_first, unfilled
from store.db import metadata
from store.fact_checks import fact_checks

lexemes = Table(
    "lexemes",
    metadata,
    Column("word", Text, primary_key=True),
    Column("checks", Integer, nullable=False),
)
claim_meanings = Table(
    "claim_meanings",
    metadata,
    Column(
        "claim_id", BigInteger, ForeignKey("claims.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    ),
    meaning(),
    nearest_first("claim_meanings"),
    unfilled("claim_meanings", "claim_id"),
)
_SCANNED: Final = 80  # how wide the index looks; more finds more of the nearest, and takes longer
_SEARCH: Final = text(
    f"SET LOCAL hnsw.ef_search = {_SCANNED}; SET LOCAL plan_cache_mode = force_custom_plan; SET LOCAL jit = off"
)
_LOCK: Final = 4_170_322  # one process fills at a time
_WAITING: Final = {
    fact_checks: select(fact_checks.c.id, fact_checks.c.statement).where(fact_checks.c.meaning.is_(None)),
    claim_meanings: select(claims.c.id, claims.c.statement)
    .join(claim_meanings, claim_meanings.c.claim_id == claims.c.id)
    .where(claim_meanings.c.meaning.is_(None)),
}


@dataclass(frozen=True, slots=True)
class Unfilled:
    """A row that waits for the meaning of its statement."""

    table: Table
    id: int
    statement: str


def distance(column: ColumnElement[Any]) -> Label[float]:
    """How far a meaning is from `:meaning`: the cosine of the two, negative, so that the nearest come first."""
    return column.op("<#>", return_type=Float())(cast(bindparam("meaning", type_=Text()), column.type)).label(
        "distance"
    )


def search(conn: Connection, meaning: Sequence[float]) -> dict[str, str]:
    """Set this transaction to search among the meanings; returns the parameter that `distance` takes.

    A plan for any vector would read the vector anew for each row; and to compile one takes longer than the search.
    """
    conn.execute(_SEARCH)
    return {"meaning": f"[{','.join(map('{:.5g}'.format, meaning))}]"}


def any_left(conn: Connection) -> bool:
    """Whether any row waits."""
    return any(conn.execute(query.limit(1)).first() for query in _WAITING.values())


def take(conn: Connection, limit: int) -> list[Unfilled]:
    """Rows that wait, locked until the transaction ends; none while another process fills."""
    if not conn.execute(select(func.pg_try_advisory_xact_lock(_LOCK))).scalar_one():
        return []
    for table, query in _WAITING.items():
        first = query.order_by(*table.primary_key).limit(limit).with_for_update(of=table, skip_locked=True)
        if rows := conn.execute(first).all():
            return [Unfilled(table, row.id, row.statement) for row in rows]
    return []


def fill(conn: Connection, rows: Sequence[Unfilled], meanings: Sequence[Sequence[float]]) -> None:
    """Write the meanings of rows that were taken, and count the words of the fact-checks among them."""
    for table in _WAITING:
        vectors = {row.id: vector for row, vector in zip(rows, meanings, strict=True) if row.table is table}
        _write(conn, table, vectors)
    _count(conn, [row.id for row in rows if row.table is fact_checks])


def of_claims(conn: Connection, meanings: Mapping[int, Sequence[float]]) -> None:
    """Write the meanings of claims, by their ids, at once."""
    _write(conn, claim_meanings, meanings)


def _write(conn: Connection, table: Table, meanings: Mapping[int, Sequence[float]]) -> None:
    if not meanings:
        return
    (key,) = table.primary_key
    write = update(table).where(key == bindparam("row"))
    values = [{"row": row, "vector": vector} for row, vector in meanings.items()]
    conn.execute(write.values(meaning=bindparam("vector", type_=table.c.meaning.type)), values)


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
