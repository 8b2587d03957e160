"""Train where claims begin and end, and what is one: `python -m training.segments FOLDER`.

FOLDER holds `dev.jsonl`; the invented articles lie in `training/data`. Writes
`checks/extraction/segments/data/segments.npz` and, for the bench, one file for each of five folds in
`training/data`, trained without the articles of that fold. scikit-learn is needed here and nowhere else.
"""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.ensemble import HistGradientBoostingClassifier, HistGradientBoostingRegressor
from sklearn.linear_model import LogisticRegression

from checks.extraction.extractor import analyses_of
from checks.extraction.segments.analysis import SentenceAnalysis
from checks.extraction.segments.boundaries import Floats, gap_features
from checks.extraction.segments.features import MEANING, MEANT, Around
from checks.extraction.segments.model import (
    WEIGHTS,
    Meaning,
    candidates,
    cut_chances,
    may_begin,
    rows_of,
    topics,
    word_vectors,
)
from checks.extraction.segments.trees import Trees
from checks.nlp.encoder import encoder
from training.segment_corpora import FOLDS, GoldClaim, annotated, fold_of, fold_weights, gold_claims, place

# Chosen over the five folds; docs/models/claims.md shows what others would do.
LEAST_CUT, COST, LEAST_CHANCE, RULE_GAIN = 0.1, 0.3, 0.3, 0.15
# Half as many steps again at three quarters of the pace, each tree of two fifths of the features.
_GROWTH: dict[str, Any] = {
    "max_iter": 180,
    "learning_rate": 0.06,
    "max_leaf_nodes": 10,
    "min_samples_leaf": 20,
    "l2_regularization": 1.0,
    "max_features": 0.4,
    "random_state": 1,
}
_NONE = Meaning(np.zeros(1, np.float32), 0.0)
_LEAST_SHARE = 0.6  # of a key must lie in a stretch for it to hold the key


@dataclass(frozen=True)
class Article:
    """An annotated article, read by the rules: one analysis and one array of word vectors a sentence."""

    id: str
    claims: tuple[GoldClaim, ...]
    others: tuple[tuple[int, int], ...]
    analyses: tuple[SentenceAnalysis, ...]
    vectors: tuple[Floats, ...]


def main(folder: Path) -> None:
    """Train on all articles and on each four fifths, and write the weights."""
    articles = [read_article(each) for each in annotated(folder)]
    gaps = [np.concatenate([gap_features(a) for a in article.analyses]) for article in articles]
    labels = [np.concatenate([_begins(article, a) for a in article.analyses]) for article in articles]
    folds = [fold_of(n) for n in range(len(articles))]
    beginnings = [_cut_trees(gaps, labels, [f != fold for f in folds]) for fold in range(FOLDS)]
    cuts = [[cut_chances(a, beginnings[folds[n]]) for a in article.analyses] for n, article in enumerate(articles)]
    for fold in range(FOLDS):
        chosen = [n for n, f in enumerate(folds) if f != fold]
        arrays = _trained(articles, cuts, chosen) | beginnings[fold].arrays("cuts")
        np.savez_compressed(fold_weights(fold), **arrays)
        print("fold", fold, flush=True)
    all_of_it = _cut_trees(gaps, labels, [True] * len(articles)).arrays("cuts")
    WEIGHTS.parent.mkdir(exist_ok=True)
    np.savez_compressed(WEIGHTS, **(_trained(articles, cuts, range(len(articles))) | all_of_it))


def read_article(each: dict[str, Any]) -> Article:
    """An annotated article as the rules and the encoder read it."""
    day = date.fromisoformat((each.get("published") or each["date"])[:10])
    analyses = tuple(analyses_of(each["text"], day))
    others = []
    for other in each.get("not_claims", ()):
        start = place(each["text"], other["text"], other.get("at", 1))
        others.append((start, start + len(other["text"])))
    vectors = tuple(word_vectors(analyses, encoder()))
    return Article(
        id=each["id"], claims=gold_claims(each), others=tuple(others), analyses=analyses, vectors=vectors
    )


