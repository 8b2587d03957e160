"""Two revisions of an article beside each other, word by word."""

from flask import Blueprint, render_template

from service import auth
from service.request import inputs
from service.request.transaction import transaction
from service.text_diff import text_diff
from store import articles, progress
from store.claims import claims
from store.claims.revisions.wording_changes import list_wording_changes

blueprint = Blueprint("article_revisions", __name__)


@blueprint.get("/articles/<int:article_id>/revisions")
@auth.desk()
def comparison_page(article_id: int) -> str:
    """Two revisions, `before` and `after` by their numbers; the newest and the one before where none are named."""
    asked = inputs.query_number("before"), inputs.query_number("after")
    with transaction() as conn:
        article = progress.get_article(conn, article_id)
        before, after = articles.get_two_revisions(conn, article.id, *asked)
        rows = articles.list_revisions(conn, article.id)
        found = claims.list_claims(conn, claims.ClaimFilters(article_id=article.id), sort="oldest", limit=200)
        changes = list_wording_changes(conn, [claim.id for claim in found])
    return render_template(
        "desk/article_revisions.html",
        article=article,
        before=before,
        after=after,
        revisions=rows,
        diff=text_diff(before.readable_text, after.readable_text),
        changed=[(claim, changes[claim.id]) for claim in found if claim.id in changes],
    )
