"""What a web page says of itself: its title, its author and the day on which it was published.

Read from where publishers put them for search engines and for social networks: Open Graph (https://ogp.me), JSON-LD of
https://schema.org/Article, HTML's own `<title>`, `<h1>` and `<time datetime>`, and Dublin Core.
"""

import json
from collections.abc import Iterator
from datetime import date, datetime
from email.utils import parsedate_to_datetime
from typing import Any, Final

from checks.dates import dates
from checks.documents.formats.parts import plain
from checks.documents.html import TextExtractor
from checks.types.document import About

_TITLES: Final = ("og:title", "citation_title", "dc.title")
_AUTHORS: Final = ("author", "citation_author", "article:author", "dc.creator")
_DAYS: Final = (
    "article:published_time",
    "article:published",
    "citation_publication_date",
    "datepublished",
    "pubdate",
    "date",
    "dc.date",
)
_JSON_LD: Final = "application/ld+json"
_LONGEST: Final = 500  # characters of a title or an author
_LONGEST_DAY: Final = 100  # characters of a date
_MOST_NODES: Final = 20_000  # of the JSON-LD of a page
_EARLIEST: Final = 1600  # the year; the first newspapers are of 1605


class PageReader(TextExtractor):
    """Gathers a page's text and, beside it, what it says of itself.

    Read with `read(page)`; then `text()` and `about()` give what was found.
    """

    def __init__(self) -> None:
        super().__init__()
        self.meta: dict[str, str] = {}
        self.title = ""
        self.headings: list[str] = []  # of the first rank
        self.times: list[str] = []  # of <time>
        self.scripts: list[str] = []  # of JSON-LD
        self._within = ""
        self._in_script = self._in_json = False

    def opened(self, tag: str, attributes: dict[str, str]) -> None:
        """Take the attributes of `<meta>` and `<time>`, and note where titles, headings and scripts begin."""
        super().opened(tag, attributes)
        if tag == "title" and not self.title.strip():
            self._within = "title"
        elif tag == "h1":
            self._within = "h1"
            self.headings.append("")
        elif tag == "script":
            self._in_json = attributes.get("type", "").split(";")[0].strip().lower() == _JSON_LD
            self._in_script = True
        elif tag == "meta":
            for name in f"{attributes.get('name', '')} {attributes.get('property', '')} {attributes.get('itemprop', '')}".split():
                self.meta.setdefault(name.lower(), attributes.get("content", ""))
        elif tag == "time":
            self.times.append(attributes.get("datetime", ""))

    def closed(self, tag: str) -> None:
        """Note where titles, headings and scripts end."""
        super().closed(tag)
        if tag == "script":
            self._in_script = self._in_json = False
        elif tag in ("title", "h1"):
            self._within = ""

    def said(self, text: str) -> None:
        """Take the text of titles, headings of the first rank and JSON-LD scripts, beside the page's own."""
        super().said(text)
        if self._in_script:
            self.scripts += [text] if self._in_json else []
        elif self._within == "title":
            self.title += text[: _LONGEST - len(self.title)]
        elif self._within == "h1":
            self.headings[-1] += text[: _LONGEST - len(self.headings[-1])]

    def about(self) -> About:
        """What the page says of itself; None for whatever it does not.

        The title is the headline: without the site's name behind it where a heading tells which part that is. The day
        comes from JSON-LD, articles first, then from `<meta>`, then from the first `<time>`. An address is no author's
        name.
        """
        author = next((name for name in self._each(_AUTHORS) if "://" not in name), None)
        return About(self._headline(), author, self._published())

    def _headline(self) -> str | None:
        """Its headline: without the site's name where a heading tells what is the headline alone."""
        headings = [plain(heading) for heading in self.headings]
        shared = next(self._each(_TITLES), None)
        title = plain(self.title) or None
        for longer in (shared, title):
            for heading in headings:
                if longer and heading and _begins(longer, heading):
                    return heading
        alone = headings[0] if len(headings) == 1 and headings[0] else None
        return shared or alone or title

    def _each(self, names: tuple[str, ...]) -> Iterator[str]:
        """What the page gives under these names, in their order."""
        return (given for name in names if (given := plain(self.meta.get(name, ""))[:_LONGEST]))

    def _published(self) -> date | None:
        given = (*_published_in(self.scripts), *self._each(_DAYS), *self.times[:1])
        return next((day for text in given if (day := day_of(text)) is not None), None)


def _begins(title: str, heading: str) -> bool:
    """Whether a title is a heading with the name of a site behind it, parted by a dash, a bar or a colon."""
    rest = title[len(heading) :].lstrip()
    return title.lower().startswith(heading.lower()) and (not rest or rest[0] in "-–—|:·»")


def day_of(text: str) -> date | None:
    """The day that a page's date names, in the page's own time zone: ISO 8601, RFC 2822, or in English words.

    None for what names no single day, and for years before `_EARLIEST`, which stand for "unknown" in some systems.
    """
    text = text.strip()
    if not text or len(text) > _LONGEST_DAY:
        return None
    for reading in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            day = reading(text).date()
        except (ValueError, TypeError, OverflowError, IndexError):
            continue
        return day if day.year >= _EARLIEST else None
    found = [each for each in dates(text, 0, len(text), None) if each.first is not None]
    one = found[0].first if len(found) == 1 and found[0].first == found[0].last else None
    return one if one is not None and one.year >= _EARLIEST else None


def _published_in(scripts: list[str]) -> Iterator[str]:
    """Every `datePublished` of the page's JSON-LD: those of articles first."""
    found: list[tuple[bool, str]] = []
    for script in scripts:
        try:
            found += _dated(json.loads(script, strict=False))
        except (ValueError, RecursionError):
            continue
    yield from (said for _, said in sorted(found, key=lambda each: not each[0]))


def _dated(root: Any) -> Iterator[tuple[bool, str]]:
    """Whether it is an article, and the day, of every object that has one."""
    waiting, seen = [root], 0
    while waiting and seen < _MOST_NODES:
        node, seen = waiting.pop(), seen + 1
        if isinstance(node, list):
            waiting += reversed(node)
        elif isinstance(node, dict):
            if isinstance(said := node.get("datePublished"), str):
                kind = str(node.get("@type", ""))
                yield any(word in kind for word in ("Article", "Posting", "Report")), said
            waiting += [value for value in node.values() if isinstance(value, (dict, list))]
