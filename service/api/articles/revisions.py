"""The revisions of an article: reading one, comparing two."""

from flask import Blueprint, Response

from service import auth
from service.api import http, parameters
from service.api.schemas.articles import Comparison, DiffPiece, RevisionText
from service.api.schemas.base import from_row
from service.request import inputs
from service.request.transaction import transaction
from service.text_diff import text_diff
from store import articles, progress

blueprint = Blueprint("api_article_revisions", __name__, url_prefix="/api/v1/articles/<int:article_id>/revisions")


@blueprint.get("/<int:number>")
@auth.api("read")
@http.describe("Read one revision of an article with its text", gives=RevisionText)
def get_revision(article_id: int, number: int) -> Response:
    """One revision by its number; 1 is the first."""
    with transaction() as conn:
        article = progress.get_article(conn, article_id)
        return http.respond(
            from_row(RevisionText, articles.get_two_revisions(conn, article.id, number, number)[0])
        )


@blueprint.get("/compare")
@auth.api("read")
@http.describe("Compare two revisions of an article word by word; without numbers the newest with the one before",
                 gives=Comparison, query="before after")  # fmt: skip
def compare_revisions(article_id: int) -> Response:
    """The pieces of both texts in their order."""
    parameters.hold("before", "after")
    asked = inputs.query_number("before"), inputs.query_number("after")
    with transaction() as conn:
        article = progress.get_article(conn, article_id)
        before, after = articles.get_two_revisions(conn, article.id, *asked)
    found = text_diff(before.readable_text, after.readable_text)
    pieces = [DiffPiece(kind=kind, text=text) for kind, text in found.pieces]
    return http.respond(Comparison(before=before.number, after=after.number, whole=found.whole, pieces=pieces))
