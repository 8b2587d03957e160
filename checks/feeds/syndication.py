"""RSS, RDF and Atom, by feedparser, which reads broken ones too (docs/decisions/feed-parsing.md)."""

import io
import re
from typing import Final
from xml.sax import SAXParseException

import feedparser
from feedparser import FeedParserDict

from checks.documents.formats.encodings import label_of, utf_8
from checks.feeds.errors import NotAFeed
from checks.feeds.values import declared_encoding, moment_from_struct, plain_text, printable_text, web_address
from checks.types.feed import LONGEST_ID, FeedDocument, FeedEntry

_LONGEST_TITLE: Final = 500
_ELEMENT: Final = re.compile(rb"<\w")
_BLANKS: Final = re.compile(rb"\s+")
_LONG_HEAD: Final = 4_096  # bytes
_LONGEST_HEAD: Final = 16_384
_HTML: Final = ("text/html", "application/xhtml+xml")
# Authors are not read here, and feedparser looks for an e-mail address in each by the square of its length.
for _parser in (feedparser.api.StrictFeedParser, feedparser.api.LooseFeedParser):
    _parser._sync_author_detail = lambda self, key="author": None
_NO_FAULT: Final = (feedparser.NonXMLContentType,)  # feeds that say text/html are common, and whole


def read_syndication(content: bytes, url: str, content_type: str = "") -> FeedDocument:
    """An RSS, RDF or Atom document.

    Args:
        content: its bytes.
        url: where it came from; relative addresses are relative to it.
        content_type: the header of that name, whose charset counts.

    Raises:
        NotAFeed: there is no feed in it, or one so broken that no entry of it can be read.
    """
    headers = {"content-location": url, "content-type": content_type or "application/xml"}
    # As a file: feedparser takes a text for an address or a file's name and would open that.
    parsed = feedparser.parse(
        io.BytesIO(_mended(content, content_type)),
        response_headers=headers,
        resolve_relative_uris=False,
        sanitize_html=False,
    )
    version = str(parsed.get("version") or "")
    if not version:
        raise NotAFeed("it is no feed: neither RSS, Atom, JSON Feed nor a news sitemap")
    feed = parsed.feed
    entries, faults = tuple(_entry(each, url) for each in parsed.entries), _faults(parsed)
    if faults and not entries:
        raise NotAFeed(f"no entry of it could be read: {faults[0]}")
    return FeedDocument(
        format="atom" if version.startswith("atom") else "rss",
        title=plain_text(feed.get("title"), _LONGEST_TITLE),
        home=web_address(feed.get("link"), url),
        language=plain_text(feed.get("language"), 35) or None,
        ttl=_ttl(feed.get("ttl")),
        hub=_linked(feed, "hub", url),
        topic=_linked(feed, "self", url),
        entries=entries,
        faults=faults,
    )


def _mended(content: bytes, content_type: str) -> bytes:
    """A document that feedparser reads rightly and in time; what is wrong with it is left for it to tell.

    For one broken byte in UTF-8 it would read all of it as Windows-1252, and what stands before the first element
    takes it time by the square of the length. Raises `NotAFeed`.
    """
    sent = (label_of(content_type) or "utf-8").lower()
    text = utf_8(content) if sent in ("utf-8", "utf8") and declared_encoding(content) is None else None
    content = text.encode() if text else content
    first = _ELEMENT.search(content)
    if first is None or first.start() <= _LONG_HEAD:
        return content
    head = _BLANKS.sub(b"\n", content[: first.start()])
    if len(head) > _LONGEST_HEAD:
        raise NotAFeed("what stands before its first element is no head of a feed")
    return head + content[first.start() :]


def _entry(given: FeedParserDict, url: str) -> FeedEntry:
    body, is_html, is_content = _content(given)
    # `dict.get`: feedparser's own gives the date of publication where that of a change is missing.
    modified = moment_from_struct(dict.get(given, "updated_parsed"))
    published = moment_from_struct(dict.get(given, "published_parsed")) or modified
    link = given.get("feedburner_origlink") or given.get("link")
    return FeedEntry(
        id=printable_text(str(given.get("id") or "")).strip()[:LONGEST_ID] or None,
        address=web_address(link, url),
        title=plain_text(given.get("title"), _LONGEST_TITLE),
        content=printable_text(body),
        is_html=is_html,
        is_content=is_content,
        published=published,
        modified=modified,
    )


def _content(given: FeedParserDict) -> tuple[str, bool, bool]:
    """The longest text of an entry: the text, whether it is HTML, whether it stands where whole texts do."""
    contents = [each for each in given.get("content") or () if isinstance(each.get("value"), str)]
    found = max(contents, key=lambda each: len(each["value"]), default=None)
    if found is not None and found["value"].strip():
        return found["value"], _is_html(found["value"], found.get("type")), True
    summary = given.get("summary") or ""
    return summary, _is_html(summary, given.get("summary_detail", {}).get("type")), False


def _is_html(text: str, kind: str | None) -> bool:
    return kind in _HTML or ("<" in text and ">" in text) or ("&" in text and ";" in text)


def _ttl(given: object) -> float | None:
    """`ttl` is in minutes (RSS 2.0)."""
    try:
        return max(0.0, float(str(given)) * 60)
    except (TypeError, ValueError):
        return None


def _linked(feed: FeedParserDict, rel: str, url: str) -> str | None:
    links = feed.get("links") or ()
    return next((web_address(each.get("href"), url) for each in links if each.get("rel") == rel), None)


def _faults(parsed: FeedParserDict) -> tuple[str, ...]:
    """What feedparser found wrong with the document, in words; empty for one that is well-formed."""
    error = parsed.get("bozo_exception")
    if not parsed.get("bozo") or error is None or isinstance(error, _NO_FAULT):
        return ()
    if isinstance(error, SAXParseException):
        return (f"it is not well-formed: {plain_text(error.getMessage(), 200)}, in line {error.getLineNumber()}",)
    return (f"it is not well-formed: {plain_text(str(error), 200)}",)
