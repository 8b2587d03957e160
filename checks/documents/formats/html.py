"""HTML: the blocks that a reader sees under their headings; menus, forms and footers are left out
(`checks.documents.html`).
"""

import re
from collections.abc import Iterator
from typing import Final

from checks.documents.formats.encodings import decoded, label_of
from checks.documents.formats.parts import parts, plain
from checks.documents.metadata import PageReader
from checks.types.document import About, Part

_HEADINGS: Final = ("h1", "h2", "h3", "h4", "h5", "h6")
_CHARSET: Final = re.compile(rb"<meta[^>]{0,200}?charset\s{0,5}=\s{0,5}[\"']?\s{0,5}([\w-]{1,40})", re.IGNORECASE)
_HEAD: Final = 4096  # bytes in which a page must name its encoding (HTML, 4.2.5.4, asks for 1024)
_LONGEST_HEADING: Final = 500
_MARK: Final = "\x00"  # before a heading among the pieces; no text in HTML holds it


class _Page(PageReader):
    """A page whose headings stay known in its text: `_MARK` stands before each."""

    def opened(self, tag: str, attributes: dict[str, str]) -> None:
        super().opened(tag, attributes)
        if tag in _HEADINGS:
            self.add(_MARK)

    def said(self, text: str) -> None:
        super().said(text.replace(_MARK, " "))


def read_document(data: bytes, first: int = 0) -> tuple[About, Iterator[Part]]:
    """An HTML page as a document. Raises `Unreadable` where no encoding makes text of it.

    `first` is the number of the part to begin with, from 0.
    """
    page = _Page()
    page.read(decoded_page(data))
    return page.about(), parts(_paragraphs(page.text()), first)


def _paragraphs(text: str) -> Iterator[tuple[str | None, str]]:
    """The lines of a page's text, each with the last heading before it, if any."""
    heading: str | None = None
    for line in text.split("\n"):
        if _MARK in line:
            heading = plain(line.replace(_MARK, " "))[:_LONGEST_HEADING] or heading
        elif line.strip():
            yield heading, line


def decoded_page(data: bytes, media_type: str | None = None) -> str:
    """A page as text: in the encoding that it was sent with or names, if that is one and it fits; else in the
    likeliest one.

    Raises `Unreadable` where no encoding makes text of it.
    """
    named = _CHARSET.search(data[:_HEAD])
    return decoded(data, label_of(media_type), named[1].decode("ascii", "ignore") if named else None)
