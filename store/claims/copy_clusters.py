"""The claims of a copied article, put into the clusters of those that they are word for word; all of them at once."""

from collections.abc import Mapping

import sqlalchemy as sa

from store.claims.clusters import IsSameClaim
from store.claims.followers import list_followers
from store.claims.states import ClaimState, list_claim_states
from store.claims.workflow import OPEN
from store.claims.writes import make_members
from store.verdicts import fact_checks


def link_copies(conn: sa.Connection, originals: Mapping[int, int], is_same: IsSameClaim) -> list[int]:
    """Put claims that have just come in under the heads of those that they are the same as.

    Done twice it changes nothing.

    Args:
        originals: the claim that each claim is the same as, by their ids.
        is_same: tells of two statements with their context lines whether they are the same claim.

    Returns:
        The claims with which there is more to decide; `store.claims.clusters.link_claims` does.
    """
    before = list_claim_states(conn, {*originals, *originals.values()})
    heads = {claim.head_id for claim in before.values() if claim.head_id is not None}
    rows = list_claim_states(conn, {*before, *heads}, lock=True)
    returned = fact_checks.list_published_claims(conn, [row.id for row in rows.values() if row.state in OPEN])
    if list_followers(conn, originals):
        return sorted(originals)
    linked, left = dict[int, int](), list[int]()
    for claim_id, original_id in originals.items():
        claim, original = rows.get(claim_id), rows.get(original_id)
        if claim is None or original is None:
            continue
        head = rows.get(original.head_id or original.id)
        if claim.head_id is not None and head is not None and claim.head_id == head.id:
            continue
        if head is None or head.id in returned or not may_join(claim, original, head, is_same):
            left.append(claim_id)
        else:
            linked[claim_id] = head.id
    make_members(conn, linked)
    return left


def may_join(claim: ClaimState, original: ClaimState, head: ClaimState, is_same: IsSameClaim) -> bool:
    """Whether a claim that has just come in becomes a member of `head`, and nothing else is to be decided."""
    fresh = claim.state == "new" and claim.parent_id is None and not claim.excluded_from_clusters
    alone = claim.repeat_of is None and original.repeat_of is None
    open_ = original.state in OPEN and head.state in OPEN and head.head_id is None
    older = head.id < claim.id  # the oldest of a cluster stands for it
    return (
        fresh
        and alone
        and open_
        and older
        and (head.id == original.id or is_same(head.contextual, claim.contextual))
    )
