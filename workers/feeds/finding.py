"""From the page that a person gave to its feed."""

import time
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from checks.feeds.decider import ReadResponse, read_response
from checks.feeds.discovery import FoundFeed, find_feeds, usual_places
from checks.types.feed import FeedResponse, FeedState
from workers.feeds.fetching import fetch_address

_SECONDS: Final = 40.0  # to look for a feed, all in all
_MOST_TRIED: Final = 8  # of those that a page names


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


def find_feed_of_page(response: FeedResponse, read: ReadResponse, now: datetime) -> FeedOfPage | None:
    """The first feed that can be read of those that a page names, else of where feeds usually stand; None without one.

    Args:
        response: the page, or the index of sitemaps.
        read: the same as it was read.
        now: the time of the answer.
    """
    deadline = time.monotonic() + _SECONDS
    named = tuple(FoundFeed(each, "") for each in read.leads_to) or find_feeds(response.content, response.url)
    places = () if read.leads_to else usual_places(response.url)
    tried: Iterable[FoundFeed] = (*named[:_MOST_TRIED], *(FoundFeed(each, "") for each in places))
    for each in tried:
        if time.monotonic() > deadline:
            return None
        answer = fetch_address(each.address)
        found = read_response(FeedState(each.address), answer, now)
        if found.failure is None:
            address = answer.moved_to or each.address
            others = tuple(other for other in named if other.address != each.address)
            return FeedOfPage(address, replace(answer, moved_to=None), found, others)
    return None
