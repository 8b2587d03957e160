"""Lists of feeds as OPML 2.0 (http://opml.org/spec2.opml), as feed readers export and import them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from lxml.etree import HTMLParser

from checks.documents.formats.encodings import decoded
from checks.documents.formats.errors import Unreadable
from checks.feeds.errors import NotAFeed
from checks.feeds.values import plain_text, printable_text, web_address

MOST_SUBSCRIPTIONS: Final = 20_000
_LONGEST_NAME: Final = 200
_MOST_FOLDERS: Final = 20  # within each other, that name a section
_OTHER_LIST: Final = "source"  # the type of outlines that lead to lists and not to feeds


@dataclass(frozen=True, slots=True)
class Subscription:
    """A feed in a list.

    Attributes:
        home: the page that the feed belongs to.
        section: the name of the folder in which it stands, or of the innermost ones; "" for none.
    """

    address: str
    title: str = ""
    home: str | None = None
    section: str = ""


def read_opml(content: bytes) -> tuple[list[Subscription], list[str]]:
    """The feeds of a list, each address once, and what of it could not be taken, in words.

    Raises:
        NotAFeed: it is no list of feeds.
    """
    try:
        text = printable_text(decoded(content))
    except Unreadable as error:
        raise NotAFeed(str(error)) from None
    outlines = _Outlines()
    # As HTML, which is read however broken it is and can declare no entities.
    parser = HTMLParser(target=outlines, encoding="utf-8")
    parser.feed(text.encode())
    parser.close()
    if not outlines.is_opml and not outlines.count:
        raise NotAFeed("this is no OPML: it names no feeds")
    if outlines.count > MOST_SUBSCRIPTIONS:
        outlines.wrong.append(f"of its {outlines.count:,} feeds the first {MOST_SUBSCRIPTIONS:,} are taken")
    return list(outlines.found.values()), outlines.wrong


class _Outlines:
    """Takes in the elements of a list one after the other, in time and memory that grow with its length alone.

    Attributes:
        is_opml: whether it calls itself so.
        count: how many outlines of feeds there are.
        found: the feeds by address.
        wrong: what of it could not be taken, in words.
    """

    def __init__(self) -> None:
        self.is_opml, self.count = False, 0
        self.found: dict[str, Subscription] = {}
        self.wrong: list[str] = []
        self._folders: list[str] = []  # the names of the outlines that are open, "" of those that are no folders

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """An element begins; names of elements and attributes come in lower case."""
        if tag == "opml":
            self.is_opml = True
        if tag != "outline":
            return
        named = attributes.get("text", "").strip() or attributes.get("title", "").strip()
        name = plain_text(named[: 10 * _LONGEST_NAME], _LONGEST_NAME)
        if "xmlurl" in attributes:
            if attributes.get("type", "").strip().lower() != _OTHER_LIST:
                self._take(attributes, name)
            name = ""
        self._folders.append(name)

    def end(self, tag: str) -> None:
        """An element ends."""
        if tag == "outline" and self._folders:
            self._folders.pop()

    def data(self, text: str) -> None:
        """Text between elements says nothing here."""

    def close(self) -> None:
        """The list ends."""

    def _take(self, attributes: Mapping[str, str], title: str) -> None:
        """Take in the outline of a feed."""
        self.count += 1
        if self.count > MOST_SUBSCRIPTIONS:
            return
        given = attributes["xmlurl"].strip()
        address = web_address(given, "")
        if address is None:
            self.wrong.append(
                f"{title or plain_text(given[: 10 * _LONGEST_NAME], _LONGEST_NAME)}: it has no web address"
            )
            return
        category = attributes.get("category", "").partition(",")[0][: 10 * _LONGEST_NAME]
        names = [plain_text(each, _LONGEST_NAME) for each in category.split("/")]
        folders = list(filter(None, names)) or list(filter(None, self._folders[:_MOST_FOLDERS]))
        section = " / ".join(folders[:_MOST_FOLDERS])[:_LONGEST_NAME]
        self.found.setdefault(address, Subscription(address, title, None, section))


def write_opml(title: str, subscriptions: Iterable[Subscription]) -> str:
    """A list of feeds as OPML, those of a section in a folder of its name."""
    root = Element("opml", version="2.0")
    SubElement(SubElement(root, "head"), "title").text = printable_text(title)
    body = SubElement(root, "body")
    by_section = defaultdict[str, list[Subscription]](list)
    for each in subscriptions:
        by_section[each.section].append(each)
    for section, feeds in sorted(by_section.items()):
        folder = SubElement(body, "outline", text=section, title=section) if section else body
        for feed in feeds:
            named = feed.title or feed.address
            outline = SubElement(folder, "outline", type="rss", text=named, title=named, xmlUrl=feed.address)
            if feed.home:
                outline.set("htmlUrl", feed.home)
    indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{tostring(root, encoding="unicode")}\n'
