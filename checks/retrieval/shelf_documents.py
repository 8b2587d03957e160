"""Passages of the newsroom's own documents that bear on a claim, and why the others that were found do not.

Searches go from exact to loose, and stop as soon as five passages decide about the claim. What was found and is
not shown is noted in the log with the reason.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from checks.nlp.content_words import normalize
from checks.retrieval.passages import relevant_snippets
from checks.retrieval.queries import any_word, queries
from checks.retrieval.search_log import SearchLog, passage_hit
from checks.retrieval.words import content, search_words
from checks.stance.judge import compare
from checks.types.claim import Claim
from checks.types.passage import Passage
from checks.types.source import SourceContext

_MOST: Final = 5
_CANDIDATES: Final = 20  # of one search, from which those that decide are taken
_LEAST_SHARED: Final = 0.3  # of the claim's words; where it has several, two of them at least
_MOST_NAMED: Final = 4


@dataclass(frozen=True, slots=True)
class Relevance:
    """How much a passage decides about a claim, or why it is set aside.

    `score` is above 0 if the passage supports or refutes, below as far as it says little of the claim.
    """

    score: float
    set_aside: str | None = None


class PreparedShelf(Protocol):
    """A shelf that can be told what it will be asked: texts with names of entities, and searches with a limit."""

    def prepare(self, texts: Sequence[str], searches: Sequence[str], limit: int) -> None: ...


def prepare(claims: Sequence[Claim], shelf: PreparedShelf) -> None:
    """Search for many claims at once; `passages` of each then finds what it asks for read."""
    shelf.prepare([c.statement for c in claims], [words for c in claims for words in _searches(c)], _CANDIDATES)


def shelf_passages(claim: Claim, context: SourceContext, log: SearchLog) -> list[Passage]:
    """The passages that decide most, from searches of which each is looser than the one before.

    At most five; those that support or refute come first, whichever search found them.
    """
    found: dict[str, tuple[Passage, Relevance]] = {}
    for words in _searches(claim):
        hits = context.shelf.documents(words, _CANDIDATES)
        nearest = f" (the nearest {_CANDIDATES})" if len(hits) == _CANDIDATES else ""
        log.searched(f"documents: {words}{nearest}", map(passage_hit, hits))
        for hit in hits:
            key = passage_hit(hit).key
            if key not in found:
                found[key] = hit, relevance(claim, hit)
        if sum(known.score > 0 for _, known in found.values()) >= _MOST:
            break
    if not _searches(claim):
        log.asked("documents: the claim has no word that could be searched for", 0)
    near = {key: pair for key, pair in found.items() if pair[1].set_aside is None}
    for key, (_, known) in found.items():
        if known.set_aside is not None:
            log.set_aside(key, known.set_aside)
    best = sorted(near, key=lambda key: near[key][1].score, reverse=True)[:_MOST]
    for key in best:
        log.keep(key)
    return [near[key][0] for key in best]


def _searches(claim: Claim) -> list[str]:
    """All of the claim's names and nouns, then fewer of them, then any of its words that say what it is about.

    Empty for a claim without any word that says what it is about, such as "It is so".
    """
    return [words for words in dict.fromkeys((*queries(claim), any_word(claim))) if words]


def relevance(claim: Claim, passage: Passage) -> Relevance:
    """Whether a passage bears on a claim, and how much it decides.

    Words that only compare ("fewer", "more than") and stop words make no passage bear on a claim.

    A passage that decides nothing bears on the claim if it shares two of its words and 0.3 of them all, or if
    `relevant_snippets` finds a passage in it. The document's title counts as said in it.
    """
    wanted, said = content(claim.statement), content(passage.text)
    shared = wanted & said
    if not shared and wanted:
        return Relevance(-2, "shares no word with the claim that says what it is about")
    finding = compare(claim, passage)
    if finding.stance in ("supports", "refutes"):
        return Relevance(finding.confidence)
    share = len(shared) / max(1, len(wanted))
    enough = share >= _LEAST_SHARED and len(shared) >= min(2, len(wanted))
    if enough or relevant_snippets(passage.text, claim, title=passage.locator, most=1):
        return Relevance(share - 1 - (finding.stance == "none"))
    words = [f"“{word}”" for word in search_words(claim.statement) if normalize(word) in shared][:_MOST_NAMED]
    return Relevance(-2, f"shares only {' and '.join(words) or 'little'} with the claim")
