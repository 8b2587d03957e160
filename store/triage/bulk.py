"""One step for many claims: first what it would and would not change, with the reasons, then the step itself."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import sqlalchemy as sa

from store.claims.claims import get_claim
from store.claims.transitions import StaleClaim, apply_transition
from store.claims.workflow import NotAllowed, TransitionInput
from store.db import NotFound
from store.people import Actor, Refused
from store.triage import tags

BULK_STEPS: Final = ("take", "assign", "release", "decline", "snooze", "reopen")
BULK_ACTIONS: Final = (*BULK_STEPS, "tag", "untag")
MOST_AT_ONCE: Final = 200  # claims of one bulk step


@dataclass(frozen=True, slots=True)
class SeenClaim:
    """A claim at the version that its reader saw; None of a claim that is taken as it stands.

    A claim of another version is left alone and told of: somebody changed it meanwhile.
    """

    id: int
    version: int | None = None


@dataclass(frozen=True, slots=True)
class BulkChange:
    """What is done with many claims.

    Attributes:
        action: one of `BULK_ACTIONS`.
        given: what comes with the step.
        tag: of the actions `tag` and `untag`.
    """

    action: str
    given: TransitionInput = field(default_factory=TransitionInput)
    tag: str | None = None


@dataclass(frozen=True, slots=True)
class BulkOutcome:
    """What became of one claim, or would; `problem` says why it is not changed, None if it is."""

    claim_id: int
    statement: str
    problem: str | None


def apply_to_claims(
    conn: sa.Connection, seen: Sequence[SeenClaim], step: BulkChange, actor: Actor, *, dry_run: bool = False
) -> list[BulkOutcome]:
    """Take a step with each of many claims; one that is refused stays as it is and holds up no other.

    Args:
        seen: at most `MOST_AT_ONCE`.
        dry_run: take every step and take it back at once, so that the preview is what will happen.

    Raises:
        Refused: too many claims, no such action, or a tag that cannot be kept; names the field.
    """
    if len(seen) > MOST_AT_ONCE:
        raise Refused("claims", f"at most {MOST_AT_ONCE} claims at once")
    if step.action not in BULK_ACTIONS:
        raise Refused("action", f"the action is one of {', '.join(BULK_ACTIONS)}")
    if step.action in ("tag", "untag"):
        tags.clean_tag(step.tag or "")
    in_order = sorted(seen, key=lambda each: each.id)  # so that no two of these wait for each other
    done = {each.id: _apply(conn, each, step, actor, dry_run=dry_run) for each in in_order}
    return [done[each.id] for each in seen]


def _apply(conn: sa.Connection, seen: SeenClaim, step: BulkChange, actor: Actor, *, dry_run: bool) -> BulkOutcome:
    """Take one claim's step, or try whether it can be taken; never raises for what is wrong with that claim.

    `dry_run` rolls back what was done. Each claim has a savepoint of its own, so that one that is refused takes no
    other with it.
    """
    try:
        claim = get_claim(conn, seen.id)
    except NotFound as error:
        return BulkOutcome(seen.id, "", str(error))
    savepoint = conn.begin_nested()
    try:
        _take(conn, seen.id, step, actor, claim.version if seen.version is None else seen.version)
    except StaleClaim:
        savepoint.rollback()
        return BulkOutcome(seen.id, claim.statement, "somebody changed it meanwhile")
    except (NotAllowed, Refused) as error:
        savepoint.rollback()
        return BulkOutcome(seen.id, claim.statement, str(error))
    if dry_run:
        savepoint.rollback()
    else:
        savepoint.commit()
    return BulkOutcome(seen.id, claim.statement, None)


def _take(conn: sa.Connection, claim_id: int, step: BulkChange, actor: Actor, version: int) -> None:
    """Take the step or set the tag. Raises what is wrong with it."""
    if step.action in BULK_STEPS:
        apply_transition(conn, claim_id, step.action, actor, version, step.given)
        return
    change = {"add": [step.tag or ""]} if step.action == "tag" else {"remove": [step.tag or ""]}
    if not tags.change_tags(conn, [claim_id], actor, **change):
        raise Refused("tag", "it has this tag already" if step.action == "tag" else "it does not have this tag")
