"""Train which stretches are told wrongly: `python -m training.risk FOLDER`, after `training.segments`.

`training/data/rated.jsonl` holds the claims of the invented articles as a strict reader rated them, each split by the
weights of the fold that its article is not in. Adds the weights to the files of `training.segments`: to each fold's
what was learnt without its articles. scikit-learn is needed here.
"""

import json
import sys
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from checks.extraction.segments.analysis import SentenceAnalysis
from checks.extraction.segments.boundaries import Floats
from checks.extraction.segments.clause_of import clause_of
from checks.extraction.segments.features import Stretch
from checks.extraction.segments.model import WEIGHTS, SegmentModel, cut_chances, read_model, rows_of
from checks.extraction.segments.risk import (
    CUT,
    NAMES,
    WORDING,
    WORDING_NAMES,
    Risk,
    risk_rows,
    standard,
    wording_signs,
)
from training.segment_corpora import DATA, FOLDS, annotated, fold_of, fold_weights
from training.segments import Article, read_article

# How little weights are held back; from a third to three times of each make the same figures within 0.01.
_C = {CUT: 0.003, WORDING: 0.02}
_REFUSED = 0.15


@dataclass(frozen=True)
class Rating:
    """A claim's stretch, as offsets in its article, and its statement; `wider` tells that it was told with more than
    its stretch, `wrong` that it says what the article does not say, or is no sentence.
    """

    start: int
    end: int
    statement: str
    wider: bool
    wrong: bool


def main(folder: Path) -> None:
    """Learn, print how well wrong claims of articles that were not learnt from are told, and write."""
    ratings = read_ratings(DATA / "rated.jsonl")
    models = [read_model(fold_weights(n)) for n in range(FOLDS)]
    rows: list[Floats] = []
    wrong: list[bool] = []
    folds: list[int] = []
    for n, each in enumerate(annotated(folder)):
        if each["id"] in ratings:
            rows.append(rated_rows(read_article(each), ratings[each["id"]], models[fold_of(n)]))
            wrong.extend(rating.wrong for rating in ratings[each["id"]])
            folds.extend([fold_of(n)] * len(ratings[each["id"]]))
    table, true, fold = np.concatenate(rows), np.array(wrong), np.array(folds)
    for name, names in ((CUT, NAMES), (WORDING, WORDING_NAMES)):
        some = table[:, : len(names)]
        given = np.zeros(len(true), dtype=np.float32)
        for n in range(FOLDS):
            risk = trained(some[fold != n], true[fold != n], _C[name])
            given[fold == n] = risk.chances(some[fold == n])
            _add(fold_weights(n), risk.arrays(name))
        worst = np.argsort(-given)[: int(len(true) * _REFUSED)]
        print(
            f"{name}: {true.sum()} of {len(true)} are wrong; AUC over articles that were left out "
            f"{roc_auc_score(true, given):.3f}; of the {_REFUSED:.0%} that seem worst {true[worst].sum()} are wrong"
        )
        _add(WEIGHTS, trained(some, true, _C[name]).arrays(name))


def read_ratings(path: Path) -> dict[str, list[Rating]]:
    """For each article, by its id, its rated claims in the order of the text."""
    found: dict[str, list[Rating]] = defaultdict(list)
    for line in path.read_text("utf-8").splitlines():
        each = json.loads(line)
        found[each.pop("article")].append(Rating(**each))
    return dict(found)


def rated_rows(article: Article, ratings: Sequence[Rating], model: SegmentModel) -> Floats:
    """The signs of the rated claims of an article, as `model` cuts it: (claims, `WORDING_NAMES`)."""
    rows = []
    for rating in ratings:
        analysis = next(a for a in article.analyses if rating.end <= a.sentence.end)
        stretch = _stretch(analysis, rating)
        features = rows_of(analysis, cut_chances(analysis, model.cuts), [stretch], None, model.meaning)
        cut = risk_rows(analysis, [stretch], features)[0]
        clause = clause_of(analysis, *stretch)
        rows.append([*cut, *wording_signs(analysis.sentence, clause, rating.statement, rating.wider)])
    return np.array(rows, dtype=np.float32)


def _stretch(analysis: SentenceAnalysis, rating: Rating) -> Stretch:
    inside = [word.i for word in analysis.sentence.words if rating.start <= word.start and word.end <= rating.end]
    return inside[0], inside[-1]


def trained(rows: Floats, wrong: NDArray[np.bool_], c: float) -> Risk:
    """The regression over some rated stretches; the smaller `c`, the more are its weights held back."""
    mean, scale = rows.mean(axis=0), np.maximum(rows.std(axis=0), 1e-3)
    line = LogisticRegression(C=c, max_iter=3000).fit(standard(rows, mean, scale), wrong)
    return Risk(mean, scale, line.coef_[0].astype(np.float32), float(line.intercept_[0]))


def _add(path: Path, arrays: dict[str, NDArray[np.generic]]) -> None:
    """Write the weights into a file beside those that it has."""
    with np.load(path, allow_pickle=False) as there:
        kept = {name: there[name] for name in there.files}
    np.savez_compressed(path, **(kept | arrays))


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path("../shared/corpora/claims"))
