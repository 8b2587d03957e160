"""Passages of the newsroom's own documents that bear on a claim, and why the others that were found do not.

Passages are searched for by meaning, and by words, from exact to loose. What shares too little with the claim is set
aside by its words and its meaning alone; of the rest the nearest are compared with the claim. What was found and is not
shown is noted in the log with the reason.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import chain
from types import MappingProxyType
from typing import Final, Protocol

from checks.nlp.content_words import normalize
from checks.quantities import quantities
from checks.retrieval.comparing import compare_together, compared
from checks.retrieval.passages import may_bear, relevant_snippets
from checks.retrieval.queries import any_word, queries, read
from checks.retrieval.queries import words as claim_words
from checks.retrieval.search_log import SearchLog, passage_hit
from checks.retrieval.words import content, search_words
from checks.types.claim import Claim
from checks.types.passage import Passage
from checks.types.quantity import Quantity
from checks.types.reading import StatementReading
from checks.types.source import SourceContext

_MOST: Final = 5
CANDIDATES: Final = 20  # of one search
# Of 240 claims of the stance pairs to learn from, asked of shelves of the passages of all pairs, 99 in 100 have one of
# their own shown with eight as with all that are fit (5.3); of those of other pairs 14 and 16 are for or against.
_MOST_COMPARED: Final = 8
NOT_COMPARED: Final = "not compared with the claim: those that were are nearer to it"
_LEAST_SHARED: Final = 0.3  # of the claim's words; where it has several, two of them at least
_MOST_NAMED: Final = 4
# Cosines of claim and passage by the sentence encoder. Of 1,493 passages that decide about their claim, in the stance
# pairs to learn from, 99 in 100 have the first and 96 the second; of the 20 nearest to each claim among the passages of
# other pairs 13 in 100 and 3. For 250 of these claims six passages came out for or against with few shared words and a
# cosine between both; all six were of other pairs.
LEAST_COSINE: Final = 0.45
_NEAR: Final = 0.55
_KEPT: Final = 128  # claims with what was found for them: those of one batch of lookups


@dataclass(frozen=True, slots=True)
class Relevance:
    """How much a passage decides about a claim, or why it is set aside.

    `score` is above 0 if the passage supports or refutes, below as far as it says little of the claim.
    """

    score: float
    set_aside: str | None = None


class SearchedShelf(Protocol):
    """What is asked of a shelf for passages, as of `checks.types.source.Shelf`."""

    def has_documents(self) -> bool: ...

    def documents(self, words: str, limit: int) -> tuple[Passage, ...]: ...

    def documents_like(self, statement: str, limit: int, least: float) -> tuple[Passage, ...]: ...


class PreparedShelf(SearchedShelf, Protocol):
    """A shelf that can be told what it will be asked: statements, which name entities and may be like passages, with
    their `least` cosine, and searches by words; both with one limit.
    """

    def prepare(self, statements: Sequence[str], searches: Sequence[str], limit: int, least: float) -> None: ...


def prepare(
    asked: Sequence[tuple[Claim, date]],
    shelf: PreparedShelf,
    readings: Mapping[str, StatementReading] = MappingProxyType({}),
) -> None:
    """Search for many claims at once and compare what is found; `shelf_passages` of each then finds that done.

    Each claim comes with the day from which its days count. The words of claims are read only where there are documents
    to be searched, since that takes longer than all else; of the statements in `readings` they are known.
    """
    claims = [claim for claim, _ in asked]
    if not shelf.has_documents():
        shelf.prepare([claim.statement for claim in claims], (), CANDIDATES, LEAST_COSINE)
        return
    read(claims, readings)
    searches = [words for claim in claims for words in search_texts(claim)]
    shelf.prepare([claim.statement for claim in claims], searches, CANDIDATES, LEAST_COSINE)
    compare_together(
        (claim, each.passage, day)
        for claim, day in asked
        for each in _candidates(claim, _once(found for _, found in _searches(claim, shelf)))
        if each.unfit is None
    )


def shelf_passages(claim: Claim, context: SourceContext, log: SearchLog) -> list[Passage]:
    """The passages that decide most, from a search by meaning and searches by words, each looser than the one before.

    At most five; those that support or refute come first, whichever search found them.
    """
    if not context.shelf.has_documents():
        log.asked("documents: the shelf holds no documents", 0)
        return []
    found: list[tuple[Passage, ...]] = []
    for search, passages in _searches(claim, context.shelf):
        nearest = f" (the nearest {CANDIDATES})" if len(passages) == CANDIDATES else ""
        log.searched(f"{search}{nearest}", map(passage_hit, passages))
        found.append(passages)
    if not search_texts(claim):
        log.asked("documents: the claim has no word that could be searched for", 0)
    scored = list(_scored(claim, _once(found), log, context.reference_date))
    best = sorted(scored, key=lambda each: each[0], reverse=True)[:_MOST]
    for _, passage in best:
        log.keep(passage_hit(passage).key)
    return [passage for _, passage in best]


def _searches(claim: Claim, shelf: SearchedShelf) -> Iterator[tuple[str, tuple[Passage, ...]]]:
    """What is searched for, as the log says it, and what that finds."""
    yield "documents by meaning", shelf.documents_like(claim.statement, CANDIDATES, LEAST_COSINE)
    for words in search_texts(claim):
        yield f"documents: {words}", shelf.documents(words, CANDIDATES)


def _once(found: Iterable[Sequence[Passage]]) -> tuple[Passage, ...]:
    """What several searches found, each passage as the first of them gave it."""
    by_key: dict[str, Passage] = {}
    for passage in chain.from_iterable(found):
        by_key.setdefault(passage_hit(passage).key, passage)
    return tuple(by_key.values())


def _scored(
    claim: Claim, found: tuple[Passage, ...], log: SearchLog, reference_date: date | None
) -> Iterator[tuple[float, Passage]]:
    """Those passages that are compared with a claim and bear on it, with their scores; why others do not is noted."""
    for each in _candidates(claim, found):
        known = (
            Relevance(-2, each.unfit) if each.unfit else _judged(claim, each.passage, each.near, reference_date)
        )
        if known.set_aside is None:
            yield known.score, each.passage
        else:
            log.set_aside(passage_hit(each.passage).key, known.set_aside)


def search_texts(claim: Claim) -> list[str]:
    """All of the claim's names and nouns, then fewer of them, then any of its words that say what it is about.

    Empty for a claim without any word that says what it is about, such as "It is so".
    """
    return [words for words in dict.fromkeys((*queries(claim), any_word(claim))) if words]


def relevance(claim: Claim, passage: Passage) -> Relevance:
    """Whether a passage bears on a claim, and how much it decides.

    Words that only compare ("fewer", "more than") and stop words make no passage bear on a claim. It must share two of
    its words and 0.3 of them all, or `relevant_snippets` must find a passage in it; the document's title counts as
    said in it. A passage that is also near in meaning bears on it if it decides, if it names what the claim names, or,
    for a claim that names nothing, if it has a number of what the claim counts.
    """
    near = _nearness(claim, passage)
    reason = _unfit(claim, passage, near)
    return _judged(claim, passage, near) if reason is None else Relevance(-2, reason)


@dataclass(frozen=True, slots=True)
class _Nearness:
    """What a passage shares with a claim at first sight: words, and the part of the claim's words that they are.

    `by_words`: whether these are enough.
    """

    shared: frozenset[str]
    share: float
    by_words: bool
    cosine: float | None

    @property
    def score(self) -> float:
        """By which it is ranked before anything is compared."""
        return (self.share + (self.cosine or 0.0)) / 2

    @property
    def by_meaning(self) -> bool:
        """Whether it is so near in meaning that what it decides counts."""
        return self.cosine is not None and self.cosine >= _NEAR


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A passage that searches found for a claim; `unfit` says why it is not compared, if it is not."""

    passage: Passage
    near: _Nearness
    unfit: str | None


