"""Fact-checks of others: the list, the files that bring them, and what their ratings are on our scale."""

import csv
import io
from collections.abc import Iterator

from flask import Blueprint, Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from service import auth, cursors, inputs, security, uploads
from service.within import transaction
from store.external import import_uploads, imports, rating_mappings
from store.external.fact_checks import list_external_fact_checks
from store.external.rating_list import list_rating_mappings
from store.people import Refused
from store.ratings import SCALE
from workers import enqueue

blueprint = Blueprint("others", __name__)
_CHECKS, _FILES, _KINDS, _LIMIT = "foreign checks", "imports", "ratings", 50
_FIRST_SKIPPED = 20
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@blueprint.get("/others")
@auth.desk()
def page() -> str:
    """The list, to be searched."""
    kept = {name: _asked(name) for name in ("q", "publisher") if _asked(name)}
    before = cursors.read_id(_CHECKS, "before")
    with transaction() as conn:
        rows = list_external_fact_checks(
            conn, words=kept.get("q", ""), publisher=kept.get("publisher", ""), before=before, limit=_LIMIT + 1
        )
    more = cursors.after(_CHECKS, rows, _LIMIT)
    return render_template("others.html", rows=rows[:_LIMIT], kept=kept, more=more)


@blueprint.get("/others/imports")
@auth.desk()
def files() -> str:
    """The files that were sent, and the form for another one."""
    return _files()


@blueprint.post("/others/imports")
@security.large(import_uploads.LARGEST_IMPORT)
@auth.desk()
def send() -> tuple[str, int] | Answer:
    """Keep a file; it is read behind."""
    sent = request.files.get("file")
    try:
        if sent is None or not sent.filename:
            raise Refused("file", "choose a file")
        import_id = uploads.fact_checks(sent.stream, sent.filename)
    except Refused as error:
        return _files(str(error)), 422
    return redirect(url_for("others.one", import_id=import_id))


@blueprint.get("/others/imports/<int:import_id>")
@auth.desk()
def one(import_id: int) -> str:
    """How far a file has got, what it brought, and the first entries that were skipped."""
    with transaction() as conn:
        row = imports.get_import(conn, import_id)
        skipped = imports.list_import_skipped(conn, import_id, limit=_FIRST_SKIPPED)
    removable = row.may_be_deleted_by(auth.actor())
    return render_template("import.html", row=row, skipped=skipped, removable=removable)


@blueprint.get("/others/imports/<int:import_id>/skipped.csv")
@auth.desk()
def skipped(import_id: int) -> Response:
    """All entries that were skipped, as CSV."""
    with transaction() as conn:
        imports.get_import(conn, import_id)
    headers = {"Content-Disposition": f'attachment; filename="skipped-{import_id}.csv"'}
    return Response(_skipped(import_id), content_type="text/csv; charset=utf-8", headers=headers)


@blueprint.post("/others/imports/<int:import_id>/try-again")
@auth.desk()
def try_again(import_id: int) -> Answer:
    """Make the failed reading due again."""
    with transaction() as conn:
        again = imports.retry_import(conn, import_id)
    enqueue.enqueue("import", again)
    return redirect(url_for("others.one", import_id=import_id))


@blueprint.post("/others/imports/<int:import_id>/remove")
@auth.desk()
def remove(import_id: int) -> Answer:
    """Delete an import with what it alone brought."""
    with transaction() as conn:
        imports.delete_import(conn, import_id, auth.actor())
    return redirect(url_for("others.files"))


@blueprint.get("/others/ratings")
@auth.desk("admin")
def ratings() -> str:
    """What ratings of others are on our scale, unknown ones first."""
    return _ratings()


@blueprint.post("/others/ratings/<int:kind_id>")
@auth.desk("admin")
def decide(kind_id: int) -> tuple[str, int] | Answer:
    """Decide about one kind of rating."""
    everybody = request.form.get("for") == "everybody"
    try:
        with transaction() as conn:
            rating_mappings.decide_rating_mapping(
                conn, kind_id, request.form.get("rating", ""), auth.actor(), everybody=everybody
            )
    except Refused as error:
        return _ratings(str(error)), 422
    kept = {name: _asked(name) for name in ("q", "show") if _asked(name)}
    return redirect(url_for("others.ratings", **kept, saved=kind_id))  # type: ignore[arg-type]


def _asked(name: str) -> str:
    return request.args.get(name, "").strip()


def _files(wrong: str = "") -> str:
    before = cursors.read_id(_FILES, "before")
    with transaction() as conn:
        rows = imports.list_imports(conn, before=before, limit=_LIMIT + 1)
    more = cursors.after(_FILES, rows, _LIMIT)
    return render_template(
        "imports.html", rows=rows[:_LIMIT], more=more, wrong=wrong, largest=import_uploads.LARGEST_IMPORT
    )


def _ratings(wrong: str = "") -> str:
    kept = {name: _asked(name) for name in ("q", "show") if _asked(name)}
    after, saved = cursors.read(_KINDS, "after"), inputs.query_number("saved")
    with transaction() as conn:
        rows = list_rating_mappings(
            conn, words=kept.get("q", ""), unknown=kept.get("show") == "unknown", after=after, limit=_LIMIT + 1
        )
        note = rating_mappings.get_external_rating(conn, saved) if saved else None
    last = rows[_LIMIT - 1] if len(rows) > _LIMIT else None
    return render_template(
        "ratings.html",
        rows=rows[:_LIMIT],
        kept=kept,
        more=cursors.write(_KINDS, last.position) if last else None,
        choices=(*SCALE, rating_mappings.NO_COUNTERPART),
        by_rule=rating_mappings.BY_RULE,
        note=note,
        wrong=wrong,
    )


def _skipped(import_id: int) -> Iterator[str]:
    yield "place,reason\r\n"
    after = 0
    while True:
        with transaction() as conn:
            rows = imports.list_import_skipped(conn, import_id, after=after, limit=1000)
        if not rows:
            return
        written = io.StringIO()
        csv.writer(written).writerows([_cell(row.place), _cell(row.reason)] for row in rows)
        yield written.getvalue()
        after = rows[-1].id


def _cell(text: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text
