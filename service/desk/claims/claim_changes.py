"""What happened to a claim since somebody saw it, in words: for the open page, and for a step that came too late."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final

from flask import Blueprint, jsonify
from werkzeug.wrappers import Response

from service import auth
from service.errors import Problem
from service.language.messages import gettext as _
from service.language.messages import known_word
from service.request import inputs
from service.request.transaction import transaction
from store import audit
from store.audit import AuditEntry
from store.claims import claims
from store.claims.transitions import StaleClaim
from store.people import Actor

blueprint = Blueprint("claim_changes", __name__)
EVENTS: Final = {
    "take": "Taken", "assign": "Assigned", "release": "Released", "decline": "Declined",
    "duplicate": "Marked as a duplicate", "snooze": "Snoozed", "separate": "Taken out of its cluster",
    "reopen": "Reopened", "research": "Research begun", "await_reply": "Set to await a reply",
    "resume": "Reply noted", "verdict": "Verdict saved", "submit": "Sent to review", "recall": "Taken back from review",
    "request_changes": "Changes asked for", "approve": "Approved", "publish": "Published",
    "correct": "Correction begun", "cancel_correction": "Correction given up", "withdraw": "Withdrawn",
    "triage": "Looked up and put into triage", "article_changed": "The article changed",
    "words taken over": "The article's new words taken over",
    "reply asked for": "Reply asked for", "reply noted": "Reply noted", "reply deadline changed": "Deadline changed",
    "second rating": "Rated a second time", "ratings differ": "The ratings differ",
    "disagreement resolved": "Disagreement resolved",
    "evidence requested": "Evidence asked for", "evidence request dropped": "Evidence wanted no more",
    "note added": "Note written", "note changed": "Note changed", "note deleted": "Note deleted",
    "edit": "Corrected", "add": "Added", "cut": "Cut in two", "merge": "Merged with its neighbour",
}  # fmt: skip
_MOST: Final = 3


@blueprint.get("/claims/<int:claim_id>/changes")
@auth.desk()
def claim_changes_since(claim_id: int) -> Response:
    """What changed a claim after the version `after`: its version now, and the changes, the newest last.

    Each change has its words (`text`), its time (`at`, ISO 8601) and whether it was the machine's (`machine`).
    """
    seen = inputs.query_number("after") or 0
    with transaction() as conn:
        claim = claims.get_claim(conn, claim_id)
        entries = _after(audit.list_audit_entries(conn, "claim", claim_id), seen)
    changes = [
        {
            "text": describe_change(entry, auth.actor()),
            "at": entry.at.isoformat(),
            "machine": entry.actor_id is None,
        }
        for entry in entries
    ]
    return jsonify(version=claim.version, changes=changes)


def stale_refusal(error: StaleClaim, seen: int) -> Problem:
    """The answer to a step that was decided on a version of the claim that is no longer its newest."""
    now = {name: getattr(error.current, name) for name in ("id", "version", "state", "owner", "statement")}
    with transaction() as conn:
        entries = _after(audit.list_audit_entries(conn, "claim", now["id"]), seen)[-_MOST:]
    clock = datetime.now(UTC)
    said = "; ".join(
        f"{describe_change(entry, auth.actor())} {_age((clock - entry.at).total_seconds())}" for entry in entries
    )
    return Problem(
        409,
        _("%(said)s. Your step was not saved", said=said or _("This claim has changed in the meantime")),
        current=now,
    )


def describe_change(entry: AuditEntry, reader: Actor) -> str:
    """One entry of a claim's history in words: "Taken by Eva"."""
    event = EVENTS.get(entry.event) or entry.event.replace("_", " ").capitalize()
    event = known_word(event)
    if entry.actor_id is None:
        return _("%(event)s automatically", event=event)
    if entry.actor_id == reader.id:
        return _("%(event)s by you", event=event)
    return _("%(event)s by %(actor)s", event=event, actor=entry.actor)


def _after(entries: Sequence[AuditEntry], seen: int) -> list[AuditEntry]:
    """Those entries, given newest first, that led to versions after `seen`; the newest last."""
    return [entry for entry in reversed(entries) if (entry.version or 0) > seen]


def _age(seconds: float) -> str:
    if seconds < 60:
        return _("%(seconds)s s ago", seconds=round(max(1, seconds)))
    if seconds < 3600:
        return _("%(minutes)s min ago", minutes=round(seconds / 60))
    return _("more than an hour ago")
