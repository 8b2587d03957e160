"""Lists of feeds as OPML 2.0 (http://opml.org/spec2.opml), as feed readers export and import them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final
from xml.etree.ElementTree import Element, SubElement, indent, tostring

import listparser

from checks.documents.formats.encodings import decoded
from checks.documents.formats.errors import Unreadable
from checks.feeds.errors import NotAFeed
from checks.feeds.values import plain_text, printable_text, web_address

MOST_SUBSCRIPTIONS: Final = 20_000
_LONGEST_NAME: Final = 200


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
    # As bytes: listparser takes a text that begins like an address for one, and would open it.
    parsed = listparser.parse(text.encode())
    if not parsed.get("version") and not parsed.feeds:
        raise NotAFeed("this is no OPML: it names no feeds")
    found: dict[str, Subscription] = {}
    wrong = []
    for each in parsed.feeds[:MOST_SUBSCRIPTIONS]:
        address = web_address(each.get("url"), "")
        if address is None:
            wrong.append(
                f"{plain_text(each.get('title') or each.get('url'), _LONGEST_NAME)}: it has no web address"
            )
            continue
        folders = (each.get("categories") or [[]])[0]
        section = " / ".join(plain_text(name, _LONGEST_NAME) for name in folders)[:_LONGEST_NAME]
        found.setdefault(
            address, Subscription(address, plain_text(each.get("title"), _LONGEST_NAME), None, section)
        )
    if len(parsed.feeds) > MOST_SUBSCRIPTIONS:
        wrong.append(f"of its {len(parsed.feeds):,} feeds the first {MOST_SUBSCRIPTIONS:,} are taken")
    return list(found.values()), wrong


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
