"""The right of reply on a claim's page: whom we asked, until when, and what they said."""

from datetime import datetime

from flask import Blueprint, request, url_for
from werkzeug.wrappers import Response

from service import auth
from service.desk import forms
from service.desk.claims import claim_changes, undo
from service.request.transaction import transaction
from store.claims import claims, transitions
from store.claims.claims import ClaimRecord
from store.claims.transitions import StaleClaim
from store.claims.workflow import TransitionInput
from store.db import Connection
from store.discussion import reply_requests
from store.people import Refused

blueprint = Blueprint("replies", __name__, url_prefix="/claims/<int:claim_id>/replies")


@blueprint.post("")
@auth.desk()
def ask_for_reply(claim_id: int) -> Response:
    """Note that somebody was asked, and let the claim await the reply where the button says so."""
    asked_at, deadline = _moment("asked_at"), _moment("deadline")
    if deadline is None:
        raise Refused("deadline", "say until when they may reply")
    steps = None
    try:
        with transaction() as conn:
            reply_requests.add_reply_request(
                conn, claim_id, auth.actor(), asked_of=forms.text("asked_of") or "",
                question=forms.text("question") or "", asked_at=asked_at, deadline=deadline,
            )  # fmt: skip
            steps = _take_step(conn, claim_id, "await_reply")
    except StaleClaim as error:
        raise claim_changes.stale_refusal(error, forms.version()) from error
    return _remember(claim_id, steps, "await_reply")


@blueprint.post("/<int:request_id>")
@auth.desk()
def note_reply(claim_id: int, request_id: int) -> Response:
    """Note what came of a request, and go on with the research where the button says so."""
    steps = None
    try:
        with transaction() as conn:
            reply_requests.close_reply_request(
                conn,
                claim_id,
                request_id,
                request.form.get("outcome", ""),
                forms.text("answer") or "",
                auth.actor(),
            )
            steps = _take_step(conn, claim_id, "resume")
    except StaleClaim as error:
        raise claim_changes.stale_refusal(error, forms.version()) from error
    return _remember(claim_id, steps, "resume")


@blueprint.post("/<int:request_id>/deadline")
@auth.desk()
def change_reply_deadline(claim_id: int, request_id: int) -> Response:
    """Give them more time, or less."""
    deadline = _moment("deadline")
    if deadline is None:
        raise Refused("deadline", "say until when they may reply")
    with transaction() as conn:
        reply_requests.change_deadline(conn, claim_id, request_id, deadline, auth.actor())
    return _back(claim_id)


def _moment(field: str) -> datetime | None:
    return forms.moment(request.form.get(field, ""), field)


def _take_step(conn: Connection, claim_id: int, action: str) -> tuple[ClaimRecord, ClaimRecord] | None:
    """The claim before and after the step that the form asks for besides; None if it asks for none."""
    if request.form.get("then") != action:
        return None
    before = claims.get_claim(conn, claim_id)
    after = transitions.apply_transition(conn, claim_id, action, auth.actor(), forms.version(), TransitionInput())
    return before, after


def _remember(claim_id: int, steps: tuple[ClaimRecord, ClaimRecord] | None, action: str) -> Response:
    if steps is not None:
        undo.remember(steps[0], action, steps[1])
    return _back(claim_id)


def _back(claim_id: int) -> Response:
    return forms.back(url_for("claim.claim_page", claim_id=claim_id, _anchor="replies"))
