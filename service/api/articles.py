"""Articles: sending them, reading how far they have got."""

from datetime import UTC, datetime
from typing import Any

from flask import Blueprint, Response, request, url_for
from sqlalchemy import Connection, RowMapping

from service import auth
from service.api import border
from service.errors import Problem
from service.within import transaction
from store import articles, claims, progress
from workers import wake

blueprint = Blueprint("api_articles", __name__, url_prefix="/api/v1/articles")
_FIELDS = (
    "id",
    "title",
    "url",
    "published",
    "arrived_by",
    "arrived_at",
    "sample",
    "revision",
    "stage",
    "failure",
    "claims",
)


class NewArticle(border.Body):
    """An article as text or as HTML, one of the two."""

    text: str | None = None
    html: str | None = None
    title: str = ""
    url: str | None = None
    published: datetime | None = None


@blueprint.post("")
@auth.api("articles")
@border.describe("Send an article; the same one again gives the same address", status=202, takes=NewArticle)
def create() -> Response:
    """202 for what is new and now on disk, 200 for what was there already."""
    given = border.body(NewArticle)
    if (given.text is None) == (given.html is None):
        raise Problem(422, "send text or html, one of the two", {"text": "send text or html"})
    when = given.published
    arrival = articles.Arrival(
        text=given.text if given.text is not None else given.html or "",
        title=given.title,
        url=given.url or None,
        published=when if when is None or when.tzinfo else when.replace(tzinfo=UTC),
        format="text" if given.text is not None else "html",
    )
    with transaction() as conn:
        received = articles.receive(conn, arrival, auth.actor())
        shown = _shown(progress.get(conn, received.article_id))
    if received.new_revision:
        wake.ring("split", [received.revision_id])
    there = {"Location": url_for("api_articles.read", article_id=received.article_id)}
    return border.answer(shown, 202 if received.new_revision else 200, there)


@blueprint.get("")
@auth.api("read")
@border.describe("List articles, the newest first", query="stage limit cursor")
def many() -> Response:
    """A page of articles with their stage."""
    limit, place, stage = border.limit(), border.cursor(), request.args.get("stage")
    if stage and stage not in articles.STAGES:
        raise Problem(422, f"the stage is one of {', '.join(articles.STAGES)}", {"stage": "unknown"})
    with transaction() as conn:
        rows = progress.page(conn, before=int(place[0]) if place else None, limit=limit + 1, stage=stage)
    return border.page(
        [_shown(row) for row in rows[:limit]], (rows[limit - 1]["id"],) if len(rows) > limit else None
    )


@blueprint.get("/<int:article_id>")
@auth.api("read")
@border.describe("Read an article with its text, its stage and its revisions")
def read(article_id: int) -> Response:
    """One article."""
    with transaction() as conn:
        return border.answer(_whole(conn, article_id))


@blueprint.get("/<int:article_id>/claims")
@auth.api("read")
@border.describe("List the claims of an article's newest revision, in the order of the text")
def its_claims(article_id: int) -> Response:
    """All claims of the newest revision."""
    from service.api.claims import listed

    with transaction() as conn:
        rows = claims.of_revision(conn, progress.get(conn, article_id)["revision_id"])
        return border.page(listed(conn, rows), None)


@blueprint.post("/<int:article_id>/retry")
@auth.api("articles")
@border.describe("Try again what failed")
def retry(article_id: int) -> Response:
    """Make the failed work of an article due now."""
    with transaction() as conn:
        again = progress.try_again(conn, article_id)
        shown = _shown(progress.get(conn, article_id))
    for kind, subjects in again.items():
        wake.ring(kind, subjects)
    return border.answer({**shown, "tried_again": sum(map(len, again.values()))})


def _shown(row: RowMapping) -> dict[str, Any]:
    return {name: row[name] for name in _FIELDS}


def _whole(conn: Connection, article_id: int) -> dict[str, Any]:
    row = progress.get(conn, article_id)
    revisions = articles.revisions_of(conn, article_id)
    newest = revisions[0]
    numbers = ("number", "format", "sha256", "language", "received_at", "split_at")
    return {
        **_shown(row),
        "text": newest["text"],
        "dropped": newest["dropped"],
        "notes": newest["notes"],
        "revisions": [{name: r[name] for name in numbers} for r in revisions],
    }
