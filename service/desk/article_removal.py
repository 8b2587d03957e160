"""Deleting an article: what hangs on it is named first."""

from flask import Blueprint, redirect, render_template, url_for
from werkzeug.wrappers import Response

from service import auth
from service.request.transaction import transaction
from store.articles import removal

blueprint = Blueprint("article_removal", __name__, url_prefix="/articles/<int:article_id>/delete")


@blueprint.get("")
@auth.desk()
def delete_article_page(article_id: int) -> str:
    """What would go with an article, and whether it can."""
    with transaction() as conn:
        plan = removal.plan_article_removal(conn, article_id)
    return render_template("desk/article_removal.html", removal=plan, may=plan.may_be_removed_by(auth.actor()))


@blueprint.post("")
@auth.desk()
def delete_article(article_id: int) -> Response:
    """Delete an article with all that hangs on it."""
    with transaction() as conn:
        removal.remove_article(conn, article_id, auth.actor())
    return redirect(url_for("articles.articles_page"))
