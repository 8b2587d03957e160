"""A page gone through once: what it says of itself, its text, and its tags written again so that a tree is built in
bounded time.

libxml2 takes time that grows with the square of the attributes of one tag (100,000 of them: minutes), and
extractors walk the tree many times. So scripts, styles and comments are left out, attributes and tags are counted,
and their values cut.
"""

from html import escape
from typing import Final

from checks.documents.metadata import PageReader
from checks.lexicon import load_words

_LEFT_OUT: Final = load_words("pages", "not_kept")
_MOST_TAGS: Final = 60_000  # a page of a news site has 1,000 to 8,000
_MOST_ATTRIBUTES: Final = 30
_LONGEST_VALUE: Final = 500
_MOST_LABELS: Final = 100
LONGEST_MARKUP: Final = 6_000_000  # characters of the tags and the text that are kept


class SafePage(PageReader):
    """A page with its metadata (`PageReader`) and `markup()`, the same page in tags that are safe to parse.

    `is_fragment` tells that none of `<html>`, `<head>`, `<body>` was opened; `labels` are those of its buttons.
    """

    def __init__(self) -> None:
        super().__init__()
        self._safe: list[str] = []
        self._tags = self._size = 0
        self._hidden = ""  # the raw element that is being left out
        self.is_fragment = True
        self.labels: list[str] = []
        self._in_button = False

    def opened(self, tag: str, attributes: dict[str, str]) -> None:
        """Keep the tag, with as many attributes as an honest page needs: 30, each of 500 characters."""
        super().opened(tag, attributes)
        if tag in ("html", "head", "body"):
            self.is_fragment = False
        if tag in ("script", "style", "noscript") and not self._hidden:
            self._hidden = tag
        if tag == "button":
            self._in_button = True
        elif tag == "input" and attributes.get("type", "").lower() in ("submit", "button"):
            self._label(attributes.get("value", ""))
        if tag in _LEFT_OUT:
            return
        self._tags += 1
        if self._tags <= _MOST_TAGS:
            named = list(attributes.items())[:_MOST_ATTRIBUTES]
            kept = "".join(
                f' {name}="{escape(value[:_LONGEST_VALUE])}"' for name, value in named if _is_name(name)
            )
            self._keep(f"<{tag}{kept}>" if _is_name(tag) else "")

    def closed(self, tag: str) -> None:
        """Keep the end of the tag."""
        super().closed(tag)
        if tag == self._hidden:
            self._hidden = ""
        if tag == "button":
            self._in_button = False
        if tag not in _LEFT_OUT and self._tags <= _MOST_TAGS and _is_name(tag):
            self._keep(f"</{tag}>")

    def said(self, text: str) -> None:
        """Keep text that is shown."""
        super().said(text)
        if self._in_button:
            self._label(text)
        if not self._hidden:
            self._keep(escape(text, quote=False))

    def _label(self, text: str) -> None:
        if text.strip() and len(self.labels) < _MOST_LABELS:
            self.labels.append(text.strip()[:_LONGEST_VALUE])

    def _keep(self, piece: str) -> None:
        """Keep a piece of markup, unless the page is longer than is kept; `markup` then gives None."""
        self._size += len(piece)
        if self._size <= LONGEST_MARKUP:
            self._safe.append(piece)

    def markup(self) -> str | None:
        """The page in safe tags; None if there are more of them than a tree is built of."""
        whole = self._tags <= _MOST_TAGS and self._size <= LONGEST_MARKUP
        return "".join(self._safe) if whole else None


def _is_name(name: str) -> bool:
    """Whether a tree builder takes this for the name of a tag or an attribute."""
    return (
        len(name) <= 50
        and name.replace("-", "").replace(":", "").replace("_", "").isalnum()
        and name.isascii()
        and name[0].isalpha()
    )