def _begins(article: Article, analysis: SentenceAnalysis) -> NDArray[np.float32]:
    """For each gap of a sentence whether a stretch should begin behind it; not a number where none may."""
    words, sentence = analysis.sentence.words, analysis.sentence
    claims = [c for c in article.claims if sentence.start <= c.key_start < sentence.end]
    places: set[int] = set()
    for one, other in pairwise(claims):
        places.add(_parting(one, other))
    for start, end in article.others:
        places |= {p for p in (start, end) if sentence.start < p < sentence.end - 2}
    if claims:
        places |= {claims[0].start, max(c.end for c in claims)}
    labels = np.zeros(max(len(words) - 1, 0), dtype=np.float32)
    for offset in places:
        i = next((w.i for w in words if w.end > offset), len(words))
        while i < len(words) and (not may_begin(words[i].dep) or words[i].text in ",;:–—-"):
            i += 1
        if 0 < i < len(words):
            labels[i - 1] = 1
    for word in words[1:]:
        if not may_begin(word.dep):
            labels[word.i - 1] = np.nan
    return labels


def _parting(one: GoldClaim, other: GoldClaim) -> int:
    """Where one claim ends and the next one begins, by their stretches and keys."""
    if other.start >= one.key_end:
        return other.start
    return one.end if one.key_end < one.end <= other.key_start else other.key_start


def _trained(
    articles: Sequence[Article], cuts: Sequence[Sequence[Floats]], chosen: Sequence[int]
) -> dict[str, Any]:
    """The trees and weights that decide on stretches, learnt from the chosen articles."""
    sums: list[Floats] = []
    aims: list[float] = []
    rows: list[Floats] = []
    groups: list[int] = []
    stated: list[tuple[bool, float]] = []
    around, topic = _topics(articles, chosen)
    for n in chosen:
        for analysis, chances, vectors, sides in zip(
            articles[n].analyses, cuts[n], articles[n].vectors, around[n], strict=True
        ):
            _, found = candidates(analysis, chances, LEAST_CUT)
            stretches = [stretch for _, _, stretch in found]
            rows.append(rows_of(analysis, chances, stretches, None, _NONE, sides))
            aims.extend(_aim(articles[n], analysis, *stretch) for stretch in stretches)
            stated.extend(_stated(articles[n], analysis, *stretch) for stretch in stretches)
            sums.extend(vectors[last + 1] - vectors[first] for first, last in stretches)
            groups.extend([n] * len(stretches))
    table = np.concatenate(rows)
    holds, fit = np.array([a > 0 for a in aims]), np.array(aims, dtype=np.float32)
    unit = np.array(sums) / np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-6)
    group = np.array(groups)
    plain = table.copy()
    plain[:, MEANT : MEANT + 3] = 0
    fact, sure = np.array([value for value, _ in stated]), np.array([weight for _, weight in stated])
    fast = _as_trees(_classifier().fit(plain, holds))
    fact_fast = _as_trees(_classifier().fit(plain, fact, sure))
    for part in np.array_split(
        np.unique(group), FOLDS
    ):  # what the encoder says of texts that it was not fitted to
        apart = np.isin(group, part)
        table[apart, MEANING] = _line(unit[~apart], holds[~apart]).decision_function(unit[apart])
    line = _line(unit, holds)
    regressor = HistGradientBoostingRegressor(**_GROWTH)
    return (
        _as_trees(_classifier().fit(table, holds)).arrays("holds")
        | fast.arrays("holds_fast")
        | _as_trees(_classifier().fit(table, fact, sure)).arrays("states")
        | fact_fast.arrays("states_fast")
        | _as_trees(regressor.fit(table[holds], fit[holds])).arrays("fit")
        | {
            "meaning": line.coef_[0].astype(np.float16),
            "topic": topic.weights.astype(np.float16),
            "settings": np.array(
                [LEAST_CUT, COST, line.intercept_[0], topic.base, LEAST_CHANCE, RULE_GAIN], dtype=np.float32
            ),
        }
    )


def _topics(articles: Sequence[Article], chosen: Sequence[int]) -> tuple[dict[int, list[Around]], Meaning]:
    """What the encoder says of sentences, of each article by weights that were not fitted to it; and those of all."""
    unit = {n: np.array([v[-1] / max(np.linalg.norm(v[-1]), 1e-6) for v in articles[n].vectors]) for n in chosen}
    holds = {n: np.array([_holds_key(articles[n], a) for a in articles[n].analyses]) for n in chosen}
    around = {}
    for part in np.array_split(np.array(chosen), FOLDS):
        rest = [n for n in chosen if n not in part]
        line = _line(np.concatenate([unit[n] for n in rest]), np.concatenate([holds[n] for n in rest]))
        meaning = Meaning(line.coef_[0].astype(np.float32), float(line.intercept_[0]))
        around.update({int(n): topics(articles[n].vectors, meaning) for n in part})
    line = _line(np.concatenate([unit[n] for n in chosen]), np.concatenate([holds[n] for n in chosen]))
    return around, Meaning(line.coef_[0].astype(np.float32), float(line.intercept_[0]))


