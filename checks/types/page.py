"""What the page reader makes of a document."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

ARTICLE: Final = "article"
# Everything else has a reason in words: why it is no article that can be split into claims.
KINDS: Final = (ARTICLE, "index", "paywall", "consent", "error", "empty", "unreadable")


@dataclass(frozen=True, slots=True)
class Page:
    """A document that was read: its article, and what it says of itself; None if it says nothing.

    Attributes:
        title: the headline, without the site's name.
        text: the article alone, a blank line between paragraphs; "" where there is none.
        authors: names of people or organisations, as the page gives them.
        published: the day, or the time with its zone, as the page gives it.
        modified: likewise, never before `published`.
        language: an ISO 639 code.
        address: the canonical address, where the page names one on its own site; else the one that it was read from.
        site: the name of the site, else its host.
        kind: one of `KINDS`.
        reason: why it is not a article, in words; None of an article.
    """

    title: str | None
    text: str
    authors: tuple[str, ...]
    published: date | datetime | None
    modified: date | datetime | None
    language: str | None
    address: str | None
    site: str | None
    kind: str = ARTICLE
    reason: str | None = None

    @property
    def is_article(self) -> bool:
        """Whether there is an article in it that can be split into claims."""
        return self.kind == ARTICLE


def unreadable(address: str | None, reason: str) -> Page:
    """A page of which nothing can be read, for a reason in words."""
    return Page(
        title=None, text="", authors=(), published=None, modified=None, language=None, address=address, site=None,
        kind="unreadable", reason=reason,
    )  # fmt: skip
