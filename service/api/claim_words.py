"""What an article says now in place of a claim of it: taking the new words over."""

from flask import Blueprint, Response

from service import auth
from service.api import http
from service.api.claims import claim_response
from service.api.fields import Body, Id
from service.api.schemas.claims import WholeClaim
from service.request.transaction import transaction
from store.claims.revisions import carry_over
from workers import enqueue

blueprint = Blueprint("api_claim_words", __name__, url_prefix="/api/v1/claims/<int:claim_id>/words")


class SeenVersion(Body):
    """The version of the claim that the sender saw."""

    version: Id


@blueprint.post("")
@auth.api("claims")
@http.describe("Take over the words that the article has now (`article_change.is_pending`); of a published claim the "
                 "answer is a new claim that has them", gives=WholeClaim, takes=SeenVersion)  # fmt: skip
def take_over_words(claim_id: int) -> Response:
    """Have a claim say what its article says now."""
    seen = http.read_body(SeenVersion)
    with transaction() as conn:
        shown, due = carry_over.take_over_words(conn, claim_id, auth.actor(), seen.version)
        answer = claim_response(conn, shown)
    enqueue.enqueue("lookup", due)
    return answer
