"""Steps of a claim through its states, the versions of its verdict, and its audit."""

from datetime import UTC, datetime
from typing import Annotated

from flask import Blueprint, Response, g
from pydantic import Field

from service import auth
from service.api import http
from service.api.claims import claim_response, verdict_from_row
from service.api.fields import Body, Filled, Id, Moment, OneOf, Words
from service.api.schemas.base import from_rows
from service.api.schemas.claims import Entry, WholeClaim
from service.api.schemas.verdicts import Verdict
from service.errors import Problem
from service.request.transaction import transaction
from settings import settings
from store import audit
from store.claims import claims, transitions
from store.claims.workflow import REQUESTABLE, SENIOR_ACTIONS, TransitionInput
from store.db import Connection
from store.people import Refused
from store.verdicts import second_ratings, verdicts
from store.verdicts.media_reviews import CATEGORIES, LONGEST_CONTEXT, MEDIA_TYPES, MediaReview
from store.verdicts.ratings import SCALE
from store.verdicts.verdicts import VerdictContent

blueprint = Blueprint("api_steps", __name__, url_prefix="/api/v1/claims/<int:claim_id>")
_MOST_CITES = 200


class Transition(Body):
    """A step of a claim, with the version that its sender saw."""

    action: Annotated[str, OneOf(REQUESTABLE)]
    version: Id
    reason: Annotated[Words, Field(max_length=2000)] | None = None
    owner: Id | None = None
    until: Moment | None = None
    duplicate_of: Id | None = None


class NewMedia(Body):
    """What is said of the image, video or recording that the claim is of."""

    media_type: Annotated[str, OneOf(MEDIA_TYPES)]
    categories: list[Annotated[str, OneOf(tuple(CATEGORIES))]] = Field(min_length=1, max_length=len(CATEGORIES))
    media_url: str | None = None
    original_url: str | None = None
    original_context: Annotated[Words, Field(max_length=LONGEST_CONTEXT)] = ""

    def of_verdict(self) -> MediaReview:
        """This as the store's record."""
        return MediaReview(
            media_type=self.media_type,
            categories=tuple(self.categories),
            media_url=self.media_url,
            original_url=self.original_url,
            original_context=self.original_context,
        )


class NewVerdict(Body):
    """A verdict with the ids of the evidence that it cites, and the version of the claim that its sender saw."""

    rating: Annotated[str, OneOf(SCALE)]
    summary: Annotated[Filled, Field(max_length=verdicts.LONGEST_SUMMARY)]
    explanation: Annotated[Filled, Field(max_length=verdicts.LONGEST_EXPLANATION)]
    cites: list[Id] = Field(default_factory=list, max_length=_MOST_CITES)
    version: Id
    media: NewMedia | None = None


@blueprint.post("/transitions")
@auth.api("claims")
@http.describe("Take a step; 409 with `current` when the claim was changed meanwhile. "
                 f"Tokens need the scope `review` too for {', '.join(sorted(SENIOR_ACTIONS))}",
                 gives=WholeClaim, takes=Transition)  # fmt: skip
def transition_claim(claim_id: int) -> Response:
    """One step through the states."""
    step = http.read_body(Transition)
    if g.by_token and step.action in SENIOR_ACTIONS and "review" not in g.scopes:
        raise Problem(403, f"this token lacks the scope “review”, which “{step.action}” needs")
    if step.until is not None and step.until <= datetime.now(UTC):
        raise Refused("until", "the time must lie ahead")
    given = TransitionInput(
        reason=step.reason,
        owner_id=step.owner,
        until=step.until,
        duplicate_of=step.duplicate_of,
        publisher=settings().publisher,
    )
    with transaction() as conn:
        transitions.apply_transition(conn, claim_id, step.action, auth.actor(), step.version, given)
        return claim_response(conn, claim_id)


@blueprint.post("/verdict")
@auth.api("claims")
@http.describe("Save the next version of the verdict; the step `submit` then sends it to review",
                 gives=WholeClaim, takes=NewVerdict)  # fmt: skip
def save_verdict(claim_id: int) -> Response:
    """Write the verdict."""
    sent = http.read_body(NewVerdict)
    with transaction() as conn:
        media = sent.media.of_verdict() if sent.media else None
        content = VerdictContent(
            rating=sent.rating, summary=sent.summary, explanation=sent.explanation, cites=sent.cites, media=media
        )
        transitions.write_verdict(conn, claim_id, content, auth.actor(), sent.version)
        return claim_response(conn, claim_id)


@blueprint.get("/verdicts")
@auth.api("read")
@http.describe("List the versions of the verdict, the newest first, each with its review",
                 gives=Verdict, many=True)  # fmt: skip
def list_verdicts(claim_id: int) -> Response:
    """The newest 50 versions; those since the last approval are left out for who is to rate the newest one first."""
    with transaction() as conn:
        rows = verdicts.list_verdicts(conn, claim_id, with_dropped=True)
        if _is_to_rate(conn, claim_id):
            rows = second_ratings.hide_versions(rows)
        return http.paged([verdict_from_row(conn, row) for row in rows])


@blueprint.get("/audit")
@auth.api("read")
@http.describe("Read who did what to a claim, the newest first", gives=Entry, many=True)
def list_audit_entries(claim_id: int) -> Response:
    """The newest 200 entries."""
    with transaction() as conn:
        entries = audit.list_audit_entries(conn, "claim", claim_id)
        if _is_to_rate(conn, claim_id):
            entries = second_ratings.hide_ratings(entries)
        return http.paged(from_rows(Entry, entries))


def _is_to_rate(conn: Connection, claim_id: int) -> bool:
    """Whether the asker is to rate the claim's verdict before they see it. Raises `NotFound` without a claim."""
    state, newest = claims.get_claim(conn, claim_id).state, verdicts.find_latest_verdict(conn, claim_id)
    return second_ratings.is_to_rate(conn, state, newest, auth.actor())
