"""Reference sources: which are on, how they do, and the end of a pause."""

from flask import Blueprint, Response

from service import auth
from service.api import http
from service.api.schemas.base import from_row, from_rows
from service.api.schemas.sources import Source
from service.request.transaction import transaction
from store import audit
from store.lookups import sources
from workers import enqueue

blueprint = Blueprint("api_sources", __name__, url_prefix="/api/v1/sources")


@blueprint.get("")
@auth.api("read")
@http.describe("List the reference sources and how they do", gives=Source, many=True)
def list_sources() -> Response:
    """Every source, those that are on first."""
    with transaction() as conn:
        return http.paged(from_rows(Source, sources.list_sources(conn)))


@blueprint.post("/<name>/resume")
@auth.api("claims")
@http.describe("End a source's pause: what waits for it is asked now", gives=Source)
def resume_source(name: str) -> Response:
    """Ask a paused source again."""
    with transaction() as conn:
        asked = sources.resume_source(conn, name)
        audit.write_audit_entry(conn, auth.actor(), "source", 0, "resumed", reason=name)
        shown = from_row(Source, sources.get_source(conn, name))
    enqueue.enqueue("lookup", asked)
    return http.respond(shown)
