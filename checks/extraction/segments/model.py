"""Where the claims of a sentence begin and end, decided by what was learnt from annotated articles.

sentence → how likely a claim begins at each word (`boundaries.py`) → every stretch between likely beginnings as a
candidate (`candidates`) → what each would be worth as a claim (`features.py`) → the best way to divide the sentence
(`best_division`). docs/models/claims.md says what the weights were learnt from and how well they do.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Final

import numpy as np

from checks.extraction.clauses.clauses import trimmed
from checks.extraction.clauses.heads import PAUSE
from checks.extraction.segments.analysis import SentenceAnalysis
from checks.extraction.segments.boundaries import Floats, gap_features
from checks.extraction.segments.cut_laws import FOCUSING, inseparable, unbreakable
from checks.extraction.segments.features import Around, SegmentFeatures, Stretch, net_scores
from checks.extraction.segments.risk import CUT, WORDING, Risk, risk_from
from checks.extraction.segments.trees import Trees, trees_from
from checks.extraction.worthiness.news import NewsWorth, news_worth_from
from checks.nlp.encoder import Encoder
from checks.nlp.tree import FINITE, RELATIVE, SUBJECT, Sentence

WEIGHTS: Final = Path(__file__).parent / "data" / "segments.npz"
_EMBEDDED: Final = ("ccomp", "pcomp", "advcl", "csubj", "xcomp")
_PARTING: Final = frozenset("; : – — - ) ”".split())
_PAUSES: Final = frozenset([",", "”", '"', "'", "’"])
_BREAKING_OFF: Final = ("conj", "advcl", "acl", "pcomp", "prep")
_LEADING: Final = (*RELATIVE, "IN", "TO", "CC", "MD")
MOST_CUTS: Final = 14  # of a sentence; each pair of them is a candidate


@dataclass(frozen=True, slots=True)
class Meaning:
    """What the encoder makes of a stretch: a weighted sum of the mean vector of its word pieces, in log-odds.

    `weights` has as many values as the encoder has dimensions, 384.
    """

    weights: Floats
    base: float

    def of(self, sums: Floats) -> float:
        """The log-odds for the sum of some words' vectors, shape (384,), whatever its length; 0 for none."""
        length = float(np.linalg.norm(sums))
        return float(sums @ self.weights) / length + self.base if length else 0.0


