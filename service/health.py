"""Whether this process lives, and whether it can serve."""

import json

from flask import Blueprint, Response
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from service.auth import anybody
from service.within import transaction
from workers import wake

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
@anybody
def alive() -> Response:
    """The process answers."""
    return Response("ok\n", content_type="text/plain")


@blueprint.get("/readyz")
@anybody
def ready() -> Response:
    """200 when the store is there. The broker is named but not needed: work waits in the store."""
    try:
        with transaction() as conn:
            conn.execute(text("SELECT 1 FROM work LIMIT 1"))
        store = "ok"
    except SQLAlchemyError:
        store = "not answering"
    body = {"store": store, "broker": "ok" if wake.answers() else "not answering"}
    return Response(json.dumps(body), 200 if store == "ok" else 503, content_type="application/json")
