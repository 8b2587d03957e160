"""Articles: sending them, reading how far they have got."""

from collections import Counter
from typing import Final

from flask import Blueprint, Response, url_for
from pydantic import ConfigDict, JsonValue

import tracing
from service import auth, rate_limits
from service.api import http, parameters
from service.api.claims import claims_from_rows
from service.api.fields import Address, Body, Moment
from service.api.schemas.articles import Article, PageFetch, RetriedArticle, Revision, SameText, WholeArticle
from service.api.schemas.base import from_row, from_rows
from service.api.schemas.claims import Claim
from service.errors import Problem
from service.request import cursors, hints
from service.request.transaction import transaction
from store import articles, dispatch, progress
from store.articles import copies, refetching
from store.claims import claims
from store.db import Connection
from workers import enqueue

blueprint = Blueprint("api_articles", __name__, url_prefix="/api/v1/articles")
_LIST = "articles"
_SENT_AT_ONCE: Final = 30  # splits of articles that one sender sends in a minute


_FILLED: Final[dict[str, JsonValue]] = {"type": "string", "pattern": r"\S"}
_NONE: Final[dict[str, JsonValue]] = {"type": "null"}
_ONE_OF: Final[list[JsonValue]] = [
    {"required": ["text"], "properties": {"text": _FILLED, "html": _NONE}},
    {"required": ["html"], "properties": {"html": _FILLED, "text": _NONE}},
    {"required": ["url"], "properties": {"url": _FILLED, "text": _NONE, "html": _NONE}},
]


class NewArticle(Body):
    """An article as text, as HTML, or by its address alone. Characters that cannot be stored are left out."""

    model_config = ConfigDict(json_schema_extra={"oneOf": _ONE_OF})
    text: str | None = None
    html: str | None = None
    title: str = ""
    url: Address | None = None
    published: Moment | None = None

    def arrival(self) -> articles.Submission | None:
        """The article as the store takes it; None if the address alone is given. Raises `Problem` 422."""
        if self.text is not None and self.html is None:
            return articles.Submission(
                text=self.text, title=self.title, url=self.url or None, published=self.published, format="text"
            )
        if self.html is not None and self.text is None:
            return articles.Submission(
                text=self.html, title=self.title, url=self.url or None, published=self.published, format="html"
            )
        if self.text is None and self.url:
            return None
        words = "text, html or url: one of them"
        raise Problem(422, f"send {words}", dict.fromkeys(("text", "html"), words))


@blueprint.post("")
@auth.api("articles")
@http.describe(
    "Send an article, or its address alone: 202 for what is new and now on disk, 200 for what is there already",
    gives=Article, takes=NewArticle, status=(202, 200),
)  # fmt: skip
def add_article() -> Response:
    """Store an article; its key is its URL, or without one its text, so that sending it again doubles nothing."""
    sent = http.read_body(NewArticle)
    before = rate_limits.charge_articles(1)
    with transaction() as conn:
        article_id, new, jobs = receive(conn, sent, before)
        tracing.concern(article=article_id)
        shown = from_row(Article, progress.get_article(conn, article_id))
    answer = http.respond(shown, 202 if new else 200, {"Location": article_address(article_id)})
    return hints.enqueue_after(answer, jobs)


def receive(conn: Connection, sent: NewArticle, before: int) -> tuple[int, bool, list[tuple[str, int]]]:
    """The article's id, whether anything of it is new, and the jobs to enqueue after the commit.

    Args:
        before: how many articles the same sender has sent in this minute before; of a large import the splits are
            handed out in the fair order (`store.dispatch`), so that it goes on beside the articles of others, and at
            once where no others wait.

    Raises:
        Problem: 422.
        Refused: a value cannot be stored; names the field.
    """
    arrival, turn = sent.arrival(), max(0, before - _SENT_AT_ONCE)
    if arrival is not None:
        received = articles.receive_article(conn, arrival, auth.actor(), turn=turn)
        if not received.new_revision:
            return received.article_id, False, []
        return received.article_id, True, _jobs(conn, "split", received.revision_id, turn)
    found = articles.receive_address(
        conn, sent.url or "", title=sent.title, published=sent.published, actor=auth.actor(), turn=turn
    )
    return (
        found.article_id,
        found.new_article,
        _jobs(conn, "fetch", found.article_id, turn) if found.to_fetch else [],
    )