def _holds_key(article: Article, analysis: SentenceAnalysis) -> bool:
    return any(analysis.sentence.start <= c.key_start < analysis.sentence.end for c in article.claims)


def _aim(article: Article, analysis: SentenceAnalysis, first: int, last: int) -> float:
    """How well a stretch is cut: 0 without a claim, 0.2 with several, up to 1 for one alone as annotated."""
    start, end = analysis.sentence.words[first].start, analysis.sentence.words[last].end
    keys = [c for c in article.claims if _part(c, start, end) >= _LEAST_SHARE]
    if not keys:
        return 0.0
    if len([c for c in article.claims if _part(c, start, end) >= 0.95 or c in keys]) > 1:
        return 0.2
    common = max(0, min(end, keys[0].end) - max(start, keys[0].start))
    return 0.5 + 0.5 * common / (end - start + keys[0].end - keys[0].start - common)


def _stated(article: Article, analysis: SentenceAnalysis, first: int, last: int) -> tuple[bool, float]:
    """Whether a stretch lies in what states a claim, however it is cut; and how much to make of that.

    What an annotator marked as no claim tells more than what nobody marked.
    """
    start, end = analysis.sentence.words[first].start, analysis.sentence.words[last].end
    covered = {i for c in article.claims for i in range(max(start, c.start), min(end, c.end))}
    if 2 * len(covered) >= end - start:
        return True, 1.0
    marked = sum(max(0, min(end, b) - max(start, a)) for a, b in article.others)
    return False, 3.0 if 2 * marked >= end - start else 1.0


def _part(claim: GoldClaim, start: int, end: int) -> float:
    return max(0, min(end, claim.key_end) - max(start, claim.key_start)) / max(1, claim.key_end - claim.key_start)


def _line(unit: Floats, holds: NDArray[np.bool_]) -> LogisticRegression:
    return LogisticRegression(C=2.0, max_iter=300).fit(unit, holds)


def _classifier() -> HistGradientBoostingClassifier:
    return HistGradientBoostingClassifier(**_GROWTH)


def _cut_trees(gaps: Sequence[Floats], labels: Sequence[NDArray[np.float32]], chosen: Sequence[bool]) -> Trees:
    rows = np.concatenate([g for g, c in zip(gaps, chosen, strict=True) if c])
    wanted = np.concatenate([w for w, c in zip(labels, chosen, strict=True) if c])
    asked = ~np.isnan(wanted)
    return _as_trees(_classifier().fit(rows[asked], wanted[asked] > 0))


def _as_trees(fitted: HistGradientBoostingClassifier | HistGradientBoostingRegressor) -> Trees:
    """The fitted trees as plain arrays."""
    nodes = [predictor[0].nodes for predictor in fitted._predictors]
    most = max(len(tree) for tree in nodes)
    feature, left, right = (np.zeros((len(nodes), most), dtype=np.int32) for _ in range(3))
    threshold, value = (np.zeros((len(nodes), most), dtype=np.float32) for _ in range(2))
    for t, tree in enumerate(nodes):
        leaf, own = tree["is_leaf"].astype(bool), np.arange(len(tree))
        feature[t, : len(tree)] = np.where(leaf, 0, tree["feature_idx"])
        threshold[t, : len(tree)] = np.where(leaf, 0, tree["num_threshold"])
        left[t, : len(tree)] = np.where(leaf, own, tree["left"])
        right[t, : len(tree)] = np.where(leaf, own, tree["right"])
        value[t, : len(tree)] = tree["value"]
    depth = int(max(tree["depth"].max() for tree in nodes))
    return Trees(
        feature=feature,
        threshold=threshold,
        left=left,
        right=right,
        value=value,
        base=float(np.ravel(fitted._baseline_prediction)[0]),
        depth=depth,
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path("../shared/corpora/claims"))
