"""What stands before and behind an article in the text that was found: its headline, dates, bylines, requests to
the reader.
"""

import re
from collections.abc import Iterable
from typing import Final

from checks.documents.cleaning.boilerplate import why_boilerplate
from checks.lexicon import load_list, load_words

_WORD: Final = re.compile(r"[\w-]+")
_MOST: Final = 6  # paragraphs that are looked at on either side
_LONGEST_PROMOTION: Final = 90  # words
_PROMOTION: Final = load_words("pages", "promotion")
_IMPERATIVES: Final = load_words("pages", "imperatives")
_OPENINGS: Final = load_list("pages", "openings")


def trim_edges(text: str, titles: Iterable[str], authors: Iterable[str]) -> str:
    """The text without such paragraphs at its beginning and end; never "" where there was any.

    Args:
        text: with a blank line between paragraphs.
        titles: the page's headings and its headline, which is no part of the text.
        authors: as the page names them; a paragraph of a name alone is a byline.
    """
    paragraphs = text.split("\n\n")
    known = {_bare(each) for each in (*titles, *authors)} - {""}
    first, last = 0, len(paragraphs)
    while first < min(last - 1, _MOST) and _is_edge(paragraphs[first], known):
        first += 1
    while (
        last - 1 > first
        and len(paragraphs) - last < _MOST
        and (_is_edge(paragraphs[last - 1], known) or _is_promotion(paragraphs[last - 1]))
    ):
        last -= 1
    return "\n\n".join(paragraphs[first:last])


def _is_edge(paragraph: str, known: set[str]) -> bool:
    """Whether a paragraph is a title, an author or boilerplate; `known` are bare titles and authors."""
    return not paragraph.strip() or _bare(paragraph) in known or why_boilerplate(paragraph) is not None


def _is_promotion(paragraph: str) -> bool:
    """Whether a paragraph asks the reader to subscribe, join, follow or download."""
    if paragraph.lower().startswith(_OPENINGS):
        return True
    words = _WORD.findall(paragraph.lower())
    asks = bool(words) and words[0] in _IMPERATIVES and not _PROMOTION.isdisjoint(words)
    return asks and len(words) <= _LONGEST_PROMOTION


def _bare(text: str) -> str:
    """The letters and figures of a text alone, without case."""
    return "".join(letter for letter in text.casefold() if letter.isalnum())
