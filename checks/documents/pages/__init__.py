"""Any document that arrives (HTML, PDF, DOCX, plain text) as one `Page`: its article and what it says of itself.

HTML takes these steps, each with a module of its own:

1. `markup.SafePage` goes through the page once, in time that grows with its length alone: metadata, text, and the
   same page in tags that no tree builder chokes on.
2. `extraction.article_text` finds the article in it (trafilatura), or takes all readable text if that finds too
   little.
3. `edges.trim_edges` leaves out what stands around it: its own headline, dates, bylines, requests to subscribe.
4. `kinds.classified` says whether it is an article at all, and if not, what it is.
"""

import re
from dataclasses import replace
from datetime import date
from typing import Final

from checks.documents.addresses import clean_address
from checks.documents.formats import Unreadable, document, recognised
from checks.documents.formats.detection import TABLES
from checks.documents.formats.encodings import decoded, label_of
from checks.documents.formats.html import decoded_page
from checks.documents.metadata import credits, date_lines, headline, moments
from checks.documents.pages import edges, extraction, kinds
from checks.documents.pages.markup import SafePage
from checks.nlp.language_id import detect
from checks.types.document import About
from checks.types.page import ARTICLE, Page, unreadable

_MARKUP: Final = re.compile(rb"(?:\xef\xbb\xbf)?\s*<[a-zA-Z!?]")
LARGEST: Final = 50_000_000  # bytes of a document
LARGEST_PAGE: Final = 20_000_000  # bytes of HTML; the largest pages of news sites have 6 million
LONGEST_TEXT: Final = 1_000_000  # characters of an article; a long magazine article has about 60,000


def read_page(
    body: bytes, media_type: str | None = None, address: str | None = None, latest: date | None = None
) -> Page:
    """Read a document. Never raises; what cannot be read is a `Page` of the kind "unreadable" with the reason.

    Args:
        body: the document as it was sent.
        media_type: as declared with it ("text/html; charset=utf-8"); the first bytes go before it.
        address: where it stands.
        latest: days after this one are not believed, because a page of tomorrow is mistaken about itself.
    """
    try:
        if len(body) > LARGEST:
            raise Unreadable(f"it has {len(body):,} bytes; the most that is read is {LARGEST:,}")
        kind = recognised(body, _name(address), media_type or ("text/html" if _MARKUP.match(body) else ""))
        if kind in TABLES:
            raise Unreadable(f"it is a table ({kind.upper()}); tables of figures belong on the shelf")
        page = (
            _html(body, media_type, address, latest)
            if kind == "html"
            else _file(body, kind, media_type, address, latest)
        )
    except Unreadable as error:
        return unreadable(clean_address(address) if address else None, str(error))
    except RecursionError:
        return unreadable(address, "it is nested too deeply to be read")
    if len(page.text) > LONGEST_TEXT:
        reason = f"its text has {len(page.text):,} characters; the most that is taken is {LONGEST_TEXT:,}"
        return replace(page, text="", kind="unreadable", reason=reason)
    return page


def _name(address: str | None) -> str:
    """The name of the file at an address, for its ending."""
    return (address or "").partition("#")[0].partition("?")[0].rpartition("/")[2]


def _html(body: bytes, media_type: str | None, address: str | None, latest: date | None) -> Page:
    """A page of HTML, read: headline, text, credits, times, language and kind. Raises `Unreadable`."""
    if len(body) > LARGEST_PAGE:
        raise Unreadable(f"the page has {len(body):,} bytes; the most that is read of HTML is {LARGEST_PAGE:,}")
    source = SafePage()
    source.read(decoded_page(body, media_type))
    title = headline.headline(source)
    published = moments.published(source, address or source.canonical, latest)
    authors = credits.authors(source)
    found = extraction.article_text(source)
    text = edges.trim_edges(found, titles=[*source.headings, title or ""], authors=authors)
    place = credits.canonical_address(source, address)
    kind, reason = kinds.classified(source, text, title)
    return Page(
        title=title, text=text, authors=authors, published=published,
        modified=moments.modified(source, published, latest), language=_language(text, credits.language(source)),
        address=place, site=credits.site(source, place), kind=kind, reason=reason,
    )  # fmt: skip


def _file(body: bytes, kind: str, media_type: str | None, address: str | None, latest: date | None) -> Page:
    """A document that is no page: its text with what it says of itself. Raises `Unreadable`."""
    lines = decoded(body, label_of(media_type)) if kind == "text" else ""  # as they stand: paragraphs join them
    if lines:
        body = lines.encode()
    about, parts = document(body, kind)  # type: ignore[arg-type]
    text = "\n\n".join(part.text for part in parts if part.text)
    title = about.title or _first_line(lines)
    published = _day(about, latest) or date_lines.day_in_lines(lines, latest)
    place = clean_address(address) if address else None
    reason = None if text.strip() else kinds.NO_TEXT_IN[kind]
    return Page(
        title=title, text=text, authors=(about.author,) if about.author else (), published=published, modified=None,
        language=_language(text, None), address=place, site=None,
        kind="empty" if reason else ARTICLE, reason=reason,
    )  # fmt: skip


def _day(about: About, latest: date | None) -> date | None:
    """The day that a document names, unless it is later than `latest`."""
    return about.published if about.published is None or latest is None or about.published <= latest else None


def _first_line(text: str) -> str | None:
    """The title of a text without markup: its first line, unless that is a sentence."""
    line = text.lstrip().partition("\n")[0].strip()
    return line if 0 < len(line) <= 150 and not line.endswith((".", ",", ";", ":")) else None


def _language(text: str, named: str | None) -> str | None:
    """The language as the text shows it; where that is unsure, as the page names it, which is often wrong."""
    found = detect(text)
    return found.code if found.sure else named
