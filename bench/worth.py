"""Check-worthiness: scores on debates and in news, and sentences a second.

    python -m bench.worth [FOLDER]      FOLDER: the corpora (or FACTDESK_CORPORA; else ../shared/corpora)

Prints P, R, F1 and average precision (AP) of "check-worthy" on CT24 dev and dev-test, beside a reference trained in
the same run on the same sentences: TF-IDF of words and word pairs in a logistic regression, threshold 0.5. Then
the AUC of `worth` for the claims that an editor would check first, per article and over all of them.
"""

import json
import os
import re
import sys
import time
from collections import Counter
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from checks.extraction.worthiness.score import judge, load_weights, weigh
from training import worth_corpora as corpora
from training.worth import auc, average_precision

TOP = Path(__file__).parent.parent
_ONE_CORE = "OPENBLAS_NUM_THREADS"
_ROUNDS = 10
_STEPS = 300


class WordCounts:
    """The reference: logistic regression on TF-IDF of words and word pairs seen at least twice."""

    def __init__(self, train: corpora.Debates) -> None:
        counts = Counter(term for text in train.texts for term in set(_terms(text)))
        self._places = {term: i for i, term in enumerate(t for t, n in counts.items() if n > 1)}
        self._rarity = np.array([np.log(len(train.texts) / counts[term]) + 1 for term in self._places])
        self._weights, self._base = np.zeros(len(self._places)), -1.0
        self._fit(train)

    def _rows(self, texts: list[str]) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
        """Row, column and value of each entry; rows have length 1."""
        entries = [(row, self._places[t]) for row, text in enumerate(texts) for t in set(_terms(text))
                   if t in self._places]  # fmt: skip
        rows, columns = np.array(entries).T
        values = self._rarity[columns]
        lengths = np.sqrt(np.bincount(rows, values**2, len(texts)))
        return rows, columns, values / lengths[rows]

    def _fit(self, train: corpora.Debates) -> None:
        """Gradient descent with momentum; ridge penalty 1 (scikit-learn's default)."""
        rows, columns, values = self._rows(train.texts)
        speed, n = np.zeros(len(self._weights)), len(train.texts)
        for _ in range(_STEPS):
            odds = np.bincount(rows, values * self._weights[columns], n) + self._base
            off = 1 / (1 + np.exp(-odds)) - train.labels
            slope = np.bincount(columns, values * off[rows], len(speed)) + self._weights
            speed = 0.9 * speed - 0.01 * slope
            self._weights += speed
            self._base -= float(off.mean())

    def scores(self, texts: list[str]) -> NDArray[np.floating]:
        rows, columns, values = self._rows(texts)
        odds: NDArray[np.floating] = np.bincount(rows, values * self._weights[columns], len(texts)) + self._base
        return odds


def _terms(text: str) -> list[str]:
    words = re.findall(r"\w+", re.sub(r"\d+", "0", text.lower()))
    return words + [f"{a} {b}" for a, b in pairwise(words)]


def main(folder: Path) -> None:
    """Print the three tables."""
    if not folder.is_dir():
        sys.exit(f"no corpora in {folder}: name their folder, or set FACTDESK_CORPORA")
    load_weights()
    debates = {part: corpora.debates(folder / "checkworthy", part) for part in corpora.DEBATES}
    reference = WordCounts(debates["train"])
    print(f"{'':14}{'part':10}{'P':>7}{'R':>7}{'F1':>7}{'AP':>7}")
    for part in ("dev", "dev-test"):
        texts, true = debates[part].texts, debates[part].labels == 1
        worths = np.array([judged.worth.value for judged in judge(texts)])
        _line("check-worthiness", part, true, worths >= 0.5, load_weights().net.scores(texts))
        scores = reference.scores(texts)
        _line("TF-IDF words", part, true, scores > 0, scores)
    _news(corpora.news(folder))
    _speed(debates["dev"].texts)


def _line(
    name: str, part: str, true: NDArray[np.bool_], said: NDArray[np.bool_], scores: NDArray[np.floating]
) -> None:
    hits = (said & true).sum()
    precision, recall = hits / max(said.sum(), 1), hits / true.sum()
    f1 = 2 * hits / (said.sum() + true.sum())
    figures = precision, recall, f1, average_precision(true, scores)
    print(f"{name:18}{part:10}" + "".join(f"{figure:7.3f}" for figure in figures))


def _news(news: corpora.News) -> None:
    worths = np.array([worth.value for worth in weigh(news.candidates)])
    first, articles = news.worths == 2, np.array(news.articles)
    print(f"\n{'news article':18}{'claims':>7}{'to check first':>16}{'AUC':>7}")
    for article in dict.fromkeys(news.articles):
        own = articles == article
        print(f"{article:18}{own.sum():7}{first[own].sum():16}{auc(first[own], worths[own]):7.3f}")
    print(f"{'all':18}{len(first):7}{first.sum():16}{auc(first, worths):7.3f}")
    left_out = _learnt()["AUC, each article left out"]
    print(f"all, each article left out of the training (model card): {left_out:.3f}")


def _learnt() -> dict[str, float]:
    """The figures that the training wrote for news."""
    figures: dict[str, float] = json.loads((TOP / "checks/extraction/worthiness/data/worth.json").read_text())[
        "scores"
    ]["news"]
    return figures


def _speed(texts: list[str]) -> None:
    many = texts * _ROUNDS
    best = min(_seconds(many) for _ in range(3))
    print(
        f"\n{len(many) / best:,.0f} sentences/s on one core, reasons included "
        f"({len(texts):,} debate sentences, best of three)"
    )


def _seconds(texts: list[str]) -> float:
    began = time.perf_counter()
    judge(texts)
    return time.perf_counter() - began


if __name__ == "__main__":
    if _ONE_CORE not in os.environ:  # read when numpy is loaded, so begin anew
        os.execve(
            sys.executable, [sys.executable, "-m", "bench.worth", *sys.argv[1:]], {**os.environ, _ONE_CORE: "1"}
        )
    given = sys.argv[1] if len(sys.argv) > 1 else os.environ.get("FACTDESK_CORPORA")
    main(Path(given) if given else TOP.parent / "shared" / "corpora")
