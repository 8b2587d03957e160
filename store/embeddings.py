"""Embeddings of statements, and in how many fact-checks each word is; a background task fills in both.

The caller computes the vectors. A row whose `embedding` is NULL waits for its own, and becomes NULL again when its
statement changes: a trigger does that, so that no way of writing can forget it. Embeddings of claims are in a table of
their own, because each change of a claim writes its row anew, and with it every index that the row is in.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from store.claims.tables import claims
from store.columns import embedding, embedding_index, missing_embedding_index
from store.db import metadata
from store.verdicts.fact_checks import fact_checks

lexemes = sa.Table(
    "lexemes",
    metadata,
    sa.Column("word", sa.Text, primary_key=True),
    sa.Column("document_frequency", sa.Integer, nullable=False),
)
claim_embeddings = sa.Table(
    "claim_embeddings",
    metadata,
    sa.Column(
        "claim_id",
        sa.BigInteger,
        sa.ForeignKey("claims.id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
    ),
    embedding(),
    embedding_index("claim_embeddings"),
    missing_embedding_index("claim_embeddings", "claim_id"),
)
_LOCK: Final = 4_170_322  # advisory lock: one process fills at a time
_EF_SEARCH: Final = 80  # candidates that the HNSW index looks at; more finds more of the nearest, and takes longer
_MISSING: Final = {
    fact_checks: sa.select(fact_checks.c.id, fact_checks.c.statement).where(fact_checks.c.embedding.is_(None)),
    claim_embeddings: sa.select(claims.c.id, claims.c.statement)
    .join(claim_embeddings, claim_embeddings.c.claim_id == claims.c.id)
    .where(claim_embeddings.c.embedding.is_(None)),
}


@dataclass(frozen=True, slots=True)
class MissingEmbedding:
    """A row that waits for the embedding of its statement: a fact-check, or a claim whose `table` is `claim_embeddings`."""

    table: sa.Table
    id: int
    statement: str


def embedding_distance(column: sa.ColumnElement[Any]) -> sa.Label[float]:
    """How far an embedding is from the bound parameter `:embedding`, labelled "distance".

    It is the negative inner product (pgvector's `<#>`), which is the negative cosine since the vectors have length 1;
    so the nearest come first.
    """
    given = sa.cast(sa.bindparam("embedding", type_=sa.Text()), column.type)
    return column.op("<#>", return_type=sa.Float())(given).label("distance")


def prepare_embedding_search(conn: sa.Connection, embedding: Sequence[float]) -> dict[str, str]:
    """Set this transaction up for a search by `embedding_distance`.

    A plan for any vector would read the vector anew for each row, and to compile one takes longer than the search.

    Args:
        conn: a connection in a transaction; the settings end with it.
        embedding: the vector that is searched for, `store.columns.DIMENSIONS` numbers, of length 1.

    Returns:
        The value of the bound parameter `:embedding`, by its name.
    """
    conn.execute(
        sa.text(
            f"SET LOCAL hnsw.ef_search = {_EF_SEARCH}; SET LOCAL plan_cache_mode = force_custom_plan; "
            "SET LOCAL jit = off"
        )
    )
    return {"embedding": f"[{','.join(map('{:.5g}'.format, embedding))}]"}


def any_embedding_missing(conn: sa.Connection) -> bool:
    """Whether any row waits for its embedding."""
    return any(conn.execute(query.limit(1)).first() for query in _MISSING.values())


def take_missing_embeddings(conn: sa.Connection, limit: int) -> list[MissingEmbedding]:
    """At most `limit` rows of one table that wait, locked until the transaction ends.

    An empty list while another process fills; rows that another transaction holds are left out.
    """
    if not conn.execute(sa.select(sa.func.pg_try_advisory_xact_lock(_LOCK))).scalar_one():
        return []
    for table, query in _MISSING.items():
        first = query.order_by(*table.primary_key).limit(limit).with_for_update(of=table, skip_locked=True)
        if rows := conn.execute(first).all():
            return [MissingEmbedding(table, row.id, row.statement) for row in rows]
    return []


def fill_embeddings(
    conn: sa.Connection, rows: Sequence[MissingEmbedding], embeddings: Sequence[Sequence[float]]
) -> None:
    """Write the embeddings of rows that were taken, and count the words of the fact-checks among them.

    Args:
        rows: what `take_missing_embeddings` gave in this transaction.
        embeddings: one vector for each row, `store.columns.DIMENSIONS` numbers, of length 1.
    """
    for table in _MISSING:
        of_table = {row.id: vector for row, vector in zip(rows, embeddings, strict=True) if row.table is table}
        _write_embeddings(conn, table, of_table)
    _count_words(conn, [row.id for row in rows if row.table is fact_checks])


def write_claim_embeddings(conn: sa.Connection, embeddings: Mapping[int, Sequence[float]]) -> None:
    """Write the embeddings of claims, by the claims' ids."""
    _write_embeddings(conn, claim_embeddings, embeddings)


def _write_embeddings(conn: sa.Connection, table: sa.Table, embeddings: Mapping[int, Sequence[float]]) -> None:
    if not embeddings:
        return
    (key,) = table.primary_key
    write = sa.update(table).where(key == sa.bindparam("row"))
    values = [{"row": row, "vector": vector} for row, vector in embeddings.items()]
    conn.execute(write.values(embedding=sa.bindparam("vector", type_=table.c.embedding.type)), values)


def _count_words(conn: sa.Connection, ids: Sequence[int]) -> None:
    """Add the words of these fact-checks to the counts.

    A fact-check that is filled in anew counts twice; the counts only tell rare words from frequent ones.
    """
    if not ids:
        return
    unnested = sa.select(sa.func.unnest(sa.func.tsvector_to_array(fact_checks.c.search)).label("word"))
    words = unnested.where(fact_checks.c.id.in_(ids)).subquery()
    # In one order, so that two writers never wait for each other.
    counted = sa.select(words.c.word, sa.func.count()).group_by(words.c.word).order_by(words.c.word)
    add = insert(lexemes).from_select(["word", "document_frequency"], counted)
    total = lexemes.c.document_frequency + add.excluded.document_frequency
    conn.execute(add.on_conflict_do_update(index_elements=["word"], set_={"document_frequency": total}))
