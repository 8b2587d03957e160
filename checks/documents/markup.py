"""HTML cut into tags and text, in one pass over it whatever is written in it.

Python's own `html.parser` tries an unfinished tag again at every `<` behind it, with expressions that try again within
it: 40 kB of `<a/` take it 47 s, and `<![` makes it fail. Here each search resumes where it ended; if it found that its
target does not occur in the rest, that is remembered. What is malformed is read as browsers read it (HTML, 13.2.5),
but for comments and quoted values that never end: these end at the next `>` or blank, so that a page is not lost to
one of them.
"""

import re
from html import unescape
from typing import Final

_NAME: Final = re.compile(r"[a-zA-Z][^\s/>]*")
_BLANK: Final = re.compile(r"[\s/]*")
_ATTRIBUTE: Final = re.compile(r"[^\s/>][^\s/>=]*")
_EQUALS: Final = re.compile(r"\s*=\s*")
_BARE: Final = re.compile(r"[^\s>]*")
_ENDLESS: Final = re.compile(r"&#(?:\d{20,}|[xX][0-9a-fA-F]{20,});?")  # Python reads no number of 5,000 digits
_RAW: Final = {tag: re.compile(rf"</{tag}(?=[\s/>])", re.IGNORECASE) for tag in ("script", "style")}


class Parser:
    """Tells of the tags and the text of a page in their order; a subclass says what to do with them.

    Any text is read, as browsers do (HTML, 13.2): nothing raises, and the time grows with the length alone, also
    for pages that are made to be slow.
    """

    def opened(self, tag: str, attributes: dict[str, str]) -> None:
        """A start tag, in lower case, with the values of its attributes ("" without one)."""

    def closed(self, tag: str) -> None:
        """An end tag, in lower case."""

    def empty(self, tag: str, attributes: dict[str, str]) -> None:
        """A tag that is closed as it is opened, `<br/>`: opened and closed, unless a subclass knows better."""
        self.opened(tag, attributes)
        self.closed(tag)

    def said(self, text: str) -> None:
        """Text between tags, its character references resolved except in scripts and styles."""

    def read(self, page: str) -> None:
        """Go through a whole page, from its first character to its last. Must be called once only."""
        self._page = page
        self._missing: set[str] = set()
        at = 0
        while at < len(page):
            at = self._text(at)
            if at < len(page):
                at = self._markup(at)

    def _text(self, at: int) -> int:
        """Tell of the text from `at` up to the next tag; returns where that begins."""
        end = self._found("<", at, len(self._page))
        if end > at:
            self.said(_resolved(self._page[at:end]))
        return end

    def _markup(self, at: int) -> int:
        """Read what a "<" opens; returns where it ends. One that opens nothing is text."""
        if name := _NAME.match(self._page, at + 1):
            return self._start(name)
        if self._page.startswith("</", at):
            return self._end(at)
        if self._page.startswith(("<!", "<?"), at):
            return self._comment(at)
        self.said("<")
        return at + 1

    def _start(self, name: re.Match[str]) -> int:
        """Read a start tag whose name was found, with its attributes; returns where it ends.

        Of an attribute that is given twice the first counts. A tag that is never closed ends the page.
        """
        tag, attributes = name[0].lower(), dict[str, str]()
        written = name.end()
        at = _after(_BLANK, self._page, written)
        while attribute := _ATTRIBUTE.match(self._page, at):
            value, written = self._value(attribute.end())
            attributes.setdefault(attribute[0].lower(), value)
            at = _after(_BLANK, self._page, written)
        if not self._page.startswith(">", at):
            return len(self._page)
        if self._page.endswith("/", written, at):
            self.empty(tag, attributes)
            return at + 1
        self.opened(tag, attributes)
        return self._raw(tag, at + 1) if tag in _RAW else at + 1

    def _value(self, at: int) -> tuple[str, int]:
        """The value of an attribute whose name ends here, and where it ends."""
        equals = _EQUALS.match(self._page, at)
        if equals is None:
            return "", at
        begin = equals.end()
        quote = self._page[begin : begin + 1]
        if quote in ("'", '"') and (end := self._found(quote, begin + 1)) >= 0:
            return _resolved(self._page[begin + 1 : end]), end + 1
        end = _after(_BARE, self._page, begin)
        return _resolved(self._page[begin:end]), end

    def _raw(self, tag: str, at: int) -> int:
        """What stands in a script or style, in which nothing is a tag but its own end."""
        end = _RAW[tag].search(self._page, at)
        if end is None:
            return len(self._page)
        self.said(self._page[at : end.start()])
        return end.start()

    def _end(self, at: int) -> int:
        """Read an end tag; returns where it ends."""
        end = self._found(">", at, len(self._page))
        name = _NAME.match(self._page, at + 2)
        if name and end < len(self._page):
            self.closed(name[0].lower())
        return end + 1

    def _comment(self, at: int) -> int:
        """Past a comment, a declaration or an instruction."""
        if self._page.startswith("<!--", at) and (end := self._found("-->", at + 2)) >= 0:
            return end + len("-->")
        return self._found(">", at, len(self._page)) + 1

    def _found(self, what: str, at: int, otherwise: int = -1) -> int:
        """Where `what` stands next; looked for no more once it stands nowhere behind."""
        found = -1 if what in self._missing else self._page.find(what, at)
        if found < 0:
            self._missing.add(what)
        return found if found >= 0 else otherwise


def _after(pattern: re.Pattern[str], text: str, at: int) -> int:
    """Where a match of the pattern that begins here ends; here, where there is none."""
    match = pattern.match(text, at)
    return match.end() if match else at


def _resolved(text: str) -> str:
    """The text with its character references as characters; endless ones, which take long to read, as U+FFFD."""
    return unescape(_ENDLESS.sub("\N{REPLACEMENT CHARACTER}", text)) if "&" in text else text
