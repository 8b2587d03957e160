"""What speaks for and against a claim: passages that people add, lookups that sources answer."""

from typing import Annotated

from flask import Blueprint, Response
from pydantic import Field

from checks.types.passage import Passage
from checks.types.stance import Finding
from service import auth
from service.api import http
from service.api.fields import Address, Body, Day, Filled, OneOf, Words
from service.api.schemas.base import from_row, from_rows
from service.api.schemas.evidence import Capture, Evidence, Lookup
from service.request.transaction import transaction
from store.claims import claims
from store.db import Connection
from store.lookups import evidence, lookups
from store.lookups.evidence import LONGEST
from workers import enqueue

blueprint = Blueprint("api_evidence", __name__, url_prefix="/api/v1/claims/<int:claim_id>")


class NewEvidence(Body):
    """A passage that somebody found, quoted word for word."""

    text: Annotated[Filled, Field(max_length=LONGEST["text"])]
    publisher: Annotated[Filled, Field(max_length=LONGEST["publisher"])]
    stance: Annotated[str, OneOf(evidence.STANCES)]
    url: Address | None = None
    locator: Annotated[Words, Field(max_length=LONGEST["locator"])] = "sent by API"
    author: Annotated[Words, Field(max_length=LONGEST["author"])] | None = None
    published: Day | None = None
    reason: Annotated[Words, Field(max_length=LONGEST["reason"])] = "sent by API"

    def finding(self) -> Finding:
        """The passage as the store takes it."""
        passage = Passage(
            text=self.text,
            locator=self.locator,
            publisher=self.publisher,
            url=self.url or None,
            published=self.published,
            author=self.author or None,
        )
        return Finding(self.stance, self.reason, evidence.UNMEASURED, passage)  # type: ignore[arg-type]


@blueprint.post("/evidence")
@auth.api("claims")
@http.describe("Add a passage", gives=Evidence, takes=NewEvidence, status=201)
def add_evidence(claim_id: int) -> Response:
    """Add evidence of one's own."""
    given = http.read_body(NewEvidence)
    with transaction() as conn:
        claims.get_claim(conn, claim_id)
        made = evidence.add_evidence(conn, claim_id, given.finding(), auth.actor())
        row = next(r for r in evidence.list_evidence(conn, claim_id) if r.id == made)
        return http.respond(from_row(Evidence, row), 201)


@blueprint.get("/evidence/<int:evidence_id>/capture")
@auth.api("read")
@http.describe("Read what a passage was cut from", gives=Capture)
def get_capture(claim_id: int, evidence_id: int) -> Response:
    """The whole text that was captured."""
    with transaction() as conn:
        row = evidence.get_captured_evidence(conn, claim_id, evidence_id)
    return http.respond(from_row(Capture, row, evidence_id=evidence_id, text=row.captured))


@blueprint.get("/lookups")
@auth.api("read")
@http.describe("Read the log of a claim's lookups: what was asked, when, with how many hits",
                 gives=Lookup, many=True)  # fmt: skip
def list_lookups(claim_id: int) -> Response:
    """One lookup a source."""
    with transaction() as conn:
        claims.get_claim(conn, claim_id)
        return http.paged(_lookups(conn, claim_id))


@blueprint.post("/lookups/retry")
@auth.api("claims")
@http.describe("Ask every source again", gives=Lookup, many=True, status=202)
def retry_lookups(claim_id: int) -> Response:
    """Queue all lookups of a claim again."""
    with transaction() as conn:
        asked = lookups.ask_sources_again(conn, claim_id, auth.actor())
        items = _lookups(conn, claim_id)
    enqueue.enqueue("lookup", asked)
    return http.paged(items, status=202)


def _lookups(conn: Connection, claim_id: int) -> list[Lookup]:
    return from_rows(Lookup, lookups.list_lookups(conn, claim_id))
