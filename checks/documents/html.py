"""HTML to the text that a reader sees, one line a block; nothing of it is ever run or fetched."""

from collections import Counter
from collections.abc import Callable
from typing import Final

from checks.documents.markup import Parser
from checks.lexicon import load_words

# Never text of the page, closed or not.
_CODE: Final = frozenset({"script", "style", "title"})
# Controls, pictures and what stands in for scripts.
_NEVER_READ: Final = _CODE | {"noscript", "template", "svg", "button", "select", "textarea"}
# Left out where they close; read where the page has no other text (`TextExtractor.text`).
_ASIDES: Final = frozenset("nav footer aside form".split())
_LEFT_OUT: Final = _NEVER_READ | _ASIDES | {"head"}
_BLOCKS: Final = load_words("documents", "blocks")
# What is read as a last resort, in this order.
_LAST_RESORTS: Final = (frozenset({"aside", "form"}), _ASIDES)


class _Element:
    """An element that is left out, within the one that it stands in (`parent`).

    `closed` tells that its own end tag ended it, `length` how many characters of text stand in it.
    """

    __slots__ = ("closed", "length", "parent", "tag")

    def __init__(self, tag: str, parent: "_Element | None") -> None:
        self.tag, self.parent, self.closed, self.length = tag, parent, False, 0


class TextExtractor(Parser):
    """Gathers the text of a page with the elements that it stands in; a line break parts blocks.

    Navigation, footers, asides and forms are left out, with two exceptions, so that no article is lost to its markup:
    an element that its own end tag never closes hides nothing (of `<aside>` without `</aside>` nobody can tell where it
    ends), and a form that holds more text than the rest of the page is the page (ASP.NET wraps pages in one).
    """

    def __init__(self) -> None:
        self._pieces: list[tuple[str, _Element | None]] = []
        self._inside: _Element | None = None
        self._open: Counter[str] = Counter()

    def opened(self, tag: str, attributes: dict[str, str]) -> None:
        """Note where the element begins; a block breaks the line.

        A body that opens ends a head that was never closed.
        """
        if tag in _ASIDES:
            self.add("\n")
        if tag in _LEFT_OUT:
            self._inside = _Element(tag, self._inside)
            self._open[tag] += 1
        elif tag == "body":
            self._close("head")
        elif tag in _BLOCKS:
            self.add("\n")

    def closed(self, tag: str) -> None:
        """Note where the element ends; a block breaks the line. An end tag without a start tag ends nothing."""
        if tag in _LEFT_OUT:
            self._close(tag)
        if tag in _ASIDES or tag in _BLOCKS:
            self.add("\n")

    def empty(self, tag: str, attributes: dict[str, str]) -> None:
        """An element that is closed as it is opened leaves nothing out."""
        if tag not in _LEFT_OUT:
            self.opened(tag, attributes)

    def said(self, text: str) -> None:
        """Take text of the page; that of scripts, styles and titles is none.

        Line breaks in it are blanks, as in HTML.
        """
        if self._inside is None or self._inside.tag not in _CODE:
            self.add(text.replace("\n", " "))

    def add(self, text: str) -> None:
        """Take `text` where the page has got to, line breaks included.

        Whether it is read is decided by `text`, when the whole page is known.
        """
        self._pieces.append((text, self._inside))
        if self._inside is not None:
            self._inside.length += len(text.strip())

    def text(self) -> str:
        """What was gathered, without what is left out; of a page that is nothing else, its asides, forms and menus.

        Lines are blocks; white space within them is as it was.
        """
        most = sum(len(text.strip()) for text, inside in self._pieces if inside is None)
        text = self._read(lambda element: element.tag == "form" and element.length > most)
        for tags in _LAST_RESORTS:
            if not text.strip():
                text = self._read(_tag_in(tags))
        return text

    def _read(self, shown: Callable[[_Element], bool]) -> str:
        """The text outside of elements that are left out; `shown` names those that are read all the same."""
        hidden: dict[_Element, bool] = {}
        return "".join(text for text, inside in self._pieces if not _is_hidden(inside, shown, hidden))

    def _close(self, tag: str) -> None:
        """Close the innermost open element of this tag; what is open within it ends with it."""
        if not self._open[tag]:
            return
        while self._inside is not None:
            element, self._inside = self._inside, self._inside.parent
            self._open[element.tag] -= 1
            if element.tag == tag:
                element.closed = True
                return


def to_text(html: str) -> str:
    """The readable text of an HTML page or fragment: blocks on lines of their own, a blank line between.

    Empty where there is none, as on a page that only a script fills.
    """
    extractor = TextExtractor()
    extractor.read(html)
    return as_paragraphs(extractor.text())


def as_paragraphs(text: str) -> str:
    """The lines of an extracted text, white space made single, with a blank line between.

    Empty lines are left out.
    """
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return "\n\n".join(line for line in lines if line)


def _tag_in(tags: frozenset[str]) -> Callable[[_Element], bool]:
    """A test of whether an element is one of `tags`."""
    return lambda element: element.tag in tags


def _is_hidden(element: _Element | None, shown: Callable[[_Element], bool], known: dict[_Element, bool]) -> bool:
    """Whether the content of `element` is left out, because of the element itself or one around it; asked once an
    element.
    """
    chain: list[_Element] = []
    while element is not None and element not in known:
        chain.append(element)
        element = element.parent
    hidden = known[element] if element is not None else False
    for each in reversed(chain):
        hidden = known[each] = hidden or (each.closed and not shown(each))
    return hidden
