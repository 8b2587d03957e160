"""Which of many past fact-checks are of the same claim as a text.

Candidates come by words (BM25) and by meaning (the sentence encoder). What is near by either is ranked by the sum of
both, and by whether its numbers agree.
"""

import logging
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Final

import bm25s
import numpy as np
import numpy.typing as npt

from checks.lexicon import load_words
from checks.matching.context import of_another_matter
from checks.matching.parsed_statements import ADDRESS, read_statements
from checks.matching.same_claim import compare_statements, same_claim_score
from checks.nlp.content_words import content_tokens
from checks.nlp.encoder import Vectors, encoder
from checks.nlp.inflection import stem
from checks.quantities import quantities
from checks.types.claim import ContextualStatement
from checks.types.stance import ClaimSimilarity

logging.getLogger("bm25s").setLevel(logging.WARNING)
# Web addresses and account names, which say nothing of a claim.
# "#StopTheSteal" has three words.
_HASHTAG = re.compile(r"#(\w+)")
# Where the words of a hashtag meet.
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Za-z])(?=\d)|_")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
# A number as it is written, thousands and decimals in one.
_DIGITS = re.compile(r"\d[\d.,]*\d|\d")
# Claims that are compared word by word, at least.
_COMPARED: Final = 6
_LOOKED_AT: Final = 10  # whichever of many that are the same is found, it leads to what stands for all of them
_MOST_READ, _MOST_SEEN = 1024, 4096  # texts whose figures are kept, and those that are looked at before
_NEAREST: Final = 100  # candidates by words, and as many by meaning
# Weights of words (as a part of the best score), the cosine with the claim, that with the title, and numbers. The first
# three are summed as they are; the last only tells near ones apart.
_WEIGHTS: Final = np.array([1.0, 1.0, 1.0, 0.1], np.float32)


@dataclass(frozen=True, slots=True)
class PastCheck:
    """A past fact-check: the claim that it examined, and the title of its article.

    `id` is whatever the caller knows it by; it is handed back and never looked at.
    """

    id: object
    claim: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class Match:
    """A past fact-check that may be of the same claim; the higher the score the nearer, at most 3.1."""

    past: PastCheck
    score: float


class Matcher:
    """Finds among `checks` those of the same claim as a text.

    All is kept in memory: for a benchmark or one file; the desk searches in the database and ranks with `rank`.
    """

    def __init__(self, checks: Sequence[PastCheck], *, threads: int = 1) -> None:
        """`threads` are those that encode the checks."""
        self.checks = checks
        self._threads = threads
        self._words = [_words(f"{check.claim} {check.title}") for check in checks]
        self._bm25 = bm25s.BM25()
        if checks:
            self._bm25.index([words or [""] for words in self._words], show_progress=False)

    @cached_property
    def _known(self) -> frozenset[str]:
        """The words of all checks."""
        return frozenset(word for words in self._words for word in words)

    @cached_property
    def _embeddings(self) -> tuple[Vectors, Vectors]:
        """One vector a check of its claim, and one of its title; where it has no title, of its claim again."""
        texts = [(claim := _plain(check.claim), _plain(check.title).strip() or claim) for check in self.checks]
        once = {text: n for n, text in enumerate(dict.fromkeys(text for pair in texts for text in pair))}
        vectors = encoder().sentences(list(once), threads=self._threads)
        claims, titles = zip(*texts, strict=True) if texts else ((), ())
        return vectors[[once[text] for text in claims]], vectors[[once[text] for text in titles]]

    def by_words(self, text: str) -> npt.NDArray[np.float32]:
        """The BM25 score of every check for a text: the baseline, and one of the features.

        Shape (checks,), 0 or more; Robertson and Zaragoza (2009), "The Probabilistic Relevance Framework: BM25 and
        Beyond".
        """
        words = [word for word in _words(text) if word in self._known]
        if not words:
            return np.zeros(len(self.checks), np.float32)
        return np.asarray(self._bm25.get_scores(words), np.float32)

    def by_meaning(self, text: str) -> npt.NDArray[np.float32]:
        """The cosines of a text with every check, of shape (2, checks): with the claim, and with the title."""
        if not self.checks:
            return np.zeros((2, 0), np.float32)
        (query,) = encoder().sentences([_plain(text)])
        claims, titles = self._embeddings
        return np.stack([claims @ query, titles @ query])

    def best(self, text: str, limit: int = 10) -> list[Match]:
        """The `limit` nearest checks, the nearest first; fewer where there are not so many.

        A hundred by words and a hundred by meaning are ranked; the rest is never near.
        """
        if not self.checks:
            return []
        words, meaning = self.by_words(text), self.by_meaning(text)
        near = np.unique(np.concatenate([_top(words, _NEAREST), _top(meaning.sum(axis=0), _NEAREST)]))
        scores = self._features(text, near, words, meaning) @ _WEIGHTS
        order = np.argsort(-scores, kind="stable")[:limit]
        return [Match(self.checks[near[i]], round(float(scores[i]), 4)) for i in order]

    def _features(
        self,
        text: str,
        near: npt.NDArray[np.intp],
        words: npt.NDArray[np.float32],
        meaning: npt.NDArray[np.float32],
    ) -> npt.NDArray[np.float32]:
        """One row a candidate: words, meaning of claim and of title, numbers that agree."""
        numbers = _numbers(text)
        highest = float(words[near].max()) or 1.0
        agree = [_agreement(numbers, self.checks[i]) for i in near] if numbers else np.zeros(len(near))
        columns = [words[near] / highest, *meaning[:, near], np.array(agree)]
        return np.stack(columns, axis=1).astype(np.float32)


