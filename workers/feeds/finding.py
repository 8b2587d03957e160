"""From the page that a person gave to its feed."""

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from checks.feeds.decider import ReadResponse, read_response
from checks.feeds.discovery import FoundFeed, find_feeds, news_sitemaps, usual_places
from checks.retrieval.fetch.robots import read_robots, robots_address
from checks.types.feed import FeedResponse, FeedState
from workers.feeds.fetching import fetch_address

_SECONDS: Final = 40.0  # to look for a feed, all in all
_MOST_TRIED: Final = 8  # of those that a page names
_MOST_SITEMAPS: Final = 4  # of those that a robots.txt names


@dataclass(frozen=True, slots=True)
class FeedOfPage:
    """The feed of a page.

    Attributes:
        address: of the feed.
        response: what was answered there, and `read`, the same as it was read.
        others: other feeds that the page names.
    """

    address: str
    response: FeedResponse
    read: ReadResponse
    others: tuple[FoundFeed, ...]


@dataclass(frozen=True, slots=True)
class NoFeedOfPage:
    """No feed of a page could be read; the reason in words."""

    reason: str


def find_feed_of_page(response: FeedResponse, read: ReadResponse, now: datetime) -> FeedOfPage | NoFeedOfPage:
    """The first feed that can be read of those that a page names, else of where feeds usually stand, else of the
    sitemaps that the site's robots.txt names.

    Args:
        response: the page, or the index of sitemaps.
        read: the same as it was read.
        now: the time of the answer.
    """
    deadline = time.monotonic() + _SECONDS
    named = _in_index(read.leads_to) or find_feeds(response.content, response.url)
    wrong: str | None = None
    for each in _places(named, read, response.url):
        if time.monotonic() > deadline:
            break
        answer = fetch_address(each.address)
        found = read_response(FeedState(each.address), answer, now)
        if found.leads_to and each not in named:
            parts = _in_index(found.leads_to)
            answer = fetch_address(parts[0].address)
            found = read_response(FeedState(parts[0].address), answer, now)
            each = parts[0]
        if found.failure is None:
            address = answer.moved_to or each.address
            others = tuple(other for other in named if other.address != each.address)
            return FeedOfPage(address, replace(answer, moved_to=None), found, others)
        if wrong is None and each in named:
            wrong = f"the feed that it names, {each.address}, can't be read: {found.failure}"
    return NoFeedOfPage(wrong or f"{read.failure}, and no feed of it was found")


def _in_index(addresses: Iterable[str]) -> tuple[FoundFeed, ...]:
    """The parts of an index of sitemaps, those for news first."""
    return tuple(FoundFeed(each, "") for each in news_sitemaps(addresses))


def _places(named: Iterable[FoundFeed], read: ReadResponse, url: str) -> Iterator[FoundFeed]:
    """Where to look for a feed, in this order; robots.txt is asked for when it comes to that."""
    yield from tuple(named)[:_MOST_TRIED]
    if read.leads_to:
        return
    yield from (FoundFeed(each, "") for each in usual_places(url))
    robots = fetch_address(robots_address(url))
    if robots.status == 200:
        yield from _in_index(read_robots(robots.content).sitemaps)[:_MOST_SITEMAPS]
