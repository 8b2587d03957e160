"""HTML to the text that a reader sees, one line a block; nothing of it is ever run or fetched."""

from typing import Final

from checks.documents.markup import Parser

_SILENT: Final = {
    "script",
    "style",
    "noscript",
    "template",
    "svg",
    "head",
    "nav",
    "footer",
    "aside",
    "form",
    "button",
}
_BLOCKS: Final = {
    "address", "article", "blockquote", "br", "dd", "div", "dl", "dt", "figcaption", "figure", "h1", "h2", "h3", "h4",
    "h5", "h6", "header", "hr", "li", "main", "ol", "p", "pre", "section", "table", "td", "th", "tr", "ul",
}  # fmt: skip


class Reader(Parser):
    """Gathers the parts of a page that are read; a line break parts blocks."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self._silent: list[str] = []  # the open elements that are not read, each tag once

    def opened(self, tag: str, attributes: dict[str, str]) -> None:
        if tag in _SILENT and tag not in self._silent:
            self._silent.append(tag)
        elif tag in _BLOCKS:
            self.parts.append("\n")

    def closed(self, tag: str) -> None:
        if tag in self._silent:
            # An element left open inside does not silence the rest of the page.
            del self._silent[self._silent.index(tag) :]
        elif tag in _BLOCKS:
            self.parts.append("\n")

    def empty(self, tag: str, attributes: dict[str, str]) -> None:
        if tag not in _SILENT:
            self.opened(tag, attributes)

    def said(self, text: str) -> None:
        if not self._silent:
            self.parts.append(text.replace("\n", " "))


def to_text(html: str) -> str:
    """The readable text of an HTML page or fragment: blocks on lines of their own, a blank line between."""
    reader = Reader()
    reader.read(html)
    lines = (" ".join(line.split()) for line in "".join(reader.parts).split("\n"))
    return "\n\n".join(line for line in lines if line)
