"""The claims that follow another one: the members of its cluster, its duplicates, and those in triage that repeat
it.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Final

import sqlalchemy as sa

from store.claims.states import ClaimState, list_claim_states
from store.claims.tables import claims
from store.claims.workflow import OPEN, TransitionContext, TransitionInput
from store.claims.writes import HistoryEntry, update_fields, write_transition
from store.columns import among
from store.people import MACHINE

MOST_TRIES: Final = 20  # to lock claims whose links change meanwhile


class ClusterBusy(RuntimeError):
    """The links changed each time that they were about to be written; try again later."""


def lock_followers(conn: sa.Connection, claim_ids: Collection[int]) -> None:
    """Lock claims with all that follows them.

    Raises:
        ClusterBusy: their clusters changed each time.
    """
    for _ in range(MOST_TRIES):
        attempt = conn.begin_nested()
        wanted = {*claim_ids, *list_followers(conn, claim_ids)}
        list_claim_states(conn, wanted, lock=True)
        if list_followers(conn, claim_ids) <= wanted:
            attempt.commit()
            return
        attempt.rollback()
    raise ClusterBusy("the clusters of these claims change too fast")


def release_followers(conn: sa.Connection, head: ClaimState, reason: str) -> int | None:
    """Let the claims that are judged with `head` go, which says something else now: the first of them stands for
    the others.

    Args:
        head: locked with its members and duplicates.
        reason: why, in words.

    Returns:
        The claim that stands for its members now.
    """
    following = sa.or_(claims.c.head_id == head.id, claims.c.duplicate_of == head.id)
    ids = conn.execute(sa.select(claims.c.id).where(following).order_by(claims.c.id)).scalars().all()
    rows = list(list_claim_states(conn, ids).values())
    for state, judged in by_state(rows).items():
        if state in ("duplicate", "snoozed"):
            write_transition(
                conn,
                judged,
                TransitionContext(state),
                "reopen",
                MACHINE,
                TransitionInput(reason),
                entry=HistoryEntry("reopen", details={"with": head.id}),
            )
    members = [row.id for row in rows if row.head_id == head.id]
    update_fields(conn, members[:1], MACHINE, HistoryEntry("no longer clustered", reason), {"head_id": None})
    new_head = {"head_id": members[0]} if members else {}
    update_fields(conn, members[1:], MACHINE, HistoryEntry("clustered", reason), new_head)
    return members[0] if members else None


def list_followers(conn: sa.Connection, ids: Collection[int]) -> set[int]:
    """The members and the duplicates of these claims, and those in triage that repeat them."""
    return set[int]().union(*map_followers(conn, ids).values())


def map_followers(conn: sa.Connection, ids: Collection[int]) -> dict[int, set[int]]:
    """As `list_followers`, by the id of the claim that they follow."""
    repeating = among(claims.c.repeat_of, ids) & claims.c.state.in_(OPEN)
    following = sa.or_(among(claims.c.head_id, ids), among(claims.c.duplicate_of, ids), repeating)
    repeated = sa.case((claims.c.state.in_(OPEN), claims.c.repeat_of))
    found: dict[int, set[int]] = {claim_id: set() for claim_id in ids}
    for follower, *followed in conn.execute(
        sa.select(claims.c.id, claims.c.head_id, claims.c.duplicate_of, repeated).where(following)
    ):
        for claim_id in found.keys() & followed:
            found[claim_id].add(follower)
    return found


def by_state(rows: Iterable[ClaimState]) -> dict[str, list[int]]:
    """The ids of claims by the state that they are in."""
    found = defaultdict[str, list[int]](list)
    for row in rows:
        found[row.state].append(row.id)
    return found
