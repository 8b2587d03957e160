"""Published fact-checks."""

from flask import Blueprint, Response

from service import auth, cursors
from service.api import border, parameters, shapes
from service.within import transaction
from store.verdicts import fact_checks

blueprint = Blueprint("api_fact_checks", __name__, url_prefix="/api/v1/fact-checks")
_LIST = "fact-checks"


@blueprint.get("")
@auth.api("read")
@border.describe("List published fact-checks that stand, the newest first", gives=shapes.FactCheck, many=True,
                 query="q limit cursor")  # fmt: skip
def many() -> Response:
    """A page of fact-checks."""
    limit, before = parameters.limit(), cursors.read_id(_LIST)
    with transaction() as conn:
        rows = fact_checks.page(conn, words=parameters.words(), before=before, limit=limit + 1)
    return border.page(shapes.each(shapes.FactCheck, rows[:limit]), cursors.after(_LIST, rows, limit))


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
