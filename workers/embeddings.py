"""Embeddings of claims, computed when they are first needed."""

from collections.abc import Callable, Collection
from itertools import islice
from typing import Final

from checks.nlp.encoder import encoder
from settings import settings
from store import embeddings
from store.db import transaction

_AT_ONCE: Final = 16  # claims; half the time of a batch of lookups before it may give way


def fill_claim_embeddings(claim_ids: Collection[int], gives_way: Callable[[], bool] = lambda: False) -> set[int]:
    """Fill in the embeddings of claims, by which past fact-checks and the same claims are found.

    They are committed before others are searched for: of two jobs at once one at least sees the claims of the other.
    Called where no transaction is open.

    Args:
        claim_ids: the claims; the first of them have theirs first.
        gives_way: asked after some of them whether the rest is to be left.

    Returns:
        The claims that are left without.
    """
    with transaction(settings().database_url) as conn:
        missing = embeddings.list_missing_claim_embeddings(conn, claim_ids)
    waiting = iter(sorted(missing))
    encoded, vectors = dict[int, str](), list[list[float]]()
    while some := {claim_id: missing[claim_id] for claim_id in islice(waiting, _AT_ONCE)}:
        vectors += encoder().sentences(list(some.values())).tolist()
        encoded |= some
        if gives_way():
            break
    if encoded:
        with transaction(settings().database_url) as conn:
            embeddings.write_claim_embeddings(conn, encoded, vectors)
    return missing.keys() - encoded.keys()
