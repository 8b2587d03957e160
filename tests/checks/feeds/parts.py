"""Feeds, entries and answers for tests of feeds."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from checks.feeds.decider import plan_poll, read_response
from checks.feeds.keys import entry_keys
from checks.types.feed import FeedEntry, FeedResponse, FeedState, PollPlan, SeenEntry

NOW = datetime(2026, 11, 28, 12, 0, tzinfo=UTC)
ADDRESS = "https://news.example/feed.xml"
_HEAD = (
    '<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>News</title>'
    "<link>https://news.example/</link>"
)


def item(
    number: int,
    *,
    guid: str | None = "",
    link: str | None = "",
    title: str = "",
    text: str = "",
    date: str | None = "",
) -> str:
    """One item of RSS; "" for the usual value, None for none."""
    guid = f"id-{number}" if guid == "" else guid
    link = f"https://news.example/2026/story-{number}" if link == "" else link
    date = (NOW - timedelta(hours=number)).strftime("%a, %d %b %Y %H:%M:%S GMT") if date == "" else date
    parts = {
        "title": title or f"Story number {number}",
        "link": link,
        "pubDate": date,
        "description": text or f"Summary {number}.",
    }
    inside = "".join(f"<{name}>{value}</{name}>" for name, value in parts.items() if value is not None)
    named = "" if guid is None else f"<guid isPermaLink='false'>{guid}</guid>"
    return f"<item>{inside}{named}</item>"


def rss(*items: str, head: str = "") -> bytes:
    """A feed of these items."""
    return f"{_HEAD}{head}{''.join(items)}</channel></rss>".encode()


def response(
    content: bytes = b"", status: int = 200, *, conditional: bool = False, **headers: str
) -> FeedResponse:
    """An answer; names of headers with _ for -."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return FeedResponse(ADDRESS, status, named, content, conditional=conditional)


class Reader:
    """A feed that is polled again and again, its entries remembered as the store does."""

    def __init__(self, state: FeedState | None = None) -> None:
        self.state = state or FeedState(ADDRESS)
        self.seen: list[SeenEntry] = []
        self.now = NOW

    def poll(self, answer: FeedResponse | bytes, *, jitter: float = 0.5) -> PollPlan:
        """Poll once, half an hour after the last time."""
        self.now += timedelta(minutes=30)
        answer = response(answer) if isinstance(answer, bytes) else answer
        read = read_response(self.state, answer, self.now)
        plan = plan_poll(self.state, answer, read, self.seen, self.now, jitter)
        self.state = plan.state
        for changed in plan.changed:
            at = self.seen.index(changed.seen)
            dates = {"published": changed.entry.published, "modified": changed.entry.modified}
            self.seen[at] = replace(changed.seen, keys=changed.keys, title=changed.entry.title, **dates)
        for new in plan.new:
            self.seen.append(remembered(new.entry, len(self.seen) + 1))
        return plan


def remembered(entry: FeedEntry, number: int, **more: Any) -> SeenEntry:
    """An entry as it is remembered."""
    return SeenEntry(
        entry_id=number,
        keys=entry_keys(entry),
        title=entry.title,
        published=entry.published,
        modified=entry.modified,
        article_id=number,
        article_address=entry.address,
        **more,
    )


def titles(found: Sequence[Any]) -> list[str]:
    """The titles of new or changed entries."""
    return [each.entry.title for each in found]