@lru_cache(_KEPT)
def _candidates(claim: Claim, found: tuple[Passage, ...]) -> tuple[_Candidate, ...]:
    """What was found for a claim, the nearest first; kept, since what is compared is asked for before all else."""
    near = [(_nearness(claim, passage), passage) for passage in found]
    near.sort(key=lambda each: each[0].score, reverse=True)
    count, candidates = 0, []
    for nearness, passage in near:
        unfit = NOT_COMPARED if count == _MOST_COMPARED else _unfit(claim, passage, nearness)
        count += unfit is None
        candidates.append(_Candidate(passage, nearness, unfit))
    return tuple(candidates)


def _nearness(claim: Claim, passage: Passage) -> _Nearness:
    wanted = content(claim.statement)
    shared = wanted & content(passage.text)
    share = len(shared) / max(1, len(wanted))
    enough = share >= _LEAST_SHARED and len(shared) >= min(2, len(wanted))
    return _Nearness(shared, share, enough, passage.cosine)


def _unfit(claim: Claim, passage: Passage, near: _Nearness) -> str | None:
    """Why a passage needs no comparison with a claim, if it does not."""
    if near.by_words or near.by_meaning or _has_snippet(claim, passage, near):
        return None
    return _too_little(claim, near)


def _judged(claim: Claim, passage: Passage, near: _Nearness, reference_date: date | None = None) -> Relevance:
    """How much a passage decides, by its comparison with a claim; of one that is not `_unfit`."""
    finding = compared(claim, passage, reference_date)
    if finding.stance in ("supports", "refutes"):
        if near.by_words or near.by_meaning or near.cosine is None:
            return Relevance(finding.confidence)
    elif near.by_words or not near.by_meaning or _has_snippet(claim, passage, near) or _is_near(claim, passage):
        return Relevance(near.score - 1 - (finding.stance == "none"))
    return Relevance(-2, _too_little(claim, near))


def _has_snippet(claim: Claim, passage: Passage, near: _Nearness) -> bool:
    """Whether some sentences of a passage bear on a claim by themselves."""
    said = near.shared | (content(passage.locator) & content(claim.statement))
    return may_bear(passage.text, claim, said) and bool(
        relevant_snippets(passage.text, claim, title=passage.locator, most=1)
    )


def _too_little(claim: Claim, near: _Nearness) -> str:
    """What little a passage shares with a claim, in words."""
    if not near.shared:
        if near.cosine is not None:
            return "is near to the claim in meaning alone"
        return "shares no word with the claim that says what it is about"
    only = [f"“{word}”" for word, meaning in _said(claim.statement) if meaning in near.shared]
    return f"shares only {' and '.join(only[:_MOST_NAMED]) or 'little'} with the claim"


@lru_cache(_KEPT)
def _said(statement: str) -> tuple[tuple[str, str], ...]:
    """The words of a statement that a search can use, each as it is written and normalized."""
    return tuple((word, normalize(word)) for word in search_words(statement))


def _is_near(claim: Claim, passage: Passage) -> bool:
    """Whether a passage is near to a claim in meaning and about the same person or thing."""
    if passage.cosine is None or passage.cosine < _NEAR:
        return False
    if names := content(" ".join(claim_words(claim).names)):
        return bool(names & content(passage.text))
    return bool(_counted(claim.quantities) & _counted(quantities(passage.text)))


def _counted(of: Sequence[Quantity]) -> frozenset[str]:
    """What quantities count or measure: their units, and the nouns of those without one."""
    return frozenset(each.unit or normalize(each.counted or "") for each in of) - {""}
