"""Any feed document: which format it is, and what stands in it."""

import re
import zlib
from dataclasses import replace
from typing import Final

from checks.feeds.errors import NotAFeed
from checks.feeds.json_feed import read_json_feed
from checks.feeds.sitemap import read_sitemap
from checks.feeds.syndication import read_syndication
from checks.types.feed import FeedDocument

MOST_ENTRIES: Final = 10_000  # of a document
LARGEST_FEED: Final = 20_000_000  # bytes, unpacked
_GZIP: Final = b"\x1f\x8b"
_WIDE: Final = (b"\xff\xfe", b"\xfe\xff")  # UTF-16
_BEGINNING: Final = 16_384  # bytes of a document in UTF-16 among which its first element stands
_PROLOG: Final = re.compile(
    rb"\s*(?:<\?[^>]*>|<!--.*?-->|<!DOCTYPE\s+(?!html)[^>\[\s][^>\[]*(?:\[[^\]]*\]\s*)?>)",
    re.DOTALL | re.IGNORECASE,
)
_ROOT: Final = re.compile(rb"\s*<(!DOCTYPE\s+html|[A-Za-z][\w:.-]*)", re.IGNORECASE)
_PAGE_ROOTS: Final = (b"html", b"head", b"body", b"div", b"script", b"meta", b"title")


def read_feed(content: bytes, url: str, content_type: str = "") -> FeedDocument:
    """A feed document of any format, by what stands in it; the content type is often wrong.

    Args:
        content: its bytes, also packed by gzip.
        url: where it came from.
        content_type: the header of that name.

    Returns:
        The document with at most `MOST_ENTRIES` entries; that there were more is one of its faults.

    Raises:
        NotAFeed: it is none; says what it is instead.
    """
    content = _unpacked(content).removeprefix(b"\xef\xbb\xbf")
    if not content.strip():
        raise NotAFeed("the answer is empty")
    document = _read(content, url, content_type)
    if len(document.entries) > MOST_ENTRIES:
        fault = f"it has {len(document.entries):,} entries; the first {MOST_ENTRIES:,} are read"
        return replace(document, entries=document.entries[:MOST_ENTRIES], faults=(*document.faults, fault))
    return document


def _read(content: bytes, url: str, content_type: str) -> FeedDocument:
    if content.lstrip()[:1] in (b"{", b"["):
        return read_json_feed(content, url)
    root = _root(_narrow(content))
    name = root.rsplit(b":", 1)[-1]
    if name in (b"urlset", b"sitemapindex"):
        return read_sitemap(content, url)
    if root.startswith(b"!doctype") or name in _PAGE_ROOTS:
        raise NotAFeed("it is a web page instead of a feed", is_page=True)
    return read_syndication(content, url, content_type)


def _narrow(content: bytes) -> bytes:
    """What a document begins with, a byte a character where it is in UTF-16."""
    return content[:_BEGINNING].decode("utf-16", "ignore").encode() if content.startswith(_WIDE) else content


def _root(content: bytes) -> bytes:
    """The name of the first element, or the declaration of a web page, in lower case."""
    at = 0
    while prolog := _PROLOG.match(content, at):
        at = prolog.end()
    found = _ROOT.match(content, at)
    return found[1].lower() if found else b""


def _unpacked(content: bytes) -> bytes:
    """Content without a packing by gzip; sitemaps are often files of that kind."""
    if not content.startswith(_GZIP):
        return content
    try:
        unpacker = zlib.decompressobj(zlib.MAX_WBITS | 16)
        unpacked = unpacker.decompress(content, LARGEST_FEED + 1)
    except zlib.error:
        raise NotAFeed("it is packed by gzip and cannot be unpacked") from None
    if not unpacked:
        raise NotAFeed("it is packed by gzip and cannot be unpacked")
    if len(unpacked) > LARGEST_FEED:
        raise NotAFeed(f"unpacked it is larger than {LARGEST_FEED / 1e6:g} MB")
    return unpacked
