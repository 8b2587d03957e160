"""A claim's steps through its states, each with its audit entry, in the caller's one transaction."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, RowMapping, func, select

from store import audit, claims, clusters, fact_checks, verdicts
from store.changes import change
from store.claims import claims as table
from store.db import one
from store.evidence import citations
from store.lookups import lookups
from store.people import MACHINE, Actor, Refused, people
from store.workflow import Case, NotAllowed, actions, allowed

DRAFTABLE: Final = ("assigned", "researching", "changes_requested", "correction_pending")
_LEAVES_OWNER: Final = ("triage", "release", "reopen", "separate")
_NEEDS_NO_OWNER: Final = ("declined", "duplicate", "snoozed", "triage", "new")


class Stale(RuntimeError):
    """Somebody changed the claim meanwhile; `now` is how it stands."""

    def __init__(self, now: RowMapping) -> None:
        super().__init__(f"the claim is at version {now['version']} now")
        self.now = now


@dataclass(frozen=True, slots=True)
class Given:
    """What comes with a step, as far as the step needs it."""

    reason: str | None = None
    owner_id: int | None = None
    until: datetime | None = None
    duplicate_of: int | None = None
    publisher: str = field(default="Factdesk newsroom")


def move(conn: Connection, claim_id: int, action: str, actor: Actor, version: int, given: Given) -> RowMapping:
    """Take one step and return the claim as it then stands.

    Raises `NotFound`, `Stale` when `version` is not the claim's, `NotAllowed` or `Refused` naming the field.
    """
    row, members = clusters.hold(conn, claim_id)
    row = _current(conn, row, claim_id, version)
    verdict = verdicts.latest(conn, claim_id)
    words = {"reason": given.reason or "", "until": str(given.until or "")}
    words |= {"owner": str(given.owner_id or ""), "duplicate_of": str(given.duplicate_of or "")}
    step = allowed(action, _case(conn, row, verdict), actor.role, actor.id, words)
    values = _values(conn, row, action, step.target, actor, given)
    change(conn, [claim_id], actor, action, values, given.reason)
    if verdict is not None:
        _follow(conn, row, verdict, action, actor, given)
    clusters.carry(conn, row, members, action, actor, values, given.reason)
    return claims.get(conn, claim_id)


def write_verdict(conn: Connection, claim_id: int, rating: str, summary: str, explanation: str,
                  cites: Sequence[int], actor: Actor, version: int) -> RowMapping:  # fmt: skip
    """Save the next version of a verdict; the claim goes to *researching* with its writer as owner if need be.

    Raises what `move` raises.
    """
    row = _locked(conn, claim_id, version)
    if row["state"] not in DRAFTABLE:
        raise NotAllowed(f"a claim that is {row['state'].replace('_', ' ')} takes no verdict", "state")
    number = verdicts.save(conn, claim_id, rating, summary, explanation, cites, actor)
    state = row["state"] if row["state"] == "correction_pending" else "researching"
    values = {"state": state, "owner_id": row["owner_id"] or actor.id}
    change(conn, [claim_id], actor, "verdict", values, f"version {number}: {rating}")
    return claims.get(conn, claim_id)


def open_to(conn: Connection, claim_id: int, actor: Actor) -> tuple[str, ...]:
    """The actions that `actor` may take on a claim now."""
    row = conn.execute(select(table).where(table.c.id == claim_id)).mappings().one()
    return actions(_case(conn, row, verdicts.latest(conn, claim_id)), actor.role, actor.id)


def triage(conn: Connection, claim_id: int) -> None:
    """The machine's step when a claim has its suggestion; a claim that people hold already is left alone."""
    state = conn.execute(select(table.c.state).where(table.c.id == claim_id).with_for_update()).scalar()
    if state == "new":
        change(conn, [claim_id], MACHINE, "triage", {"state": "triage"})


def wake_snoozed(conn: Connection, limit: int = 200) -> int:
    """Bring claims back whose snooze is over; returns how many."""
    over = select(table.c.id).where(table.c.snoozed_until <= func.now()).limit(limit)
    ids = conn.execute(over.with_for_update(skip_locked=True)).scalars().all()
    change(conn, ids, MACHINE, "reopen", {"state": "triage", "snoozed_until": None}, "the snooze is over")
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
    if verdict is None:
        return Case(row["state"], clustered=row["head_id"] is not None)
    cited = select(func.count()).where(citations.c.verdict_id == verdict["id"])
    empty = select(func.count()).where(lookups.c.claim_id == row["id"], lookups.c.outcome == "nothing")
    counts = conn.execute(cited).scalar_one(), conn.execute(empty).scalar_one()
    return Case(
        row["state"], verdict["author_id"], True, verdict["rating"], *counts, clustered=row["head_id"] is not None
    )


def _values(
    conn: Connection, row: RowMapping, action: str, target: str, actor: Actor, given: Given
) -> dict[str, Any]:
    values: dict[str, Any] = {"state": target, "decline_reason": None, "duplicate_of": None, "snoozed_until": None}
    match action:
        case "take":
            values["owner_id"] = actor.id
        case "assign":
            if (
                conn.execute(select(people.c.id).where(people.c.id == given.owner_id, people.c.active)).first()
                is None
            ):
                raise Refused("owner", f"nobody here has the number {given.owner_id}")
            values["owner_id"] = given.owner_id
        case "decline":
            values["decline_reason"] = given.reason
        case "duplicate":
            values["duplicate_of"] = _original(conn, row, given.duplicate_of)
        case "snooze":
            values["snoozed_until"] = given.until
    if row["head_id"] is not None:  # a step on a member alone takes it out of its cluster
        values |= {"head_id": None, "apart": True}
    if action in _LEAVES_OWNER:
        values["owner_id"] = None
    elif row["owner_id"] is None and target not in _NEEDS_NO_OWNER:
        values.setdefault("owner_id", actor.id)
    return values


def _original(conn: Connection, row: RowMapping, other: int | None) -> int:
    found = conn.execute(select(table.c.id, table.c.duplicate_of).where(table.c.id == other)).first()
    if found is None:
        raise Refused("duplicate_of", f"there is no claim {other}")
    original = int(found.duplicate_of or found.id)
    if original == row["id"]:
        raise Refused("duplicate_of", "a claim is no duplicate of itself")
    return original


def _follow(
    conn: Connection, row: RowMapping, verdict: RowMapping, action: str, actor: Actor, given: Given
) -> None:
    match action:
        case "approve":
            verdicts.decide(conn, verdict["id"], "approved", given.reason, actor)
        case "request_changes":
            verdicts.decide(conn, verdict["id"], "changes requested", given.reason, actor)
        case "publish":
            fact_checks.publish(conn, row, verdict, given.publisher, _correction(conn, row["id"]))
            clusters.judged(conn, row["id"], verdict["rating"])
        case "withdraw":
            fact_checks.withdraw(conn, row["id"])
            clusters.judged(conn, row["id"], None)


def _correction(conn: Connection, claim_id: int) -> str | None:
    if fact_checks.of_claim(conn, claim_id) is None:
        return None
    log = audit.of(conn, "claim", claim_id)
    return next((entry["reason"] for entry in log if entry["event"] == "correct"), "corrected")
