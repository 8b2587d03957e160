"""What came in, and how far it has got; adding by paste."""

from datetime import date

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

import tracing
from service import auth
from service.desk import forms
from service.desk.article_files import largest_megabytes
from service.desk.claims.marks import paragraphs
from service.request import cursors, inputs
from service.request.links import address_of
from service.request.redirects import without_refused
from service.request.transaction import transaction
from store import articles, progress
from store.articles import copies, files, refetching
from store.claims import claims
from store.claims.revisions.wording_changes import list_wording_changes
from store.db import Connection, NotFound
from store.feeds import feeds
from store.feeds.names import list_feed_names
from store.people import Refused
from workers import enqueue

blueprint = Blueprint("articles", __name__)
_LIST, _LIMIT = "articles", 50
_FILTERS = ("q", "feed", "section", "stage", "day")
_CLAIMS = 100  # on one page of an article; a book of 900 kB has 15,000


@blueprint.get("/articles")
@auth.desk()
@without_refused
def articles_page() -> str:
    """The articles, the newest first; the filters stand in the address."""
    kept, before = _kept(), cursors.read_id(_LIST, "before")
    stage, day, filters = read_article_filters()
    feed_id = filters.feed_id
    with transaction() as conn:
        rows = progress.list_articles(conn, before=before, limit=_LIMIT + 1, stage=stage, day=day, filters=filters)
        followed = list_feed_names(conn)
        feed = _feed(conn, feed_id) if feed_id is not None else None
    return render_template(
        "desk/articles.html",
        rows=rows[:_LIMIT],
        kept=kept,
        chips=_chips(kept, feed.title if feed else ""),
        stages=articles.STAGES,
        sections=sorted({each.section for each in followed if each.section}),
        feeds=followed if feed is None or any(each.id == feed.id for each in followed) else [feed, *followed],
        more=cursors.after(_LIST, rows, _LIMIT),
        day=day,
    )


def _feed(conn: Connection, feed_id: int) -> feeds.Feed:
    try:
        return feeds.get_feed(conn, feed_id)
    except NotFound as error:
        raise Refused("feed", str(error)) from error


def _kept() -> dict[str, str]:
    """The filters of the address, as its other links carry them on."""
    return {name: value for name in _FILTERS if (value := request.args.get(name, "").replace("\x00", " ").strip())}


def read_article_filters() -> tuple[str | None, date | None, progress.ArticleFilters]:
    """Stage, day and what else the request's query narrows the articles to. Raises `Refused` naming the parameter."""
    kept = _kept()
    stage = kept.get("stage")
    if stage and stage not in articles.STAGES:
        raise Refused("stage", f"the stage is one of {', '.join(articles.STAGES)}")
    filters = progress.ArticleFilters(
        feed_id=inputs.query_number("feed"), words=kept.get("q", ""), section=kept.get("section", "")
    )
    return stage, forms.day(kept.get("day", ""), "day"), filters


def _chips(kept: dict[str, str], feed: str) -> list[tuple[str, str, str]]:
    """(name, value, address without it) for every active filter."""
    shown = {"q": "search", "feed": "feed", "section": "section", "stage": "state", "day": "came in on"}
    found = []
    for name, value in kept.items():
        rest = {other: text for other, text in kept.items() if other != name}
        found.append((shown[name], feed if name == "feed" else value, address_of("articles.articles_page", rest)))
    return found