def _jobs(conn: Connection, kind: str, subject: int, turn: int) -> list[tuple[str, int]]:
    return [(kind, each) for each in dispatch.list_jobs_to_send(conn, kind, [subject], turn)]


def article_address(article_id: int) -> str:
    """Where the API gives an article."""
    return url_for("api_articles.get_article", article_id=article_id)


@blueprint.get("")
@auth.api("read")
@http.describe("List articles, the newest first", gives=Article, many=True,
                 query="q stage arrived_by feed section since until fields limit cursor")  # fmt: skip
def list_articles() -> Response:
    """A page of articles with their stage."""
    limit, before = parameters.limit(), cursors.read_id(_LIST)
    filters = progress.ArticleFilters(
        stages=parameters.choices("stage"),
        arrived_by=parameters.choices("arrived_by"),
        feed_id=parameters.number("feed"),
        words=parameters.words(),
        section=parameters.text("section") or "",
        since=parameters.moment("since"),
        until=parameters.moment("until"),
    )
    with transaction() as conn:
        rows = progress.list_articles(conn, before=before, limit=limit + 1, filters=filters)
    return http.paged(from_rows(Article, rows[:limit]), cursors.after(_LIST, rows, limit))


@blueprint.get("/<int:article_id>")
@auth.api("read")
@http.describe("Read an article with its text, its stage and its revisions", gives=WholeArticle)
def get_article(article_id: int) -> Response:
    """One article."""
    with transaction() as conn:
        return http.respond(_whole(conn, article_id))


@blueprint.get("/<int:article_id>/claims")
@auth.api("read")
@http.describe("List the claims of an article's newest revision, in the order of the text",
                 gives=Claim, many=True)  # fmt: skip
def list_article_claims(article_id: int) -> Response:
    """All claims of the newest revision."""
    with transaction() as conn:
        revision_id = progress.get_article(conn, article_id).revision_id
        rows = claims.list_revision_claims(conn, revision_id) if revision_id is not None else []
        return http.paged(claims_from_rows(conn, rows))


@blueprint.post("/<int:article_id>/retry")
@auth.api("articles")
@http.describe("Try again what failed", gives=RetriedArticle, status=202)
def retry_article(article_id: int) -> Response:
    """Make the failed work of an article due now."""
    with transaction() as conn:
        again = progress.retry_article(conn, article_id)
        count = sum(map(len, again.values()))
        shown = from_row(RetriedArticle, progress.get_article(conn, article_id), tried_again=count)
    for kind, subjects in again.items():
        enqueue.enqueue(kind, subjects)
    return http.respond(shown, 202)


@blueprint.post("/<int:article_id>/fetch")
@auth.api("articles")
@http.describe(
    "Fetch an article's page again at once; other words become a revision", gives=WholeArticle, status=202
)
def fetch_article_now(article_id: int) -> Response:
    """Have the page at an article's address fetched."""
    with transaction() as conn:
        again = refetching.refetch_now(conn, article_id, auth.actor())
        shown = _whole(conn, article_id)
    enqueue.enqueue(refetching.KIND if again else "fetch", [article_id])
    return http.respond(shown, 202)


def _whole(conn: Connection, article_id: int) -> WholeArticle:
    row = progress.get_article(conn, article_id)
    revisions = articles.list_revisions(conn, row.id)
    found = claims.list_revision_claims(conn, row.revision_id) if row.revision_id is not None else []
    suggested = Counter(claim.suggestion for claim in found if claim.suggestion)
    counts = {
        "looked_up": suggested.total(),
        "by_state": Counter(claim.state for claim in found),
        "by_suggestion": suggested,
    }
    unread: dict[str, object] = {"text": None, "language": None, "removed": [], "skipped": [], "notes": []}
    newest = unread
    if revisions:
        read = articles.get_revision(conn, revisions[0].id)
        newest = {name: getattr(read, name) for name in unread}
    fetched, original = refetching.find_fetch_status(conn, row.id), copies.find_original(conn, row.id)
    return from_row(
        WholeArticle,
        row,
        **newest,
        counts=counts,
        revisions=from_rows(Revision, revisions),
        copy_of=None if original is None else from_row(SameText, original),
        copies=from_rows(SameText, copies.list_copies(conn, row.id)),
        page_fetch=None if fetched is None else from_row(PageFetch, fetched),
    )
