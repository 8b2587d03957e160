"""Writes to claims: the next version of each, its audit entry, and word to open pages, in one transaction.

`write_transition` is the only writer of a claim's state, and asks the table of transitions each time;
`update_fields` writes what is no state. All claims of a call are written by one statement for each table, so that
a step on a head of thousands stays short. The caller has locked the claims.
"""

from collections.abc import Collection, Mapping
from types import MappingProxyType
from typing import Any, Final

import sqlalchemy as sa

from store import audit
from store.claims.tables import claims
from store.claims.workflow import Transition, TransitionContext, TransitionInput, check_transition
from store.columns import among
from store.db import CHANNEL
from store.deliveries import events
from store.people import Actor

_OF_STATE: Final = frozenset(("state", "owner_id", "decline_reason", "duplicate_of", "snoozed_until"))
_LEAVES_OWNER: Final = ("triage", "release", "reopen", "separate", "article_changed")
_NEEDS_NO_OWNER: Final = ("declined", "duplicate", "snoozed", "triage", "new")
_NOTHING: Final[Mapping[str, Any]] = MappingProxyType({})


def write_transition(
    conn: sa.Connection,
    ids: Collection[int],
    context: TransitionContext,
    action: str,
    actor: Actor,
    given: TransitionInput,
    *,
    event: str | None = None,
    reason: str | None = None,
    details: dict[str, Any] | None = None,
    fields: Mapping[str, Any] = _NOTHING,
) -> Transition:
    """Take claims through one step, with an audit entry each; duplicates of a new duplicate follow it.

    Args:
        ids: the claims, locked; none of them writes nothing.
        context: how all of them are.
        action: one of `store.claims.workflow.ACTIONS`.
        given: what comes with the step.
        event: the event of the audit entries; the action where it is not given.
        reason: the reason in them; the one of `given` where it is not given.
        details: what else they hold.
        fields: columns that are written besides, none of which belongs to the state.

    Returns:
        The step taken.

    Raises:
        NotAllowed: the table does not allow the step.
        RuntimeError: a claim is not in the state of `context`.
    """
    step = check_transition(action, context, actor.role, actor.id, given)
    if ids:
        values = {**_values(step, actor, given), **_beside(fields)}
        _write(conn, ids, actor, event or action, values, reason or given.reason, details, context.state)
        if step.target == "duplicate" and given.duplicate_of is not None:
            redirect_duplicates(conn, ids, given.duplicate_of, actor)
    return step


def update_fields(
    conn: sa.Connection,
    ids: Collection[int],
    actor: Actor,
    event: str,
    fields: Mapping[str, Any],
    reason: str | None = None,
    details: dict[str, Any] | sa.ColumnElement[Any] | None = None,
) -> None:
    """Write columns of claims, each of which keeps its state, with an audit entry each.

    Args:
        ids: the claims, locked; none of them writes nothing.
        event: the event of the audit entries, with `reason` and `details`.
        fields: values by column.

    Raises:
        ValueError: a column belongs to the state, which only `write_transition` writes.
    """
    if ids:
        _write(conn, ids, actor, event, _beside(fields), reason, details, None)


def move_claims(conn: sa.Connection, revision_id: int, places: Mapping[int, Mapping[str, Any]]) -> None:
    """Write where claims stand in another revision of their article, whose words are the same there: no change of
    theirs.

    Args:
        places: start, end, text and dates, which have offsets too, by claim id.
    """
    names = ("start", "end", "text", "dates")
    rows = [{"claim": claim_id, **{f"new_{name}": at[name] for name in names}} for claim_id, at in places.items()]
    values = {name: sa.bindparam(f"new_{name}", type_=claims.c[name].type) for name in names}
    write = sa.update(claims).where(claims.c.id == sa.bindparam("claim"))
    conn.execute(write.values(revision_id=revision_id, **values), rows)


def redirect_duplicates(conn: sa.Connection, ids: Collection[int], original: int, actor: Actor) -> None:
    """Make the duplicates of `ids` duplicates of `original`, with which those are judged from now on."""
    duplicates = sa.select(claims.c.id).where(among(claims.c.duplicate_of, ids), claims.c.id != original)
    if found := conn.execute(duplicates).scalars().all():
        _write(conn, found, actor, "original changed", {"duplicate_of": original}, None, {"of": original}, None)


def add_history_entry(
    conn: sa.Connection,
    ids: Collection[int],
    actor: Actor,
    event: str,
    reason: str | None = None,
    details: dict[str, Any] | None = None,
) -> None:
    """Write an audit entry for claims that stay as they are, with their present version."""
    entries = sa.select(claims.c.id, sa.null(), sa.null(), claims.c.version).where(among(claims.c.id, ids))
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
        values["owner_id"] = sa.func.coalesce(claims.c.owner_id, actor.id)
    return values


def _beside(fields: Mapping[str, Any]) -> Mapping[str, Any]:
    if of_state := _OF_STATE & fields.keys():
        raise ValueError(f"only a transition writes {', '.join(sorted(of_state))}")
    return fields


def _write(
    conn: sa.Connection,
    ids: Collection[int],
    actor: Actor,
    event: str,
    values: Mapping[str, Any],
    reason: str | None,
    details: dict[str, Any] | sa.ColumnElement[Any] | None,
    source: str | None,
) -> None:
    these = among(claims.c.id, ids)
    state = sa.literal(values["state"], sa.String) if "state" in values else claims.c.state
    entries = sa.select(claims.c.id, claims.c.state, state, claims.c.version + 1).where(these)
    audit.write_audit_entries(conn, actor, "claim", event, entries, reason=reason, details=details)
    if "state" in values:
        events.note_state_changes(conn, ids, event, values["state"], reason, actor)
    write = sa.update(claims).where(these).values(version=claims.c.version + 1, changed_at=sa.func.now(), **values)
    count = conn.execute(write if source is None else write.where(claims.c.state == source)).rowcount
    if source is not None and count != len(set(ids)):
        raise RuntimeError(f"{len(set(ids)) - count} of the claims for “{event}” were not {source}")
    conn.execute(sa.select(sa.func.pg_notify(CHANNEL, sa.func.concat("claim ", claims.c.id))).where(these))
