"""JSON Feed, versions 1 and 1.1 (https://www.jsonfeed.org/version/1.1/)."""

import json
from typing import Final

from checks.feeds.errors import NotAFeed
from checks.feeds.values import moment_from_text, plain_text, printable_text, web_address
from checks.types.feed import LONGEST_ID, FeedDocument, FeedEntry

_LONGEST_TITLE: Final = 500


def read_json_feed(content: bytes, url: str) -> FeedDocument:
    """A JSON Feed document; items that are no objects are left out and counted as a fault.

    Args:
        content: its bytes, UTF-8.
        url: where it came from.

    Raises:
        NotAFeed: it is no JSON, or JSON of another kind.
    """
    try:
        feed = json.loads(content.decode("utf-8-sig", "replace"), strict=False)
    except (ValueError, RecursionError):
        raise NotAFeed("it begins like JSON and is none") from None
    items = feed.get("items") if isinstance(feed, dict) else None
    if not isinstance(items, list) or "jsonfeed.org" not in str(feed.get("version", "")):
        raise NotAFeed("it is JSON, but no JSON Feed")
    entries = tuple(_entry(item, url) for item in items if isinstance(item, dict))
    wrong = len(items) - len(entries)
    named = feed.get("hubs")
    hubs = [each for each in named if isinstance(each, dict)] if isinstance(named, list) else []
    return FeedDocument(
        format="json",
        title=plain_text(feed.get("title"), _LONGEST_TITLE),
        home=web_address(feed.get("home_page_url"), url),
        language=plain_text(feed.get("language"), 35) or None,
        ttl=None,
        hub=next(
            (web_address(hub.get("url"), url) for hub in hubs if str(hub.get("type")).lower() == "websub"), None
        ),
        topic=web_address(feed.get("feed_url"), url),
        entries=entries,
        faults=(f"{wrong} of its items are no objects",) if wrong else (),
    )


def _entry(item: dict[str, object], url: str) -> FeedEntry:
    html, text, summary = (item.get(name) for name in ("content_html", "content_text", "summary"))
    body = next((each for each in (html, text, summary) if isinstance(each, str) and each.strip()), "")
    # The standard wants text; numbers are common, and are to be taken as such.
    given = item.get("id")
    identifier = str(given) if isinstance(given, (str, int, float)) and not isinstance(given, bool) else ""
    modified = moment_from_text(item.get("date_modified"))
    return FeedEntry(
        id=printable_text(identifier).strip()[:LONGEST_ID] or None,
        address=web_address(item.get("url"), url) or web_address(item.get("external_url"), url),
        title=plain_text(item.get("title"), _LONGEST_TITLE),
        content=printable_text(body),
        is_html=body is html and bool(body),
        is_content=body is not summary and bool(body),
        published=moment_from_text(item.get("date_published")) or modified,
        modified=modified,
    )
