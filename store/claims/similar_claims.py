"""Claims that may be the same as others, found by their embeddings."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

import sqlalchemy as sa

from checks.types.claim import ContextualStatement
from checks.types.embedding import ENCODER_FAMILY
from checks.types.stance import LEAST_COSINE_OF_SAME_CLAIM
from store import embeddings

_MOST_SIMILAR: Final = 60
# The nearest of many claims in one statement: for each of them the index is searched once.
_SIMILAR_OF: Final = sa.text("""
    SELECT mine.claim_id AS of, near.claim_id AS id, other.statement, other.context, -near.distance AS cosine
    FROM claim_embeddings mine
    JOIN claims own ON own.id = mine.claim_id
    JOIN articles a ON a.id = own.article_id
    CROSS JOIN LATERAL (
      SELECT claim_id, embedding <#> mine.embedding AS distance FROM claim_embeddings
      WHERE starts_with(encoder, :family) ORDER BY embedding <#> mine.embedding LIMIT :most
    ) near
    JOIN claims other ON other.id = near.claim_id
    JOIN articles b ON b.id = other.article_id AND b.sample = a.sample
    WHERE mine.claim_id = ANY (:claims) AND starts_with(mine.encoder, :family)
      AND near.claim_id <> mine.claim_id AND -near.distance >= :least
    ORDER BY mine.claim_id, near.distance""")


@dataclass(frozen=True, slots=True)
class SimilarClaim:
    """A claim that may be the same as another; `cosine` is that of their embeddings, -1 to 1."""

    id: int
    contextual: ContextualStatement
    cosine: float


def find_similar_claims_of(conn: sa.Connection, claim_ids: Collection[int]) -> dict[int, list[SimilarClaim]]:
    """Other claims that may be the same as each of these, by their stored embeddings, the most similar first.

    Returns:
        The similar claims by claim id; a claim whose embedding is still missing has none here.
    """
    embeddings.set_search(conn)
    found: dict[int, list[SimilarClaim]] = {claim_id: [] for claim_id in claim_ids}
    family = f"{ENCODER_FAMILY}/"
    given = {
        "claims": list(claim_ids),
        "most": _MOST_SIMILAR,
        "least": LEAST_COSINE_OF_SAME_CLAIM,
        "family": family,
    }
    for row in conn.execute(_SIMILAR_OF, given):
        found[row.of].append(SimilarClaim(row.id, ContextualStatement(row.statement, row.context), row.cosine))
    return found
