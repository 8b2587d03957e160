"""Views of the list of claims that people keep, for themselves or for everybody."""

from contextlib import suppress
from typing import Final
from urllib.parse import parse_qsl

from flask import Blueprint, jsonify, redirect, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from service import auth
from service.request.claim_filters import read_triage_filters
from service.request.claim_views import checked_query
from service.request.transaction import transaction
from store.claims import claims
from store.claims.filters import ClaimFilters
from store.db import Connection
from store.newsroom import profile
from store.people import Refused
from store.triage import saved_views
from store.triage.saved_views import SavedView

blueprint = Blueprint("views", __name__)
_MOST: Final = 99  # claims that are counted of each view


@blueprint.get("/triage/views")
@auth.desk()
def count_views() -> Response:
    """How many claims each view has now, by its id: triage asks when it is shown, since counting takes as long as half
    of the page.
    """
    with transaction() as conn:
        views = readable_views(conn, profile.get_worth_threshold(conn))
        found = {view.id: claims.count_claims(conn, narrowed, most=_MOST) for view, narrowed in views}
    return jsonify({view: f"{_MOST}+" if many > _MOST else str(many) for view, many in found.items()})


@blueprint.post("/triage/views")
@auth.desk()
def save_view() -> Response:
    """Keep the filters and the order of the list under a name."""
    query = checked_query(request.form.get("query", ""))
    with transaction() as conn:
        saved_views.save_view(
            conn, request.form.get("name", ""), query, bool(request.form.get("shared")), auth.actor()
        )
    return redirect(f"{url_for('triage.triage_page')}?{query}")


@blueprint.post("/triage/views/<int:view_id>/remove")
@auth.desk()
def remove_view(view_id: int) -> Response:
    """Remove a view; the claims stay."""
    with transaction() as conn:
        saved_views.remove_view(conn, view_id, auth.actor())
    return redirect(url_for("triage.triage_page"))


def readable_views(conn: Connection, threshold: int) -> list[tuple[SavedView, ClaimFilters]]:
    """The views that this person sees, each with its filters; none of a tag or a state that there is no more."""
    found = []
    for view in saved_views.list_views(conn, auth.actor()):
        with suppress(Refused):
            found.append((view, read_triage_filters(MultiDict(parse_qsl(view.query)), threshold)))
    return found
