"""What the API gives of feeds."""

from typing import Annotated

from checks.types.feed import FORMATS
from service.api.fields import OneOf
from service.api.schemas.base import Instant, ResponseModel
from store.feeds.feeds import HEALTH, PUSH_STATES
from store.feeds.tables import PRIORITIES


class NamedFeed(ResponseModel):
    """Another feed that a page names."""

    url: str
    title: str


class Feed(ResponseModel):
    """A feed and how it does.

    `reason` says why it fails, is paused by the desk or is stopped. `next_poll_at` is null while it is not polled.
    `interval` is in seconds. `hub` is its WebSub hub, `push_state` that of the subscription to it, whose lease ends at
    `pushed_until`; `push_reason` says why it pushes nothing or is not relied on. `faults` are what is wrong with
    its document though it can be read.
    """

    id: int
    url: str
    title: str
    language: str | None
    section: str
    priority: Annotated[str, OneOf(PRIORITIES)]
    sources: list[str] | None
    owner_id: int | None
    fetch_full_text: bool
    paused: bool
    added_by: int | None
    added_at: Instant
    home: str | None
    format: Annotated[str, OneOf(FORMATS)] | None
    health: Annotated[str, OneOf(HEALTH)]
    reason: str | None
    failures: int
    hub: str | None
    push_state: Annotated[str, OneOf(PUSH_STATES)]
    push_reason: str | None
    pushed_until: Instant | None
    pushed_at: Instant | None
    faults: list[str]
    alternatives: list[NamedFeed]
    interval: float
    polled_at: Instant | None
    answered_at: Instant | None
    news_at: Instant | None
    next_poll_at: Instant | None
    entries: int


class FeedEntry(ResponseModel):
    """What came in of a feed; `reason` says why it became no article."""

    id: int
    title: str
    url: str | None
    published: Instant | None
    article_id: int | None
    reason: str | None
    seen_at: Instant
    changed_at: Instant | None


class ImportedFeeds(ResponseModel):
    """How many feeds of a list are new, how many were followed already, and what could not be taken, in words."""

    new: int
    known: int
    wrong: list[str]
