"""Second ratings over the API, and what differs between them and the author's."""

from typing import Annotated

from flask import Blueprint, Response
from pydantic import Field

from service import auth
from service.api import http
from service.api.fields import Body, Filled, OneOf
from service.api.schemas.base import Instant, ResponseModel, from_row, from_rows
from service.request.transaction import transaction
from store.accounts.roles import SENIOR_ROLES
from store.db import NotFound
from store.verdicts import disagreements, second_ratings, verdicts
from store.verdicts.ratings import SCALE

blueprint = Blueprint("api_second_ratings", __name__, url_prefix="/api/v1")


class NewSecondRating(Body):
    """What a reviewer would rate, before the author's rating is shown."""

    rating: Annotated[str, OneOf(SCALE)]


class DisagreementReason(Body):
    """Why the author's rating stands."""

    reason: Annotated[Filled, Field(max_length=disagreements.LONGEST_REASON)]


class SecondRating(ResponseModel):
    """What a reviewer would rate; `agrees` where the author rated the same."""

    verdict_id: int
    person_id: int
    person: str
    rating: Annotated[str, OneOf(SCALE)]
    at: Instant
    agrees: bool


class Disagreement(ResponseModel):
    """Two ratings of a verdict that differ: `author_rating`, and `rating` of the reviewer to whom it is assigned.

    `outcome` is null while it is to be resolved.
    """

    verdict_id: int
    claim_id: int
    statement: str
    author: str
    author_rating: Annotated[str, OneOf(SCALE)]
    assigned_to: int
    assignee: str
    rating: Annotated[str, OneOf(SCALE)]
    arose_at: Instant
    outcome: Annotated[str, OneOf((disagreements.KEPT, disagreements.CHANGES))] | None
    reason: str | None
    resolver: str | None
    resolved_at: Instant | None


@blueprint.post("/claims/<int:claim_id>/second-ratings")
@auth.api("review", *SENIOR_ROLES)
@http.describe("Say what you would rate, before the author's rating is shown", gives=SecondRating, many=True,
               takes=NewSecondRating, status=201)  # fmt: skip
def add_second_rating(claim_id: int) -> Response:
    """All second ratings of the newest version."""
    given = http.read_body(NewSecondRating)
    with transaction() as conn:
        latest = verdicts.find_latest_verdict(conn, claim_id)
        if latest is None:
            raise NotFound(f"claim {claim_id} has no verdict")
        second_ratings.add_second_rating(conn, latest.id, given.rating, auth.actor())
        rows = second_ratings.list_second_ratings(conn, [latest.id])[latest.id]
        return http.paged(from_rows(SecondRating, rows), status=201)


@blueprint.get("/rating-disagreements")
@auth.api("read")
@http.describe("List ratings that differ and are to be resolved, the oldest first", gives=Disagreement, many=True)
def list_rating_disagreements() -> Response:
    """At most 100; without those on verdicts that the asker is to rate first."""
    with transaction() as conn:
        rows = disagreements.list_open_disagreements(conn)
        differing = verdicts.list_verdicts_by_id(conn, [row.verdict_id for row in rows])
        to_rate = second_ratings.list_to_rate(conn, differing, auth.actor())
        return http.paged(from_rows(Disagreement, [row for row in rows if row.verdict_id not in to_rate]))


@blueprint.post("/claims/<int:claim_id>/rating-disagreement")
@auth.api("review", *SENIOR_ROLES)
@http.describe("Let the author's rating stand, with the reason; the verdict can be approved then",
               gives=Disagreement, takes=DisagreementReason)  # fmt: skip
def resolve_rating_disagreement(claim_id: int) -> Response:
    """The disagreement, resolved."""
    given = http.read_body(DisagreementReason)
    with transaction() as conn:
        return http.respond(
            from_row(Disagreement, disagreements.resolve_disagreement(conn, claim_id, given.reason, auth.actor()))
        )
