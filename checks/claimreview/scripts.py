"""JSON-LD scripts out of HTML; nothing of the page is run or fetched."""

import re
from typing import Final

from checks.documents.markup import Parser

_OPEN: Final = re.compile(rb"<script\b[^>]*>", re.IGNORECASE)
_CLOSE: Final = re.compile(rb"</script\s*>\Z", re.IGNORECASE)


class _Reader(Parser):
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


def of_page(page: str) -> list[str]:
    """The text of every script of the type application/ld+json, in the order of the page."""
    reader = _Reader()
    reader.read(page)
    return [script for script in reader.scripts if script.strip()]


def of_line(line: bytes) -> bytes:
    """What stands in the one script of a line."""
    line = line.strip()
    opened, closed = _OPEN.match(line), _CLOSE.search(line)
    return line[opened.end() if opened else 0 : closed.start() if closed else None]
