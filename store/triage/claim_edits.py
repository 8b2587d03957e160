"""Edits by people of what the machine wrote of claims: edited, added, cut in two, merged; and each taken back.

Every edit is one entry of the history with what stood there before, so that the machine's reading is never lost.
What is removed as no claim is declined with the reason `NO_CLAIM`, by the table of transitions.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Final, TypedDict, cast

import sqlalchemy as sa

from store import articles, audit, queue
from store.articles import revisions
from store.claims.claims import ClaimRecord, get_claim, load_claim
from store.claims.followers import lock_followers
from store.claims.shared_claims import release_followers_of
from store.claims.states import ClaimState, list_claim_states
from store.claims.tables import claims, quantities
from store.claims.transitions import StaleClaim, apply_transition
from store.claims.workflow import OPEN, NotAllowed, TransitionContext, TransitionInput, check_edit
from store.claims.writes import HistoryEntry, update_fields
from store.db import NotFound, tell
from store.lookups.lookups import LONGEST_WAIT
from store.people import Actor, Refused
from store.triage.claim_edit_rules import (
    BLANK,
    HEAD_CORRECTED,
    MERGED,
    NO_CLAIM,
    ClaimChanges,
    ClaimText,
    Part,
    as_json,
    cut_bounds,
    date_as_json,
    differences,
    edited,
    from_json,
    in_text_order,
    merge_readings,
    says_something_else,
)
from store.verdicts.fact_checks import list_published_claims

WORTH: Final = 1.0  # of what a person adds: somebody wants it checked
EVENTS: Final = ("edit", "cut", "merge", "add")  # in the history, of what can be taken back by `revert_edit`
_NAMES: Final = tuple(field.name for field in fields(ClaimText))
_PLAIN: Final = tuple(name for name in _NAMES if name not in ("quantities", "dates"))


@dataclass(frozen=True, slots=True)
class EditInput:
    """What a person changes of a claim.

    Attributes:
        version: the version of the claim that the person saw.
        reason: why, for the history.
    """

    claim_id: int
    version: int
    changes: ClaimChanges
    reason: str | None = None


class EditDetails(TypedDict, total=False):
    """What the history keeps of an edit: both readings where they differ, and the claim that it was done with."""

    before: Mapping[str, object]
    after: Mapping[str, object]
    cut_off: int
    merged: int
    of: int


class EditConflict(StaleClaim):
    """Two people corrected one field of a claim, each in another way.

    Attributes:
        theirs: the reading that is stored.
        merged: it with the changes of who came later.
        fields: the names of the fields of both that are in conflict.
        author: who corrected the claim last.
    """

    def __init__(
        self, current: ClaimRecord, theirs: ClaimText, merged: ClaimText, names: tuple[str, ...], author: str
    ) -> None:
        super().__init__(current)
        self.theirs, self.merged, self.fields, self.author = theirs, merged, names, author


def get_claim_text(conn: sa.Connection, claim_id: int) -> ClaimText:
    """A claim as far as it can be corrected. Raises `NotFound`."""
    stored = load_claim(conn, claim_id).claim
    return ClaimText(**{name: getattr(stored, name) for name in _NAMES})


def edit_claim(conn: sa.Connection, edit: EditInput, actor: Actor) -> ClaimRecord:
    """Correct a claim; where nothing differs nothing is written.

    Returns:
        The claim as it then is.

    Raises:
        NotFound: there is no such claim.
        StaleClaim: `version` is not the claim's.
        NotAllowed: not in this state, or not this person.
        Refused: a value is not acceptable; names the field.
    """
    claim_id = edit.claim_id
    state = _lock(conn, claim_id, edit.version, actor)
    before = get_claim_text(conn, claim_id)
    after = edited(before, edit.changes, _text(conn, get_claim(conn, claim_id).revision_id))
    if before != after:
        _write(conn, state, before, after, actor, HistoryEntry("edit", edit.reason))
    return get_claim(conn, claim_id)


def merge_edit(conn: sa.Connection, edit: EditInput, actor: Actor) -> ClaimRecord:
    """`edit_claim`, also of an older version, provided that others have only corrected other fields since.

    Raises:
        StaleClaim: something else happened since.
        EditConflict: both changed a field, each in another way.
        NotFound, NotAllowed, Refused: as of `edit_claim`.
    """
    claim_id, version = edit.claim_id, edit.version
    now = get_claim(conn, claim_id)
    history = audit.list_audit_entries(conn, "claim", claim_id)
    since = [entry for entry in history if (entry.version or 0) > version]  # the newest first
    if version > now.version or any(entry.event != "edit" for entry in since):
        raise StaleClaim(now)
    state = _lock(conn, claim_id, now.version, actor)
    base = theirs = get_claim_text(conn, claim_id)
    for entry in since:
        base = from_json(_details(entry)["before"], base)
    mine = edited(base, edit.changes, _text(conn, now.revision_id))
    merged, conflicts = merge_readings(base, theirs, mine)
    if conflicts:
        raise EditConflict(now, theirs, merged, conflicts, since[0].actor or "")
    if merged != theirs:
        _write(conn, state, theirs, merged, actor, HistoryEntry("edit", edit.reason))
    return get_claim(conn, claim_id)


def add_claim(conn: sa.Connection, revision_id: int, changes: ClaimChanges, actor: Actor) -> ClaimRecord:
    """Add a claim that the machine missed; what was removed at the same bounds comes back.

    Args:
        changes: its bounds or words; the statement is the words where none is given.

    Raises:
        NotFound: there is no such revision.
        Refused: a value is not acceptable, or a claim stands at these bounds; names the field.
        NotAllowed: the actor is not a person.
    """
    check_edit(TransitionContext("triage"), actor.role, actor.id)
    text = _text(conn, revision_id)
    if not changes.get("words") and not {"start", "end"} <= changes.keys():
        raise Refused("words", "choose the words of the article that state the claim")
    read = edited(BLANK, changes, text)
    if not changes.get("statement"):
        read = replace(read, statement=" ".join(text[read.start : read.end].split()))
    return _insert(conn, revision_id, read, text, actor)


def cut_claim(
    conn: sa.Connection,
    claim_id: int,
    second: str,
    statements: tuple[str | None, str | None],
    actor: Actor,
    version: int,
) -> tuple[ClaimRecord, ClaimRecord]:
    """Cut a claim in two where the words `second` begin; quantities and dates go with their words.

    Args:
        statements: of both parts; None for the words of the part.

    Returns:
        Both claims; the first is the one that was cut.

    Raises:
        NotFound, StaleClaim, NotAllowed, Refused: as of `edit_claim`.
    """
    state = _lock(conn, claim_id, version, actor)
    before, revision_id = get_claim_text(conn, claim_id), get_claim(conn, claim_id).revision_id
    text = _text(conn, revision_id)
    parts = []
    for (start, end), statement in zip(cut_bounds(before, second, text), statements, strict=True):
        changes: ClaimChanges = {"start": start, "end": end, "statement": statement or text[start:end]}
        parts.append(edited(before, changes, text))
    _write(conn, state, before, parts[0], actor, HistoryEntry("cut"))  # frees the bounds
    other = _insert(conn, revision_id, parts[1], text, actor, of=claim_id)
    _note(conn, claim_id, {"cut_off": other.id})
    return get_claim(conn, claim_id), other


def merge_claims(
    conn: sa.Connection, claim_id: int, other_id: int, statement: str | None, actor: Actor, version: int
) -> ClaimRecord:
    """Make a claim and its neighbour one: it spans both, and the neighbour is declined.

    Args:
        statement: of both together; None for the words of the article.

    Raises:
        NotFound, StaleClaim, NotAllowed, Refused: as of `edit_claim`.
    """
    if claim_id == other_id:
        raise Refused("other", "a claim is not merged with itself")
    lock_followers(conn, [claim_id, other_id])
    states = list_claim_states(conn, [claim_id, other_id])
    if other_id not in states:
        raise Refused("other", f"there is no claim {other_id}")
    state = _lock(conn, claim_id, version, actor)
    first, neighbour = get_claim(conn, claim_id), get_claim(conn, other_id)
    if first.revision_id != neighbour.revision_id:
        raise Refused("other", "the two claims stand in different texts")
    before, absorbed, text = (
        get_claim_text(conn, claim_id),
        get_claim_text(conn, other_id),
        _text(conn, first.revision_id),
    )
    start, end = min(before.start, absorbed.start), max(before.end, absorbed.end)
    changes: ClaimChanges = {"start": start, "end": end, "statement": statement or text[start:end]}
    both = replace(
        before,
        quantities=_together(before.quantities, absorbed.quantities),
        dates=_together(before.dates, absorbed.dates),
    )
    given = TransitionInput(f"{MERGED} {claim_id}")
    apply_transition(conn, other_id, "decline", actor, neighbour.version, given)
    _write(conn, state, before, edited(both, changes, text), actor, HistoryEntry("merge"))
    _note(conn, claim_id, {"merged": other_id})
    return get_claim(conn, claim_id)


def revert_edit(conn: sa.Connection, claim_id: int, actor: Actor, version: int) -> ClaimRecord:
    """Take back the edit that led to this version of a claim, with what it did to another claim.

    Raises:
        NotFound, StaleClaim, NotAllowed, Refused: as of `edit_claim`.
    """
    state = _lock(conn, claim_id, version, actor)
    entry = next((e for e in audit.list_audit_entries(conn, "claim", claim_id, 5) if e.version == version), None)
    if entry is None or entry.event not in EVENTS:
        raise NotAllowed("the last change of this claim was no edit")
    details = _details(entry)
    if entry.event == "add":
        return _remove(conn, claim_id, actor)
    if (other := details.get("cut_off")) is not None:
        _remove(conn, other, actor)
    now = get_claim_text(conn, claim_id)
    _write(conn, state, now, from_json(details["before"], now), actor, HistoryEntry("edit", "taken back"))
    if (other := details.get("merged")) is not None:
        apply_transition(
            conn, other, "reopen", actor, get_claim(conn, other).version, TransitionInput(undoing=True)
        )
    return get_claim(conn, claim_id)


def _details(entry: audit.AuditEntry) -> EditDetails:
    return cast(EditDetails, entry.details or {})


def _remove(conn: sa.Connection, claim_id: int, actor: Actor) -> ClaimRecord:
    """Take back a claim that a person added: it is declined as none. Returns it as it is then."""
    given = TransitionInput(NO_CLAIM, undoing=True)
    return apply_transition(conn, claim_id, "decline", actor, get_claim(conn, claim_id).version, given)


def _lock(conn: sa.Connection, claim_id: int, version: int, actor: Actor) -> ClaimState:
    """The claim, locked until the transaction ends, if the actor may correct it at that version.

    Raises what `check_edit` does, and `StaleClaim` for another version.
    """
    lock_followers(conn, [claim_id])
    state = list_claim_states(conn, [claim_id]).get(claim_id)
    if state is None:
        raise NotFound(f"there is no claim {claim_id}")
    if state.version != version:
        raise StaleClaim(get_claim(conn, claim_id))
    check_edit(TransitionContext(state.state, owner_id=state.owner_id), actor.role, actor.id)
    if state.state in OPEN and list_published_claims(
        conn, [claim_id]
    ):  # it came back because its article has changed
        raise NotAllowed("a fact-check of this claim is published: take it to begin a correction first", "state")
    return state


def _text(conn: sa.Connection, revision_id: int) -> str:
    """The text of a revision, in which claims have their offsets. Raises `Refused` where it is not read yet."""
    text = articles.get_revision(conn, revision_id).text
    if text is None:
        raise Refused("revision", "the article is not read yet")
    return text


def _write(
    conn: sa.Connection,
    state: ClaimState,
    before: ClaimText,
    after: ClaimText,
    actor: Actor,
    entry: HistoryEntry,
) -> None:
    """Write a reading in place of another, with its entry. A member of a cluster with another statement leaves it, and
    those that are judged with a claim leave it once that says something else.
    """
    claim_id, revision_id = state.id, get_claim(conn, state.id).revision_id
    if (after.start, after.end) != (before.start, before.end):
        _check_free(conn, revision_id, after, claim_id)
    old, new = differences(before, after)
    row = _row(after, _text(conn, revision_id))
    if state.head_id is not None and "statement" in new:
        row |= {"head_id": None, "excluded_from_clusters": True}
    elif says_something_else(before.statement, after.statement):
        release_followers_of(conn, state, HEAD_CORRECTED)
    update_fields(conn, [claim_id], actor, replace(entry, details={"before": old, "after": new}), row)
    if "quantities" in new:
        _write_quantities(conn, claim_id, after)


def _row(claim: ClaimText, text: str) -> dict[str, object]:
    """A claim as the columns that correcting it changes."""
    plain = {name: getattr(claim, name) for name in _PLAIN}
    return {**plain, "text": text[claim.start : claim.end], "dates": [date_as_json(d) for d in claim.dates]}


def _write_quantities(conn: sa.Connection, claim_id: int, claim: ClaimText) -> None:
    """Replace a claim's quantities."""
    conn.execute(sa.delete(quantities).where(quantities.c.claim_id == claim_id))
    rows = [{"claim_id": claim_id, "number": n, **asdict(quantity)} for n, quantity in enumerate(claim.quantities)]
    if rows:
        conn.execute(sa.insert(quantities), rows)


