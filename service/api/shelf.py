"""The newsroom's shelf: putting documents and figure tables on it, seeing how far they are read, taking them off."""

from collections.abc import Iterable
from typing import Annotated

from flask import Blueprint, Response, request, url_for
from pydantic import Field

from service import auth, security
from service.api import http, parameters
from service.api.fields import Address, Body, Day, Filled, Words
from service.api.schemas.base import from_row
from service.api.schemas.shelf import Document
from service.errors import Problem
from service.request import cursors, uploads
from service.request.transaction import transaction
from settings import settings
from store import articles
from store.external import import_uploads
from store.shelf import documents, incoming
from workers import enqueue

blueprint = Blueprint("api_shelf", __name__, url_prefix="/api/v1/shelf")
_LIST = "shelf"
_SAID = "name title publisher url published"
Title = Annotated[Words, Field(max_length=documents.LONGEST_TITLE)]
Publisher = Annotated[Words, Field(max_length=documents.LONGEST_PUBLISHER)]


class NewDocument(Body):
    """A document as text, for lookups to find; a blank line parts its paragraphs."""

    title: Annotated[Filled, Field(max_length=documents.LONGEST_TITLE)]
    text: Annotated[Filled, Field(max_length=articles.LONGEST_TEXT)]
    publisher: Annotated[Filled, Field(max_length=documents.LONGEST_PUBLISHER)]
    url: Address | None = None
    published: Day | None = None


class NewFigures(Body):
    """A figure table as CSV: entity, measure, year, value, and if need be unit and source."""

    title: Annotated[Filled, Field(max_length=documents.LONGEST_TITLE)]
    text: Annotated[Filled, Field(max_length=articles.LONGEST_TEXT)]
    publisher: Publisher = ""
    url: Address | None = None
    published: Day | None = None


class Said(Body):
    """What comes with a file, as fields of its form or as parameters."""

    name: Annotated[Words, Field(max_length=import_uploads.LONGEST_FILE_NAME)] = ""
    title: Title = ""
    publisher: Publisher = ""
    url: Address | None = None
    published: Day | None = None

    def arrival(self, kind: str, name: str, declared: str) -> incoming.DocumentSubmission:
        """The file as the store takes it."""
        return incoming.DocumentSubmission(
            kind=kind,
            name=self.name or name,
            publisher=self.publisher,
            title=self.title,
            declared=declared,
            url=self.url or None,
            published=self.published,
        )


@blueprint.post("/documents")
@auth.api("claims")
@security.large()
@http.describe(
    "Put a document on the shelf: 202 for what is new, 200 for what is there already, 409 for another at its address",
    gives=Document, takes=NewDocument, status=(202, 200), files=True, query=_SAID,
)  # fmt: skip
def add_document() -> Response:
    """Store a document to be read: text as JSON, or a file."""
    return _add("document", NewDocument, "text/plain")


@blueprint.post("/figures")
@auth.api("claims")
@security.large()
@http.describe(
    "Put a figure table on the shelf, CSV or XLSX; it is taken whole or not at all",
    gives=Document, takes=NewFigures, status=(202, 200), files=True, query=_SAID,
)  # fmt: skip
def add_figures() -> Response:
    """Store a figure table to be read: CSV as JSON, or a file."""
    return _add("figures", NewFigures, "text/csv")


@blueprint.get("")
@auth.api("read")
@http.describe("List what is on the shelf, the newest first", gives=Document, many=True,
                 query="shelved q limit cursor")  # fmt: skip
def list_documents() -> Response:
    """A page of documents and tables; `q` is looked for in titles."""
    limit, before, kind = parameters.limit(), cursors.read_id(_LIST), parameters.choice("shelved")
    with transaction() as conn:
        rows = documents.list_documents(conn, kind=kind, words=parameters.words(), before=before, limit=limit + 1)
    return http.paged([_shown(row) for row in rows[:limit]], cursors.after(_LIST, rows, limit))


@blueprint.get("/<int:document_id>")
@auth.api("read")
@http.describe("Read how far something on the shelf is read", gives=Document)
def get_document(document_id: int) -> Response:
    """One document or table."""
    with transaction() as conn:
        return http.respond(_shown(documents.get_document(conn, document_id)))


@blueprint.post("/<int:document_id>/retry")
@auth.api("claims")
@http.describe("Try again to read what failed", gives=Document, status=202)
def retry_document(document_id: int) -> Response:
    """Make a failed reading due now."""
    with transaction() as conn:
        documents.retry_document(conn, document_id)
        shown = _shown(documents.get_document(conn, document_id))
    enqueue.enqueue("shelf", [document_id])
    return http.respond(shown, 202)


@blueprint.delete("/<int:document_id>")
@auth.api("claims")
@http.describe("Take something off the shelf with its passages or figures", status=204)
def remove_document(document_id: int) -> Response:
    """Remove a document or table; for who put it there, reviewers and admins."""
    with transaction() as conn:
        documents.remove_document(conn, document_id, auth.actor())
    return Response(status=204)


def _add(kind: str, model: type[NewDocument] | type[NewFigures], declared: str) -> Response:
    if request.is_json:
        http.no_query("send them in the body, beside the text")
        given = http.read_body(model)
        arrival = incoming.DocumentSubmission(
            kind=kind,
            name="",
            publisher=given.publisher,
            title=given.title,
            declared=declared,
            url=given.url or None,
            published=given.published,
        )
        return _put(arrival, [given.text.encode()])
    if request.mimetype == "multipart/form-data":
        http.no_query("send them as fields of the form")
        said = http.read_fields(Said, {name: value for name, value in request.form.items() if name != "csrf"})
        file = http.read_file()
        return _put(said.arrival(kind, file.filename or "", file.mimetype), uploads.pieces(file.stream))
    said = http.read_fields(Said, request.args)
    with uploads.body() as sent:
        return _put(said.arrival(kind, "", request.mimetype), uploads.pieces(sent))


def _put(arrival: incoming.DocumentSubmission, data: Iterable[bytes]) -> Response:
    with transaction() as conn:
        try:
            put = incoming.add_document_file(conn, arrival, data, settings().largest_upload, auth.actor())
        except incoming.AddressTaken as error:
            raise Problem(409, str(error), {error.field: str(error)}) from None
        shown = _shown(documents.get_document(conn, put.document_id))
    if put.new:
        enqueue.enqueue("shelf", [put.document_id])
    there = {"Location": url_for("api_shelf.get_document", document_id=put.document_id)}
    return http.respond(shown, 202 if put.new else 200, there)


def _shown(document: documents.Document) -> Document:
    pages_read = document.parts_read if document.pages is not None else None
    return from_row(Document, document, errors=(document.refused or [])[1:], pages_read=pages_read)
