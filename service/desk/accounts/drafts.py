"""Drafts of the desk's forms, which its scripts keep here while somebody writes."""

import json

from flask import Blueprint, Response, jsonify, request

from service import auth
from service.request import inputs
from service.request.transaction import transaction
from store.accounts import drafts
from store.people import Refused

blueprint = Blueprint("drafts", __name__)


@blueprint.get("/drafts")
@auth.desk()
def list_drafts() -> Response:
    """The asker's own drafts of the forms that are named (`name`, several times), as an object by name."""
    names = request.args.getlist("name")[: drafts.MOST_DRAFTS]
    with transaction() as conn:
        answer = jsonify(drafts.list_drafts(conn, auth.actor().id or 0, names))
    answer.headers["Cache-Control"] = "no-store"
    return answer


@blueprint.post("/drafts")
@auth.desk()
def keep_draft() -> tuple[str, int]:
    """Keep the draft `name` with its `content`, an object as JSON; without content, forget it."""
    name, content = request.form.get("name", ""), request.form.get("content", "")
    with transaction() as conn:
        if not content:
            drafts.drop_draft(conn, auth.actor().id or 0, name)
        else:
            drafts.keep_draft(conn, auth.actor().id or 0, name, _read(content), len(content))
    return "", 204


def _read(content: str) -> dict[str, object]:
    """The object that is written there. Raises `Refused` for anything else, and for what the store does not hold: NUL,
    half of a surrogate pair, a number that is not finite.
    """
    try:
        found = json.loads(content)
        stored = json.dumps(found, ensure_ascii=False, allow_nan=False)
    except (ValueError, RecursionError):
        raise Refused("content", "a draft is an object in JSON") from None
    if not isinstance(found, dict) or "\\u0000" in stored or not inputs.storable(stored):
        raise Refused("content", "a draft is an object in JSON")
    return found
