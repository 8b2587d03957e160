"""Where the claims of a sentence begin and end, decided by what was learnt from annotated articles.

sentence → how likely a claim begins at each word (`boundaries.py`) → every stretch between likely beginnings as a
candidate (`candidates`) → what each would be worth as a claim (`features.py`) → the best way to divide the sentence
(`best_division`). docs/models/claims.md says what the weights were learnt from and how well they do.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import numpy as np

from checks.extraction.clauses.clauses import trimmed
from checks.extraction.segments.analysis import SentenceAnalysis
from checks.extraction.segments.boundaries import Floats, gap_features
from checks.extraction.segments.features import Around, SegmentFeatures, Stretch
from checks.extraction.segments.trees import Trees, trees_from
from checks.nlp.encoder import Encoder

WEIGHTS: Final = Path(__file__).parent / "data" / "segments.npz"
MOST_CUTS: Final = 14  # of a sentence; each pair of them is a candidate


@dataclass(frozen=True, slots=True)
class Meaning:
    """What the encoder makes of a stretch: a weighted sum of the mean vector of its word pieces, in log-odds."""

    weights: Floats
    base: float

    def of(self, sums: Floats) -> float:
        """The log-odds for the sum of some words' vectors; 0 for none."""
        length = float(np.linalg.norm(sums))
        return float(sums @ self.weights) / length + self.base if length else 0.0


@dataclass(frozen=True, slots=True)
class SegmentModel:
    """All weights: trees for where a claim begins, for whether a stretch holds a whole one,
    whether it states something that can be checked at all, and how well it is cut.

    `least_cut` is how likely a beginning must be to be tried; `cost` what a stretch without a claim costs beside the
    gain of one that is cut as it should be;
    below `least_chance` none is taken. There are trees with and without what the encoder
    says: of a stretch (`meaning`) and of a whole sentence (`topic`).
    """

    cuts: Trees
    holds: Trees
    holds_fast: Trees
    states: Trees
    states_fast: Trees
    fit: Trees
    meaning: Meaning
    topic: Meaning
    least_cut: float
    cost: float
    least_chance: float


@cache
def load_model() -> SegmentModel:
    """The weights of the package, read once a process."""
    return read_model(WEIGHTS)


def read_model(path: Path) -> SegmentModel:
    """The weights in a file that `training.segments` wrote; raises `KeyError` for a file of another make."""
    with np.load(path, allow_pickle=False) as held:
        single = held["settings"].astype(np.float32)
        return SegmentModel(
            *(trees_from(held, name) for name in ("cuts", "holds", "holds_fast", "states", "states_fast", "fit")),
            Meaning(held["meaning"].astype(np.float32), float(single[2])),
            Meaning(held["topic"].astype(np.float32), float(single[3])),
            float(single[0]),
            float(single[1]),
            float(single[4]),
        )


def word_vectors(analysis: SentenceAnalysis, encoder: Encoder) -> Floats:
    """For each word and one more place the sum of the vectors of all word pieces before it: (words + 1, 384)."""
    sentence = analysis.sentence
    offsets, vectors = encoder.tokens(sentence.text)
    sums = np.zeros((len(sentence.words) + 1, vectors.shape[1]), dtype=np.float32)
    at = 0
    for (start, _), vector in zip(offsets, vectors, strict=True):
        while at + 1 < len(sentence.words) and sentence.words[at].end - sentence.start <= start:
            at += 1
        sums[at + 1] += vector
    return np.cumsum(sums, axis=0, dtype=np.float32)


def topics(vectors: Sequence[Floats], topic: Meaning) -> list[Around]:
    """For each sentence of an article what the encoder says of the one before, of itself, and of the one after it."""
    each = [0.0, *(topic.of(sums[-1]) for sums in vectors), 0.0]
    return list(zip(each, each[1:], each[2:], strict=False))


def cut_chances(analysis: SentenceAnalysis, trees: Trees) -> Floats:
    """For each word how likely a claim begins there; 1 for the first."""
    words = analysis.sentence.words
    chances = np.ones(len(words), dtype=np.float32)
    chances[1:] = probabilities(trees.scores(gap_features(analysis)))
    for word in words[1:]:
        if not may_begin(word.dep):
            chances[word.i] = 0
    return chances


def may_begin(dep: str) -> bool:
    """Whether a claim may begin with a word in this relation: not with a mark or an "and"."""
    return dep not in ("punct", "cc")


def probabilities(scores: Floats) -> Floats:
    """Log-odds as probabilities."""
    chances: Floats = 1 / (1 + np.exp(-np.clip(scores, -30, 30)))
    return chances


def candidates(
    analysis: SentenceAnalysis, cuts: Floats, least: float
) -> tuple[list[int], list[tuple[int, int, Stretch]]]:
    """The places to begin at, and each stretch between two of them, trimmed: (from, to, (first, last))."""
    n = len(cuts)
    likely = sorted(range(1, n), key=lambda i: -cuts[i])[: MOST_CUTS - 1]
    places = [0, *sorted(i for i in likely if cuts[i] >= least), n]
    found = []
    for a in range(len(places) - 1):
        for b in range(a + 1, len(places)):
            first, last = trimmed(analysis.sentence, places[a], places[b] - 1)
            if first <= last:
                found.append((a, b, (first, last)))
    return places, found


def rows_of(
    analysis: SentenceAnalysis,
    cuts: Floats,
    stretches: Sequence[Stretch],
    vectors: Floats | None,
    meaning: Meaning,
    around: Around = (0.0, 0.0, 0.0),
) -> Floats:
    """The features of each stretch: (stretches, `NAMES`); without `vectors` those of the encoder are 0."""
    senses = [
        meaning.of(vectors[last + 1] - vectors[first]) if vectors is not None else 0.0 for first, last in stretches
    ]
    return SegmentFeatures(analysis, cuts).rows(stretches, senses, around)


def best_division(places: int, found: Sequence[tuple[int, int, Stretch]], gains: Sequence[float]) -> list[int]:
    """Which of the candidates to take, so that none overlaps another and the sum of their gains is the greatest.

    `places` is how many beginnings there are, the end of the sentence among them. A stretch that is not worth taking
    is left out.
    """
    best: list[tuple[float, tuple[int, ...]]] = [(0.0, ())] * places
    ending: dict[int, list[int]] = {}
    for k, (_, b, _) in enumerate(found):
        ending.setdefault(b, []).append(k)
    for b in range(1, places):
        best[b] = best[b - 1]
        for k in ending.get(b, ()):
            before = best[found[k][0]]
            if before[0] + gains[k] > best[b][0]:
                best[b] = before[0] + gains[k], (*before[1], k)
    return list(best[places - 1][1])
