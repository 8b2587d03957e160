"""The next claim for somebody who asks for work: of two who ask at once nobody gets the same."""

from dataclasses import replace
from typing import Final

import sqlalchemy as sa

from store.claims.claims import ClaimRecord, find_claim_ids, get_claim
from store.claims.filters import ClaimFilters
from store.claims.transitions import StaleClaim, apply_transition
from store.claims.workflow import OPEN, NotAllowed, TransitionInput
from store.people import Actor

_LOCK_CLASS: Final = 417_033  # of the advisory locks of claims that are being taken
_AT_ONCE: Final = 30  # claims that are tried before more are looked for


def take_next_claim(conn: sa.Connection, filters: ClaimFilters, sort: str, actor: Actor) -> ClaimRecord | None:
    """Take the first waiting claim of a list that nobody else is taking at this moment.

    Somebody else's hold on a claim is seen at once (a try for an advisory lock), so nobody waits; if a claim was taken
    meanwhile, the table of transitions refuses it and the next one is tried.

    Args:
        filters: what the list is narrowed to; of it only what waits for triage, a cluster once, is taken.
        sort: one of `SORTS`.

    Returns:
        The claim, now in the person's hands; None if nothing waits.
    """
    states = tuple(state for state in filters.states or OPEN if state in OPEN)
    if not states:
        return None
    after = None
    waiting = replace(filters, states=states, heads=True, unowned=True)
    while ids := find_claim_ids(conn, waiting, sort=sort, after=after, limit=_AT_ONCE):
        for claim_id in ids:
            if taken := _take(conn, claim_id, actor):
                return taken
        after = get_claim(conn, ids[-1]).position(sort)
    return None


def _take(conn: sa.Connection, claim_id: int, actor: Actor) -> ClaimRecord | None:
    """Take a claim into the actor's hands; None if somebody else was faster."""
    if not conn.execute(sa.select(sa.func.pg_try_advisory_xact_lock(_LOCK_CLASS, claim_id % 2**31))).scalar_one():
        return None
    try:
        with conn.begin_nested():
            version = get_claim(conn, claim_id).version
            return apply_transition(conn, claim_id, "take", actor, version, TransitionInput())
    except (StaleClaim, NotAllowed):
        return None
