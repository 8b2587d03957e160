"""Passages of the newsroom's own documents, found by meaning: those whose embedding is nearest to a statement's."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import sqlalchemy as sa

from checks.types.embedding import ENCODER_FAMILY
from store.embeddings import Vector, set_search, written_vector
from store.rows import fetch_one
from store.shelf.passage_search import ShelfPassage, fetch_passages

_CANDIDATES: Final = 70  # of the index, among them such as are not searched: of the sample
# The nearest of many vectors in one statement: for each of them the index is searched once. They are read before, all
# at once: read beside each row they were read as often as there are passages.
_NEAREST: Final = sa.text("""
    SELECT q.place - 1 AS place, found.id, -found.distance AS cosine
    FROM unnest(CAST(CAST(:vectors AS text[]) AS halfvec[])) WITH ORDINALITY AS q (vector, place)
    CROSS JOIN LATERAL (
      SELECT near.id, near.distance FROM (
        SELECT passage_id AS id, embedding <#> q.vector AS distance FROM passage_embeddings
        WHERE starts_with(encoder, :family) ORDER BY embedding <#> q.vector LIMIT :candidates
      ) near
      JOIN document_passages p ON p.id = near.id
      JOIN documents d ON d.id = p.document_id AND d.read_at IS NOT NULL AND (:sample OR NOT d.sample)
      WHERE -near.distance >= :least ORDER BY near.distance, near.id LIMIT :limit
    ) found ORDER BY q.place, found.distance, found.id""")
_CONTENTS: Final = sa.text("""
    SELECT EXISTS (SELECT FROM document_passages) AS passages,
      EXISTS (SELECT FROM passage_embeddings WHERE encoder IS NOT NULL) AS embeddings""")


@dataclass(frozen=True, slots=True)
class ShelfContents:
    """Whether there is anything on the shelf that can be searched: `passages` by words, `embeddings` by meaning."""

    passages: bool
    embeddings: bool


def get_shelf_contents(conn: sa.Connection) -> ShelfContents:
    """What is on the shelf to be searched; costs next to nothing, which searches of an empty shelf do not."""
    return fetch_one(conn, _CONTENTS, ShelfContents, "shelf")


def find_nearest_passages(
    conn: sa.Connection, vectors: Sequence[Vector], limit: int, *, least: float, sample: bool = True
) -> list[list[tuple[ShelfPassage, float]]]:
    """The passages of fully read documents that are nearest to each of some embeddings, with their cosines. Passages
    without an embedding are not found.

    Args:
        conn: a connection in a transaction, whose settings are changed until it ends.
        vectors: of length 1.
        limit: the most passages of one of them.
        least: the cosine that a passage has at least, -1 to 1.
        sample: whether documents of the sample are searched too.

    Returns:
        For each vector the passages with their cosines, the nearest first.
    """
    if not vectors:
        return []
    set_search(conn)
    given = {
        "vectors": [written_vector(vector) for vector in vectors], "family": f"{ENCODER_FAMILY}/",
        "candidates": _CANDIDATES, "sample": sample, "least": least, "limit": limit,
    }  # fmt: skip
    rows = conn.execute(_NEAREST, given).all()
    shown = fetch_passages(conn, {row.id for row in rows})
    found: list[list[tuple[ShelfPassage, float]]] = [[] for _ in vectors]
    for row in rows:
        found[row.place].append((shown[row.id], row.cosine))
    return found
