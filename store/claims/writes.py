"""Writes to claims: the next version of each, its audit entry, and word to open pages, in one transaction.

`transition` is the only writer of a claim's state, and asks the table of transitions each time; `update_fields` writes
what is no state. All claims of a call are written by one statement for each table, so that a step on a head of
thousands stays short. The caller has locked the claims.
"""

from collections.abc import Collection, Mapping
from types import MappingProxyType
from typing import Any, Final

from sqlalchemy import Connection, String, func, literal, null, select, update

from store import audit
from store.claims.claims import claims
from store.claims.workflow import Case, Transition, TransitionInput, allowed
from store.columns import among
from store.db import CHANNEL
from store.people import Actor

_OF_STATE: Final = frozenset(("state", "owner_id", "decline_reason", "duplicate_of", "snoozed_until"))
_LEAVES_OWNER: Final = ("triage", "release", "reopen", "separate")
_NEEDS_NO_OWNER: Final = ("declined", "duplicate", "snoozed", "triage", "new")
_NOTHING: Final[Mapping[str, Any]] = MappingProxyType({})


def transition(
    conn: Connection,
    ids: Collection[int],
    case: Case,
    action: str,
    actor: Actor,
    given: TransitionInput,
    *,
    event: str | None = None,
    reason: str | None = None,
    details: dict[str, Any] | None = None,
    fields: Mapping[str, Any] = _NOTHING,
) -> Transition:
    """Take claims, all of which stand as `case` says, through one step; duplicates of a new duplicate follow it.

    The audit entry has `event`, else the action, and `reason`, else the one given. `fields` are written besides.
    Returns the step taken. Raises `NotAllowed`; `RuntimeError` where a claim is not in the state of `case`.
    """
    step = allowed(action, case, actor.role, actor.id, given)
    if ids:
        values = {**_values(step, actor, given), **_beside(fields)}
        _write(conn, ids, actor, event or action, values, reason or given.reason, details, case.state)
        if step.target == "duplicate" and given.duplicate_of is not None:
            follow_original(conn, ids, given.duplicate_of, actor)
    return step


def update_fields(
    conn: Connection,
    ids: Collection[int],
    actor: Actor,
    event: str,
    fields: Mapping[str, Any],
    reason: str | None = None,
    details: dict[str, Any] | None = None,
) -> None:
    """Write `fields` of claims, each of which keeps its state."""
    if ids:
        _write(conn, ids, actor, event, _beside(fields), reason, details, None)


def follow_original(conn: Connection, ids: Collection[int], original: int, actor: Actor) -> None:
    """Make the duplicates of claims which are judged with `original` from now on duplicates of that one."""
    duplicates = select(claims.c.id).where(among(claims.c.duplicate_of, ids), claims.c.id != original)
    if found := conn.execute(duplicates).scalars().all():
        _write(conn, found, actor, "original changed", {"duplicate_of": original}, None, {"of": original}, None)


def note(
    conn: Connection,
    ids: Collection[int],
    actor: Actor,
    event: str,
    reason: str | None = None,
    details: dict[str, Any] | None = None,
) -> None:
    """Write an entry into the history of claims that stay as they are."""
    entries = select(claims.c.id, null(), null(), claims.c.version).where(among(claims.c.id, ids))
    audit.write_audit_entries(conn, actor, "claim", event, entries, reason=reason, details=details)


def _values(step: Transition, actor: Actor, given: TransitionInput) -> dict[str, Any]:
    """What a step writes: the state, what belongs to that state alone, and the owner where it changes."""
    values: dict[str, Any] = {
        "state": step.target,
        "decline_reason": given.reason if step.target == "declined" else None,
        "duplicate_of": given.duplicate_of if step.target == "duplicate" else None,
        "snoozed_until": given.until if step.target == "snoozed" else None,
    }
    if step.action == "take":
        values["owner_id"] = actor.id
    elif step.action == "assign":
        values["owner_id"] = given.owner_id
    elif step.action in _LEAVES_OWNER:
        values["owner_id"] = None
    elif step.target not in _NEEDS_NO_OWNER:
        values["owner_id"] = func.coalesce(claims.c.owner_id, actor.id)
    return values


def _beside(fields: Mapping[str, Any]) -> Mapping[str, Any]:
    if of_state := _OF_STATE & fields.keys():
        raise ValueError(f"only a transition writes {', '.join(sorted(of_state))}")
    return fields


def _write(
    conn: Connection,
    ids: Collection[int],
    actor: Actor,
    event: str,
    values: Mapping[str, Any],
    reason: str | None,
    details: dict[str, Any] | None,
    source: str | None,
) -> None:
    these = among(claims.c.id, ids)
    state = literal(values["state"], String) if "state" in values else claims.c.state
    entries = select(claims.c.id, claims.c.state, state, claims.c.version + 1).where(these)
    audit.write_audit_entries(conn, actor, "claim", event, entries, reason=reason, details=details)
    write = update(claims).where(these).values(version=claims.c.version + 1, changed_at=func.now(), **values)
    count = conn.execute(write if source is None else write.where(claims.c.state == source)).rowcount
    if source is not None and count != len(set(ids)):
        raise RuntimeError(f"{len(set(ids)) - count} of the claims for “{event}” were not {source}")
    conn.execute(select(func.pg_notify(CHANNEL, func.concat("claim ", claims.c.id))).where(these))
