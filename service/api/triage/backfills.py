"""Having sources asked again for all claims that wait, over the API."""

from typing import Annotated

from flask import Blueprint, Response
from pydantic import Field

from service import auth
from service.api import http, parameters
from service.api.fields import Body, Words
from service.api.schemas.backfills import Backfill
from service.api.schemas.base import from_row
from service.request import cursors
from service.request.transaction import transaction
from store.lookups import backfills
from workers import enqueue

blueprint = Blueprint("api_backfills", __name__, url_prefix="/api/v1/backfills")
_LIST, _MOST_SOURCES = "backfills", 50


class NewBackfill(Body):
    """The names of the sources that are asked again; none for all that are switched on."""

    sources: Annotated[list[Words], Field(max_length=_MOST_SOURCES)] = Field(default_factory=list)


@blueprint.post("")
@auth.api("claims")
@http.describe("Ask sources again for all claims that wait; one of the same sources that runs begins anew",
               gives=Backfill, takes=NewBackfill, status=202)  # fmt: skip
def start_backfill() -> Response:
    """It runs by itself; `GET` says how far it is."""
    given = http.read_body(NewBackfill)
    with transaction() as conn:
        started = backfills.start_backfill(conn, given.sources, auth.actor())
    enqueue.enqueue(backfills.KIND, [started.id])
    return http.respond(_shown(started), 202)


@blueprint.get("")
@auth.api("read")
@http.describe("List backfills, the newest first", gives=Backfill, many=True, query="limit cursor")
def list_backfills() -> Response:
    """A page of them."""
    limit, before = parameters.limit(), cursors.read_id(_LIST)
    with transaction() as conn:
        rows = backfills.list_backfills(conn, before=before, limit=limit + 1)
    return http.paged([_shown(row) for row in rows[:limit]], cursors.after(_LIST, rows, limit))


@blueprint.get("/<int:backfill_id>")
@auth.api("read")
@http.describe("Read how far a backfill is", gives=Backfill)
def get_backfill(backfill_id: int) -> Response:
    """One of them."""
    with transaction() as conn:
        return http.respond(_shown(backfills.get_backfill(conn, backfill_id)))


@blueprint.post("/<int:backfill_id>/stop")
@auth.api("claims")
@http.describe("Stop a backfill; what was queued is still asked", gives=Backfill)
def stop_backfill(backfill_id: int) -> Response:
    """Stop it."""
    with transaction() as conn:
        return http.respond(_shown(backfills.stop_backfill(conn, backfill_id, auth.actor())))


def _shown(row: backfills.Backfill) -> Backfill:
    return from_row(Backfill, row, state=row.state)
