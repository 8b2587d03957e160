"""Deleting an article over the API."""

from flask import Blueprint, Response

from service import auth
from service.api import http
from service.api.schemas.articles import Removal
from service.api.schemas.base import from_row
from service.request.transaction import transaction
from store.articles import removal

blueprint = Blueprint("api_article_removal", __name__, url_prefix="/api/v1/articles/<int:article_id>")


@blueprint.get("/removal")
@auth.api("read")
@http.describe(
    "Read what would go with an article, and the published fact-checks for which it stays", gives=Removal
)
def get_article_removal(article_id: int) -> Response:
    """What hangs on an article."""
    with transaction() as conn:
        plan = removal.plan_article_removal(conn, article_id)
    return http.respond(from_row(Removal, plan))


@blueprint.delete("")
@auth.api("articles")
@http.describe("Delete an article with its claims; 409 where a fact-check of it was published", status=204)
def delete_article(article_id: int) -> Response:
    """Delete an article; for who added it, reviewers and admins."""
    with transaction() as conn:
        removal.remove_article(conn, article_id, auth.actor())
    return Response(status=204)