@blueprint.get("/articles/<int:article_id>")
@auth.desk()
def article_page(article_id: int) -> str | Response:
    """One article with its claims marked and its revisions; one by its address, what was read there."""
    with transaction() as conn:
        article = progress.get_article(conn, article_id)
        if article.id != article_id:  # it was merged into that one
            return redirect(url_for("articles.article_page", article_id=article.id))
        if article.revision_id is None:
            file = files.find_file(conn, article_id)
            return render_template("desk/article_by_address.html", article=article, revision=None, file=file)
        revision = articles.get_revision(conn, article.revision_id)
        if not article.to_be_kept:
            return render_template("desk/article_by_address.html", article=article, revision=revision)
        found = claims.list_revision_claims(conn, revision.id)
        elsewhere = claims.list_earlier_claims(conn, article_id, revision.id)
        changes = list_wording_changes(conn, [claim.id for claim in (*found, *elsewhere)])
        text = revision.text if revision.text is not None else revision.received
        pages = max(1, -(-len(found) // _CLAIMS))
        number = min(max(1, inputs.query_number("page") or 1), pages)
        first = (number - 1) * _CLAIMS
        shown = found[first : first + _CLAIMS]
        return render_template(
            "desk/article.html",
            article=article,
            revision=revision,
            original=copies.find_original(conn, article_id),
            copies=copies.list_copies(conn, article_id),
            fetched=refetching.find_fetch_status(conn, article_id),
            revisions=articles.list_revisions(conn, article_id),
            siblings=found,
            shown=shown,
            changes=changes,
            elsewhere=[(claim, changes.get(claim.id)) for claim in elsewhere],
            first=first + 1,
            number=number,
            pages=pages,
            quantities=claims.list_quantities(conn, [claim.id for claim in shown]),
            text=text,
            paragraphs=paragraphs(text, found, revision.removed, revision.skipped),
        )


@blueprint.get("/articles/add")
@auth.desk()
def add_article_page() -> str:
    """The form to add an article by its address or by its text."""
    return render_template("desk/add_article.html", given={}, wrong={}, largest=largest_megabytes())


@blueprint.post("/articles/add-address")
@auth.desk()
def add_address() -> tuple[str, int] | Response:
    """Take the address of an article; what is read there is shown before it is kept."""
    address = request.form.get("address", "")
    try:
        with transaction() as conn:
            received = articles.receive_address(conn, address, actor=auth.actor(), keep=False)
    except Refused as error:
        wrong = {"address": str(error)}
        given = {"address": address}
        return render_template("desk/add_article.html", given=given, wrong=wrong, largest=largest_megabytes()), 422
    if received.to_fetch:
        enqueue.enqueue("fetch", [received.article_id])
    return redirect(url_for("articles.article_page", article_id=received.article_id))


@blueprint.post("/articles/<int:article_id>/keep")
@auth.desk()
def keep_article(article_id: int) -> Response:
    """Keep what was read at an address, and have it split."""
    with transaction() as conn:
        unsplit = articles.keep_article(conn, article_id, auth.actor())
    enqueue.enqueue("split", unsplit)
    return redirect(url_for("articles.article_page", article_id=article_id))


@blueprint.post("/articles/<int:article_id>/discard")
@auth.desk()
def discard_article(article_id: int) -> Response:
    """Delete what was read at an address and is not to be kept."""
    with transaction() as conn:
        articles.discard_article(conn, article_id, auth.actor())
    return redirect(url_for("articles.add_article_page"))


@blueprint.post("/articles/add")
@auth.desk()
def add_article() -> tuple[str, int] | Response:
    """Take a pasted article; what was typed is kept when something is wrong with it."""
    given = {name: request.form.get(name, "") for name in ("title", "url", "published", "text")}
    try:
        arrival = articles.Submission(given["text"].replace("\r\n", "\n"), given["title"], given["url"].strip() or None,
                                   forms.moment(given["published"]), arrived_by="paste")  # fmt: skip
        with transaction() as conn:
            received = articles.receive_article(conn, arrival, auth.actor())
        tracing.concern(article=received.article_id)
    except Refused as error:
        wrong = {error.field: str(error)}
        return render_template("desk/add_article.html", given=given, wrong=wrong, largest=largest_megabytes()), 422
    if received.new_revision:
        enqueue.enqueue("split", [received.revision_id])
    return redirect(url_for("articles.article_page", article_id=received.article_id))


@blueprint.post("/articles/<int:article_id>/fetch")
@auth.desk()
def fetch_article_now(article_id: int) -> Response:
    """Fetch an article's page again at once."""
    with transaction() as conn:
        again = refetching.refetch_now(conn, article_id, auth.actor())
    enqueue.enqueue(refetching.KIND if again else "fetch", [article_id])
    return redirect(url_for("articles.article_page", article_id=article_id))


@blueprint.post("/articles/<int:article_id>/try-again")
@auth.desk()
def retry_article(article_id: int) -> Response:
    """Make what failed due again."""
    with transaction() as conn:
        again = progress.retry_article(conn, article_id)
    for kind in ("fetch", "split", "lookup"):
        enqueue.enqueue(kind, again.get(kind, []))
    return redirect(url_for("articles.article_page", article_id=article_id))
