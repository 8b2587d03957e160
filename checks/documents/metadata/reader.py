"""One pass over a page that gathers its text and what it says of itself."""

from functools import cached_property
from typing import Final

from checks.documents.formats.parts import plain
from checks.documents.html import TextExtractor
from checks.documents.metadata import credits, headline, linked_data, moments
from checks.types.document import About

_JSON_LD: Final = "application/ld+json"
_LONGEST: Final = 500  # characters of a title, an author or a value
_MOST: Final = 200  # values of one name, and times
_VOID: Final = frozenset({"meta", "link", "img", "br", "input", "hr"})


class PageReader(TextExtractor):
    """Gathers a page's text and, beside it, what it says of itself.

    Read with `read(page)`; then `text()` and `about()` give what was found.

    Attributes:
        meta: the values of `<meta>` by name in lower case, in the page's order.
        properties: the values of microdata (`itemprop`) by name in lower case, likewise.
        headings: texts of `<h1>`.
        times: of each `<time>` its `datetime`, its text, and whether its attributes say that it is of publication.
        bylines: texts of links with `rel=author`.
        scripts: JSON-LD.
        canonical: of `<link rel=canonical>`.
        language: of `<html lang>`.
    """

    def __init__(self) -> None:
        super().__init__()
        self.meta: dict[str, list[str]] = {}
        self.properties: dict[str, list[str]] = {}
        self.title = ""
        self.headings: list[str] = []
        self.times: list[moments.Time] = []
        self.bylines: list[str] = []
        self.scripts: list[str] = []
        self.canonical = self.language = ""
        self._taking: tuple[str, list[str]] | None = None  # the element whose text is being taken, and where to
        self._in_script = self._in_json = False

    def opened(self, tag: str, attributes: dict[str, str]) -> None:
        """Take what attributes say, and note where titles, headings, times and scripts begin."""
        super().opened(tag, attributes)
        if tag == "title" and not self.title.strip():
            self._taking = "title", []
        elif tag == "h1":
            self._taking = "h1", self.headings
            self.headings.append("")
        elif tag == "script":
            self._in_json = attributes.get("type", "").split(";")[0].strip().lower() == _JSON_LD
            self._in_script = True
        elif tag == "meta":
            for name in f"{attributes.get('name', '')} {attributes.get('property', '')}".split():
                _add(self.meta, name, attributes.get("content", ""))
        elif tag == "link" and "canonical" in attributes.get("rel", "").lower().split():
            self.canonical = self.canonical or attributes.get("href", "")
        elif tag == "html":
            self.language = self.language or attributes.get("lang", "") or attributes.get("xml:lang", "")
        elif tag == "time" and len(self.times) < _MOST:
            self.times.append(
                moments.Time(attributes.get("datetime", ""), [""], moments.is_publication(attributes))
            )
            self._taking = "time", self.times[-1].words
        elif tag == "a" and "author" in attributes.get("rel", "").lower().split() and len(self.bylines) < _MOST:
            self.bylines.append("")
            self._taking = "a", self.bylines
        if properties := attributes.get("itemprop", ""):
            self._property(tag, properties, attributes)

    def _property(self, tag: str, names: str, attributes: dict[str, str]) -> None:
        """Take a value of microdata: of `content` or `datetime`, else the element's text, which is still to come."""
        value = attributes.get("content") or attributes.get("datetime") or ""
        for name in names.split():
            values = _add(self.properties, name, value)
            if not value and values is not None and self._taking is None and tag not in _VOID:
                self._taking = tag, values

    def closed(self, tag: str) -> None:
        """Note where titles, headings, times and scripts end."""
        super().closed(tag)
        if tag == "script":
            self._in_script = self._in_json = False
        elif self._taking is not None and self._taking[0] == tag:
            if tag == "title":
                self.title = self.title or "".join(self._taking[1])[:_LONGEST]
            self._taking = None

    def said(self, text: str) -> None:
        """Take the text of titles, headings, times and JSON-LD scripts, beside the page's own."""
        super().said(text)
        if self._in_script:
            self.scripts += [text] if self._in_json else []
        elif self._taking is not None:
            tag, into = self._taking
            if tag == "title":
                into.append(text[:_LONGEST])
            elif into:
                into[-1] += text[: _LONGEST - len(into[-1])]

    def each(self, names: tuple[str, ...]) -> list[str]:
        """What `<meta>` gives under these names, in the order of the names.

        Each on one line and cut at `_LONGEST`; empty values are left out.
        """
        return [given for name in names for value in self.meta.get(name, ()) if (given := plain(value)[:_LONGEST])]

    @cached_property
    def nodes(self) -> list[dict[str, object]]:
        """The objects of its JSON-LD, as of `linked_data.nodes`; to be asked for when the page has been read."""
        return linked_data.nodes(self.scripts)

    @cached_property
    def article(self) -> dict[str, object]:
        """The object of its JSON-LD that is this article; empty if none is."""
        titles = [plain(each) for each in (*self.headings, *self.each(headline.SHARED), self.title)]
        return linked_data.article(self.nodes, [each for each in titles if each])

    def about(self) -> About:
        """What the page says of itself: headline, first author, day of publication; None for whatever it does not."""
        published = moments.published(self)
        names = credits.authors(self)
        return About(headline.headline(self), names[0] if names else None, moments.as_day(published))


def _add(values: dict[str, list[str]], name: str, value: str) -> list[str] | None:
    """Add a value to those of a name; returns the list, None if it has enough."""
    listed = values.setdefault(name.lower(), [])
    if len(listed) >= _MOST:
        return None
    listed.append(value)
    return listed
