"""Articles over the API as files: PDF, DOCX, HTML or text."""

from collections.abc import Iterator
from typing import Annotated

from flask import Blueprint, Response, request
from pydantic import Field

import tracing
from service import auth, security
from service.api import http
from service.api.articles.articles import article_address
from service.api.fields import Body, Words
from service.api.schemas.articles import Article
from service.api.schemas.base import from_row
from service.errors import Problem
from service.request import uploads
from service.request.transaction import transaction
from settings import settings
from store import progress
from store.articles import files
from store.external import import_uploads
from workers import enqueue

blueprint = Blueprint("api_article_files", __name__, url_prefix="/api/v1/articles/file")


class NamedFile(Body):
    """What comes with a file: its name, whose ending tells its format where its bytes do not."""

    name: Annotated[Words, Field(max_length=import_uploads.LONGEST_FILE_NAME)] = ""


@blueprint.post("")
@auth.api("articles")
@security.large()
@http.describe(
    "Send an article as a file (PDF, DOCX, HTML, text), in the field `file` of a form or raw: 202 for what is "
    "new, else 200",
    gives=Article, status=(202, 200), files=True, query="name",
)  # fmt: skip
def add_article_file() -> Response:
    """Keep a file to be read as an article."""
    if request.is_json:
        raise Problem(415, "send the file in the field “file” of a form, or its bytes as the body, not as JSON")
    if request.mimetype == "multipart/form-data":
        http.no_query("send it as a field of the form")
        said = http.read_fields(NamedFile, {name: value for name, value in request.form.items() if name != "csrf"})
        sent = http.read_file()
        return _receive(said.name or sent.filename or "", sent.mimetype, uploads.pieces(sent.stream))
    said = http.read_fields(NamedFile, request.args)
    with uploads.body() as file:
        return _receive(said.name, request.mimetype, uploads.pieces(file))


def _receive(name: str, declared: str, pieces: Iterator[bytes]) -> Response:
    with transaction() as conn:
        received = files.receive_file(conn, name, declared, pieces, settings().largest_upload, auth.actor())
        tracing.concern(article=received.article_id)
        shown = from_row(Article, progress.get_article(conn, received.article_id))
    if received.to_fetch:
        enqueue.enqueue("fetch", [received.article_id])
    location = {"Location": article_address(received.article_id)}
    return http.respond(shown, 202 if received.new_article else 200, location)