@dataclass(frozen=True, slots=True)
class SegmentModel:
    """All weights: trees for where a claim begins, for whether a stretch holds a whole one,
    whether it states something that can be checked at all, and how well it is cut.

    `least_cut` is how likely a beginning must be to be tried; `cost` what a stretch without a claim costs beside the
    gain of one that is cut as it should be;
    below `least_chance` none is taken. `rule_gain` is what a stretch
    gains that the rules of language propose, since its statement is the surest. `worth` says what
    newsrooms check first, `risk` which stretches are told wrongly by their cut,
    `wording_risk` which by their wording. There are trees with and without what the encoder
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
    rule_gain: float
    worth: NewsWorth | None = None
    risk: Risk | None = None
    wording_risk: Risk | None = None


@cache
def load_model() -> SegmentModel:
    """The weights of the package, read once a process; one that forks afterwards shares them."""
    return read_model(WEIGHTS)


def read_model(path: Path) -> SegmentModel:
    """The weights in a file that `training.segments` wrote.

    Nothing in it is run: pickles are refused with `ValueError`. Raises `KeyError` for a file of another make,
    `OSError` where there is none.
    """
    with np.load(path, allow_pickle=False) as arrays:
        single = arrays["settings"].astype(np.float32)
        return SegmentModel(
            cuts=trees_from(arrays, "cuts"),
            holds=trees_from(arrays, "holds"),
            holds_fast=trees_from(arrays, "holds_fast"),
            states=trees_from(arrays, "states"),
            states_fast=trees_from(arrays, "states_fast"),
            fit=trees_from(arrays, "fit"),
            meaning=Meaning(arrays["meaning"].astype(np.float32), float(single[2])),
            topic=Meaning(arrays["topic"].astype(np.float32), float(single[3])),
            least_cut=float(single[0]),
            cost=float(single[1]),
            least_chance=float(single[4]),
            rule_gain=float(single[5]),
            worth=news_worth_from(arrays),
            risk=risk_from(arrays, CUT),
            wording_risk=risk_from(arrays, WORDING),
        )


def word_vectors(analyses: Sequence[SentenceAnalysis], encoder: Encoder) -> list[Floats]:
    """For each word of a sentence and one more place the sum of the vectors of all word pieces before it.

    One array of shape (words + 1, 384) a sentence: the sum over words a to b - 1 is `sums[b] - sums[a]`. A word piece
    that reaches over several words counts for the first.
    """
    sentences = [analysis.sentence for analysis in analyses]
    tokens = encoder.tokens([sentence.text for sentence in sentences])
    return [_summed(sentence, *each) for sentence, each in zip(sentences, tokens, strict=True)]


def _summed(sentence: Sentence, offsets: Sequence[tuple[int, int]], vectors: Floats) -> Floats:
    sums = np.zeros((len(sentence.words) + 1, vectors.shape[1]), dtype=np.float32)
    at = 0
    for (start, _), vector in zip(offsets, vectors, strict=True):
        while at + 1 < len(sentence.words) and sentence.words[at].end - sentence.start <= start:
            at += 1
        sums[at + 1] += vector
    summed: Floats = np.cumsum(sums, axis=0, dtype=np.float32)
    return summed


def topics(vectors: Sequence[Floats], topic: Meaning) -> list[Around]:
    """For each sentence of an article what the encoder says of the one before, of itself, and of the one after it.

    In log-odds; 0 before the first and behind the last. `vectors` are those of `word_vectors`, one array a sentence.
    """
    each = [0.0, *(topic.of(sums[-1]) for sums in vectors), 0.0]
    return list(zip(each, each[1:], each[2:], strict=False))


def cut_chances(analysis: SentenceAnalysis, trees: Trees, scores: Floats | None = None) -> Floats:
    """For each word how likely a claim begins there, 0 to 1; 1 for the first: (words,).

    `scores` are those of the trees for the gaps of the sentence, where many sentences were scored together.

    What the trees say is overruled where a cut would be wrong by the rules: at a mark or "and", inside a condition
    or a denial, between a subject and its verb.
    """
    words = analysis.sentence.words
    chances = np.ones(len(words), dtype=np.float32)
    chances[1:] = probabilities(trees.scores(gap_features(analysis)) if scores is None else scores)
    for word in words[1:]:
        if not may_begin(word.dep):
            chances[word.i] = 0
    for i in inseparable(analysis) | unbreakable(analysis):
        chances[i : i + 1] = 0  # may lie behind the last word
    begins = _rule_boundaries(analysis)
    for first, last in (*analysis.whole, *_between_subject_and_verb(analysis)):
        chances[first + 1 : last + 1] = 0
    for before, word in pairwise(words):
        joined = before.dep == "cc" or before.lower in _PARTING
        if word.tag in FINITE and word.i not in begins and not joined:
            chances[word.i] = 0  # what stands before may be its subject
    return chances


def _rule_boundaries(analysis: SentenceAnalysis) -> set[int]:
    """The words that a stretch which the rules propose begins with, or that stand behind one."""
    words = analysis.sentence.words
    found = set()
    for part in analysis.parts:
        found.add(part.first)
        behind = part.last + 1
        while behind < len(words) and not may_begin(words[behind].dep):
            behind += 1
        found.add(behind)
    return found


def _between_subject_and_verb(analysis: SentenceAnalysis) -> Iterator[Stretch]:
    """Where a cut would leave a subject without its verb: up to a pause, and in what is said or told wholly."""
    words = analysis.sentence.words
    for subject in words:
        verb = words[subject.head]
        if subject.dep not in SUBJECT or verb.i <= subject.right:
            continue
        last = verb.i
        if verb.dep not in _EMBEDDED and (verb.dep != "relcl" or subject.tag in RELATIVE):
            last = next((i - 1 for i in range(subject.right + 1, verb.i) if words[i].lower in PAUSE), verb.i)
        yield subject.right, last


def may_begin(dep: str) -> bool:
    """Whether a claim may begin with a word in this relation (ClearNLP's label): not with a mark or an "and"."""
    return dep not in ("punct", "cc")


def probabilities(scores: Floats) -> Floats:
    """Log-odds as probabilities, of the same shape; cut off at 30 on either side, so that nothing overflows."""
    return (1 / (1 + np.exp(-np.clip(scores, -30, 30)))).astype(np.float32)


def candidates(
    analysis: SentenceAnalysis, cuts: Floats, least: float
) -> tuple[list[int], list[tuple[int, int, Stretch]]]:
    """The places to begin at, and each stretch between two of them, trimmed: (from, to, (first, last)).

    `cuts` are those of `cut_chances`; `least` is how likely a beginning must be, 0 to 1. What the rules propose is
    always tried, but nothing that holds one bracket of a pair. "From" and "to" count in the places, of which the end
    of the sentence is the last; at most 14 places from either, so that a sentence has some hundreds of candidates at
    most.
    """
    n = len(cuts)
    likely = sorted(range(1, n), key=lambda i: -cuts[i])[: MOST_CUTS - 1]
    inside = unbreakable(analysis)
    proposed = set(sorted(i for i in _rule_boundaries(analysis) if 0 < i < n and i not in inside)[:MOST_CUTS])
    places = [0, *sorted({i for i in likely if cuts[i] >= least} | proposed), n]
    found = []
    for a in range(len(places) - 1):
        for b in range(a + 1, len(places)):
            first, last = _without_tail(analysis, *trimmed(analysis.sentence, places[a], places[b] - 1))
            if first <= last:
                found.append((a, b, (first, last)))
    return places, found


def _without_tail(analysis: SentenceAnalysis, first: int, last: int) -> Stretch:
    """The stretch without a last word that only leads into what stands behind it: "weeks that", "meeting when",
    "by", "even".
    """
    words = analysis.sentence.words
    for said in analysis.said:
        if said.act or said.content is None or said.source is None:
            continue
        begin, end = min(said.cue.i, said.source.left), max(said.cue.i, said.source.right)
        if said.content.i < begin and first < begin <= last <= end + 1 and words[begin - 1].text in _PAUSES:
            first, last = trimmed(analysis.sentence, first, begin - 1)  # ", said Sgt. Bo Finch"
    last = _before_outer_part(analysis.sentence, first, last)
    while first < last and (
        (words[last].tag in _LEADING and last < words[last].head)
        or (words[last].dep in ("prep", "agent", "dative") and words[last].right > last)
        or (
            words[last].dep in _BREAKING_OFF
            and any(c.left > last for c in analysis.sentence.children(words[last], "ccomp"))
        )
        or "cc" in (words[last].dep, words[words[last].head].dep)
        or (words[last].lower in FOCUSING and words[last].head > last)
        or (
            words[last].dep == "advmod"
            and last + 1 < len(words)
            and words[last + 1].lower == "of"
            and words[last + 1].head == last
        )
    ):
        last -= 1
    return first, last


def _before_outer_part(sentence: Sentence, first: int, last: int) -> int:
    """Where a stretch ends before an "and" whose second part lies behind it: "(doors) and, in Europe, | lamps"."""
    for word in reversed(sentence.words[first + 1 : last + 1]):
        if word.dep == "cc":
            parts = (c for c in sentence.children(sentence.words[word.head], "conj") if c.i > word.i)
            part = next(parts, None)
            return word.i - 1 if part is not None and part.i > last else last
    return last


def rows_of(
    analysis: SentenceAnalysis,
    cuts: Floats,
    stretches: Sequence[Stretch],
    vectors: Floats | None,
    meaning: Meaning,
    around: Around = (0.0, 0.0, 0.0),
    net: Floats | None = None,
) -> Floats:
    """The features of each stretch: (stretches, `NAMES`); without `vectors` those of the encoder are 0.

    Args:
        analysis: the sentence.
        cuts: how likely a claim begins at each word, (words,).
        stretches: places of first and last words, both inclusive.
        vectors: those of `word_vectors`, (words + 1, 384), or None.
        meaning: the weights by which a stretch's vector becomes one number.
        around: what the encoder says of the sentences around, in log-odds.
        net: those of `net_scores` for the sentence, where they are known for many sentences together.
    """
    if net is None:
        (net,) = net_scores([analysis], [stretches])
    senses = [
        meaning.of(vectors[last + 1] - vectors[first]) if vectors is not None else 0.0 for first, last in stretches
    ]
    return SegmentFeatures(analysis, cuts).rows(stretches, senses, around, net)


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
