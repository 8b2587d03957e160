"""Evidence of one's own by address or as a file, over the API: fetched and read by a job, then frozen like any
other.
"""

from typing import Annotated

from flask import Blueprint, Response, request
from pydantic import Field

from service import auth, security
from service.api import http
from service.api.fields import Address, Body, OneOf, Words
from service.api.schemas.base import Instant, ResponseModel, from_row, from_rows
from service.request import uploads
from service.request.transaction import transaction
from settings import settings
from store.claims import claims
from store.lookups import evidence_requests
from store.lookups.evidence import LONGEST, STANCES
from store.lookups.evidence_requests import EvidenceFile, WantedPassage
from workers import enqueue

blueprint = Blueprint(
    "api_evidence_requests", __name__, url_prefix="/api/v1/claims/<int:claim_id>/evidence-requests"
)


class WantedEvidence(Body):
    """What is wanted of a page or a file: the words to quote (empty: what bears on the claim most), who published
    it, and the stance (empty: as the machine judges it) with its reason.
    """

    quote: Annotated[Words, Field(max_length=LONGEST["quote"])] = ""
    publisher: Annotated[Words, Field(max_length=LONGEST["publisher"])] = ""
    stance: Annotated[str, OneOf(("", *STANCES))] = ""
    reason: Annotated[Words, Field(max_length=LONGEST["reason"])] = ""

    def wanted(self) -> WantedPassage:
        """As the store takes it."""
        return WantedPassage(self.quote, self.publisher, self.stance, self.reason)


class EvidenceAtAddress(WantedEvidence):
    """The address of a page, and what is wanted of it."""

    url: Annotated[Address, Field(min_length=1)]


class EvidenceRequest(ResponseModel):
    """Evidence that is being fetched or read; `state` is waiting, trying again or failed, and `failure` says why.

    Once its evidence is there it is gone.
    """

    id: int
    claim_id: int
    requester: str
    requested_at: Instant
    place: str
    quote: str
    stance: str
    state: Annotated[str, OneOf(("waiting", "trying again", "failed"))]
    failure: str | None


@blueprint.get("")
@auth.api("read")
@http.describe("List evidence that is being fetched or read, or could not be", gives=EvidenceRequest, many=True)
def list_evidence_requests(claim_id: int) -> Response:
    """The first asked for first."""
    with transaction() as conn:
        claims.get_claim(conn, claim_id)
        return http.paged(from_rows(EvidenceRequest, evidence_requests.list_evidence_requests(conn, claim_id)))


@blueprint.post("/address")
@auth.api("claims")
@http.describe(
    "Have a page fetched and frozen as evidence", gives=EvidenceRequest, takes=EvidenceAtAddress, status=202
)
def request_evidence_by_address(claim_id: int) -> Response:
    """The evidence is there once the request is gone."""
    given = http.read_body(EvidenceAtAddress)
    with transaction() as conn:
        made = evidence_requests.request_by_address(conn, claim_id, given.url, given.wanted(), auth.actor())
    enqueue.enqueue(evidence_requests.KIND, [made.id])
    return http.respond(from_row(EvidenceRequest, made), 202)


@blueprint.post("/file")
@auth.api("claims")
@security.large()
@http.describe("Have a file (PDF, DOCX, HTML, text) read and frozen as evidence, in the field `file` of a form",
               gives=EvidenceRequest, form=WantedEvidence, status=202)  # fmt: skip
def request_evidence_by_file(claim_id: int) -> Response:
    """The evidence is there once the request is gone."""
    said = {name: value for name, value in request.form.items() if name != "csrf"}
    given, sent = http.read_fields(WantedEvidence, said), http.read_file()
    file = EvidenceFile(sent.filename or "", sent.mimetype, uploads.pieces(sent.stream))
    with transaction() as conn:
        made = evidence_requests.request_by_file(
            conn, claim_id, file, settings().largest_upload, given.wanted(), auth.actor()
        )
    enqueue.enqueue(evidence_requests.KIND, [made.id])
    return http.respond(from_row(EvidenceRequest, made), 202)


@blueprint.post("/<int:request_id>/retry")
@auth.api("claims")
@http.describe("Try again what could not be fetched or read", gives=EvidenceRequest, many=True, status=202)
def retry_evidence_request(claim_id: int, request_id: int) -> Response:
    """All that is still to be done."""
    with transaction() as conn:
        evidence_requests.retry_evidence_request(conn, claim_id, request_id)
        left = from_rows(EvidenceRequest, evidence_requests.list_evidence_requests(conn, claim_id))
    enqueue.enqueue(evidence_requests.KIND, [request_id])
    return http.paged(left, status=202)


@blueprint.delete("/<int:request_id>")
@auth.api("claims")
@http.describe("Drop what is wanted no more", status=204)
def drop_evidence_request(claim_id: int, request_id: int) -> Response:
    """Its evidence is not added."""
    with transaction() as conn:
        evidence_requests.drop_evidence_request(conn, claim_id, request_id, auth.actor())
    return Response(status=204)
