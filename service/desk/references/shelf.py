"""The newsroom's shelf: its documents and figure tables, putting files on it, searching it, taking things off."""

from pathlib import PurePath
from typing import Final

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response

from service import auth, security
from service.desk import forms
from service.desk.references.backfills import read_status
from service.errors import Problem, wants_json
from service.request import cursors, inputs, uploads
from service.request.transaction import transaction
from settings import settings
from store.people import Refused
from store.shelf import documents, figures, incoming, passage_search, search
from workers import enqueue

blueprint = Blueprint("shelf", __name__)
_LIMIT = 50
_PASSAGES = 20
_PARTS = 10  # of a document on one page of the desk
_TABLES: Final = (".csv", ".tsv", ".xlsx", ".xlsm")
_MOST_FILES = 50
_SOURCE: Final = "shelf"  # that looks claims up here


@blueprint.get("/shelf")
@auth.desk()
def shelf_page() -> str:
    """What is on the shelf, the newest first; words are looked for in titles and in what was read."""
    return _page()


@blueprint.post("/shelf")
@auth.desk()
@security.large()
def put_on_shelf() -> Response | tuple[str, int]:
    """Put files on the shelf, all of them or none; what was typed is kept when something is wrong.

    A page that keeps the files chosen asks for the problem alone.
    """
    given = {name: request.form.get(name, "") for name in ("publisher", "title", "url", "published")}
    try:
        put = _put_all([file for file in request.files.getlist("files") if file.filename], given)
    except Refused as error:
        if wants_json():
            raise
        return _page(given, {error.field: str(error)}), 422
    enqueue.enqueue("shelf", [one.document_id for one in put if one.new])
    if len(put) == 1:
        return redirect(url_for("shelf.shelf_document_page", document_id=put[0].document_id))
    return redirect(url_for("shelf.shelf_page"))


@blueprint.get("/shelf/<int:document_id>")
@auth.desk()
def shelf_document_page(document_id: int) -> str:
    """One document with its text in pages, or one table with its figures."""
    words = request.args.get("q", "").replace("\x00", " ")
    with transaction() as conn:
        row = documents.get_document(conn, document_id)
        first = min(max(1, inputs.query_number("part") or 1), max(1, row.parts_read))
        is_table = row.kind == "figures"
        return render_template(
            "desk/references/shelf_document.html",
            row=row,
            span=figures.list_figure_years(conn, [document_id]).get(document_id) if is_table else None,
            words=words,
            first=first,
            parts=documents.list_document_parts(conn, document_id, first, _PARTS) if row.state == "ready" else [],
            step=_PARTS,
            figures=figures.list_figures(conn, document_id, words) if is_table else [],
            removable=documents.may_remove_document(row, auth.actor()),
            backfill=read_status(conn, _SOURCE),
        )


@blueprint.post("/shelf/<int:document_id>/try-again")
@auth.desk()
def retry_document(document_id: int) -> Response:
    """Make a failed reading due again."""
    with transaction() as conn:
        documents.retry_document(conn, document_id)
    enqueue.enqueue("shelf", [document_id])
    return redirect(url_for("shelf.shelf_document_page", document_id=document_id))


@blueprint.post("/shelf/<int:document_id>/remove")
@auth.desk()
def remove_document(document_id: int) -> Response:
    """Take something off the shelf."""
    with transaction() as conn:
        documents.remove_document(conn, document_id, auth.actor())
    return redirect(url_for("shelf.shelf_page"))


def _put_all(files: list[FileStorage], given: dict[str, str]) -> list[incoming.AddedDocument]:
    if not files:
        raise Refused("files", "choose a file")
    if len(files) > _MOST_FILES:
        raise Refused("files", f"{_MOST_FILES} files are taken at a time; these are {len(files)}")
    if len(files) > 1 and (given["title"].strip() or given["url"].strip()):
        raise Refused("title", "a title and an address are of one file; leave both empty for several")
    published = forms.day(given["published"])
    with transaction() as conn:
        put = []
        for file in files:
            name = file.filename or ""
            kind = "figures" if PurePath(name).suffix.lower() in _TABLES else "document"
            arrival = incoming.DocumentSubmission(
                kind=kind,
                name=name,
                publisher=given["publisher"].replace("\x00", " "),
                title=given["title"].replace("\x00", " "),
                declared=file.mimetype,
                url=given["url"].strip() or None,
                published=published,
            )
            try:
                put.append(incoming.add_document_file(conn, arrival, uploads.pieces(file.stream),
                settings().largest_upload,
                                         auth.actor()))  # fmt: skip
            except Refused as error:
                raise Refused(error.field, f"{name}: {error}") from None
        return put


def read_shelf_filters() -> tuple[str | None, str]:
    """The kind and the words that the request's query narrows the shelf to. Raises `Problem` for a kind that is not."""
    kind, words = request.args.get("kind") or None, request.args.get("q", "").replace("\x00", " ").strip()
    if kind and kind not in documents.KINDS:
        raise Problem(422, f"the kind is one of {', '.join(documents.KINDS)}", {"kind": "not known"})
    return kind, words


def _page(given: dict[str, str] | None = None, wrong: dict[str, str] | None = None) -> str:
    kind, words = read_shelf_filters()
    before = cursors.read_id("shelf", "before")
    with transaction() as conn:
        rows = documents.list_documents(
            conn, kind=kind, words=words, before=before, built_in=False, limit=_LIMIT + 1
        )
        found = passage_search.search_passages(conn, words, _PASSAGES) if words and not before else []
        sets = [] if before else documents.list_documents(conn, kind=kind, words=words, built_in=True)
        spans = figures.list_figure_years(conn, [row.id for row in sets])
        series = (
            figures.list_figure_series(conn, search.Shelf(conn).entities(words)) if words and not before else []
        )
        backfill = read_status(conn, _SOURCE)
    return render_template(
        "desk/references/shelf.html", rows=rows[:_LIMIT], kind=kind, words=words, found=found,
        sets=sets, spans=spans, series=series, backfill=backfill,
        more=cursors.after("shelf", rows, _LIMIT), given=given or {}, wrong=wrong or {},
        largest=settings().largest_upload // 1_000_000,
    )  # fmt: skip
