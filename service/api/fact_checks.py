"""Published fact-checks."""

from flask import Blueprint, Response

from service import auth
from service.api import border, parameters, shapes
from service.within import transaction
from store import fact_checks

blueprint = Blueprint("api_fact_checks", __name__, url_prefix="/api/v1/fact-checks")


@blueprint.get("")
@auth.api("read")
@border.describe("List published fact-checks that stand, the newest first", gives=shapes.FactCheck, many=True,
                 query="q limit cursor")  # fmt: skip
def many() -> Response:
    """A page of fact-checks."""
    limit, place = parameters.limit(), parameters.cursor()
    with transaction() as conn:
        before = place[0] if place else None
        rows = fact_checks.page(conn, words=parameters.words(), before=before, limit=limit + 1)
    more = (rows[limit - 1]["id"],) if len(rows) > limit else None
    return border.page(shapes.each(shapes.FactCheck, rows[:limit]), more)


@blueprint.get("/<slug>")
@auth.api("read")
@border.describe(
    "Read a fact-check with its corrections, also one that was withdrawn", gives=shapes.WholeFactCheck
)
def read(slug: str) -> Response:
    """One fact-check."""
    with transaction() as conn:
        row = fact_checks.by_slug(conn, slug)
        log = [dict(entry) for entry in fact_checks.corrections_of(conn, row["id"])]
    return border.answer(shapes.of(shapes.WholeFactCheck, row, corrections=log))
