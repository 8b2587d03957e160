"""The pages of imports: sending a file of external fact-checks, the files that were sent, and one of them."""

from collections.abc import Iterator

from flask import Blueprint, Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from service import auth, security
from service.request import cursors, uploads
from service.request.transaction import transaction
from store.external import imports
from store.external.import_uploads import LARGEST_IMPORT
from store.people import Refused
from store.transfer.csv_cells import csv_cell, csv_line
from workers import enqueue

blueprint = Blueprint("imports", __name__, url_prefix="/external-fact-checks/imports")
_LIST, _LIMIT = "imports", 50
_SKIPPED_SHOWN = 20
_CSV_ROWS = 1000  # that are read at once


@blueprint.get("")
@auth.desk()
def imports_page() -> str:
    """The files that were sent, the newest first, and the form for another one."""
    return _render_imports()


@blueprint.post("")
@security.large(LARGEST_IMPORT)
@auth.desk()
def send_import() -> tuple[str, int] | BaseResponse:
    """Keep the file of the form; workers read it. Shows the form again, with the reason, for a file that is refused."""
    sent = request.files.get("file")
    try:
        if sent is None or not sent.filename:
            raise Refused("file", "choose a file")
        import_id = uploads.receive_import(sent.stream, sent.filename)
    except Refused as error:
        return _render_imports(str(error)), 422
    return redirect(url_for("imports.import_page", import_id=import_id))


@blueprint.get("/<int:import_id>")
@auth.desk()
def import_page(import_id: int) -> str:
    """How far a file is, its counts, and the first entries that were skipped."""
    with transaction() as conn:
        row = imports.get_import(conn, import_id)
        skipped = imports.list_import_skipped(conn, import_id, limit=_SKIPPED_SHOWN)
    removable = row.may_be_deleted_by(auth.actor())
    return render_template("desk/references/import.html", row=row, skipped=skipped, removable=removable)


@blueprint.get("/<int:import_id>/skipped.csv")
@auth.desk()
def download_skipped_entries(import_id: int) -> Response:
    """All entries that were skipped, as CSV with the columns place and reason."""
    with transaction() as conn:
        imports.get_import(conn, import_id)
    headers = {"Content-Disposition": f'attachment; filename="skipped-{import_id}.csv"'}
    return Response(_skipped_as_csv(import_id), content_type="text/csv; charset=utf-8", headers=headers)


@blueprint.post("/<int:import_id>/try-again")
@auth.desk()
def retry_failed_import(import_id: int) -> BaseResponse:
    """Make the failed reading due again."""
    with transaction() as conn:
        parts = imports.retry_import(conn, import_id)
    enqueue.enqueue("import", parts)
    return redirect(url_for("imports.import_page", import_id=import_id))


@blueprint.post("/<int:import_id>/remove")
@auth.desk()
def remove_import(import_id: int) -> BaseResponse:
    """Delete an import with the fact-checks that no other import contained."""
    with transaction() as conn:
        imports.delete_import(conn, import_id, auth.actor())
    return redirect(url_for("imports.imports_page"))


def _render_imports(wrong: str = "") -> str:
    before = cursors.read_id(_LIST, "before")
    with transaction() as conn:
        rows = imports.list_imports(conn, before=before, limit=_LIMIT + 1)
    more = cursors.after(_LIST, rows, _LIMIT)
    return render_template(
        "desk/references/imports.html", rows=rows[:_LIMIT], more=more, wrong=wrong, largest=LARGEST_IMPORT
    )


def _skipped_as_csv(import_id: int) -> Iterator[str]:
    yield csv_line(("place", "reason"))
    after = 0
    while True:
        with transaction() as conn:
            rows = imports.list_import_skipped(conn, import_id, after=after, limit=_CSV_ROWS)
        if not rows:
            return
        yield "".join(csv_line((csv_cell(row.place), csv_cell(row.reason))) for row in rows)
        after = rows[-1].id
