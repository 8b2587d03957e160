"""JSON-LD scripts out of HTML; no script is run and nothing of the page is fetched."""

import re
from typing import Final

from checks.documents.markup import Parser

_OPEN: Final = re.compile(rb"<script\b[^>]*>", re.IGNORECASE)
_CLOSE: Final = re.compile(rb"</script\s*>\Z", re.IGNORECASE)


class _ScriptParser(Parser):
    """Collects the text of scripts whose type is application/ld+json."""

    def __init__(self) -> None:
        self.scripts: list[str] = []
        self._inside = False

    def opened(self, tag: str, attributes: dict[str, str]) -> None:
        kind = attributes.get("type", "").split(";")[0].strip().lower()
        self._inside = tag == "script" and kind == "application/ld+json"

    def closed(self, tag: str) -> None:
        self._inside = False

    def said(self, text: str) -> None:
        if self._inside:
            self.scripts.append(text)


def scripts_of_page(page: str) -> list[str]:
    """The text of every script of the type application/ld+json of an HTML page, in the page's order; no empty ones."""
    parser = _ScriptParser()
    parser.read(page)
    return [script for script in parser.scripts if script.strip()]


def script_of_line(line: bytes) -> bytes:
    """The content of the one `<script>` element that a line holds; the line itself where it holds none.

    The research data set of Data Commons is published so, one element a line.
    """
    line = line.strip()
    opened, closed = _OPEN.match(line), _CLOSE.search(line)
    return line[opened.end() if opened else 0 : closed.start() if closed else None]
