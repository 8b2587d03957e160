"""What becomes the text of an entry's article: what the feed gives, or the page that it leads to."""

import re
from dataclasses import dataclass
from typing import Final

from checks.documents.html import to_text
from checks.lexicon import alternatives
from checks.types.feed import FeedEntry

_SHORTEST_WHOLE: Final = 600  # characters of text; below it what feeds give is a teaser
_CUT: Final = re.compile(rf"(?:{alternatives('feeds', 'cut_off')})\W*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class GivenText:
    """The text that the feed itself gives: HTML, or plain text."""

    text: str
    is_html: bool


@dataclass(frozen=True, slots=True)
class OnPage:
    """The text stands on the page at this address."""

    address: str


@dataclass(frozen=True, slots=True)
class NoText:
    """Nothing can become of the entry; the reason in words."""

    reason: str


def article_source(entry: FeedEntry, *, fetch_full_text: bool) -> GivenText | OnPage | NoText:
    """Where the text of an entry's article is to come from.

    Args:
        entry: as the feed gives it.
        fetch_full_text: whether the page is to be fetched where the feed gives only a summary.
    """
    if fetch_full_text and entry.address and not is_whole(entry):
        return OnPage(entry.address)
    text = to_text(entry.content) if entry.is_html else entry.content
    if text.strip():
        return GivenText(entry.content, entry.is_html)
    if entry.address and not entry.title:
        return OnPage(entry.address)
    if entry.title:
        return GivenText(entry.title, False)
    return NoText("it has neither text nor title nor address")


def is_whole(entry: FeedEntry) -> bool:
    """Whether the feed gives the whole text of an entry, so that its page need not be fetched.

    In the element for it (`content`, not `summary`), of some length, and not cut off ("Read more").
    """
    if not entry.is_content or len(entry.content) < _SHORTEST_WHOLE:
        return False
    text = to_text(entry.content) if entry.is_html else entry.content
    return len(text) >= _SHORTEST_WHOLE and not _CUT.search(text[-80:])
