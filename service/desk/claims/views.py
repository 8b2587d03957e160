"""Views of the list of claims that people keep, for themselves or for everybody."""

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response

from service import auth
from service.request.claim_views import checked_query
from service.request.transaction import transaction
from store.triage import saved_views

blueprint = Blueprint("views", __name__)


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
