"""The right of reply over the API: whom we asked, until when, and what they said."""

from typing import Annotated

from flask import Blueprint, Response
from pydantic import Field

from service import auth
from service.api import http
from service.api.fields import Body, Filled, Moment, OneOf, Words
from service.api.schemas.base import Instant, ResponseModel, from_row, from_rows
from service.request.transaction import transaction
from store.claims import claims
from store.discussion import reply_requests

blueprint = Blueprint("api_replies", __name__, url_prefix="/api/v1/claims/<int:claim_id>/reply-requests")
Text = Annotated[Words, Field(max_length=reply_requests.LONGEST_TEXT)]


class NewReplyRequest(Body):
    """Who was asked for a reply and until when; `asked_at` is now where it is not given."""

    asked_of: Annotated[Filled, Field(max_length=reply_requests.LONGEST_NAME)]
    question: Text = ""
    asked_at: Moment | None = None
    deadline: Moment


class ReplyOutcome(Body):
    """What came of a request; `answer` is needed where they answered."""

    outcome: Annotated[str, OneOf(reply_requests.OUTCOMES)]
    answer: Text = ""


class NewDeadline(Body):
    """Until when they may reply."""

    deadline: Moment


class ReplyRequest(ResponseModel):
    """A reply that was asked for; `outcome` is null while it is awaited, `overdue` whether its deadline has passed
    then.
    """

    id: int
    claim_id: int
    asked_of: str
    question: str
    asked_at: Instant
    deadline: Instant
    asker: str
    outcome: Annotated[str, OneOf(reply_requests.OUTCOMES)] | None
    answer: str
    closed_at: Instant | None
    closer: str | None
    overdue: bool


@blueprint.get("")
@auth.api("read")
@http.describe("List the replies that were asked for", gives=ReplyRequest, many=True)
def list_reply_requests(claim_id: int) -> Response:
    """The first made first."""
    with transaction() as conn:
        claims.get_claim(conn, claim_id)
        return http.paged(from_rows(ReplyRequest, reply_requests.list_reply_requests(conn, claim_id)))


@blueprint.post("")
@auth.api("claims")
@http.describe("Note that somebody was asked for a reply; the step `await_reply` then lets the claim wait for it",
               gives=ReplyRequest, takes=NewReplyRequest, status=201)  # fmt: skip
def add_reply_request(claim_id: int) -> Response:
    """The request as it stands."""
    given = http.read_body(NewReplyRequest)
    with transaction() as conn:
        made = reply_requests.add_reply_request(
            conn, claim_id, auth.actor(), asked_of=given.asked_of, question=given.question,
            asked_at=given.asked_at, deadline=given.deadline,
        )  # fmt: skip
        return http.respond(from_row(ReplyRequest, made), 201)


@blueprint.post("/<int:request_id>/outcome")
@auth.api("claims")
@http.describe("Note what came of a request", gives=ReplyRequest, takes=ReplyOutcome)
def note_reply_outcome(claim_id: int, request_id: int) -> Response:
    """The request as it stands."""
    given = http.read_body(ReplyOutcome)
    with transaction() as conn:
        noted = reply_requests.close_reply_request(
            conn, claim_id, request_id, given.outcome, given.answer, auth.actor()
        )
        return http.respond(from_row(ReplyRequest, noted))


@blueprint.post("/<int:request_id>/deadline")
@auth.api("claims")
@http.describe("Give them more time, or less", gives=ReplyRequest, takes=NewDeadline)
def change_reply_deadline(claim_id: int, request_id: int) -> Response:
    """The request as it stands."""
    given = http.read_body(NewDeadline)
    with transaction() as conn:
        changed = reply_requests.change_deadline(conn, claim_id, request_id, given.deadline, auth.actor())
        return http.respond(from_row(ReplyRequest, changed))
