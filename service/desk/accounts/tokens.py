"""Tokens for one's own programs."""

from datetime import UTC, datetime, timedelta
from typing import Final

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from service import auth
from service.request import inputs
from service.request.transaction import transaction
from store import tokens
from store.people import Refused

blueprint = Blueprint("tokens", __name__)
_MOST_DAYS: Final = 3650


@blueprint.get("/tokens")
@auth.desk()
def tokens_page() -> str:
    """One's own tokens."""
    return _page()


@blueprint.post("/tokens")
@auth.desk()
def make_token() -> str | tuple[str, int]:
    """Make a token; its secret is shown this once."""
    try:
        ends = _end()
        with transaction() as conn:
            name, scopes = request.form.get("name", ""), request.form.getlist("scopes")
            secret = tokens.create_token(conn, auth.actor().id or 0, name, scopes, ends)
    except Refused as error:
        return _page(wrong={error.field: str(error)}), 422
    return _page(secret=secret)


@blueprint.post("/tokens/<int:token_id>/revoke")
@auth.desk()
def revoke_token(token_id: int) -> Response:
    """End a token."""
    with transaction() as conn:
        tokens.revoke_token(conn, auth.actor().id or 0, token_id)
    return redirect(url_for("tokens.tokens_page"))


def _end() -> datetime | None:
    """When the token is to end; None if the field for days was left empty."""
    typed = request.form.get("days", "").strip()
    days = inputs.number(typed, "days", least=1, most=_MOST_DAYS) if typed else None
    return datetime.now(UTC) + timedelta(days=days) if days else None


def _page(secret: str = "", wrong: dict[str, str] | None = None) -> str:
    with transaction() as conn:
        rows = tokens.list_tokens(conn, auth.actor().id or 0)
    names = {row.id: row.name for row in rows}
    return render_template(
        "desk/accounts/tokens.html", rows=rows, names=names, scopes=tokens.SCOPES, secret=secret, wrong=wrong or {}
    )
