"""Files of external fact-checks: sending them, how far they are read, what was skipped, trying again, deleting."""

from flask import Blueprint, Response, request, url_for

from service import auth, security
from service.api import http, parameters
from service.api.schemas.base import from_row, from_rows
from service.api.schemas.external_fact_checks import Import, SkippedEntry
from service.request import cursors, uploads
from service.request.transaction import transaction
from store.external import imports
from store.external.import_uploads import LARGEST_IMPORT
from workers import enqueue

blueprint = Blueprint("api_imports", __name__, url_prefix="/api/v1/imports")
_LIST = "imports"


@blueprint.post("")
@security.large(LARGEST_IMPORT)
@auth.api("claims")
@http.describe(
    "Send a file of external fact-checks as the body: JSON-LD, a feed, JSON Lines, a web page or CSV, also by gzip; "
    "202 when all of it is on disk",
    gives=Import, query="name", status=202, media="application/octet-stream",
)  # fmt: skip
def add_import() -> Response:
    """Keep the file; workers read it."""
    parameters.hold("name")
    import_id = uploads.receive_import(request.stream, request.args.get("name") or "sent by API")
    there = {"Location": url_for("api_imports.get_import", import_id=import_id)}
    return http.respond(_import_by_id(import_id), 202, there)


@blueprint.get("")
@auth.api("read")
@http.describe("List imports, the newest first", gives=Import, many=True, query="limit cursor")
def list_imports() -> Response:
    """A page of imports."""
    limit, before = parameters.limit(), cursors.read_id(_LIST)
    with transaction() as conn:
        rows = imports.list_imports(conn, before=before, limit=limit + 1)
    return http.paged(from_rows(Import, rows[:limit]), cursors.after(_LIST, rows, limit))


@blueprint.get("/<int:import_id>")
@auth.api("read")
@http.describe("Read how far an import is and its counts", gives=Import)
def get_import(import_id: int) -> Response:
    """One import."""
    return http.respond(_import_by_id(import_id))


@blueprint.get("/<int:import_id>/skipped")
@auth.api("read")
@http.describe(
    "List the entries that were skipped, in the order of the file, each with its reason",
    gives=SkippedEntry, many=True, query="limit cursor",
)  # fmt: skip
def list_skipped_entries(import_id: int) -> Response:
    """A page of skipped entries."""
    of = f"entries skipped of import {import_id}"
    limit, after = parameters.limit(), cursors.read_id(of) or 0
    with transaction() as conn:
        imports.get_import(conn, import_id)
        rows = imports.list_import_skipped(conn, import_id, after=after, limit=limit + 1)
    return http.paged(from_rows(SkippedEntry, rows[:limit]), cursors.after(of, rows, limit))


@blueprint.post("/<int:import_id>/retry")
@auth.api("claims")
@http.describe("Try again to read what failed", gives=Import, status=202)
def retry_import(import_id: int) -> Response:
    """Make the failed reading due now."""
    with transaction() as conn:
        parts = imports.retry_import(conn, import_id)
    enqueue.enqueue("import", parts)
    return http.respond(_import_by_id(import_id), 202)


@blueprint.delete("/<int:import_id>")
@auth.api("claims")
@http.describe("Delete an import with its file and the fact-checks that no other import contained", status=204)
def remove_import(import_id: int) -> Response:
    """Delete an import; for who sent it, reviewers and admins."""
    with transaction() as conn:
        imports.delete_import(conn, import_id, auth.actor())
    return Response(status=204)


def _import_by_id(import_id: int) -> Import:
    with transaction() as conn:
        return from_row(Import, imports.get_import(conn, import_id))
