"""Requests the documents of feeds, many at once, with a pause between two requests to one host.

The pages of articles are fetched one by one in `workers/tasks/fetch.py`.
"""

import random
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor, wait
from datetime import datetime
from functools import cache
from importlib.metadata import version
from types import MappingProxyType
from typing import Final

from checks.feeds.parser import LARGEST_FEED
from checks.feeds.validators import conditional_headers
from checks.retrieval.fetch.host_turns import HostTurns
from checks.retrieval.fetch.web import FetchFailed, NotItsTurn, Web
from checks.types.address import InsideHosts
from checks.types.feed import FeedResponse
from settings import settings
from store.feeds.polls import PolledFeed

AT_ONCE: Final = 16  # requests of a process
_EXCHANGE_SECONDS: Final = 15.0
_BATCH_SECONDS: Final = 60.0
_ACCEPT: Final = (
    "application/rss+xml, application/atom+xml, application/feed+json, application/rdf+xml;q=0.9, "
    "application/xml;q=0.8, "
    "text/xml;q=0.8, application/json;q=0.7, text/html;q=0.5, */*;q=0.1"
)
TIMED_OUT: Final = "timed out: it did not answer"


def fetch_feeds(feeds: Iterable[PolledFeed], now: datetime) -> Mapping[int, FeedResponse | NotItsTurn]:
    """The answers of feeds by their ids; `NotItsTurn` for those whose host is to be left alone for now.

    Args:
        feeds: those to ask.
        now: decides which are asked whole.
    """
    waiting = {_pool().submit(_ask, feed, now): feed for feed in feeds}
    done, late = wait(waiting, timeout=_BATCH_SECONDS)
    found: dict[int, FeedResponse | NotItsTurn] = {waiting[each].id: each.result() for each in done}
    for each in late:
        # One that has not begun is asked later, and is not what failed.
        feed, begun = waiting[each], not each.cancel()
        failed = FeedResponse(feed.state.address, 0, failure=TIMED_OUT)
        found[feed.id] = failed if begun else NotItsTurn(feed.state.address, random.uniform(0, 30))  # noqa: S311
    return found


def fetch_address(address: str, headers: Mapping[str, str] = MappingProxyType({})) -> FeedResponse:
    """One answer, at once: for an address that a person has just given."""
    return _response(_web_at_once(), address, headers)


def _ask(feed: PolledFeed, now: datetime) -> FeedResponse | NotItsTurn:
    try:
        return _response(_web(), feed.state.address, conditional_headers(feed.state, now))
    except NotItsTurn as early:
        return early


def _response(web: Web, address: str, conditions: Mapping[str, str]) -> FeedResponse:
    try:
        answer = web.get(address, {"Accept": _ACCEPT, **conditions})
    except FetchFailed as error:
        return FeedResponse(address, 0, failure=str(error), conditional=bool(conditions))
    return FeedResponse(
        url=answer.url,
        status=answer.status,
        headers=answer.headers,
        content=answer.content,
        moved_to=answer.moved_to,
        conditional=bool(conditions),
    )


@cache
def _pool() -> ThreadPoolExecutor:
    """Its threads stay, and with them their connections."""
    return ThreadPoolExecutor(AT_ONCE, thread_name_prefix="feeds")


@cache
def _web() -> Web:
    return _new_web(HostTurns(settings().redis_url, settings().queue_prefix, settings().host_seconds))


@cache
def _web_at_once() -> Web:
    return _new_web(None)


def _new_web(turns: HostTurns | None) -> Web:
    contact = settings().contact or settings().base_url
    return Web(
        f"Factdesk/{version('factdesk')} (feed reader; {contact})",
        _EXCHANGE_SECONDS,
        LARGEST_FEED,
        inside=InsideHosts.parse(settings().inside_hosts),
        await_turn=turns.await_turn if turns else lambda host: None,
    )
