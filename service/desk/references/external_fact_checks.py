"""The page of external fact-checks: the list, to be searched; and where the old addresses of these pages lead."""

from urllib.parse import quote

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response

from service import auth
from service.request import cursors
from service.request.transaction import transaction
from store.external.fact_checks import list_external_fact_checks

blueprint = Blueprint("external_fact_checks", __name__)
_LIST, _LIMIT = "external fact-checks", 50


@blueprint.get("/external-fact-checks")
@auth.desk()
def external_fact_checks_page() -> str:
    """The list, by words and publisher, those that came in last first."""
    kept = {name: text for name in ("q", "publisher") if (text := request.args.get(name, "").strip())}
    before = cursors.read_id(_LIST, "before")
    with transaction() as conn:
        rows = list_external_fact_checks(
            conn, words=kept.get("q", ""), publisher=kept.get("publisher", ""), before=before, limit=_LIMIT + 1
        )
    more = cursors.after(_LIST, rows, _LIMIT)
    return render_template("desk/references/external_fact_checks.html", rows=rows[:_LIMIT], kept=kept, more=more)


@blueprint.get("/others", defaults={"rest": ""})
@blueprint.get("/others/<path:rest>")
@auth.desk()
def redirect_old_address(rest: str) -> Response:
    """Send an address of the versions before, /others…, to the page that has taken its place."""
    query = request.query_string.decode("ascii", "replace")
    path = quote("/external-fact-checks" + (f"/{rest}" if rest else ""))
    return redirect(f"{path}?{query}" if query else path, 301)
