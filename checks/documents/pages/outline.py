"""How a page is built: linked headlines of other pages, and the longest stretch of prose between two of them.

An article is one stretch of prose. A list of articles is many headlines, each a link, with a sentence or two below
at most.
"""

from dataclasses import dataclass
from typing import Final

from checks.documents.markup import Parser
from checks.lexicon import load_words

_BLOCKS: Final = load_words("documents", "blocks")
_OUTSIDE: Final = load_words("pages", "outside")
_LEAST_HEADLINE: Final = 4  # words of a headline; a menu's items have fewer
_LEAST_PROSE: Final = 10  # words of a paragraph of prose
_MOST: Final = 0.5
_LINKED: Final = 0.8  # of a block's letters: with more in links it is a link


@dataclass(frozen=True, slots=True)
class Outline:
    """How a page is divided between linked headlines and prose, which is what has no link over most of its letters.

    Attributes:
        headlines: how many blocks are linked headlines, with `headline_words` words together.
        prose: words of prose.
        longest_prose: words of the longest prose without a linked headline in between.
    """

    headlines: int
    longest_prose: int
    headline_words: int = 0
    prose: int = 0

    @property
    def linked_share(self) -> float:
        """The share of linked headlines in the words of the page, 0 to 1."""
        return self.headline_words / max(1, self.headline_words + self.prose)

    @property
    def is_divided(self) -> bool:
        """Whether linked headlines are most of the page, or divide its prose so that no part is most of it."""
        return self.linked_share >= _MOST or self.longest_prose <= _MOST * self.prose


class _Blocks(Parser):
    """The blocks of a page in their order: (words, letters, letters that stand in links)."""

    def __init__(self) -> None:
        self.blocks: list[tuple[int, int, int]] = []
        self._words = self._letters = self._linked = 0
        self._links = 0
        self._outside: dict[str, int] = {}

    def opened(self, tag: str, attributes: dict[str, str]) -> None:
        """Note where a link or a part that tells nothing begins; a block ends the one before."""
        if tag in _OUTSIDE:
            self._outside[tag] = self._outside.get(tag, 0) + 1
        elif tag == "a" and attributes.get("href", "").strip()[:1] not in ("", "#"):
            self._links += 1
        if tag in _BLOCKS:
            self.end_block()

    def closed(self, tag: str) -> None:
        """Note where a link or a part that tells nothing ends; a block ends here."""
        if self._outside.get(tag):
            self._outside[tag] -= 1
        elif tag == "a":
            self._links = max(0, self._links - 1)
        if tag in _BLOCKS:
            self.end_block()

    def said(self, text: str) -> None:
        """Count text, unless it stands in menus, headers and the like."""
        if any(self._outside.values()):
            return
        letters = len(text.strip())
        self._words += len(text.split())
        self._letters += letters
        self._linked += letters if self._links else 0

    def end_block(self) -> None:
        """Keep what was counted since the last block ended, if anything."""
        if self._words:
            self.blocks.append((self._words, self._letters, self._linked))
        self._words = self._letters = self._linked = 0


def outline(markup: str) -> Outline:
    """The outline of a page, from its markup, in time that grows with its length alone."""
    reader = _Blocks()
    reader.read(markup)
    reader.end_block()
    headlines = longest = current = linked_words = prose = 0
    for words, letters, linked in reader.blocks:
        if linked >= _LINKED * letters and words >= _LEAST_HEADLINE:
            headlines += 1
            linked_words += words
            current = 0
        elif words >= _LEAST_PROSE:
            current += words
            prose += words
            longest = max(longest, current)
    return Outline(headlines, longest, linked_words, prose)
