"""Which reference sources are on, and how they do."""

from flask import Blueprint, redirect, render_template, url_for
from werkzeug.wrappers import Response

from service import auth
from service.within import transaction
from store import audit, sources
from workers import wake

blueprint = Blueprint("sources", __name__)


@blueprint.get("/sources")
@auth.desk()
def page() -> str:
    """Every source."""
    with transaction() as conn:
        return render_template("sources.html", rows=sources.every(conn))


@blueprint.post("/sources/<name>/resume")
@auth.desk()
def resume(name: str) -> Response:
    """End a source's pause."""
    with transaction() as conn:
        asked = sources.resume(conn, name)
        audit.write(conn, auth.actor(), "source", 0, "resumed", reason=name)
    wake.ring("lookup", asked)
    return redirect(url_for("sources.page"))
