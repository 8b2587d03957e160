"""Published fact-checks."""

from flask import Blueprint, Response

from service import auth
from service.api import http, parameters
from service.api.schemas.base import from_row, from_rows
from service.api.schemas.verdicts import Correction, FactCheck, WholeFactCheck
from service.request import cursors
from service.request.transaction import transaction
from store.verdicts import fact_checks

blueprint = Blueprint("api_fact_checks", __name__, url_prefix="/api/v1/fact-checks")
_LIST = "fact-checks"


@blueprint.get("")
@auth.api("read")
@http.describe("List published fact-checks that stand, the newest first", gives=FactCheck, many=True,
                 query="rating since until q fields limit cursor")  # fmt: skip
def list_fact_checks() -> Response:
    """A page of fact-checks."""
    limit, before, ratings = parameters.limit(), cursors.read_id(_LIST), parameters.choices("rating")
    since, until = parameters.moment("since"), parameters.moment("until")
    with transaction() as conn:
        rows = fact_checks.list_fact_checks(
            conn,
            words=parameters.words(),
            before=before,
            limit=limit + 1,
            ratings=ratings,
            since=since,
            until=until,
        )
    return http.paged(from_rows(FactCheck, rows[:limit]), cursors.after(_LIST, rows, limit))


@blueprint.get("/<slug>")
@auth.api("read")
@http.describe("Read a fact-check with its corrections, also one that was withdrawn", gives=WholeFactCheck)
def get_fact_check(slug: str) -> Response:
    """One fact-check."""
    with transaction() as conn:
        row = fact_checks.get_fact_check(conn, slug)
        log = from_rows(Correction, fact_checks.list_corrections(conn, row.id))
    return http.respond(from_row(WholeFactCheck, row, corrections=log))
