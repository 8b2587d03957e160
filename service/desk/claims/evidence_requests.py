"""Evidence of one's own by address or as a file: asked for on a claim's page, fetched and read by a job."""

from flask import Blueprint, request, url_for
from werkzeug.wrappers import Response

from service import auth, security
from service.desk import forms
from service.request import uploads
from service.request.transaction import transaction
from settings import settings
from store.lookups import evidence_requests
from store.lookups.evidence_requests import EvidenceFile, WantedPassage
from store.people import Refused
from workers import enqueue

blueprint = Blueprint("evidence_requests", __name__, url_prefix="/claims/<int:claim_id>/evidence-requests")


@blueprint.post("/address")
@auth.desk()
def request_evidence_by_address(claim_id: int) -> Response:
    """Have a page fetched and frozen."""
    with transaction() as conn:
        made = evidence_requests.request_by_address(
            conn, claim_id, forms.text("url") or "", _wanted(), auth.actor()
        )
    enqueue.enqueue(evidence_requests.KIND, [made.id])
    return _back(claim_id)


@blueprint.post("/file")
@security.large()
@auth.desk()
def request_evidence_by_file(claim_id: int) -> Response:
    """Have a file read and its passage frozen."""
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        raise Refused("file", "choose a file")
    file = EvidenceFile(sent.filename, sent.mimetype, uploads.pieces(sent.stream))
    with transaction() as conn:
        made = evidence_requests.request_by_file(
            conn, claim_id, file, settings().largest_upload, _wanted(), auth.actor()
        )
    enqueue.enqueue(evidence_requests.KIND, [made.id])
    return _back(claim_id)


@blueprint.post("/<int:request_id>/retry")
@auth.desk()
def retry_evidence_request(claim_id: int, request_id: int) -> Response:
    """Try a failed one again."""
    with transaction() as conn:
        evidence_requests.retry_evidence_request(conn, claim_id, request_id)
    enqueue.enqueue(evidence_requests.KIND, [request_id])
    return _back(claim_id)


@blueprint.post("/<int:request_id>/drop")
@auth.desk()
def drop_evidence_request(claim_id: int, request_id: int) -> Response:
    """Want it no more."""
    with transaction() as conn:
        evidence_requests.drop_evidence_request(conn, claim_id, request_id, auth.actor())
    return _back(claim_id)


def _wanted() -> WantedPassage:
    given = {name: forms.text(name) or "" for name in ("quote", "publisher", "stance", "reason")}
    return WantedPassage(**given)


def _back(claim_id: int) -> Response:
    return forms.back(url_for("claim.claim_page", claim_id=claim_id, _anchor="evidence-requests"))
