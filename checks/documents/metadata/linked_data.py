"""The objects of a page's JSON-LD, and which of them is the article that the page shows."""

from collections.abc import Iterator, Sequence
from typing import Final

from checks.documents.formats.parts import plain
from checks.documents.json_ld import parse_json_ld

_MOST_NODES: Final = 20_000  # of the JSON-LD of a page
_ARTICLES: Final = ("Article", "Posting", "Report")  # in the names of schema.org's types of articles


def nodes(scripts: Sequence[str]) -> list[dict[str, object]]:
    """Every object of every script that can be read, the outer before the inner; at most `_MOST_NODES`.

    `scripts` are the texts of a page's JSON-LD; one that is broken or nested too deeply is passed over.
    """
    found: list[dict[str, object]] = []
    for script in scripts:
        try:
            found += _objects(parse_json_ld(script))
        except (ValueError, RecursionError):
            continue
    return found[:_MOST_NODES]


def _objects(root: object) -> Iterator[dict[str, object]]:
    """The objects within a value, the outer before the inner.

    Without recursion, for pages can be nested on purpose.
    """
    waiting, seen = [root], 0
    while waiting and seen < _MOST_NODES:
        node, seen = waiting.pop(), seen + 1
        if isinstance(node, list):
            waiting += reversed(node)
        elif isinstance(node, dict):
            yield node
            waiting += reversed([value for value in node.values() if isinstance(value, (dict, list))])


def is_article(node: dict[str, object]) -> bool:
    """Whether its type is one of schema.org's articles, or one of several types is."""
    return any(word in str(node.get("@type", "")) for word in _ARTICLES)


def article(found: Sequence[dict[str, object]], titles: Sequence[str]) -> dict[str, object]:
    """The article that a page is about: the first whose headline is one of the page's titles, else the first of all.

    Pages list other articles beside their own. Empty where there is none.
    """
    articles = [node for node in found if is_article(node)]
    shown = {_bare(title) for title in titles}
    ours = next((node for node in articles if _bare(text(node.get("headline"))) in shown - {""}), None)
    return ours or next(iter(articles), {})


def text(value: object) -> str:
    """A value as words on one line; "" where it is no text. Of a list the first one counts."""
    if isinstance(value, list):
        value = next(iter(value), None)
    return plain(value) if isinstance(value, str) else ""


def _bare(title: str) -> str:
    """A title's letters and figures alone, without case: for telling whether two are the same."""
    return "".join(letter for letter in title.casefold() if letter.isalnum())
