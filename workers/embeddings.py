"""Embeddings of claims, computed when they are first needed."""

from collections.abc import Collection

from checks.nlp.encoder import encoder
from settings import settings
from store import embeddings
from store.db import transaction


def fill_claim_embeddings(claim_ids: Collection[int]) -> None:
    """Fill in the embeddings of claims, by which past fact-checks and the same claims are found.

    They are committed before others are searched for: of two jobs at once one at least sees the claims of the other.
    Called where no transaction is open.
    """
    with transaction(settings().database_url) as conn:
        missing = embeddings.list_missing_claim_embeddings(conn, claim_ids)
    if not missing:
        return
    vectors = encoder().sentences(list(missing.values())).tolist()
    with transaction(settings().database_url) as conn:
        embeddings.write_claim_embeddings(conn, missing, vectors)
