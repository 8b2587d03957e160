"""Published fact-checks."""

from flask import Blueprint, Response, request

from service import auth
from service.api import border
from service.within import transaction
from store import fact_checks

blueprint = Blueprint("api_fact_checks", __name__, url_prefix="/api/v1/fact-checks")
_FIELDS = (
    "slug", "claim_id", "statement", "claimant", "rating", "summary", "publisher", "published_at", "corrected_at",
    "withdrawn_at",
)  # fmt: skip


@blueprint.get("")
@auth.api("read")
@border.describe("List published fact-checks, the newest first", query="q limit cursor")
def many() -> Response:
    """A page of fact-checks that stand."""
    limit, place = border.limit(), border.cursor()
    words = request.args.get("q", "").replace("\x00", " ")
    with transaction() as conn:
        rows = fact_checks.page(conn, words=words, before=int(place[0]) if place else None, limit=limit + 1)
    items = [{name: row[name] for name in _FIELDS} for row in rows[:limit]]
    return border.page(items, (rows[limit - 1]["id"],) if len(rows) > limit else None)


@blueprint.get("/<slug>")
@auth.api("read")
@border.describe("Read a fact-check with its corrections")
def read(slug: str) -> Response:
    """One fact-check."""
    with transaction() as conn:
        row = fact_checks.by_slug(conn, slug)
        log = [{"at": c["at"], "note": c["note"]} for c in fact_checks.corrections_of(conn, row["id"])]
    return border.answer({**{name: row[name] for name in _FIELDS}, "corrections": log})
