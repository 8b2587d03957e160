"""HTML: the blocks that a reader sees under their headings; menus, forms and footers are left out (`checks.documents.html`)."""

import codecs
import re
from collections.abc import Iterator
from datetime import date
from typing import Final

from checks.documents.formats.parts import parts, plain
from checks.documents.formats.text import decoded
from checks.documents.html import Reader
from checks.types.document import About, Part

_HEADINGS: Final = ("h1", "h2", "h3", "h4", "h5", "h6")
_CHARSET: Final = re.compile(rb"<meta[^>]{0,200}?charset\s{0,5}=\s{0,5}[\"']?\s{0,5}([\w-]{1,40})", re.IGNORECASE)
_HEAD: Final = 4096  # bytes in which a page must name its encoding (HTML, 4.2.5.4, asks for 1024)
_LONGEST_SAID: Final = 500
_TITLES: Final = ("og:title", "citation_title", "dc.title")
_AUTHORS: Final = ("author", "citation_author", "article:author", "dc.creator")
_DAYS: Final = ("article:published_time", "citation_publication_date", "date", "dc.date", "datepublished")
_DAY: Final = re.compile(r"(\d{4})[-/](\d\d?)[-/](\d\d?)")
_MARK: Final = "\x00"  # before a heading among the parts; no text in HTML holds it


class _Page(Reader):
    def __init__(self) -> None:
        super().__init__()
        self.given: dict[str, str] = {}
        self.title = ""
        self._in_title = False

    def opened(self, tag: str, attributes: dict[str, str]) -> None:
        super().opened(tag, attributes)
        self._in_title = tag == "title"
        if tag == "meta":
            name = attributes.get("name") or attributes.get("property") or attributes.get("itemprop") or ""
            self.given.setdefault(name.lower(), attributes.get("content", ""))
        if tag in _HEADINGS:
            self.parts.append(_MARK)

    def closed(self, tag: str) -> None:
        super().closed(tag)
        if tag == "title":
            self._in_title = False

    def said(self, text: str) -> None:
        if self._in_title:
            self.title += text[: _LONGEST_SAID - len(self.title)]
        else:
            super().said(text.replace(_MARK, " "))


def read(data: bytes, first: int = 0) -> tuple[About, Iterator[Part]]:
    """An HTML page as a document."""
    page = _Page()
    page.read(_text(data))
    return _about(page), parts(_paragraphs("".join(page.parts)), first)


def _paragraphs(text: str) -> Iterator[tuple[str | None, str]]:
    heading: str | None = None
    for line in text.split("\n"):
        if _MARK in line:
            heading = plain(line.replace(_MARK, " "))[:_LONGEST_SAID] or heading
        elif line.strip():
            yield heading, line


def _text(data: bytes) -> str:
    """The page as text, in the encoding that it names, if Python knows it and it fits."""
    named = _CHARSET.search(data[:_HEAD])
    try:
        return data.decode(codecs.lookup(named[1].decode()).name) if named else decoded(data)
    except (LookupError, UnicodeDecodeError):
        return decoded(data)


def _about(page: _Page) -> About:
    title = _first(page, _TITLES) or plain(page.title)[:_LONGEST_SAID] or None
    return About(title, _first(page, _AUTHORS), _day(_first(page, _DAYS) or ""))


def _first(page: _Page, names: tuple[str, ...]) -> str | None:
    return next((said for name in names if (said := plain(page.given.get(name, ""))[:_LONGEST_SAID])), None)


def _day(said: str) -> date | None:
    match = _DAY.match(said)
    try:
        return date(*map(int, match.groups())) if match else None
    except ValueError:
        return None
