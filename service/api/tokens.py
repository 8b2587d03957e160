"""One's own tokens. A token can make and end others, but none that may more; what it makes lasts no longer than it, and
ends with it.
"""

from datetime import UTC, datetime
from typing import Annotated

from flask import Blueprint, Response, g
from pydantic import Field

from service import auth
from service.api import http
from service.api.fields import Body, Filled, Moment, OneOf
from service.api.schemas.base import from_row, from_rows
from service.api.schemas.tokens import MadeToken, Token
from service.errors import Problem
from service.request.transaction import transaction
from store import tokens
from store.db import Connection
from store.people import Refused

blueprint = Blueprint("api_tokens", __name__, url_prefix="/api/v1/tokens")


class NewToken(Body):
    """A token's name, what it may do, and when it ends; without an end it works until it is revoked."""

    name: Annotated[Filled, Field(max_length=200)]
    scopes: Annotated[list[Annotated[str, OneOf(tokens.SCOPES)]], Field(min_length=1)]
    expires_at: Moment | None = None


@blueprint.get("")
@auth.api("read")
@http.describe("List one's own tokens, the newest first, without their secrets", gives=Token, many=True)
def list_tokens() -> Response:
    """All of one's tokens, revoked ones too."""
    with transaction() as conn:
        return http.paged(from_rows(Token, tokens.list_tokens(conn, _me())))


@blueprint.post("")
@auth.api("read")
@http.describe("Make a token; its secret is shown this once. By token: within its scopes, and it ends with that one",
                 gives=MadeToken, takes=NewToken, status=201)  # fmt: skip
def create_token() -> Response:
    """Make a token for oneself."""
    wanted = http.read_body(NewToken)
    if wanted.expires_at is not None and wanted.expires_at <= datetime.now(UTC):
        raise Refused("expires_at", "the end must lie ahead")
    with transaction() as conn:
        ends = _within(conn, wanted) if g.by_token else wanted.expires_at
        secret = tokens.create_token(conn, _me(), wanted.name, wanted.scopes, ends, made_by=g.token_id)
        made = next(iter(tokens.list_tokens(conn, _me())))  # the newest
        return http.respond(from_row(MadeToken, made, secret=secret), 201)


@blueprint.delete("/<int:token_id>")
@auth.api("read")
@http.describe(
    "Revoke a token of one's own with all that it made, also the one that asks. By token: none that may more than it",
    status=204,
)
def revoke_token(token_id: int) -> Response:
    """End a token; ending it twice is no error."""
    with transaction() as conn:
        if g.by_token:
            _require_within(conn, token_id)
        tokens.revoke_token(conn, _me(), token_id)
    return Response(status=204)


def _me() -> int:
    return auth.actor().id or 0


def _within(conn: Connection, wanted: NewToken) -> datetime | None:
    if beyond := set(wanted.scopes) - set(g.scopes):
        raise Problem(403, f"this token lacks the scope “{min(beyond)}”, so it cannot give it")
    own = _own(conn, g.token_id).expires_at
    if own and wanted.expires_at and wanted.expires_at > own:
        raise Refused("expires_at", f"this token ends {own:%Y-%m-%dT%H:%MZ}; it makes none that lasts longer")
    return wanted.expires_at or own


def _require_within(conn: Connection, token_id: int) -> None:
    """Raise `Problem` 403 for a token of the same person that may more than the one that asks."""
    scopes = next((row.scopes for row in tokens.list_tokens(conn, _me()) if row.id == token_id), ())
    if beyond := set(scopes) - set(g.scopes):
        raise Problem(403, f"this token lacks the scope “{min(beyond)}”, so it cannot end one that has it")


def _own(conn: Connection, token_id: int | None) -> tokens.Token:
    found = next((row for row in tokens.list_tokens(conn, _me()) if row.id == token_id), None)
    if found is None:
        raise Problem(401, "the token ended meanwhile")
    return found
