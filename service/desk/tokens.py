"""Tokens for one's own programs."""

from datetime import UTC, datetime, timedelta

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from service import auth
from service.within import transaction
from store import tokens
from store.people import Refused

blueprint = Blueprint("tokens", __name__)


@blueprint.get("/tokens")
@auth.desk()
def page() -> str:
    """One's own tokens."""
    return _page()


@blueprint.post("/tokens")
@auth.desk()
def make() -> str | tuple[str, int]:
    """Make a token; its secret is shown this once."""
    days = request.form.get("days", type=int)
    ends = datetime.now(UTC) + timedelta(days=min(days, 3650)) if days and days > 0 else None
    try:
        with transaction() as conn:
            name, scopes = request.form.get("name", ""), request.form.getlist("scopes")
            secret = tokens.make(conn, auth.actor().id or 0, name, scopes, ends)
    except Refused as error:
        return _page(wrong={error.field: str(error)}), 422
    return _page(secret=secret)


@blueprint.post("/tokens/<int:token_id>/revoke")
@auth.desk()
def revoke(token_id: int) -> Response:
    """End a token."""
    with transaction() as conn:
        tokens.revoke(conn, auth.actor().id or 0, token_id)
    return redirect(url_for("tokens.page"))


def _page(secret: str = "", wrong: dict[str, str] | None = None) -> str:
    with transaction() as conn:
        rows = tokens.of_person(conn, auth.actor().id or 0)
    return render_template("tokens.html", rows=rows, scopes=tokens.SCOPES, secret=secret, wrong=wrong or {})
