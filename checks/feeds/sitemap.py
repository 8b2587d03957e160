"""News sitemaps (https://developers.google.com/search/docs/crawling-indexing/sitemaps/news-sitemap)."""

import re
from typing import Final
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring
from lxml.etree import XMLParser, XMLSyntaxError, tostring
from lxml.etree import fromstring as parse_leniently

from checks.documents.formats.encodings import decoded
from checks.feeds.errors import NotAFeed
from checks.feeds.values import declared_encoding, moment_from_text, plain_text, web_address
from checks.types.feed import FeedDocument, FeedEntry

_LONGEST_TITLE: Final = 500
_DECLARATION: Final = re.compile(r"\s*<\?xml\s[^>]*\?>")
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_BARE_AMPERSAND: Final = re.compile(r"&(?!(?:#\d+|#[xX][0-9a-fA-F]+|amp|lt|gt|quot|apos);)")


def read_sitemap(content: bytes, url: str) -> FeedDocument:
    """A news sitemap as a feed; addresses in it that are no news are left out.

    Args:
        content: its bytes.
        url: where it came from.

    Raises:
        NotAFeed: it is not well-formed, declares entities, is an index of sitemaps, or names no news.
    """
    root, faults = _root(content)
    if _name(root) == "sitemapindex":
        parts = tuple(found for each in root if (found := web_address(_text(each, "loc"), url)))
        raise NotAFeed("it is an index of sitemaps; add one of those that it names", leads_to=parts)
    entries, names, languages = [], [""], [""]
    for place in root:
        news = _child(place, "news")
        address = web_address(_text(place, "loc"), url)
        if news is None or address is None:
            continue
        publication = _child(news, "publication")
        if publication is not None:
            names.append(_text(publication, "name"))
            languages.append(_text(publication, "language"))
        published = moment_from_text(_text(news, "publication_date"))
        modified = moment_from_text(_text(place, "lastmod"))
        title = plain_text(_text(news, "title"), _LONGEST_TITLE)
        entries.append(FeedEntry(None, address, title, published=published or modified, modified=modified))
    if not entries:
        raise NotAFeed("it is a sitemap that names no news")
    return FeedDocument(
        format="sitemap",
        title=plain_text(max(names, key=names.count) or names[-1], _LONGEST_TITLE),
        home=None,
        language=languages[-1][:35] or None,
        ttl=None,
        hub=None,
        topic=None,
        entries=tuple(entries),
        faults=faults,
    )


def _root(content: bytes) -> tuple[Element, tuple[str, ...]]:
    """The first element of a sitemap, and what is wrong with it; what is not well-formed is read as far as it goes.

    Raises `NotAFeed`.
    """
    try:
        return fromstring(content), ()
    except DefusedXmlException as error:
        raise NotAFeed(f"the sitemap cannot be read: {plain_text(str(error), 200)}") from None
    except (ParseError, ValueError, LookupError) as error:  # encodings that expat lacks raise the latter two
        said = plain_text(str(error), 200)
    parser = XMLParser(recover=True, resolve_entities=False, no_network=True, load_dtd=False)
    try:
        mended = parse_leniently(_cleaned(content), parser)
        root = fromstring(tostring(mended, encoding="utf-8")) if mended is not None else None
    except (XMLSyntaxError, ParseError, DefusedXmlException, ValueError):
        root = None
    if root is None:
        raise NotAFeed(f"the sitemap cannot be read: {said}")
    return root, (f"it is not well-formed: {said}",)


def _cleaned(content: bytes) -> bytes:
    """A document in UTF-8, without what a lenient parser loses text at: bare ampersands, control characters, broken
    bytes. Raises `Unreadable`, a `ValueError`.
    """
    declared = declared_encoding(content)
    text = decoded(content, declared) if declared else content.decode("utf-8", "replace")
    at = found.end() if (found := _DECLARATION.match(text)) else 0
    return _BARE_AMPERSAND.sub("&amp;", _CONTROL.sub(" ", text[at:])).encode()


def _name(element: Element) -> str:
    """An element's name without its namespace."""
    return str(element.tag).rsplit("}", 1)[-1]


def _child(element: Element, name: str) -> Element | None:
    return next((each for each in element if _name(each) == name), None)


def _text(element: Element, name: str) -> str:
    """The text of a child element by its local name; "" where there is none."""
    found = _child(element, name)
    return (found.text or "").strip() if found is not None else ""
