"""Fact-checks of others, and what their ratings are on our scale."""

from typing import Annotated

from flask import Blueprint, Response, request

from service import auth, cursors
from service.api import border, parameters, reference_shapes, shapes
from service.api.fields import Body, OneOf
from service.within import transaction
from store.external import rating_mappings
from store.external.fact_checks import list_external_fact_checks
from store.external.rating_list import list_rating_mappings

blueprint = Blueprint("api_foreign", __name__, url_prefix="/api/v1")
_LIST, _RATINGS = "foreign checks", "ratings"


class NewDecision(Body):
    """What a rating of others is on our scale: for its publisher, or for `everybody` who writes it so.

    `none`: it has no counterpart, and its fact-checks are context; `by rule`: take the decision back.
    """

    rating: Annotated[str, OneOf(rating_mappings.DECISIONS)]
    everybody: bool = False


@blueprint.get("/foreign-checks")
@auth.api("read")
@border.describe("List fact-checks of others, those that came in last first", gives=reference_shapes.ForeignCheck, many=True,
                 query="q publisher limit cursor")  # fmt: skip
def checks() -> Response:
    """A page of fact-checks of others."""
    limit, before = parameters.limit(), cursors.read_id(_LIST)
    publisher = request.args.get("publisher", "")
    with transaction() as conn:
        rows = list_external_fact_checks(
            conn, words=parameters.words(), publisher=publisher, before=before, limit=limit + 1
        )
    return border.page(shapes.each(reference_shapes.ForeignCheck, rows[:limit]), cursors.after(_LIST, rows, limit))


@blueprint.get("/rating-mappings")
@auth.api("read")
@border.describe(
    "List the ratings of others with what they are on our scale, unknown ones first, then the most frequent",
    gives=reference_shapes.RatingMapping, many=True, query="q limit cursor",
)  # fmt: skip
def ratings() -> Response:
    """A page of kinds of ratings."""
    limit, place = parameters.limit(), cursors.read(_RATINGS)
    with transaction() as conn:
        rows = list_rating_mappings(conn, words=parameters.words(), after=place, limit=limit + 1)
    last = rows[limit - 1] if len(rows) > limit else None
    more = cursors.write(_RATINGS, last.position) if last else None
    return border.page(shapes.each(reference_shapes.RatingMapping, rows[:limit]), more)


@blueprint.put("/rating-mappings/<int:kind_id>")
@auth.api("claims", "admin")
@border.describe("Decide what a rating of others is on our scale; it holds at once for all that is there",
                 takes=NewDecision, status=204)  # fmt: skip
def decide(kind_id: int) -> Response:
    """Decide about one kind of rating."""
    given = border.body(NewDecision)
    with transaction() as conn:
        rating_mappings.decide_rating_mapping(conn, kind_id, given.rating, auth.actor(), everybody=given.everybody)
    return Response(status=204)