def rank(statement: str, found: Sequence[tuple[str, float]], limit: int) -> list[tuple[int, ClaimSimilarity]]:
    """The claims that are the same as a statement or related to it, among those that a search `found`.

    `found` are pairs of a claim's text and its nearness (a cosine; 0 if it is not known). Returns at most
    `limit` pairs of a place in `found` and the similarity, the same claims first, the nearest first. Cheap
    features choose the few that are compared word by word, which takes some 0.5 ms each.
    """
    few = _likeliest(statement, found, max(_COMPARED, limit))
    ours, *theirs = read_statements([statement, *(found[n][0] for n in few)])
    known = [found[n][1] or None for n in few]
    similarities = (compare_statements(ours, past, near) for past, near in zip(theirs, known, strict=True))
    similar = [(n, similarity) for n, similarity in zip(few, similarities, strict=True) if similarity is not None]
    return sorted(similar, key=lambda pair: -pair[1].score)[:limit]


def same_claims(asked: ContextualStatement, found: Sequence[tuple[ContextualStatement, float]]) -> list[int]:
    """The places of those that are the same claim, of claims that a search `found`.

    Stricter than `compare_claims`, since these are judged as one: every figure is the same. 4,030 is a way to say
    4,000, and another claim; so is one that names a year, and one that leaves its subject to its article.

    Args:
        found: pairs of a claim and its nearness, as for `rank`.
    """
    statement = asked.statement
    texts = [(each.statement, nearness) for each, nearness in found]
    few = _likeliest(statement, texts, _LOOKED_AT)
    ours, *theirs = read_statements([statement, *(texts[n][0] for n in few)])
    scores = {
        n: same_claim_score(ours, past, texts[n][1] or None)
        for n, past in zip(few, theirs, strict=True)
        if _figures(texts[n][0]) == _figures(statement)
    }
    same = [
        (n, score)
        for n, score in scores.items()
        if score is not None and of_another_matter(asked, found[n][0]) is None
    ]
    return [n for n, _ in sorted(same, key=lambda pair: -pair[1])]


def is_same_claim(ours: ContextualStatement, theirs: ContextualStatement) -> bool:
    """Whether two claims are the same, as strictly as `same_claims`; equal statements are not compared."""
    if ours.statement == theirs.statement:
        return of_another_matter(ours, theirs) is None
    return bool(same_claims(ours, [(theirs, 0.0)]))


def _likeliest(statement: str, found: Sequence[tuple[str, float]], most: int) -> list[int]:
    """The places of those that are the nearest at first sight, the nearest first; arguments as of `rank`."""
    words = frozenset(f" {word.lower()}" for word in content_tokens(statement))
    numbers = frozenset(_DIGITS.findall(statement))
    plain = [_plain_nearness(words, numbers, text, meaning) for text, meaning in found]
    return sorted(range(len(found)), key=lambda n: -plain[n])[:most]


@lru_cache(_MOST_READ)
def _figures(text: str) -> frozenset[float | str | None]:
    """The values of its quantities, and the figures that are none: "Boeing 737", "2023"."""
    found = quantities(text)
    others = [d for d in _DIGITS.finditer(text) if not any(q.start <= d.start() < q.end for q in found)]
    return frozenset((*(q.stated for q in found), *(d.group() for d in others)))


def _plain_nearness(words: frozenset[str], numbers: frozenset[str], text: str, meaning: float) -> float:
    """How near a text seems at first sight: `words`, each behind a space, count where one of its words begins so."""
    said, figures = _at_first_sight(text)
    shared = sum([word in said for word in words]) / max(1, len(words))
    agree = len(numbers & figures) / max(1, len(numbers | figures)) if numbers or figures else 0.5
    return meaning + shared + 0.3 * agree


@lru_cache(_MOST_SEEN)
def _at_first_sight(text: str) -> tuple[str, frozenset[str]]:
    """A text in lower case behind a space, and its figures; kept, since one is found for many statements."""
    return f" {text.lower()}", frozenset(_DIGITS.findall(text))


def _top(scores: npt.NDArray[np.float32], most: int) -> npt.NDArray[np.intp]:
    """The places of the highest scores, in no order."""
    if len(scores) <= most:
        return np.arange(len(scores))
    return np.argpartition(-scores, most)[:most]


def _plain(text: str) -> str:
    """The text without addresses and names of accounts, hashtags as words."""
    return _HASHTAG.sub(lambda tag: _CAMEL.sub(" ", tag[1]), ADDRESS.sub(" ", text))


def _words(text: str) -> list[str]:
    """The words of a text as BM25 indexes them."""
    found = (word.lower().replace("’", "'") for word in _WORD.findall(_plain(text)))
    return [stem(word) for word in found if word not in load_words("stop_words", "search")]


def _numbers(text: str) -> frozenset[float]:
    """The values of a text's quantities, and the years that it names."""
    values = (q.stated for q in quantities(_plain(text)))
    years = (float(year) for year in re.findall(r"\b(?:19|20)\d\d\b", text))
    return frozenset((*(value for value in values if value is not None), *years))


def _agreement(ours: frozenset[float], check: PastCheck) -> float:
    """1 where numbers agree, -1 where both have some and none agrees, 0 if the check has none."""
    theirs = _numbers(f"{check.claim} {check.title}")
    if not theirs:
        return 0.0
    near = any(abs(a - b) <= 0.05 * max(abs(a), abs(b)) for a in ours for b in theirs)
    return 1.0 if near else -1.0
