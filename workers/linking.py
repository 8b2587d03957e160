"""Claims linked to others that are the same, in transactions of their own."""

from collections.abc import Mapping, Sequence
from functools import cache

from checks.matching.matcher import is_same_claim
from settings import settings
from store.claims import clusters
from store.db import transaction


def link_all(equals: Mapping[int, Sequence[int]]) -> None:
    """Link claims, in as few transactions as their clusters allow: one, where these lie apart.

    Called where no transaction is open: linking locks claims of other articles too, in one order, and a transaction
    that holds locks already would wait for one that waits for it. Done twice it changes nothing.

    Args:
        equals: by claim id, the ids of claims that are the same claim, the most similar first.

    Raises:
        ClusterBusy: the clusters around the claims change too fast.
    """
    is_same = cache(is_same_claim)
    left = {claim_id: others for claim_id, others in equals.items() if others}
    while left:
        with transaction(settings().database_url) as conn:
            again = clusters.link_claims(conn, left, is_same)
        left = {claim_id: left[claim_id] for claim_id in again}
