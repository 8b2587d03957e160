"""The page on which admins decide what ratings of external fact-checks are on our scale."""

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response

from service import auth
from service.request import cursors, inputs
from service.request.links import address_of
from service.request.transaction import transaction
from store.external import rating_mappings
from store.external.rating_list import list_rating_mappings
from store.people import Refused
from store.verdicts.ratings import SCALE

blueprint = Blueprint("rating_mappings", __name__, url_prefix="/external-fact-checks/ratings")
_LIST, _LIMIT = "external ratings", 50


@blueprint.get("")
@auth.desk("admin")
def rating_mappings_page() -> str:
    """External ratings with what they are on our scale, unknown ones first."""
    return _render_rating_mappings()


@blueprint.post("/<int:rating_id>")
@auth.desk("admin")
def decide_rating(rating_id: int) -> tuple[str, int] | Response:
    """Decide about one rating, for its publisher or for everybody."""
    everybody = request.form.get("for") == "everybody"
    decision = request.form.get("rating", "")
    try:
        with transaction() as conn:
            rating_mappings.decide_rating_mapping(conn, rating_id, decision, auth.actor(), everybody=everybody)
    except Refused as error:
        return _render_rating_mappings(str(error)), 422
    return redirect(address_of("rating_mappings.rating_mappings_page", {**_search(), "saved": rating_id}))


def _search() -> dict[str, str]:
    """What is searched for, kept from page to page."""
    return {name: text for name in ("q", "show") if (text := request.args.get(name, "").strip())}


def _render_rating_mappings(wrong: str = "") -> str:
    kept, after, saved = _search(), cursors.read_cursor(_LIST, "after"), inputs.query_number("saved")
    with transaction() as conn:
        rows = list_rating_mappings(
            conn, words=kept.get("q", ""), unknown=kept.get("show") == "unknown", after=after, limit=_LIMIT + 1
        )
        note = rating_mappings.get_external_rating(conn, saved) if saved else None
    more = cursors.write(_LIST, rows[_LIMIT - 1].position) if len(rows) > _LIMIT else None
    return render_template(
        "desk/references/rating_mappings.html",
        rows=rows[:_LIMIT],
        kept=kept,
        more=more,
        choices=(*SCALE, rating_mappings.NO_COUNTERPART),
        by_rule=rating_mappings.BY_RULE,
        note=note,
        wrong=wrong,
    )