def _insert(
    conn: sa.Connection,
    revision_id: int,
    claim: ClaimText,
    text: str,
    actor: Actor,
    of: int | None = None,
) -> ClaimRecord:
    """Write a new claim, or bring back the one that was removed at its bounds; it gets a suggestion in any case."""
    removed = _check_free(conn, revision_id, claim)
    if removed is not None:
        version = apply_transition(conn, removed.id, "reopen", actor, removed.version, TransitionInput()).version
        return edit_claim(conn, EditInput(removed.id, version, _changes(claim)), actor)
    article_id = conn.execute(sa.select(revisions.c.article_id).where(revisions.c.id == revision_id)).scalar_one()
    row = {**_row(claim, text), "revision_id": revision_id, "article_id": article_id, "worth": WORTH}
    row |= {"reasons": ["added by a person"], "notes": ["added by a person"]}
    claim_id = int(conn.execute(sa.insert(claims).values(row).returning(claims.c.id)).scalar_one())
    _write_quantities(conn, claim_id, claim)
    details = {"before": {}, "after": as_json(claim), **({} if of is None else {"of": of})}
    audit.write_audit_entry(conn, actor, "claim", claim_id, "add", after="new", details=details)
    entry = sa.update(audit.audit).where(audit.audit.c.subject_kind == "claim", audit.audit.c.subject == claim_id)
    conn.execute(entry.values(version=1))
    queue.add_jobs(conn, "suggest", [claim_id], after=LONGEST_WAIT)
    tell(conn, "claim", claim_id)
    tell(conn, "article", article_id)
    return get_claim(conn, claim_id)


