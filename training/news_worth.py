"""Train what a newsroom checks first: `python -m training.news_worth FOLDER`, after `training.segments`.

Splits each invented article by the weights of the fold that it is not in, and learns from the claims that hold
an annotated one which of them an editor marked 2. Adds the weights to the files of `training.segments`: to each
fold's what was learnt without its articles. scikit-learn is needed here.
"""

import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from checks.extraction.extractor import extractor_of
from checks.extraction.segments.model import WEIGHTS, read_model
from checks.extraction.worthiness.net import Floats
from checks.extraction.worthiness.news import NewsWorth, plain_rows
from training.segment_corpora import FOLDS, annotated, fold_of, fold_weights, place

_C = 0.01  # from 0.003 to 0.03 make the same figures within 0.01
_LEAST_SHARE = 0.6


@dataclass(frozen=True)
class Marked:
    """The claims of one article that hold an annotated one: signs, vectors, the mean vector, and the marks."""

    plain: Floats
    own: Floats
    article: Floats
    first: NDArray[np.bool_]

    def rows(self) -> Floats:
        """One row a claim of all that the regression sees."""
        return np.column_stack([self.plain, self.own, np.tile(self.article, (len(self.own), 1))])


def main(folder: Path) -> None:
    """Learn, print the AUC over articles that were not learnt from, and write."""
    articles = [
        (fold_of(n), marked(each, fold_of(n))) for n, each in enumerate(annotated(folder)) if "genre" in each
    ]
    given: list[NDArray[np.float32]] = []
    true: list[bool] = []
    for fold in range(FOLDS):
        worth = trained([each for f, each in articles if f != fold])
        _add(fold_weights(fold), worth)
        for each in (each for f, each in articles if f == fold):
            weights = np.concatenate([worth.plain, worth.own, worth.article])
            given.extend(each.rows() @ weights + worth.base)
            true.extend(each.first)
    print(f"AUC over articles that were left out: {roc_auc_score(true, given):.3f} ({len(true)} claims)")
    _add(WEIGHTS, trained([each for _, each in articles]))


def marked(each: dict[str, Any], fold: int) -> Marked:
    """The claims of an annotated article, split without having learnt from it, and how an editor marked them."""
    extractor = extractor_of(each["text"], date.fromisoformat(each["published"][:10]))
    extractor.model = read_model(fold_weights(fold))
    made = extractor.unweighed()
    vectors = np.array([m.vector for m in made])
    rows = plain_rows([m.candidate for m in made], [m.place for m in made])
    chosen, first = [], []
    for claim in each["claims"]:
        start = place(each["text"], claim["text"], claim.get("at", 1)) + claim["text"].index(claim["key"])
        end = start + len(claim["key"])
        holding = [
            n for n, m in enumerate(made)
            if min(end, m.claim.end) - max(start, m.claim.start) >= _LEAST_SHARE * (end - start)
        ]  # fmt: skip
        if holding:
            chosen.append(min(holding, key=lambda n: made[n].claim.end - made[n].claim.start))
            first.append(claim.get("worth") == 2)
    return Marked(rows[chosen], vectors[chosen], vectors.mean(axis=0), np.array(first))


def trained(articles: list[Marked]) -> NewsWorth:
    """The weights for columns as they are, learnt on columns of one width."""
    rows = np.concatenate([each.rows() for each in articles])
    first = np.concatenate([each.first for each in articles])
    middle, width = rows.mean(axis=0), rows.std(axis=0) + 0.05
    line = LogisticRegression(C=_C, max_iter=400).fit((rows - middle) / width, first)
    weights = line.coef_[0] / width
    base = float(line.intercept_[0] - middle @ weights)
    n = articles[0].own.shape[1]
    plain = len(weights) - 2 * n
    return NewsWorth(weights[:plain], weights[plain : plain + n], weights[plain + n :], base)


def _add(path: Path, worth: NewsWorth) -> None:
    """Write the weights beside those that the file holds."""
    with np.load(path, allow_pickle=False) as file:
        arrays = dict(file)
    np.savez_compressed(path, **(arrays | worth.arrays()))


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path("../shared/corpora/claims"))
