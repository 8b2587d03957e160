"""How much waits where; each number leads to what it counts."""

from flask import Blueprint, redirect, render_template, url_for
from werkzeug.wrappers import Response

from service import auth
from service.within import transaction
from store import claims, progress, samples

blueprint = Blueprint("overview", __name__)


@blueprint.get("/")
@auth.desk()
def page() -> str:
    """The overview."""
    with transaction() as conn:
        return render_template(
            "overview.html",
            counts=claims.counts(conn),
            failed=progress.page(conn, stage="failed", limit=20),
            newest=progress.page(conn, limit=8),
            oldest=claims.page(conn, claims.Filters(states=("triage",)), sort="oldest", limit=5),
            sample=samples.present(conn),
        )


@blueprint.post("/sample/clear")
@auth.desk("admin")
def clear_sample() -> Response:
    """Clear the sample away."""
    with transaction() as conn:
        samples.clear(conn, auth.actor())
    return redirect(url_for("overview.page"))
