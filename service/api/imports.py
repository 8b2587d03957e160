"""Files of fact-checks of others: sending them, reading how far they have got and what was skipped."""

from flask import Blueprint, Response, request, url_for

from service import auth, cursors, security, uploads
from service.api import border, parameters, reference_shapes, shapes
from service.within import transaction
from store.external import import_uploads, imports
from workers import enqueue

blueprint = Blueprint("api_imports", __name__, url_prefix="/api/v1/imports")
_LIST = "imports"


@blueprint.post("")
@security.large(import_uploads.LARGEST_IMPORT)
@auth.api("claims")
@border.describe(
    "Send a file of fact-checks as the body: JSON-LD, a feed, JSON Lines, a web page or CSV, also by gzip; "
    "202 when all of it is on disk",
    gives=reference_shapes.Import, query="name", status=202, media="application/octet-stream",
)  # fmt: skip
def create() -> Response:
    """Keep the file; it is read behind."""
    import_id = uploads.fact_checks(request.stream, request.args.get("name") or "sent by API")
    there = {"Location": url_for("api_imports.read", import_id=import_id)}
    return border.answer(_shown(import_id), 202, there)


@blueprint.get("")
@auth.api("read")
@border.describe("List imports, the newest first", gives=reference_shapes.Import, many=True, query="limit cursor")
def many() -> Response:
    """A page of imports."""
    limit, before = parameters.limit(), cursors.read_id(_LIST)
    with transaction() as conn:
        rows = imports.list_imports(conn, before=before, limit=limit + 1)
    return border.page(shapes.each(reference_shapes.Import, rows[:limit]), cursors.after(_LIST, rows, limit))


@blueprint.get("/<int:import_id>")
@auth.api("read")
@border.describe("Read how far an import has got and what it brought", gives=reference_shapes.Import)
def read(import_id: int) -> Response:
    """One import."""
    return border.answer(_shown(import_id))


@blueprint.get("/<int:import_id>/skipped")
@auth.api("read")
@border.describe("List the entries that were skipped, in the order of the file, each with its reason",
                 gives=reference_shapes.SkippedEntry, many=True, query="limit cursor")  # fmt: skip
def skipped(import_id: int) -> Response:
    """A page of skipped entries."""
    of = f"entries skipped of import {import_id}"
    limit, after = parameters.limit(), cursors.read_id(of) or 0
    with transaction() as conn:
        imports.get_import(conn, import_id)
        rows = imports.list_import_skipped(conn, import_id, after=after, limit=limit + 1)
    return border.page(shapes.each(reference_shapes.SkippedEntry, rows[:limit]), cursors.after(of, rows, limit))


@blueprint.post("/<int:import_id>/retry")
@auth.api("claims")
@border.describe("Try again to read what failed", gives=reference_shapes.Import, status=202)
def retry(import_id: int) -> Response:
    """Make the failed reading due now."""
    with transaction() as conn:
        again = imports.retry_import(conn, import_id)
    enqueue.enqueue("import", again)
    return border.answer(_shown(import_id), 202)


@blueprint.delete("/<int:import_id>")
@auth.api("claims")
@border.describe("Delete an import with its file and the fact-checks that it alone brought", status=204)
def remove(import_id: int) -> Response:
    """Take an import back; for who sent it, reviewers and admins."""
    with transaction() as conn:
        imports.delete_import(conn, import_id, auth.actor())
    return Response(status=204)


def _shown(import_id: int) -> reference_shapes.Import:
    with transaction() as conn:
        return shapes.of(reference_shapes.Import, imports.get_import(conn, import_id))
