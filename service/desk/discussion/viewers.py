"""Who else looks at a claim: open pages ask every few seconds, and by that say that they do."""

from flask import Blueprint, Response

from service import auth
from service.language.messages import gettext as _
from service.request.transaction import transaction
from store.claims import claims
from store.triage.viewers import note_viewer

blueprint = Blueprint("viewers", __name__)


@blueprint.post("/claims/<int:claim_id>/viewers")
@auth.desk()
def note_claim_viewer(claim_id: int) -> Response:
    """Note that the asker looks at the claim; the answer says in words who else does, empty if nobody does."""
    with transaction() as conn:
        claims.get_claim(conn, claim_id)
        names = note_viewer(conn, claim_id, auth.actor().id or 0)
    words = _("Also looking at it: %(names)s", names=", ".join(names)) if names else ""
    return Response(words, content_type="text/plain; charset=utf-8", headers={"Cache-Control": "no-store"})
