"""Feeds: following them, their settings, how they do, what came in, polling them now."""

from typing import Annotated, cast

from flask import Blueprint, Response, url_for
from pydantic import Field

from service import auth
from service.api import http, parameters
from service.api.fields import Address, Body, Filled, Id, OneOf, Words
from service.api.schemas.base import from_row
from service.api.schemas.feeds import Feed, FeedEntry
from service.request import cursors
from service.request.transaction import transaction
from store.feeds import entries, feeds, polls
from store.feeds.feeds import FeedChanges
from store.feeds.tables import LONGEST_SECTION, LONGEST_TITLE, PRIORITIES
from workers import enqueue

blueprint = Blueprint("api_feeds", __name__, url_prefix="/api/v1/feeds")
_LIST = "feeds"
Title = Annotated[Words, Field(max_length=LONGEST_TITLE)]
Section = Annotated[Words, Field(max_length=LONGEST_SECTION)]
Sources = Annotated[list[Annotated[Filled, Field(max_length=100)]], Field(max_length=100)]
Language = Annotated[Words, Field(max_length=35)]


class NewFeed(Body):
    """A feed by its own address, or by that of a page that names it. `sources`: null asks all of them."""

    url: Annotated[Address, Field(min_length=1)]
    title: Title = ""
    language: Language | None = None
    section: Section = ""
    priority: Annotated[str, OneOf(PRIORITIES)] = "normal"
    sources: Sources | None = None
    owner_id: Id | None = None
    fetch_full_text: bool = True
    paused: bool = False


class FeedChange(Body):
    """The settings to change; those that are not named stay as they are."""

    url: Address | None = None
    title: Title | None = None
    language: Language | None = None
    section: Section | None = None
    priority: Annotated[str, OneOf(PRIORITIES)] | None = None
    sources: Sources | None = None
    owner_id: Id | None = None
    fetch_full_text: bool | None = None
    paused: bool | None = None

    def changes(self) -> FeedChanges:
        """Values by the names of settings; null empties those that can be empty, and of the others changes nothing."""
        nullable = ("language", "sources", "owner_id")
        given = self.model_dump(exclude_unset=True)
        kept = {name: value for name, value in given.items() if value is not None or name in nullable}
        named = {"address" if name == "url" else name: value for name, value in kept.items()}
        return cast(FeedChanges, named)


@blueprint.post("")
@auth.api("articles")
@http.describe(
    "Follow a feed by its address or by that of a page that names it: 202 for a new one, 200 for one that is followed",
    gives=Feed, takes=NewFeed, status=(202, 200),
)  # fmt: skip
def add_feed() -> Response:
    """Store a feed; it is polled behind."""
    given = http.read_body(NewFeed)
    settings = given.model_dump(exclude={"url"})
    settings["sources"] = tuple(given.sources) if given.sources is not None else None
    with transaction() as conn:
        feed_id, new = feeds.add_feed(conn, given.url, feeds.FeedSettings(**settings), auth.actor())
        shown = _shown(feeds.get_feed(conn, feed_id))
    if new and not given.paused:
        enqueue.enqueue("feed", [feed_id])
    there = {"Location": url_for("api_feeds.get_feed", feed_id=feed_id)}
    return http.respond(shown, 202 if new else 200, there)


@blueprint.get("")
@auth.api("read")
@http.describe("List feeds, the newest first", gives=Feed, many=True, query="health section q fields limit cursor")
def list_feeds() -> Response:
    """A page of feeds; `q` is looked for in title, address and section."""
    limit, before, healths = parameters.limit(), cursors.read_id(_LIST), parameters.choices("health")
    section = parameters.text("section")
    with transaction() as conn:
        rows = feeds.list_feeds(
            conn, healths=healths, section=section, words=parameters.words(), before=before, limit=limit + 1
        )
    return http.paged([_shown(row) for row in rows[:limit]], cursors.after(_LIST, rows, limit))


@blueprint.get("/<int:feed_id>")
@auth.api("read")
@http.describe("Read a feed's settings and how it does", gives=Feed)
def get_feed(feed_id: int) -> Response:
    """One feed; of one that was followed already, the one that is followed in its place."""
    with transaction() as conn:
        return http.respond(_shown(feeds.get_feed(conn, polls.find_merged_feed(conn, feed_id) or feed_id)))


@blueprint.patch("/<int:feed_id>")
@auth.api("articles")
@http.describe("Change settings of a feed, pause or resume it", gives=Feed, takes=FeedChange)
def change_feed(feed_id: int) -> Response:
    """Change what is named."""
    changes = http.read_body(FeedChange).changes()
    with transaction() as conn:
        feeds.change_feed(conn, feed_id, changes, auth.actor())
        shown = _shown(feeds.get_feed(conn, feed_id))
    if "address" in changes or changes.get("paused") is False:
        enqueue.enqueue("feed", [feed_id])
    return http.respond(shown)


@blueprint.delete("/<int:feed_id>")
@auth.api("articles")
@http.describe("Follow a feed no more; its articles stay", status=204)
def remove_feed(feed_id: int) -> Response:
    """Remove a feed; for who added it, reviewers and admins."""
    with transaction() as conn:
        feeds.remove_feed(conn, feed_id, auth.actor())
    return Response(status=204)


@blueprint.post("/<int:feed_id>/poll")
@auth.api("articles")
@http.describe("Poll a feed now", gives=Feed, status=202)
def poll_feed(feed_id: int) -> Response:
    """Make a feed due now."""
    with transaction() as conn:
        feeds.poll_feed_now(conn, feed_id)
        shown = _shown(feeds.get_feed(conn, feed_id))
    enqueue.enqueue("feed", [feed_id])
    return http.respond(shown, 202)


@blueprint.get("/<int:feed_id>/entries")
@auth.api("read")
@http.describe("List what came in of a feed, the newest first", gives=FeedEntry, many=True, query="limit cursor")
def list_feed_entries(feed_id: int) -> Response:
    """A page of entries with the articles that they became."""
    of = f"entries of feed {feed_id}"
    limit, before = parameters.limit(), cursors.read_id(of)
    with transaction() as conn:
        feeds.get_feed(conn, feed_id)
        rows = entries.list_feed_entries(conn, feed_id, before=before, limit=limit + 1)
    shown = [from_row(FeedEntry, row, url=row.address) for row in rows[:limit]]
    return http.paged(shown, cursors.after(of, rows, limit))


def _shown(feed: feeds.Feed) -> Feed:
    alternatives = [{"url": each["address"], "title": each["title"]} for each in feed.alternatives]
    return from_row(Feed, feed, url=feed.address, alternatives=alternatives)
