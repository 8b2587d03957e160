"""Writes to claims: the next version of each, its audit entry, and word to open pages, in one transaction.

`write_transition` is the only writer of a claim's state, and asks the table of transitions each time;
`update_fields` writes what is not a state. All claims of a call are written by one statement for each table, so that
a step on a head of thousands stays short. The caller has locked the claims.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final

import sqlalchemy as sa

from store import audit
from store.claims.tables import claims
from store.claims.workflow import WITHOUT_OWNER, Transition, TransitionContext, TransitionInput, check_transition
from store.columns import AnyExpression, among, value_of
from store.db import tell
from store.deliveries import events
from store.people import MACHINE, Actor
from store.rows import AnySelect

_OF_STATE: Final = frozenset(("state", "owner_id", "decline_reason", "duplicate_of", "snoozed_until"))
_CLEARS_OWNER: Final = ("triage", "release", "reopen", "separate", "article_changed")
_NOTHING: Final[Mapping[str, object]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """What the history says of a change of claims.

    Attributes:
        event: what happened to them.
        reason: why, in words.
        details: what else is kept, or an SQL expression over the claims for it.
    """

    event: str
    reason: str | None = None
    details: Mapping[str, object] | AnyExpression | None = None


def write_transition(
    conn: sa.Connection,
    ids: Collection[int],
    context: TransitionContext,
    action: str,
    actor: Actor,
    given: TransitionInput,
    *,
    entry: HistoryEntry | None = None,
    fields: Mapping[str, object] = _NOTHING,
) -> Transition:
    """Take claims through one step, with an audit entry each; duplicates of a new duplicate follow it.

    Args:
        ids: the claims, locked; none of them writes nothing.
        context: how all of them are.
        action: one of `store.claims.workflow.ACTIONS`.
        given: what comes with the step.
        entry: what the history says; the action, with the reason of `given`, where it is not given.
        fields: further columns to write, none of them part of the state.

    Returns:
        The step taken.

    Raises:
        NotAllowed: the table does not allow the step.
        RuntimeError: a claim is not in the state of `context`.
    """
    step = check_transition(action, context, actor.role, actor.id, given)
    if ids:
        values = {**_values(step, actor, given), **_beside(fields)}
        entry = entry or HistoryEntry(action)
        said = entry if entry.reason else replace(entry, reason=given.reason)
        _write(conn, ids, actor, said, values, (context.state, step.target))
        if step.target == "duplicate" and given.duplicate_of is not None:
            redirect_duplicates(conn, dict.fromkeys(ids, given.duplicate_of), actor)
    return step


def update_fields(
    conn: sa.Connection, ids: Collection[int], actor: Actor, entry: HistoryEntry, fields: Mapping[str, object]
) -> None:
    """Write columns of claims, each of which keeps its state, with an audit entry each.

    Args:
        ids: the claims, locked; none of them writes nothing.
        entry: what the history says of each.
        fields: values by column.

    Raises:
        ValueError: a column belongs to the state, which only `write_transition` writes.
    """
    if ids:
        _write(conn, ids, actor, entry, _beside(fields))


def move_claims(conn: sa.Connection, revision_id: int, places: Mapping[int, Mapping[str, object]]) -> None:
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


def make_members(conn: sa.Connection, heads: Mapping[int, int]) -> None:
    """Make claims, which keep their states, members of the heads that `heads` names by their ids."""
    head = value_of(claims.c.id, heads)
    entry = HistoryEntry("clustered", details=sa.func.jsonb_build_object("with", head))
    update_fields(conn, heads, MACHINE, entry, {"head_id": head})


def redirect_duplicates(conn: sa.Connection, originals: Mapping[int, int], actor: Actor) -> None:
    """Make the duplicates of claims duplicates of those that `originals` names by their ids, with which they are
    judged from now on.
    """
    original = value_of(claims.c.duplicate_of, originals)
    duplicates = sa.select(claims.c.id).where(among(claims.c.duplicate_of, originals), claims.c.id != original)
    if found := conn.execute(duplicates).scalars().all():
        entry = HistoryEntry("original changed", details=sa.func.jsonb_build_object("of", original))
        _write(conn, found, actor, entry, {"duplicate_of": original})


def add_history_entry(conn: sa.Connection, ids: Collection[int], actor: Actor, entry: HistoryEntry) -> None:
    """Write an audit entry for claims that stay as they are, with their present version."""
    entries = sa.select(claims.c.id, sa.null(), sa.null(), claims.c.version).where(among(claims.c.id, ids))
    _write_entries(conn, actor, entry, entries)


def _values(step: Transition, actor: Actor, given: TransitionInput) -> dict[str, object]:
    """What a step writes: the state, what belongs to that state alone, and the owner where it changes."""
    values: dict[str, object] = {
        "state": step.target,
        "decline_reason": given.reason if step.target == "declined" else None,
        "duplicate_of": given.duplicate_of if step.target == "duplicate" else None,
        "snoozed_until": given.until if step.target == "snoozed" else None,
    }
    if step.action in ("take", "correct"):
        values["owner_id"] = actor.id
    elif step.action == "assign":
        values["owner_id"] = given.owner_id
    elif step.action in _CLEARS_OWNER:
        values["owner_id"] = None
    elif step.target not in WITHOUT_OWNER:
        values["owner_id"] = sa.func.coalesce(claims.c.owner_id, actor.id)
    return values


def _beside(fields: Mapping[str, object]) -> Mapping[str, object]:
    if of_state := _OF_STATE & fields.keys():
        raise ValueError(f"only a transition writes {', '.join(sorted(of_state))}")
    return fields


def _write(
    conn: sa.Connection,
    ids: Collection[int],
    actor: Actor,
    entry: HistoryEntry,
    values: Mapping[str, object],
    states: tuple[str, str] | None = None,
) -> None:
    """Write columns of claims, the entry of each, and its next version.

    Args:
        states: the one that all of them are in, and the one that they go to; None if each keeps its own.
    """
    these = among(claims.c.id, ids)
    state = claims.c.state if states is None else sa.literal(states[1], sa.String)
    entries = sa.select(claims.c.id, claims.c.state, state, claims.c.version + 1).where(these)
    _write_entries(conn, actor, entry, entries)
    if states is not None:
        events.note_state_changes(conn, ids, entry.event, states[1], entry.reason, actor)
    write = sa.update(claims).where(these).values(version=claims.c.version + 1, changed_at=sa.func.now(), **values)
    count = conn.execute(write if states is None else write.where(claims.c.state == states[0])).rowcount
    if states is not None and count != len(set(ids)):
        raise RuntimeError(f"{len(set(ids)) - count} of the claims for “{entry.event}” were not {states[0]}")
    subject = next(iter(ids)) if len(ids) == 1 else 0
    if actor.id is None:
        tell(conn, "progress", subject)
    else:
        tell(conn, "claim", subject)


def _write_entries(conn: sa.Connection, actor: Actor, entry: HistoryEntry, entries: AnySelect) -> None:
    audit.write_audit_entries(
        conn, actor, "claim", entry.event, entries, reason=entry.reason, details=entry.details
    )
