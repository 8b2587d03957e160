"""A claim's steps through its states, each with its audit entry, in the caller's one transaction."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import Connection, RowMapping, func, select

from store import audit
from store.claims import claims, clusters
from store.claims.claims import claims as table
from store.claims.workflow import Case, TransitionInput, actions, allowed
from store.claims.writes import transition
from store.db import one
from store.lookups.evidence import citations
from store.lookups.lookups import lookups
from store.people import MACHINE, Actor, Refused, people
from store.verdicts import fact_checks, verdicts


class Stale(RuntimeError):
    """Somebody changed the claim meanwhile; `now` is how it stands."""

    def __init__(self, now: RowMapping) -> None:
        super().__init__(f"the claim is at version {now['version']} now")
        self.now = now


def move(
    conn: Connection, claim_id: int, action: str, actor: Actor, version: int, given: TransitionInput
) -> RowMapping:
    """Take one step and return the claim as it then stands.

    Raises `NotFound`, `Stale` when `version` is not the claim's, `NotAllowed` or `Refused` naming the field.
    """
    original = given.duplicate_of if action == "duplicate" else None
    row, members, root = clusters.hold(conn, claim_id, original)
    row = _current(conn, row, claim_id, version)
    verdict = verdicts.latest(conn, claim_id)
    case = _case(conn, row, verdict)
    allowed(action, case, actor.role, actor.id, given)
    if action == "assign":
        _check_owner(conn, given.owner_id)
    if original is not None:
        given = replace(given, duplicate_of=_original(conn, row, original, root))
    # a step on a member alone takes it out of its cluster
    fields = {"head_id": None, "apart": True} if case.clustered else {}
    transition(conn, [claim_id], case, action, actor, given, fields=fields)
    if verdict is not None:
        _follow(conn, row, verdict, action, actor, given)
    clusters.carry(conn, row, members, action, actor, given)
    return claims.get(conn, claim_id)


def write_verdict(conn: Connection, claim_id: int, rating: str, summary: str, explanation: str,
                  cites: Sequence[int], actor: Actor, version: int) -> RowMapping:  # fmt: skip
    """Save the next version of a verdict; the claim goes to *researching* with its writer as owner if need be.

    Raises what `move` raises.
    """
    row = _locked(conn, claim_id, version)
    case = Case(row["state"])
    allowed("verdict", case, actor.role, actor.id, TransitionInput(draft=0))
    number = verdicts.save(conn, claim_id, rating, summary, explanation, cites, actor)
    given = TransitionInput(f"version {number}: {rating}", draft=number)
    transition(conn, [claim_id], case, "verdict", actor, given)
    return claims.get(conn, claim_id)


def open_to(conn: Connection, claim_id: int, actor: Actor) -> tuple[str, ...]:
    """The actions that `actor` may take on a claim now."""
    row = conn.execute(select(table).where(table.c.id == claim_id)).mappings().one()
    return actions(_case(conn, row, verdicts.latest(conn, claim_id)), actor.role, actor.id)


def triage(conn: Connection, claim_id: int) -> None:
    """The machine's step when a claim has its suggestion; a claim that people hold already is left alone."""
    state = conn.execute(select(table.c.state).where(table.c.id == claim_id).with_for_update()).scalar()
    if state == "new":
        transition(conn, [claim_id], Case("new"), "triage", MACHINE, TransitionInput())


def wake_snoozed(conn: Connection, limit: int = 200) -> int:
    """Bring claims back whose snooze is over; returns how many."""
    over = select(table.c.id).where(table.c.snoozed_until <= func.now()).limit(limit)
    ids = conn.execute(over.with_for_update(skip_locked=True)).scalars().all()
    transition(conn, ids, Case("snoozed"), "reopen", MACHINE, TransitionInput("the snooze is over"))
    return len(ids)


def _locked(conn: Connection, claim_id: int, version: int) -> RowMapping:
    query = select(table).where(table.c.id == claim_id).with_for_update()
    return _current(conn, conn.execute(query).mappings().first(), claim_id, version)


def _current(conn: Connection, found: RowMapping | None, claim_id: int, version: int) -> RowMapping:
    row = one(found, f"claim {claim_id}")
    if row["version"] != version:
        raise Stale(claims.get(conn, claim_id))
    return row


def _case(conn: Connection, row: RowMapping, verdict: RowMapping | None) -> Case:
    clustered = row["head_id"] is not None
    if verdict is None:
        return Case(row["state"], clustered=clustered)
    cited = select(func.count()).where(citations.c.verdict_id == verdict["id"])
    empty = select(func.count()).where(
        lookups.c.claim_id == row["id"], lookups.c.outcome.in_(("nothing", "set aside"))
    )
    return Case(
        row["state"],
        verdict["author_id"],
        has_verdict=True,
        rating=verdict["rating"],
        cited=conn.execute(cited).scalar_one(),
        lookups_without_hits=conn.execute(empty).scalar_one(),
        clustered=clustered,
        published=fact_checks.standing(conn, row["id"]) is not None,
    )


def _check_owner(conn: Connection, owner_id: int | None) -> None:
    if conn.execute(select(people.c.id).where(people.c.id == owner_id, people.c.active)).first() is None:
        raise Refused("owner", f"nobody here has the number {owner_id}")


def _original(conn: Connection, row: RowMapping, named: int, root: int | None) -> int:
    """The claim that a duplicate of the `named` one is judged with: `root`, what that is itself judged with, locked.

    Raises `Refused` where there is none, or where the claim would become its own duplicate.
    """
    if root is None:
        raise Refused("duplicate_of", f"there is no claim {named}")
    if named == row["id"]:
        raise Refused("duplicate_of", "a claim is no duplicate of itself")
    if root == row["id"]:
        raise Refused(
            "duplicate_of",
            f"claim {named} is itself judged with this claim, as its duplicate or in its cluster: take it out first",
        )
    return root


def _follow(
    conn: Connection, row: RowMapping, verdict: RowMapping, action: str, actor: Actor, given: TransitionInput
) -> None:
    match action:
        case "approve":
            verdicts.decide(conn, verdict["id"], "approved", given.reason, actor)
        case "request_changes":
            verdicts.decide(conn, verdict["id"], "changes requested", given.reason, actor)
        case "publish":
            fact_checks.publish(conn, row, verdict, given.publisher, correction_reason(conn, row["id"]))
            clusters.judged(conn, row["id"], verdict["rating"])
        case "withdraw":
            fact_checks.withdraw(conn, row["id"], given.reason)
            clusters.judged(conn, row["id"], None)


def correction_reason(conn: Connection, claim_id: int) -> str | None:
    """Why the published fact-check of a claim is being corrected; None where none is published."""
    if fact_checks.standing(conn, claim_id) is None:
        return None
    return audit.last_audit_reason(conn, "claim", claim_id, "correct") or "corrected"
