"""Files of external fact-checks: sending them, how far they are read, what was skipped, trying again, deleting."""

from flask import Blueprint, Response, request, url_for

from service import auth, cursors, security, uploads
from service.api import border, parameters, shapes
from service.api.schemas import external
from service.within import transaction
from store.external import imports
from store.external.import_uploads import LARGEST_IMPORT
from workers import enqueue

blueprint = Blueprint("api_imports", __name__, url_prefix="/api/v1/imports")
_LIST = "imports"


@blueprint.post("")
@security.large(LARGEST_IMPORT)
@auth.api("claims")
@border.describe(
    "Send a file of external fact-checks as the body: JSON-LD, a feed, JSON Lines, a web page or CSV, also by gzip; "
    "202 when all of it is on disk",
    gives=external.Import, query="name", status=202, media="application/octet-stream",
)  # fmt: skip
def post_import() -> Response:
    """Keep the file; workers read it."""
    parameters.hold("name")
    import_id = uploads.receive_import(request.stream, request.args.get("name") or "sent by API")
    there = {"Location": url_for("api_imports.get_one_import", import_id=import_id)}
    return border.answer(_import_by_id(import_id), 202, there)


@blueprint.get("")
@auth.api("read")
@border.describe("List imports, the newest first", gives=external.Import, many=True, query="limit cursor")
def get_imports() -> Response:
    """A page of imports."""
    limit, before = parameters.limit(), cursors.read_id(_LIST)
    with transaction() as conn:
        rows = imports.list_imports(conn, before=before, limit=limit + 1)
    return border.page(shapes.each(external.Import, rows[:limit]), cursors.after(_LIST, rows, limit))


@blueprint.get("/<int:import_id>")
@auth.api("read")
@border.describe("Read how far an import is and its counts", gives=external.Import)
def get_one_import(import_id: int) -> Response:
    """One import."""
    return border.answer(_import_by_id(import_id))


@blueprint.get("/<int:import_id>/skipped")
@auth.api("read")
@border.describe(
    "List the entries that were skipped, in the order of the file, each with its reason",
    gives=external.SkippedEntry, many=True, query="limit cursor",
)  # fmt: skip
def get_import_skipped(import_id: int) -> Response:
    """A page of skipped entries."""
    of = f"entries skipped of import {import_id}"
    limit, after = parameters.limit(), cursors.read_id(of) or 0
    with transaction() as conn:
        imports.get_import(conn, import_id)
        rows = imports.list_import_skipped(conn, import_id, after=after, limit=limit + 1)
    return border.page(shapes.each(external.SkippedEntry, rows[:limit]), cursors.after(of, rows, limit))


@blueprint.post("/<int:import_id>/retry")
@auth.api("claims")
@border.describe("Try again to read what failed", gives=external.Import, status=202)
def post_import_retry(import_id: int) -> Response:
    """Make the failed reading due now."""
    with transaction() as conn:
        parts = imports.retry_import(conn, import_id)
    enqueue.enqueue("import", parts)
    return border.answer(_import_by_id(import_id), 202)


@blueprint.delete("/<int:import_id>")
@auth.api("claims")
@border.describe("Delete an import with its file and the fact-checks that no other import contained", status=204)
def delete_one_import(import_id: int) -> Response:
    """Delete an import; for who sent it, reviewers and admins."""
    with transaction() as conn:
        imports.delete_import(conn, import_id, auth.actor())
    return Response(status=204)


def _import_by_id(import_id: int) -> external.Import:
    with transaction() as conn:
        return shapes.of(external.Import, imports.get_import(conn, import_id))
