"""ClaimReview in microdata (HTML, 5.2): elements with `itemscope` as objects, as JSON-LD would have written them."""

from typing import Final

from checks.documents.markup import Parser
from checks.lexicon import load_words

_VOID: Final = load_words("documents", "void")
_SAID_BY: Final = {  # the attribute that says the value (HTML, 5.2.4)
    "a": "href",
    "link": "href",
    "area": "href",
    "img": "src",
    "object": "data",
    "time": "datetime",
    "data": "value",
    "meter": "value",
}
_DEEPEST: Final = 40  # elements with properties within one another
_LONGEST: Final = 20_000  # characters of a property's text
_MOST: Final = 2_000  # items of a page


class _Element:
    """An open element that is an item, the value of a property, or both.

    Attributes:
        item: the object that it makes; None if it is no item.
        owner: the object of which it is a property's value, where its text is that value; else None.
        property: the names of that property, separated by blanks.
        text: what was read of its text so far.
    """

    __slots__ = ("item", "owner", "property", "tag", "text")

    def __init__(self, tag: str) -> None:
        self.tag = tag
        self.item: dict[str, object] | None = None
        self.owner: dict[str, object] | None = None
        self.property, self.text = "", ""


class _ItemParser(Parser):
    """Collects the items of a page that stand in no other one.

    Elements that are neither items nor values are only counted, by their tags, so that their ends close nothing
    else; all of it takes time that grows with the length of the page alone.
    """

    def __init__(self) -> None:
        self.items: list[dict[str, object]] = []
        self._open: list[_Element] = []  # elements that are items or values; others are not kept
        self._depth: dict[str, int] = {}  # how many elements of a tag are open within the innermost kept one
        self._depths: list[dict[str, int]] = []
        self._count = 0

    def opened(self, tag: str, attributes: dict[str, str]) -> None:
        """Begin an item (`itemscope`), or the value of a property (`itemprop`) of the item that it stands in.

        A value is the item itself, else what an attribute says (`content`, or that of `_SAID_BY`), else the text
        within.
        """
        names, is_item = attributes.get("itemprop", ""), "itemscope" in attributes
        if not (names or is_item) or len(self._open) >= _DEEPEST or self._count >= _MOST * 10:
            if tag not in _VOID:
                self._depth[tag] = self._depth.get(tag, 0) + 1
            return
        self._count += 1
        element = _Element(tag)
        owner = next((each.item for each in reversed(self._open) if each.item is not None), None)
        if is_item:
            element.item = {"@type": attributes.get("itemtype", "").split()[:1]}
            if identity := attributes.get("itemid"):
                element.item["@id"] = identity
        value: object = element.item or attributes.get("content") or attributes.get(_SAID_BY.get(tag, ""), "")
        if owner is not None and names:
            for name in names.split():
                if value:
                    _add_value(owner, name, value)
            element.owner, element.property = (None, "") if value else (owner, names)
        elif element.item is not None:
            self.items.append(element.item)
        if tag not in _VOID:
            self._open.append(element)
            self._depths.append(self._depth)
            self._depth = {}

    def closed(self, tag: str) -> None:
        """End the innermost element of this tag, and what was left open within it."""
        if self._depth.get(tag):
            self._depth[tag] -= 1
            return
        at = next((n for n in range(len(self._open) - 1, -1, -1) if self._open[n].tag == tag), None)
        while at is not None and len(self._open) > at:
            self._close(self._open.pop())
            self._depth = self._depths.pop()

    def _close(self, element: _Element) -> None:
        """Write the text of a property's value to the item that it is of."""
        if element.owner is not None and (words := " ".join(element.text.split())):
            for name in element.property.split():
                _add_value(element.owner, name, words)

    def said(self, text: str) -> None:
        """Take text for every value that it stands in."""
        for element in self._open:
            if element.owner is not None and len(element.text) < _LONGEST:
                element.text += text[:_LONGEST]

    def end(self) -> None:
        """Close what the page leaves open."""
        while self._open:
            self._close(self._open.pop())


def _add_value(item: dict[str, object], name: str, value: object) -> None:
    """Add a value to those of a property; `@id`, which is no property, keeps its one value."""
    values = item.setdefault(name, [])
    if isinstance(values, list):
        values.append(value)


def items_of_page(page: str) -> list[dict[str, object]]:
    """The items of a page's microdata that stand in no other one.

    Args:
        page: the HTML of the page.

    Returns:
        An object each, as JSON-LD would have it: `@type`, `@id`, and of each property the list of its values,
        which are texts or objects.
    """
    parser = _ItemParser()
    parser.read(page)
    parser.end()
    return parser.items
