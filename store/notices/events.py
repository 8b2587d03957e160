"""Who is told of which step of a claim."""

from typing import TYPE_CHECKING

import sqlalchemy as sa

from store.claims.states import ClaimState
from store.claims.workflow import TransitionInput
from store.notices.notices import add_notices
from store.people import Actor
from store.verdicts import dependents

if TYPE_CHECKING:
    from store.verdicts.verdicts import Verdict


def note_step(
    conn: sa.Connection,
    claim: ClaimState,
    verdict: "Verdict | None",
    action: str,
    actor: Actor,
    given: TransitionInput,
    *,
    correction: bool,
) -> None:
    """Tell those whom a step concerns.

    Args:
        claim: as it was before the step.
        verdict: its newest one.
        correction: whether a fact-check of it was published before.
    """
    match action:
        case "assign" if given.owner_id is not None:
            add_notices(conn, [given.owner_id], "assigned", claim.id, actor, given.reason or "")
        case "request_changes" if verdict is not None:
            add_notices(conn, [verdict.author_id], "sent back", claim.id, actor, given.reason or "")
        case "approve" if verdict is not None:
            add_notices(conn, [verdict.author_id], "approved", claim.id, actor, given.reason or "")
        case "withdraw":
            _note_dependents(conn, claim, actor, given.reason or "")
        case "publish" if correction:
            _note_dependents(conn, claim, actor, "")


def _note_dependents(conn: sa.Connection, claim: ClaimState, actor: Actor, reason: str) -> None:
    """Tell who has a claim in hand that relies on the fact-check of this one."""
    for each in dependents.list_dependents(conn, claim.id):
        if each.owner_id is not None and each.how != "is judged with it":
            add_notices(conn, [each.owner_id], "relies on", each.claim_id, actor, reason)
