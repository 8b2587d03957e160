"""JSON-LD scripts out of HTML; nothing of the page is run or fetched."""

import re
from html.parser import HTMLParser
from typing import Final

_OPEN: Final = re.compile(rb"\s*<script\b[^>]*>", re.IGNORECASE)
_CLOSE: Final = re.compile(rb"</script\s*>\s*$", re.IGNORECASE)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.scripts: list[str] = []
        self._inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        kind = (dict(attrs).get("type") or "").split(";")[0].strip().lower()
        self._inside = tag == "script" and kind == "application/ld+json"
        if self._inside:
            self.scripts.append("")

    def handle_endtag(self, tag: str) -> None:
        self._inside = False

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.scripts[-1] += data


def of_page(page: str) -> list[str]:
    """The text of every script of the type application/ld+json, in the order of the page."""
    reader = _Reader()
    reader.feed(page)
    reader.close()
    return [script for script in reader.scripts if script.strip()]


def of_line(line: bytes) -> bytes:
    """What stands in the one script of a line."""
    return _CLOSE.sub(b"", _OPEN.sub(b"", line, count=1), count=1)
