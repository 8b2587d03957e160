"""A site of feeds on loopback, and polls of it by the workers' own code."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import text

from settings import settings
from store import progress
from store.db import transaction
from store.feeds import feeds
from store.feeds.feeds import Feed, FeedSettings
from store.people import MACHINE
from tests.checks.feeds.parts import item
from tests.fixtures.outside import Outside, outside
from workers.feeds import fetching
from workers.tasks import feed as polling
from workers.tasks import fetch

LONG = "The river rose by four metres overnight, and two hundred people left their houses. " * 10


def whole(number: int, words: str = LONG, **more: Any) -> str:
    """An item with its whole text."""
    given = item(number, **more)
    namespace = "http://purl.org/rss/1.0/modules/content/"
    content = f"<c:encoded xmlns:c='{namespace}'><![CDATA[<p>{number}. {words}</p>]]></c:encoded>"
    return given.replace("</item>", f"{content}</item>")


@pytest.fixture
def site(desk: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Outside]:
    """A site that may be asked, as fast as one likes."""
    with outside() as played:
        monkeypatch.setenv("FACTDESK_INSIDE_HOSTS", played.url.removeprefix("http://"))
        monkeypatch.setenv("FACTDESK_HOST_SECONDS", "0.0001")
        for kept in (settings, fetching._web, fetching._web_at_once, fetch._web, fetch._robots):
            kept.cache_clear()
        yield played
    for kept in (settings, fetching._web, fetching._web_at_once, fetch._web, fetch._robots):
        kept.cache_clear()


def follow(url: str, address: str, **more: Any) -> int:
    """A feed that is followed."""
    with transaction(url) as conn:
        return feeds.add_feed(conn, address, FeedSettings(**more), MACHINE)[0]


def poll(url: str, feed_id: int) -> Feed:
    """Poll a feed now, and how it does then."""
    with transaction(url) as conn:
        conn.execute(
            text("UPDATE work SET due_at = now(), lease_until = now() WHERE kind = 'feed' AND token IS NOT NULL")
        )
        conn.execute(text("UPDATE work SET due_at = now() WHERE kind = 'feed'"))
    polling.run(feed_id)
    with transaction(url) as conn:
        return feeds.get_feed(conn, feed_id)


def titles(url: str) -> list[str]:
    """The titles of all articles, the first that came first."""
    with transaction(url) as conn:
        return [each.title for each in reversed(progress.list_articles(conn, limit=20_000))]
