"""External fact-checks, and what their ratings are on our scale."""

from typing import Annotated

from flask import Blueprint, Response, request

from service import auth
from service.api import http, parameters
from service.api.fields import Body, OneOf
from service.api.schemas.base import from_rows
from service.api.schemas.external_fact_checks import ExternalFactCheck, RatingMapping
from service.request import cursors
from service.request.transaction import transaction
from store.external import fact_checks, rating_list, rating_mappings

blueprint = Blueprint("api_external_fact_checks", __name__, url_prefix="/api/v1")
_LIST, _RATINGS = "external fact-checks", "external ratings"


class NewRatingDecision(Body):
    """What an external rating is on our scale: for its publisher, or for `everybody` who writes it so.

    `none`: it has no counterpart, and its fact-checks are context; `by rule`: take the decision back.
    """

    rating: Annotated[str, OneOf(rating_mappings.DECISIONS)]
    everybody: bool = False


@blueprint.get("/external-fact-checks")
@auth.api("read")
@http.describe(
    "List external fact-checks, those that came in last first",
    gives=ExternalFactCheck, many=True, query="q publisher limit cursor",
)  # fmt: skip
def list_external_fact_checks() -> Response:
    """A page of external fact-checks."""
    limit, before = parameters.limit(), cursors.read_id(_LIST)
    publisher = request.args.get("publisher", "")
    with transaction() as conn:
        rows = fact_checks.list_external_fact_checks(
            conn, words=parameters.words(), publisher=publisher, before=before, limit=limit + 1
        )
    return http.paged(from_rows(ExternalFactCheck, rows[:limit]), cursors.after(_LIST, rows, limit))


@blueprint.get("/rating-mappings")
@auth.api("read")
@http.describe(
    "List external ratings with what they are on our scale, unknown ones first, then the most frequent",
    gives=RatingMapping, many=True, query="q limit cursor",
)  # fmt: skip
def list_rating_mappings() -> Response:
    """A page of external ratings."""
    limit, place = parameters.limit(), cursors.read_cursor(_RATINGS)
    with transaction() as conn:
        rows = rating_list.list_rating_mappings(conn, words=parameters.words(), after=place, limit=limit + 1)
    more = cursors.write(_RATINGS, rows[limit - 1].position) if len(rows) > limit else None
    return http.paged(from_rows(RatingMapping, rows[:limit]), more)


@blueprint.put("/rating-mappings/<int:rating_id>")
@auth.api("claims", "admin")
@http.describe(
    "Decide what an external rating is on our scale; it applies at once to all that are there",
    takes=NewRatingDecision, status=204,
)  # fmt: skip
def put_rating_mapping(rating_id: int) -> Response:
    """Decide about one external rating."""
    given = http.read_body(NewRatingDecision)
    with transaction() as conn:
        rating_mappings.decide_rating_mapping(
            conn, rating_id, given.rating, auth.actor(), everybody=given.everybody
        )
    return Response(status=204)
