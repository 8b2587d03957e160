"""What a source asked and what became of every hit: each is evidence, or set aside with a reason.

A source notes the hits of a query as they came (`searched`), then for each whether it is kept or why not. A hit that
several queries found is one. What a source does not decide about was not needed: enough was found before.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from checks.types.answer import Answer, CouldNotAsk, Found, Nothing, Query, SearchFailed, SetAside
from checks.types.passage import Passage

NOT_NEEDED: Final = "not needed: enough that is nearer to the claim was found"
_LONGEST_TEXT: Final = 300  # characters of a hit that are shown


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing that a search found: `key` identifies it, `text` is its content, `where` its place."""

    key: str
    text: str
    where: str
    url: str | None = None
    count: int = 1


class SearchLog:
    """The queries of one lookup, and what became of their hits.

    Each hit is known by its key, however many queries find it: it is kept, or set aside with the last reason that
    was given.
    """

    def __init__(self) -> None:
        self._queries: list[Query] = []
        self._hits: dict[str, Hit] = {}
        self._reasons: dict[str, str] = {}
        self._kept: set[str] = set()

    def searched(self, text: str, hits: Iterable[Hit]) -> None:
        """Note a query and all that it found.

        A hit that an earlier query found keeps the words that it was noted with.
        """
        found = list(hits)
        self._queries.append(Query(text, sum(hit.count for hit in found)))
        for hit in found:
            self._hits.setdefault(hit.key, hit)

    def asked(self, text: str, count: int) -> None:
        """Note a request that finds no hit of its own: it reads what another has found, or what the source knows."""
        self._queries.append(Query(text, count))

    def keep(self, key: str) -> None:
        """Note that a hit became evidence. It may be set aside by another query all the same."""
        self._kept.add(key)

    def set_aside(self, key: str, reason: str) -> None:
        """Note why a hit did not become evidence; where another query kept it, it is kept."""
        self._reasons[key] = reason

    def answer(self, passages: Iterable[Passage]) -> Answer:
        """What the source answers, with these passages as evidence.

        Returns `Nothing` only where there is no passage and no query found a hit; where all hits were set aside,
        `Found` with no passages, so that the two never look alike.
        """
        evidence = tuple(passages)
        if not evidence and not self._hits:
            return Nothing(tuple(self._queries))
        aside = tuple(self._aside(hit) for key, hit in self._hits.items() if key not in self._kept)
        return Found(evidence, tuple(self._queries), aside, sum(hit.count for hit in self._hits.values()))

    def failed(self, failure: SearchFailed, *asked: str) -> CouldNotAsk:
        """What the source answers where a search failed; `asked` is the query that got no answer.

        All that was asked before the failure stands in the answer as well.
        """
        return failure.answer([*self._queries, *(Query(text, 0) for text in asked)])

    def _aside(self, hit: Hit) -> SetAside:
        """A hit as the desk shows it: its text cut to 300 characters, with why it is no evidence."""
        reason = self._reasons.get(hit.key, NOT_NEEDED)
        said = hit.text.strip() or "(no text)"
        text = said if len(said) <= _LONGEST_TEXT else f"{said[:_LONGEST_TEXT]} …"
        return SetAside(text=text, where=hit.where, reason=reason, url=hit.url, count=hit.count)


def passage_hit(passage: Passage) -> Hit:
    """A passage that a search of the desk's own store found, as a hit."""
    where = ", ".join(part for part in (passage.publisher, passage.locator) if part)
    return Hit(f"{passage.locator}\n{passage.text}", passage.text, where, passage.url)
