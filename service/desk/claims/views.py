"""Views of the list of claims that people keep, for themselves or for everybody."""

from urllib.parse import parse_qsl, urlencode

from flask import Blueprint, redirect, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from service import auth
from service.request import claim_filters
from service.request.transaction import transaction
from store.claims.tables import SORTS
from store.people import Refused
from store.triage import saved_views

blueprint = Blueprint("views", __name__)
_KEPT = (*claim_filters.NAMES, "sort")


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


def checked_query(query: str) -> str:
    """The filters and the order in a query that a list of claims takes. Raises `Refused` naming the parameter."""
    given = [(name, value) for name, value in parse_qsl(query) if name in _KEPT]
    claim_filters.read(MultiDict(given), None)
    if (sort := dict(given).get("sort", "worth")) not in SORTS:
        raise Refused("sort", f"the sort is one of {', '.join(SORTS)}, and not {sort}")
    return urlencode(given)
