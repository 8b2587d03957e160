"""Notes on a claim: written, changed and deleted on its page."""

from flask import Blueprint, url_for
from werkzeug.wrappers import Response

from service import auth
from service.desk import forms
from service.request.transaction import transaction
from store.discussion import notes

blueprint = Blueprint("notes", __name__)


@blueprint.post("/claims/<int:claim_id>/notes")
@auth.desk()
def add_note(claim_id: int) -> Response:
    """Write a note; whoever it mentions is told."""
    with transaction() as conn:
        note = notes.add_note(conn, claim_id, forms.text("text") or "", auth.actor())
    return _back(claim_id, f"note-{note.id}")


@blueprint.post("/claims/<int:claim_id>/notes/<int:note_id>")
@auth.desk()
def change_note(claim_id: int, note_id: int) -> Response:
    """Change a note of one's own."""
    with transaction() as conn:
        notes.change_note(conn, claim_id, note_id, forms.text("text") or "", auth.actor())
    return _back(claim_id, f"note-{note_id}")


@blueprint.post("/claims/<int:claim_id>/notes/<int:note_id>/delete")
@auth.desk()
def delete_note(claim_id: int, note_id: int) -> Response:
    """Delete a note of one's own."""
    with transaction() as conn:
        notes.delete_note(conn, claim_id, note_id, auth.actor())
    return _back(claim_id, "notes")


def _back(claim_id: int, anchor: str) -> Response:
    return forms.back(url_for("claim.claim_page", claim_id=claim_id, _anchor=anchor))
