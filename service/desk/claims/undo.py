"""Taking back: the last ten steps of a session, newest first, each for as long as nobody has changed its claim
since.
"""

from collections.abc import Sequence
from typing import Final, TypedDict

from flask import Blueprint, session, url_for
from werkzeug.wrappers import Response

from service import auth
from service.desk import forms
from service.errors import Problem
from service.request.transaction import transaction
from store.claims import claims, transitions
from store.claims.claims import ClaimRecord
from store.claims.workflow import OPEN, TransitionInput
from store.db import Connection, NotFound
from store.triage import claim_edits

blueprint = Blueprint("undo", __name__)
_MOST: Final = 10
DONE: Final = {
    "take": "taken", "assign": "assigned", "duplicate": "marked a duplicate", "decline": "declined",
    "snooze": "snoozed",
    "research": "research begun", "await_reply": "awaits a reply", "resume": "reply is here",
    "submit": "sent to review",
}  # fmt: skip
_CLOSING: Final = ("duplicate", "decline", "snooze")
_REVERT: Final = "revert"  # takes an edit of a claim back (`store.triage.claim_edits`)
_RETURN: Final = {"submit": "recall", "await_reply": "resume", "resume": "await_reply"}


class Step(TypedDict):
    """A step that was taken, as the session holds it.

    Attributes:
        seen: the version on which it was taken; `version` the one that it led to.
        owner: who had the claim before it.
        back: the steps that take it back.
        done: what was done, in words.
    """

    claim_id: int
    seen: int
    owner: int | None
    version: int
    back: Sequence[str]
    done: str


class ShownStep(Step):
    """A step with the statement of its claim."""

    statement: str


def reverse_actions(action: str, state: str) -> tuple[str, ...]:
    """The steps that lead back to `state` from where `action` led; none if there is no way back.

    Of these steps "assign" is to the owner that the claim had then.
    """
    if action in _RETURN:
        return () if state == "correction_pending" else (_RETURN[action],)
    opened = ("reopen",) if action in _CLOSING else ("release",)
    if state in OPEN and action in (*_CLOSING, "take", "assign"):
        return opened
    again = opened if action in _CLOSING else ()
    if state == "assigned" and action in (*_CLOSING, "assign", "research"):
        return (*again, "assign")
    if state == "researching" and action in ("decline", "assign"):
        return (*again, "assign", "research")
    return ()


def remember(before: ClaimRecord, action: str, after: ClaimRecord) -> None:
    """Keep a step that was taken; one without a way back ends what could be taken back of its claim."""
    session.pop("undone_step", None)
    back = reverse_actions(action, before.state)
    if not back:
        return forget(before.id)
    seen = {"claim_id": before.id, "seen": before.version, "owner": before.owner_id}
    step = {**seen, "version": after.version, "back": back, "done": DONE[action]}
    session["done_steps"] = [*session.get("done_steps", []), step][-_MOST:]
    return None


def remember_taken(after: ClaimRecord) -> None:
    """Keep that a claim was taken which waited for triage, one version before `after`."""
    session.pop("undone_step", None)
    seen = {"claim_id": after.id, "seen": after.version - 1, "owner": None}
    step = {**seen, "version": after.version, "back": reverse_actions("take", OPEN[0]), "done": DONE["take"]}
    session["done_steps"] = [*session.get("done_steps", []), step][-_MOST:]


def remember_edit(before: ClaimRecord, after: ClaimRecord, done: str) -> None:
    """Keep an edit of the machine's reading of a claim; `done` says in words what it was."""
    session.pop("undone_step", None)
    seen = {"claim_id": after.id, "seen": before.version, "owner": before.owner_id}
    step = {**seen, "version": after.version, "back": (_REVERT,), "done": done}
    session["done_steps"] = [*session.get("done_steps", []), step][-_MOST:]


def forget(claim_id: int) -> None:
    """Nothing of this claim can be taken back any more."""
    session["done_steps"] = [step for step in session.get("done_steps", []) if step["claim_id"] != claim_id]


def last(conn: Connection, claim_id: int | None = None) -> ShownStep | None:
    """The newest step whose claim nobody has changed since; of the claim `claim_id`, where that is given."""
    steps: list[Step] = session.get("done_steps", [])
    for step in reversed(steps):
        if claim_id not in (None, step["claim_id"]):
            continue
        claim = _find(conn, step["claim_id"])
        if claim is not None and claim.version == step["version"]:
            found: ShownStep = {**step, "statement": claim.statement}
            return found
    return None


def undone(claim: ClaimRecord) -> str | None:
    """What was taken back of this claim just now, in words, until it is changed or another step is taken."""
    kept = session.get("undone_step") or {}
    mine = (kept.get("claim_id"), kept.get("version")) == (claim.id, claim.version)
    return str(kept["done"]) if mine else None


def _find(conn: Connection, claim_id: int) -> ClaimRecord | None:
    try:
        return claims.get_claim(conn, claim_id)
    except NotFound:  # it went with the sample
        return None


@blueprint.post("/undo")
@auth.desk()
def undo_last_step() -> Response:
    """Take back the step that the form shows: the newest one of its claim, which stands at the form's version."""
    claim_id, version = forms.number("claim"), forms.version()
    with transaction() as conn:
        step = last(conn, claim_id)
        if step is None or step["version"] != version:
            raise Problem(
                409,
                "what you wanted to undo can no longer be undone: its claim was changed since, or it is undone "
                "already; nothing was written",
                {"action": "nothing to undo"},
            )
        for action in step["back"]:
            version = _take_back(conn, step, action, version)
    _forget_step(step, version)
    return forms.back(url_for("claim.claim_page", claim_id=step["claim_id"]))


def _take_back(conn: Connection, step: Step, action: str, version: int) -> int:
    if action == _REVERT:
        return claim_edits.revert_edit(conn, step["claim_id"], auth.actor(), version).version
    given = TransitionInput(owner_id=step["owner"], undoing=True)
    return transitions.apply_transition(conn, step["claim_id"], action, auth.actor(), version, given).version


def _forget_step(step: Step, version: int) -> None:
    """The step is no more; the one before it led to the claim as it stands again, now at `version`."""
    of_step = step["claim_id"], step["version"]
    session["done_steps"] = [
        each for each in session["done_steps"] if (each["claim_id"], each["version"]) != of_step
    ]
    for earlier in session["done_steps"]:
        if (earlier["claim_id"], earlier["version"]) == (step["claim_id"], step["seen"]):
            earlier["version"] = version
    session["undone_step"] = {"claim_id": step["claim_id"], "version": version, "done": step["done"]}
