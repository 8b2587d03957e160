"""Taking the next claim, one step for many claims, and tags, over the API."""

from datetime import UTC, datetime
from typing import Annotated

from flask import Blueprint, Response
from pydantic import Field

from service import auth
from service.api import http
from service.api.claims import claim_response
from service.api.fields import Body, Filled, Id, Moment, OneOf, Words
from service.api.schemas.base import ResponseModel, from_rows
from service.api.schemas.claims import WholeClaim
from service.request.transaction import transaction
from store.claims import claims
from store.claims.filters import ClaimFilters
from store.claims.tables import SORTS
from store.claims.workflow import OPEN, TransitionInput
from store.db import NotFound
from store.people import Refused
from store.triage import tags
from store.triage.bulk import BULK_ACTIONS, MOST_AT_ONCE, BulkChange, SeenClaim, apply_to_claims
from store.triage.next_claim import take_next_claim

blueprint = Blueprint("api_bulk", __name__, url_prefix="/api/v1/claims")
Tag = Annotated[Filled, Field(max_length=tags.LONGEST_TAG)]


class ClaimAtVersion(Body):
    """A claim at the version that its sender saw."""

    id: Id
    version: Id


class BulkStep(Body):
    """One step for many claims; with `dry_run` it only says what it would change. `tag` goes with `tag` and `untag`."""

    action: Annotated[str, OneOf(BULK_ACTIONS)]
    claims: Annotated[list[ClaimAtVersion], Field(min_length=1, max_length=MOST_AT_ONCE)]
    reason: Annotated[Words, Field(max_length=2000)] | None = None
    owner: Id | None = None
    until: Moment | None = None
    tag: Tag | None = None
    dry_run: bool = False


class BulkResult(ResponseModel):
    """What became of one claim, or would; `problem` says why it is not changed, null where it is."""

    claim_id: int
    statement: str
    problem: str | None


class NextClaim(Body):
    """In which order the next claim is taken."""

    sort: Annotated[str, OneOf(SORTS)] = "worth"


class TagChange(Body):
    """Tags to give a claim and to take from it."""

    add: Annotated[list[Tag], Field(max_length=tags.MOST_TAGS)] = Field(default_factory=list)
    remove: Annotated[list[Tag], Field(max_length=tags.MOST_TAGS)] = Field(default_factory=list)


class ClaimTags(ResponseModel):
    """The tags of a claim, in the order of the alphabet."""

    tags: list[str]


@blueprint.post("/bulk")
@auth.api("claims")
@http.describe(
    "Take a step with many claims, or say what it would change", gives=BulkResult, many=True, takes=BulkStep
)
def change_claims() -> Response:
    """Each claim by itself: one that is refused holds up no other."""
    step = http.read_body(BulkStep)
    if step.until is not None and step.until <= datetime.now(UTC):
        raise Refused("until", "the time must lie ahead")
    given = TransitionInput(step.reason, step.owner, step.until)
    seen = [SeenClaim(each.id, each.version) for each in step.claims]
    with transaction() as conn:
        outcomes = apply_to_claims(
            conn, seen, BulkChange(step.action, given, step.tag), auth.actor(), dry_run=step.dry_run
        )
    return http.paged(from_rows(BulkResult, outcomes))


@blueprint.post("/take-next")
@auth.api("claims")
@http.describe("Take the first claim that waits and that nobody else is taking; 404 where none waits",
               gives=WholeClaim, takes=NextClaim)  # fmt: skip
def take_next_claim_of_list() -> Response:
    """The claim is the asker's then."""
    asked = http.read_body(NextClaim)
    with transaction() as conn:
        taken = take_next_claim(conn, ClaimFilters(states=OPEN), asked.sort, auth.actor())
        if taken is None:
            raise NotFound("no claim waits")
        return claim_response(conn, taken.id)


@blueprint.post("/<int:claim_id>/tags")
@auth.api("claims")
@http.describe("Give a claim tags, and take tags from it", gives=ClaimTags, takes=TagChange)
def change_claim_tags(claim_id: int) -> Response:
    """Its tags afterwards."""
    change = http.read_body(TagChange)
    with transaction() as conn:
        claims.get_claim(conn, claim_id)
        tags.change_tags(conn, [claim_id], auth.actor(), add=change.add, remove=change.remove)
        return http.respond(ClaimTags(tags=tags.list_tags(conn, [claim_id])[claim_id]))