def _changes(claim: ClaimText) -> ClaimChanges:
    """The changes that make any claim into this one."""
    return {name: getattr(claim, name) for name in _PLAIN}  # type: ignore[return-value]


def _check_free(
    conn: sa.Connection, revision_id: int, claim: ClaimText, own_id: int | None = None
) -> ClaimRecord | None:
    """What was removed as no claim at these very bounds. Raises `Refused` where another claim stands there."""
    query = sa.select(claims.c.id).where(
        claims.c.revision_id == revision_id, claims.c.start == claim.start, claims.c.end == claim.end
    )
    found = conn.execute(query).scalar()
    if found is None or found == own_id:
        return None
    there = get_claim(conn, found)
    if own_id is None and there.state == "declined":
        return there
    raise Refused("words", f"claim {found} has just these words already")


def _note(conn: sa.Connection, claim_id: int, more: Mapping[str, object]) -> None:
    """Add to the details of a claim's newest entry what was done to another claim with it."""
    newest = audit.list_audit_entries(conn, "claim", claim_id, 1)[0]
    details = {**(newest.details or {}), **more}
    conn.execute(sa.update(audit.audit).where(audit.audit.c.id == newest.id).values(details=details))


def _together(mine: tuple[Part, ...], others: tuple[Part, ...]) -> tuple[Part, ...]:
    """The parts of two claims that become one, each once, in the order of the text."""
    by_place = {(part.start, part.end): part for part in (*others, *mine)}
    return in_text_order(by_place.values())
