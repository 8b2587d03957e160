"""Embeddings of statements and of the shelf's passages, and in how many fact-checks each word is; a background task
writes both.

The caller computes the vectors. A row waits for its embedding while its `encoder` is NULL or another one than the
desk's. A trigger empties both columns when the statement changes, so that no way of writing can forget it. Embeddings
of claims and passages are in tables of their own, because each change of a row writes it again, and with it every index
that the row is in. Those of a document's passages are awaited from when all of it is read, by a trigger too.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Final, TypeAlias

import sqlalchemy as sa
from pgvector.sqlalchemy import HALFVEC
from sqlalchemy.dialects.postgresql import insert

from checks.types.embedding import ENCODER_DIMENSIONS, ENCODER_FAMILY, ENCODER_NAME
from store.claims.tables import claims
from store.columns import AnyExpression, among, embedding, embedding_index, encoder_index
from store.db import metadata
from store.shelf.documents import passages
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
    *embedding(),
    embedding_index("claim_embeddings", neighbours=8),
    encoder_index("claim_embeddings", "claim_id"),
)
passage_embeddings = sa.Table(
    "passage_embeddings",
    metadata,
    sa.Column(
        "passage_id",
        sa.BigInteger,
        sa.ForeignKey("document_passages.id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
    ),
    *embedding(),
    embedding_index("passage_embeddings"),
    encoder_index("passage_embeddings", "passage_id"),
)
# An embedding: its numbers, or those as pgvector writes them (`written_vector`).
Vector: TypeAlias = Sequence[float] | str
_WRITTEN: Final = f"[{','.join(['%.5g'] * ENCODER_DIMENSIONS)}]"
_LOCK: Final = 4_170_322  # advisory lock: one process fills at a time
_COUNTING_LOCK: Final = 4_170_327  # advisory lock: one process counts words at a time
_EF_SEARCH: Final = 80  # candidates that the HNSW index looks at; more finds more of the nearest, and takes longer
_SET_SEARCH: Final = sa.text(
    f"SET LOCAL hnsw.ef_search = {_EF_SEARCH}; SET LOCAL hnsw.iterative_scan = strict_order;"
    " SET LOCAL plan_cache_mode = force_custom_plan; SET LOCAL jit = off"
)
_COUNT_AGAIN: Final = 1.2  # words are counted anew when there are so many times as many fact-checks as before
_ALL: Final = ""  # the "word" whose count is the highest id of a fact-check when words were counted
_STATEMENTS: Final = {
    fact_checks: sa.select(fact_checks.c.id, fact_checks.c.statement),
    claim_embeddings: sa.select(claims.c.id, claims.c.statement).join(
        claim_embeddings, claim_embeddings.c.claim_id == claims.c.id
    ),
    passage_embeddings: sa.select(passages.c.id, passages.c.text.label("statement")).join(
        passage_embeddings, passage_embeddings.c.passage_id == passages.c.id
    ),
}

_OF_BATCH: Final = """
    EXISTS (SELECT FROM lookup_batches b WHERE b.revision_id = claims.revision_id
            AND claims.id BETWEEN b.first_claim_id AND b.last_claim_id)"""
# What holds for rows that the background task fills in.
_UNTAKEN: Final[dict[sa.Table, tuple[sa.TextClause, ...]]] = {
    fact_checks: (),
    claim_embeddings: (sa.text(f"NOT {_OF_BATCH}"),),
    passage_embeddings: (),
}


@dataclass(frozen=True, slots=True)
class MissingEmbedding:
    """A row that waits for the embedding of its statement: a fact-check, a claim whose `table` is `claim_embeddings`,
    or a passage, whose text is its statement.
    """

    table: sa.Table
    id: int
    statement: str


def unnested_vectors(name: str) -> AnyExpression:
    """The embeddings of a parameter, a list of what `written_vector` gives, as one array for `unnest`.

    They are read here, all at once: what is written in a row of `unnest` and read beside each row that it is compared
    with is read as often as there are rows (59 ms a claim among 3,000 passages).
    """
    return sa.cast(sa.bindparam(name, type_=sa.ARRAY(sa.Text())), sa.ARRAY(HALFVEC()))


def embedding_distance(column: AnyExpression, other: AnyExpression) -> sa.ColumnElement[float]:
    """How far two embeddings are from each other.

    It is the negative inner product (pgvector's `<#>`), which is the negative cosine since the vectors have length 1;
    so the nearest come first.
    """
    return column.op("<#>", return_type=sa.Float())(other)


def written_vector(embedding: Vector) -> str:
    """An embedding as pgvector reads it, five digits of each number; one that is written already as it is."""
    return embedding if isinstance(embedding, str) else _WRITTEN % tuple(embedding)


def has_comparable_embedding(table: sa.FromClause) -> sa.ColumnElement[bool]:
    """Whether a row of `table` has an embedding that lies in one space with those of the desk's encoder."""
    return sa.func.starts_with(table.c.encoder, f"{ENCODER_FAMILY}/", type_=sa.Boolean())


def set_search(conn: sa.Connection) -> None:
    """Set this transaction up for searches in the index of embeddings; the settings end with it.

    The search goes on until it has found as many rows as are asked for: else those that a condition leaves out, and
    deleted ones that are still in the index, could take all places of the nearest. A plan for any vector would read
    the vector again for each row, and to compile one takes longer than the search.
    """
    conn.execute(_SET_SEARCH)


def read_claim_embeddings(conn: sa.Connection, claim_ids: Collection[int]) -> dict[int, str]:
    """The embeddings of claims as they are written, by the claims' ids; one that is still to be filled in is missing.

    Searches take them so: nobody here needs their numbers.
    """
    return {row.claim_id: row.written for row in conn.execute(_READ, {"claims": list(claim_ids)})}


def list_missing_claim_embeddings(conn: sa.Connection, claim_ids: Collection[int]) -> dict[int, str]:
    """The statements of those of these claims that wait for their embedding, by the claims' ids."""
    missing = among(claims.c.id, claim_ids), ~has_comparable_embedding(claim_embeddings).is_(True)
    return {row.id: row.statement for row in conn.execute(_STATEMENTS[claim_embeddings].where(*missing))}


def any_embedding_missing(conn: sa.Connection) -> bool:
    """Whether any row waits for its embedding, other than claims whose batch of lookups will fill it in."""
    return any(
        conn.execute(query.where(condition, *_UNTAKEN[table]).limit(1)).first()
        for table, query in _STATEMENTS.items()
        for condition in _waiting(table)
    )


def count_missing_embeddings(conn: sa.Connection) -> int:
    """How many fact-checks, claims and passages wait for their embedding."""
    return sum(
        conn.execute(sa.select(sa.func.count()).select_from(table).where(condition)).scalar_one()
        for table in _STATEMENTS
        for condition in _waiting(table)
    )


def take_missing_embeddings(conn: sa.Connection, limit: int) -> list[MissingEmbedding]:
    """At most `limit` rows that wait, locked until the transaction ends; those without any embedding come first.

    Tables take turns row by row, so that a large import holds up no document. An empty list while another process
    fills; rows that another transaction holds are left out, and so are claims whose batch of lookups will fill theirs
    in.
    """
    if not conn.execute(sa.select(sa.func.pg_try_advisory_xact_lock(_LOCK))).scalar_one():
        return []
    for place in range(len(_waiting(fact_checks))):
        found = [_take_from(conn, table, place, limit) for table in _STATEMENTS]
        if turns := [row for turn in zip_longest(*found) for row in turn if row is not None]:
            return turns[:limit]
    return []


def _take_from(conn: sa.Connection, table: sa.Table, place: int, limit: int) -> list[MissingEmbedding]:
    """Rows of one table that meet the condition at `place` of `_waiting`, locked."""
    waiting = (
        _STATEMENTS[table]
        .where(_waiting(table)[place], *_UNTAKEN[table])
        .order_by(table.c.encoder, *table.primary_key)
        .limit(limit)
        .with_for_update(of=table, skip_locked=True)
    )
    return [MissingEmbedding(table, row.id, row.statement) for row in conn.execute(waiting)]


def fill_embeddings(
    conn: sa.Connection, rows: Sequence[MissingEmbedding], embeddings: Sequence[Sequence[float]]
) -> None:
    """Write the embeddings of rows that were taken.

    Args:
        rows: what `take_missing_embeddings` gave in this transaction.
        embeddings: one vector for each row, 384 numbers of the desk's encoder, of length 1.
    """
    for table in _STATEMENTS:
        of_table = {row.id: vector for row, vector in zip(rows, embeddings, strict=True) if row.table is table}
        _write_embeddings(conn, table, of_table)


def write_claim_embeddings(conn: sa.Connection, statements: Mapping[int, str], vectors: Sequence[Vector]) -> None:
    """Write the embeddings of claims that still have the statements of which they are.

    Args:
        statements: by claim id, as `list_missing_claim_embeddings` gives them.
        vectors: one for each of them, in their order.
    """
    if not statements:
        return
    given = {"claims": list(statements), "said": list(statements.values()), "encoder": ENCODER_NAME}
    conn.execute(_WRITE_OF_STATEMENTS, {**given, "vectors": [written_vector(vector) for vector in vectors]})


def copy_claim_embeddings(conn: sa.Connection, originals: Mapping[int, int]) -> None:
    """Give claims the embeddings of others that have the same statement; by the ids of both."""
    if originals:
        conn.execute(_COPY, {"claims": list(originals), "originals": list(originals.values())})


def _write_embeddings(conn: sa.Connection, table: sa.Table, embeddings: Mapping[int, Sequence[float]]) -> None:
    if not embeddings:
        return
    (key,) = table.primary_key
    write = sa.update(table).where(key == sa.bindparam("row")).values(encoder=ENCODER_NAME)
    values = [{"row": row, "vector": vector} for row, vector in embeddings.items()]
    conn.execute(write.values(embedding=sa.bindparam("vector", type_=table.c.embedding.type)), values)


def count_words(conn: sa.Connection) -> bool:
    """Count in how many fact-checks each word is, if many came since that was done last; whether it was done.

    Takes seconds for 100,000 fact-checks. Does nothing while another process counts.

    Args:
        conn: a connection in a transaction of its own, whose time limit for statements is raised until it ends.
    """
    newest = conn.execute(sa.select(sa.func.max(fact_checks.c.id))).scalar_one() or 0
    counted = sa.select(lexemes.c.document_frequency).where(lexemes.c.word == _ALL)
    if newest <= (conn.execute(counted).scalar() or 0) * _COUNT_AGAIN:
        return False
    if not conn.execute(sa.select(sa.func.pg_try_advisory_xact_lock(_COUNTING_LOCK))).scalar_one():
        return False
    conn.execute(sa.text("SET LOCAL statement_timeout = '10min'"))
    found = sa.func.ts_stat("SELECT search FROM fact_checks").table_valued("word", "ndoc")
    counts = sa.select(found.c.word, found.c.ndoc).where(found.c.word != _ALL)
    all_ = sa.select(sa.literal(_ALL), sa.literal(newest, sa.Integer))
    add = insert(lexemes).from_select(["word", "document_frequency"], sa.union_all(counts, all_))
    updated = {"document_frequency": add.excluded.document_frequency}
    conn.execute(add.on_conflict_do_update(index_elements=["word"], set_=updated))
    return True


def _waiting(table: sa.Table) -> tuple[sa.ColumnElement[bool], ...]:
    """Conditions of which the rows that wait meet one; an index serves each."""
    name = table.c.encoder
    return name.is_(None), name < ENCODER_NAME, name > ENCODER_NAME


_READ: Final = (
    sa.select(claim_embeddings.c.claim_id, sa.cast(claim_embeddings.c.embedding, sa.Text()).label("written"))
    .where(has_comparable_embedding(claim_embeddings))
    .where(claim_embeddings.c.claim_id == sa.any_(sa.bindparam("claims", type_=sa.ARRAY(sa.BigInteger))))
)
_WRITE_OF_STATEMENTS: Final = sa.text("""
    UPDATE claim_embeddings own SET embedding = CAST(given.vector AS halfvec), encoder = :encoder
    FROM unnest(CAST(:claims AS bigint[]), CAST(:said AS text[]), CAST(:vectors AS text[]))
      AS given (claim_id, said, vector)
    JOIN claims ON claims.id = given.claim_id AND claims.statement = given.said
    WHERE own.claim_id = given.claim_id""")
_COPY: Final = sa.text("""
    UPDATE claim_embeddings own SET embedding = other.embedding, encoder = other.encoder
    FROM unnest(CAST(:claims AS bigint[]), CAST(:originals AS bigint[])) pair (claim_id, original_id)
    JOIN claim_embeddings other ON other.claim_id = pair.original_id
    JOIN claims mine ON mine.id = pair.claim_id
    JOIN claims theirs ON theirs.id = pair.original_id AND theirs.statement = mine.statement
    WHERE own.claim_id = pair.claim_id AND other.encoder IS NOT NULL""")
