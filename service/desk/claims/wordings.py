"""What an article says now in place of a claim of it: taking the new words over."""

from flask import Blueprint, url_for
from werkzeug.wrappers import Response

from service import auth
from service.desk import forms
from service.desk.claims import claim_changes, undo
from service.request.transaction import transaction
from store.claims.revisions import carry_over
from store.claims.transitions import StaleClaim
from workers import enqueue

blueprint = Blueprint("wordings", __name__)


@blueprint.post("/claims/<int:claim_id>/words")
@auth.desk()
def take_over_words(claim_id: int) -> Response:
    """Have a claim say what its article says now; of a published one a claim of its own is made."""
    version = forms.version()
    try:
        with transaction() as conn:
            shown, due = carry_over.take_over_words(conn, claim_id, auth.actor(), version)
    except StaleClaim as error:
        raise claim_changes.stale_refusal(error, version) from error
    undo.forget(claim_id)
    enqueue.enqueue("lookup", due)
    return forms.back(url_for("claim.claim_page", claim_id=shown))
