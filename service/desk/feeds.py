"""Feeds in the desk: what is followed and how it does, following another one, settings, lists in and out."""

from typing import Final

from flask import Blueprint, Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from service import auth, security
from service.desk import forms
from service.request import cursors, subscriptions
from service.request.transaction import transaction
from store import people
from store.feeds import entries, feeds, polls
from store.feeds.feeds import FeedChanges
from store.feeds.tables import PRIORITIES
from store.lookups import sources
from store.people import Refused
from workers import enqueue

blueprint = Blueprint("feeds", __name__, url_prefix="/feeds")
_LIST, _LIMIT = "feeds", 50
_WRONG_SHOWN: Final = 20


@blueprint.get("")
@auth.desk()
def feeds_page() -> str:
    """The feeds, the newest first, and the form to follow another one."""
    return _render_feeds()


@blueprint.post("")
@auth.desk()
def add_feed() -> tuple[str, int] | BaseResponse:
    """Follow a feed by its address, or by that of a site."""
    url = forms.text("url") or ""
    try:
        settings = feeds.FeedSettings(section=forms.text("section") or "")
        with transaction() as conn:
            feed_id, new = feeds.add_feed(conn, _with_scheme(url), settings, auth.actor())
    except Refused as error:
        return _render_feeds(wrong={error.field: str(error)}, given={"url": url}), 422
    if new:
        enqueue.enqueue("feed", [feed_id])
    return redirect(url_for("feeds.feed_page", feed_id=feed_id))


@blueprint.get("/<int:feed_id>")
@auth.desk()
def feed_page(feed_id: int) -> str | BaseResponse:
    """One feed: how it does, what came in, its settings; of one that was followed already, the page of that one."""
    with transaction() as conn:
        merged = polls.find_merged_feed(conn, feed_id)
    if merged is not None:
        return redirect(url_for("feeds.feed_page", feed_id=merged, followed="already"))
    return _render_feed(feed_id)


@blueprint.post("/<int:feed_id>")
@auth.desk()
def change_feed(feed_id: int) -> tuple[str, int] | BaseResponse:
    """Save a feed's settings."""
    try:
        changes = _settings()
        with transaction() as conn:
            feeds.change_feed(conn, feed_id, changes, auth.actor())
    except Refused as error:
        return _render_feed(feed_id, wrong={error.field: str(error)}), 422
    if "address" in changes:
        enqueue.enqueue("feed", [feed_id])
    return redirect(url_for("feeds.feed_page", feed_id=feed_id))


@blueprint.post("/<int:feed_id>/poll")
@auth.desk()
def poll_feed(feed_id: int) -> BaseResponse:
    """Poll a feed now."""
    with transaction() as conn:
        feeds.poll_feed_now(conn, feed_id)
    enqueue.enqueue("feed", [feed_id])
    return forms.back(url_for("feeds.feed_page", feed_id=feed_id))


@blueprint.post("/<int:feed_id>/pause")
@auth.desk()
def pause_feed(feed_id: int) -> BaseResponse:
    """Poll a feed no more until it is resumed."""
    with transaction() as conn:
        feeds.change_feed(conn, feed_id, {"paused": True}, auth.actor())
    return forms.back(url_for("feeds.feed_page", feed_id=feed_id))


@blueprint.post("/<int:feed_id>/resume")
@auth.desk()
def resume_feed(feed_id: int) -> BaseResponse:
    """Poll a feed again."""
    with transaction() as conn:
        feeds.change_feed(conn, feed_id, {"paused": False}, auth.actor())
    enqueue.enqueue("feed", [feed_id])
    return forms.back(url_for("feeds.feed_page", feed_id=feed_id))


@blueprint.post("/<int:feed_id>/remove")
@auth.desk()
def remove_feed(feed_id: int) -> BaseResponse:
    """Follow a feed no more; its articles stay."""
    with transaction() as conn:
        feeds.remove_feed(conn, feed_id, auth.actor())
    return redirect(url_for("feeds.feeds_page"))


@blueprint.post("/opml")
@security.large(subscriptions.LARGEST_LIST)
@auth.desk()
def import_feeds() -> tuple[str, int] | str:
    """Follow the feeds of an OPML file."""
    sent = request.files.get("file")
    try:
        if sent is None or not sent.filename:
            raise Refused("file", "choose a file")
        return _render_feeds(imported=subscriptions.import_opml(sent.stream.read()))
    except Refused as error:
        return _render_feeds(wrong={error.field: str(error)}), 422


@blueprint.get("/opml")
@auth.desk()
def export_feeds() -> Response:
    """All feeds as an OPML file."""
    headers = {"Content-Disposition": 'attachment; filename="feeds.opml"'}
    content_type = f"{subscriptions.OPML}; charset=utf-8"
    return Response(subscriptions.export_opml(), content_type=content_type, headers=headers)


def _render_feeds(
    wrong: dict[str, str] | None = None,
    given: dict[str, str] | None = None,
    imported: subscriptions.Imported | None = None,
) -> str:
    health, words = request.args.get("health"), request.args.get("q", "")
    if health and health not in feeds.HEALTH:
        raise Refused("health", f"the health is one of {', '.join(feeds.HEALTH)}")
    before = cursors.read_id(_LIST, "before")
    with transaction() as conn:
        rows = feeds.list_feeds(conn, health=health, words=words, before=before, limit=_LIMIT + 1)
        counts = feeds.count_feeds_by_health(conn)
    more = cursors.after(_LIST, rows, _LIMIT)
    return render_template(
        "desk/feeds/feeds.html",
        rows=rows[:_LIMIT],
        more=more,
        counts=counts,
        healths=feeds.HEALTH,
        health=health,
        words=words,
        wrong=wrong or {},
        given=given or {},
        imported=imported,
        wrong_shown=_WRONG_SHOWN,
    )


def _render_feed(feed_id: int, wrong: dict[str, str] | None = None) -> str:
    of = f"entries of feed {feed_id}"
    before = cursors.read_id(of, "before")
    with transaction() as conn:
        feed = feeds.get_feed(conn, feed_id)
        came_in = entries.list_feed_entries(conn, feed_id, before=before, limit=_LIMIT + 1)
        team = [each for each in people.list_people(conn) if each.active]
        known = [each for each in sources.list_sources(conn) if each.switched_on]
    return render_template(
        "desk/feeds/feed.html",
        feed=feed,
        came_in=came_in[:_LIMIT],
        more=cursors.after(of, came_in, _LIMIT),
        team=team,
        sources=known,
        priorities=PRIORITIES,
        was_followed="followed" in request.args,
        removable=feed.may_be_removed_by(auth.actor()),
        wrong=wrong or {},
        typed=request.form,
    )


def _settings() -> FeedChanges:
    """The settings of the form. Raises `Refused`."""
    chosen = tuple(request.form.getlist("sources"))
    return {
        "address": forms.text("url") or "",
        "title": forms.text("title") or "",
        "language": forms.text("language"),
        "section": forms.text("section") or "",
        "priority": forms.text("priority") or "normal",
        "sources": chosen if forms.text("ask") == "some" else None,
        "owner_id": forms.number("owner_id"),
        "fetch_full_text": forms.text("fetch_full_text") == "yes",
    }


def _with_scheme(url: str) -> str:
    """An address as people type it: without a scheme it is taken for https."""
    return url if "://" in url or not url else f"https://{url}"
