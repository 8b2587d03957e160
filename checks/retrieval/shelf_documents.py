"""Passages of the newsroom's own documents that bear on a claim, and why the others that were found do not.

Passages are searched for by meaning, and by words. Searches by words go from exact to loose, and stop as soon as five
passages decide about the claim. What was found and is not shown is noted in the log with the reason.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final, Protocol

from checks.nlp.content_words import normalize
from checks.quantities import quantities
from checks.retrieval.passages import relevant_snippets
from checks.retrieval.queries import any_word, queries, read
from checks.retrieval.queries import words as claim_words
from checks.retrieval.search_log import SearchLog, passage_hit
from checks.retrieval.words import content, search_words
from checks.stance.judge import compare
from checks.types.claim import Claim
from checks.types.passage import Passage
from checks.types.quantity import Quantity
from checks.types.source import SourceContext

_MOST: Final = 5
CANDIDATES: Final = 20  # of one search, from which those that decide are taken
_LEAST_SHARED: Final = 0.3  # of the claim's words; where it has several, two of them at least
_MOST_NAMED: Final = 4
# Cosines of claim and passage by the sentence encoder. Of 1,493 passages that decide about their claim, in the stance
# pairs to learn from, 99 in 100 have the first and 96 the second; of the 20 nearest to each claim among the passages of
# other pairs 13 in 100 and 3. For 250 of these claims six passages came out for or against with few shared words and a
# cosine between both; all six were of other pairs.
LEAST_COSINE: Final = 0.45
_NEAR: Final = 0.55


@dataclass(frozen=True, slots=True)
class Relevance:
    """How much a passage decides about a claim, or why it is set aside.

    `score` is above 0 if the passage supports or refutes, below as far as it says little of the claim.
    """

    score: float
    set_aside: str | None = None


class PreparedShelf(Protocol):
    """A shelf that can be told what it will be asked: statements, which name entities and may be like passages, with
    their `least` cosine, and searches by words; both with one limit.
    """

    def has_documents(self) -> bool: ...

    def prepare(self, statements: Sequence[str], searches: Sequence[str], limit: int, least: float) -> None: ...


def prepare(claims: Sequence[Claim], shelf: PreparedShelf) -> None:
    """Search for many claims at once; `passages` of each then finds what it asks for read.

    The words of claims are read only where there are documents to be searched, since that takes longer than all else.
    """
    searches: list[str] = []
    if shelf.has_documents():
        read(claims)
        searches = [words for c in claims for words in search_texts(c)]
    shelf.prepare([c.statement for c in claims], searches, CANDIDATES, LEAST_COSINE)


def shelf_passages(claim: Claim, context: SourceContext, log: SearchLog) -> list[Passage]:
    """The passages that decide most, from a search by meaning and searches by words, each looser than the one before.

    At most five; those that support or refute come first, whichever search found them.
    """
    if not context.shelf.has_documents():
        log.asked("documents: the shelf holds no documents", 0)
        return []
    found: dict[str, tuple[Passage, Relevance]] = {}
    for n, (search, find) in enumerate(_ways(claim, context)):
        hits = find()
        nearest = f" (the nearest {CANDIDATES})" if len(hits) == CANDIDATES else ""
        log.searched(f"{search}{nearest}", map(passage_hit, hits))
        for hit in hits:
            key = passage_hit(hit).key
            if key not in found:
                found[key] = hit, relevance(claim, hit)
        if n and sum(known.score > 0 for _, known in found.values()) >= _MOST:
            break
    if not search_texts(claim):
        log.asked("documents: the claim has no word that could be searched for", 0)
    near = {key: pair for key, pair in found.items() if pair[1].set_aside is None}
    for key, (_, known) in found.items():
        if known.set_aside is not None:
            log.set_aside(key, known.set_aside)
    best = sorted(near, key=lambda key: near[key][1].score, reverse=True)[:_MOST]
    for key in best:
        log.keep(key)
    return [near[key][0] for key in best]


def _ways(claim: Claim, context: SourceContext) -> Iterator[tuple[str, Callable[[], tuple[Passage, ...]]]]:
    """What is searched for, as the log says it, and how."""
    shelf, statement = context.shelf, claim.statement
    yield "documents by meaning", partial(shelf.documents_like, statement, CANDIDATES, LEAST_COSINE)
    for words in search_texts(claim):
        yield f"documents: {words}", partial(shelf.documents, words, CANDIDATES)


def search_texts(claim: Claim) -> list[str]:
    """All of the claim's names and nouns, then fewer of them, then any of its words that say what it is about.

    Empty for a claim without any word that says what it is about, such as "It is so".
    """
    return [words for words in dict.fromkeys((*queries(claim), any_word(claim))) if words]


def relevance(claim: Claim, passage: Passage) -> Relevance:
    """Whether a passage bears on a claim, and how much it decides.

    Words that only compare ("fewer", "more than") and stop words make no passage bear on a claim. Without any other
    word it must have been found by meaning.

    A passage that decides bears on the claim, but for one that shares few of its words and is known not to be near in
    meaning. One that decides nothing does if it shares two of its words and 0.3 of them all, or if `relevant_snippets`
    finds a passage in it; the document's title counts as said in it. So does one that is near in meaning and names
    what the claim names, or, where that names nothing, has a number of what the claim counts.
    """
    wanted, said = content(claim.statement), content(passage.text)
    shared = wanted & said
    if not shared and wanted and passage.cosine is None:
        return Relevance(-2, "shares no word with the claim that says what it is about")
    share = len(shared) / max(1, len(wanted))
    enough = share >= _LEAST_SHARED and len(shared) >= min(2, len(wanted))
    finding = compare(claim, passage)
    if finding.stance in ("supports", "refutes"):
        if enough or passage.cosine is None or passage.cosine >= _NEAR:
            return Relevance(finding.confidence)
    elif (
        enough
        or relevant_snippets(passage.text, claim, title=passage.locator, most=1)
        or _is_near(claim, passage, said)
    ):
        return Relevance((share + (passage.cosine or 0.0)) / 2 - 1 - (finding.stance == "none"))
    if not shared:
        return Relevance(-2, "is near to the claim in meaning alone")
    only = [f"“{word}”" for word in search_words(claim.statement) if normalize(word) in shared][:_MOST_NAMED]
    return Relevance(-2, f"shares only {' and '.join(only) or 'little'} with the claim")


def _is_near(claim: Claim, passage: Passage, said: frozenset[str]) -> bool:
    """Whether a passage is near to a claim in meaning, and of whom or of what the claim is; `said` are its words."""
    if passage.cosine is None or passage.cosine < _NEAR:
        return False
    if names := content(" ".join(claim_words(claim).names)):
        return bool(names & said)
    return bool(_counted(claim.quantities) & _counted(quantities(passage.text)))


def _counted(of: Sequence[Quantity]) -> frozenset[str]:
    """What quantities count or measure: their units, and the nouns of those without one."""
    return frozenset(each.unit or normalize(each.counted or "") for each in of) - {""}
