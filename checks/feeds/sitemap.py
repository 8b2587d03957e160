"""News sitemaps (https://developers.google.com/search/docs/crawling-indexing/sitemaps/news-sitemap)."""

from typing import Final
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from checks.feeds.errors import NotAFeed
from checks.feeds.values import moment_from_text, plain_text, web_address
from checks.types.feed import FeedDocument, FeedEntry

_LONGEST_TITLE: Final = 500


def read_sitemap(content: bytes, url: str) -> FeedDocument:
    """A news sitemap as a feed; addresses in it that are no news are left out.

    Args:
        content: its bytes.
        url: where it came from.

    Raises:
        NotAFeed: it is not well-formed, declares entities, is an index of sitemaps, or names no news.
    """
    try:
        root = fromstring(content)
    except (ParseError, DefusedXmlException, ValueError) as error:
        raise NotAFeed(f"the sitemap cannot be read: {plain_text(str(error), 200)}") from None
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
    return FeedDocument("sitemap", plain_text(max(names, key=names.count) or names[-1], _LONGEST_TITLE), None,
                        languages[-1][:35] or None, None, None, None, tuple(entries))  # fmt: skip


def _name(element: Element) -> str:
    """An element's name without its namespace."""
    return str(element.tag).rsplit("}", 1)[-1]


def _child(element: Element, name: str) -> Element | None:
    return next((each for each in element if _name(each) == name), None)


def _text(element: Element, name: str) -> str:
    """The text of a child element by its local name; "" where there is none."""
    found = _child(element, name)
    return (found.text or "").strip() if found is not None else ""
