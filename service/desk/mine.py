"""For me: my notices, verdicts sent back to me, claims that I have taken, and what I wait for."""

from typing import Final

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from service import auth
from service.desk import forms
from service.request import cursors
from service.request.transaction import transaction
from settings import settings
from store.claims import claims
from store.claims.claims import ClaimFilters, ClaimRecord
from store.claims.revisions.wording_changes import list_wording_changes
from store.db import Connection
from store.discussion import notes, reply_requests
from store.notices import notices
from store.verdicts import awaiting, disagreements

blueprint = Blueprint("mine", __name__)
_LIST: Final = "notices"
_NOTICES: Final = 20
_CLAIMS: Final = 100
_MENTIONS: Final = 10
_IN_HAND: Final = ("assigned", "researching", "correction_pending")


@blueprint.get("/mine")
@auth.desk()
def mine_page() -> str:
    """Everything that is for the person who asks."""
    person_id, before = auth.actor().id or 0, cursors.read_id(_LIST, "before")
    with transaction() as conn:
        rows = notices.list_notices(conn, person_id, before=before, limit=_NOTICES + 1)
        sent_back = _claims(conn, person_id, ("changes_requested",))
        in_hand = _claims(conn, person_id, _IN_HAND)
        replies = _claims(conn, person_id, ("awaiting_reply",))
        snoozed = _claims(conn, person_id, ("snoozed",))
        reviewed = awaiting.list_awaiting_review(conn, person_id)
        ids = [row.id for row in (*sent_back, *in_hand, *replies, *snoozed)] + [row.id for row in reviewed]
        return render_template(
            "desk/mine.html",
            notices=rows[:_NOTICES],
            more=cursors.after(_LIST, rows, _NOTICES),
            sent_back=sent_back,
            in_hand=in_hand,
            replies=replies,
            reviewed=reviewed,
            snoozed=snoozed,
            differing=disagreements.list_open_disagreements(conn, person_id),
            mentions=notes.list_notes_for(conn, person_id, limit=_MENTIONS),
            changes=list_wording_changes(conn, ids),
            clocks=reply_requests.list_next_due(conn, [row.id for row in (*in_hand, *replies)]),
        )


def _claims(conn: Connection, person_id: int, states: tuple[str, ...]) -> list[ClaimRecord]:
    return claims.list_claims(conn, ClaimFilters(states=states, owner_id=person_id), sort="oldest", limit=_CLAIMS)


@blueprint.post("/mine/read")
@auth.desk()
def mark_notices_read() -> Response:
    """Mark the notices that were seen as read: those up to the newest that the page showed."""
    with transaction() as conn:
        notices.mark_read(conn, auth.actor().id or 0, forms.number("up_to") or 0)
    return redirect(url_for("mine.mine_page"))


@blueprint.get("/notifications")
@auth.desk()
def notice_settings_page() -> str:
    """What one is told of, in the desk and by e-mail."""
    with transaction() as conn:
        rows = notices.list_notice_settings(conn, auth.actor().id or 0)
    saved = request.args.get("saved") == "yes"
    return render_template(
        "desk/notifications.html", rows=rows, mails=settings().smtp_host is not None, saved=saved
    )


@blueprint.post("/notifications")
@auth.desk()
def change_notice_settings() -> Response:
    """Write what one is told of."""
    in_desk, by_mail = request.form.getlist("in_desk"), request.form.getlist("by_mail")
    with transaction() as conn:
        notices.change_notice_settings(conn, auth.actor().id or 0, in_desk, by_mail)
    return redirect(url_for("mine.notice_settings_page", saved="yes"))
