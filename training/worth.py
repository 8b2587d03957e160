"""Train check-worthiness: `python -m training.worth FOLDER`.

FOLDER holds the debate sentences of CT24 (`CT24_checkworthy_english_…`); beside it lie `claims/dev.jsonl` and
`syntax/gum-open-train.conllu.gz`. Writes `worth.npz` and `worth.json` in `checks/extraction/worthiness/data`,
the same for the same data and seed, and prints the scores. Dev-test is scored and nothing else: no weight and no
choice rests on it.

`training/data/worth-teacher.npz` holds what a larger model said of each text (log-odds); how it was made is told
in docs/models/check-worthiness.md.
"""

import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from checks.extraction.worthiness.features import SIGNS, sign_values
from checks.extraction.worthiness.net import Floats, Net
from checks.extraction.worthiness.score import DATA, NEWS_SIGNS, news_features
from training import worth_corpora as corpora
from training import worth_student as student
from training.worth_student import Real

CARD = Path(__file__).parent.parent / "docs" / "models" / "check-worthiness.md"
_OPENS, _CLOSES = "<!-- figures: written by training.worth -->", "<!-- end of figures -->"
SEED = 7  # of the variations; the teacher's labels fit this one only
LABELS_SHARE = 0.3  # of the aim; the rest is the teacher's word
LATEST = 0.2  # of the debate sentences, kept apart to find the threshold
NEWS_PENALTY = 8.0  # from 1 to 32 make the same figures within 0.02
# What each sign of a claim in news should weigh before any article is seen, in log-odds: what newsrooms check first
# is figures, harm, accusations, official acts with consequences and records, never a match or what somebody wore.
# Some 320 marked claims are too few to overrule that: without it violence weighed against a claim.
EXPECTED = {
    "figure": 0.5, "large": 0.3, "percent": 0.6, "money": 0.6, "people": 0.4, "harm": 1.2, "law": 0.8,
    "official": 0.6, "accusation": 0.8, "record": 0.5, "change": 0.4, "compare": 0.2, "cause": 0.3, "health": 0.4,
    "sport": -0.8, "private": -0.4, "opinion": -0.3, "future": -0.2, "i": -0.4, "we": -0.3, "short": -0.2,
    "reads as quantity": 0.8, "reads as comparison": 0.4, "reads as cause": 0.5, "reads as statement": 0.1,
    "reads as state": -0.5, "by somebody": 0.5, "charged": 1.0, "announced": 0.5, "share or sum": 0.6,
    "thousands": 0.5, "span only": -0.5, "wording": 0.7,
}  # fmt: skip
SIGNS_PENALTY = 10.0


def main(folder: Path) -> None:
    """Train, write the weights, print the scores."""
    debates = {part: corpora.debates(folder, part) for part in corpora.DEBATES}
    taught = lessons(debates["train"], folder.parent)
    net = trained(taught)
    student.write(net, DATA / "worth.npz")
    threshold = threshold_for_later_debates(taught, debates["train"])
    scores = {part: tested(net, debates[part], threshold) for part in ("dev", "dev-test")}
    signs = _explaining(net, debates["train"].texts)
    six, others = corpora.news(folder.parent), corpora.other_news(folder.parent)
    weights, left_out = news_weights(net, six, others)
    used = [folder / name for name in corpora.DEBATES.values()]
    used += [folder.parent / name for name in (corpora.NEWS, corpora.OTHER_NEWS)]
    used += sorted(corpora.HERE.glob("worth-*"))
    card = {
        "threshold": round(threshold, 4),
        "signs": _named(signs, SIGNS),
        "news": _named(weights[:-1], NEWS_SIGNS),
        "news_base": round(float(weights[-1]), 4),
        "scores": {**scores, "news": left_out},
        "sha256": {path.name: corpora.sha256(path) for path in used},
    }
    (DATA / "worth.json").write_text(json.dumps(card, indent=1) + "\n", encoding="utf-8")
    _into_card(card)
    print(json.dumps({name: card[name] for name in ("threshold", "scores", "sha256")}, indent=1))


@dataclass(frozen=True, slots=True)
class Lessons:
    """Texts and the probabilities to aim at; `origins` is the id of the debate sentence behind each, 0 for GUM."""

    texts: list[str]
    aims: Floats
    origins: NDArray[np.int64]


def lessons(train: corpora.Debates, folder: Path) -> Lessons:
    """The debate sentences, variations of them, and GUM, with what labels and teacher say of them."""
    varied = corpora.variations(train.texts, SEED)
    others = [text for texts in corpora.gum(folder).values() for text in texts]
    with np.load(corpora.HERE / "worth-teacher.npz", allow_pickle=False) as arrays:
        says = {name: sigmoid(arrays[name].astype(np.float32)) for name in ("train", "variations", "others")}
    own = LABELS_SHARE * train.labels + (1 - LABELS_SHARE) * says["train"]
    origins = [*train.ids, *(train.ids[place] for place, _ in varied), *[0] * len(others)]
    aims = np.concatenate([own, says["variations"], says["others"]]).astype(np.float32)
    return Lessons([*train.texts, *(text for _, text in varied), *others], aims, np.array(origins))


def trained(lessons: Lessons, before: float = np.inf) -> Net:
    """The net, taught with the lessons whose origin is below `before`."""
    chosen = np.flatnonzero(lessons.origins < before)
    pupil = student.begin(*corpora.word_vectors(), student.Recipe())
    student.train(pupil, [lessons.texts[i] for i in chosen], lessons.aims[chosen])
    return student.rounded(pupil)


def sigmoid(x: Floats) -> Floats:
    return (1 / (1 + np.exp(-x))).astype(np.float32)


def threshold_for_later_debates(lessons: Lessons, train: corpora.Debates) -> float:
    """The log-odds at which a sentence of an unseen debate is as much like those worth checking as like the rest.

    A net taught without the debates of the highest ids (the latest is of 2016) scores these; its log-odds are
    brought to probabilities there (Platt scaling), and the threshold is where that probability equals the share of
    those worth checking. So a missed claim costs as many times a needless look as there are sentences of the
    other kind: three.
    """
    first = float(np.quantile(train.ids, 1 - LATEST))
    later = train.ids >= first
    scores = trained(lessons, first).scores([train.texts[i] for i in np.flatnonzero(later)])
    slope, base = logistic(scores[:, None], train.labels[later], 1e-3)
    share = float(train.labels[later].mean())
    return float((np.log(share / (1 - share)) - base) / slope)


def logistic(
    features: Real, labels: Real | NDArray[np.bool_], penalty: float, expected: Real | None = None
) -> Real:
    """Weights of a ridge logistic regression, the base last, drawn to `expected` or to zero; Newton's method."""
    x = np.column_stack([features, np.ones(len(features))])
    ridge = np.diag([*[penalty] * (x.shape[1] - 1), 1e-6])
    drawn_to = np.zeros(x.shape[1]) if expected is None else np.append(expected, 0.0)
    weights = drawn_to.copy()
    for _ in range(40):
        p = 1 / (1 + np.exp(-np.clip(x @ weights, -30, 30)))
        slope = x.T @ (p - labels) + ridge @ (weights - drawn_to)
        weights -= np.linalg.solve((x * (p * (1 - p))[:, None]).T @ x + ridge, slope)
    return weights


def tested(net: Net, part: corpora.Debates, threshold: float) -> dict[str, float]:
    """Precision, recall and F1 of check-worthy at the threshold, and average precision."""
    scores = net.scores(part.texts)
    said, true = scores >= threshold, part.labels == 1
    hits = float((said & true).sum())
    precision, recall = hits / max(said.sum(), 1), hits / true.sum()
    f1 = 2 * hits / (said.sum() + true.sum())
    ap = average_precision(true, scores)
    return {
        n: round(float(v), 4) for n, v in zip(("P", "R", "F1", "AP"), (precision, recall, f1, ap), strict=True)
    }


def average_precision(true: NDArray[np.bool_], scores: Real) -> float:
    """Mean precision at the rank of each positive."""
    ranked = true[np.argsort(-scores, kind="stable")]
    return float((np.cumsum(ranked) / np.arange(1, len(ranked) + 1))[ranked].mean())


def auc(true: NDArray[np.bool_], scores: Real) -> float:
    """The share of pairs of a positive and a negative that stand in the right order; ties count half."""
    apart = scores[true][:, None] - scores[~true]
    return float(((apart > 0) + 0.5 * (apart == 0)).mean())


def _explaining(net: Net, texts: list[str]) -> Real:
    """How much each sign goes with the net's log-odds: a ridge regression, for the reasons only."""
    x = np.array([sign_values(text) for text in texts], dtype=np.float64)
    x = np.column_stack([x, np.ones(len(x))])
    ridge = SIGNS_PENALTY * np.eye(x.shape[1])
    weights: Real = np.linalg.solve(x.T @ x + ridge, x.T @ net.scores(texts))[:-1]
    return weights


@dataclass(frozen=True, slots=True)
class _Rows:
    features: Floats
    first: NDArray[np.bool_]
    articles: NDArray[np.str_]


def _rows(net: Net, *sets: corpora.News) -> _Rows:
    features = [news_features(s.candidates, net) for s in sets]
    first = [s.worths == 2 for s in sets]
    return _Rows(np.vstack(features), np.concatenate(first), np.array([a for s in sets for a in s.articles]))


def news_weights(net: Net, six: corpora.News, others: corpora.News) -> tuple[Real, dict[str, float]]:
    """The weights from all articles, and the AUC over the six when neither they nor one of them is learnt from."""
    rows = _rows(net, six, others)
    expected = np.array([EXPECTED.get(sign.name, 0.0) for sign in NEWS_SIGNS])
    apart = np.zeros(len(rows.first))
    for article in set(rows.articles):
        learnt = rows.articles != article
        weights = logistic(rows.features[learnt], rows.first[learnt], NEWS_PENALTY, expected)
        apart[~learnt] = rows.features[~learnt] @ weights[:-1] + weights[-1]
    n = len(six.articles)
    from_others = logistic(rows.features[n:], rows.first[n:], NEWS_PENALTY, expected)
    first, untouched = rows.first[:n], rows.features[:n] @ from_others[:-1]
    figures = {"claims": n, "AUC, each article left out": round(auc(first, apart[:n]), 4),
               "AUC, learnt from the other texts only": round(auc(first, untouched), 4)}  # fmt: skip
    return logistic(rows.features, rows.first, NEWS_PENALTY, expected), figures


def _into_card(card: dict[str, Any]) -> None:
    """Write the scores and the digests of the data into the model card."""
    scores, news = card["scores"], card["scores"]["news"]
    lines = ["| debates | P | R | F1 | AP |", "|---|---|---|---|---|"]
    for part in ("dev", "dev-test"):
        lines.append(
            f"| CT24 {part} | " + " | ".join(f"{scores[part][n]:.3f}" for n in ("P", "R", "F1", "AP")) + " |"
        )
    lines += ["", f"| news: {news['claims']} claims of six articles | AUC |", "|---|---|"]
    lines += [
        f"| {name.removeprefix('AUC, ')} | {value:.3f} |" for name, value in news.items() if name != "claims"
    ]
    lines += [
        "",
        f"Threshold of the net: {card['threshold']:.2f} (log-odds).",
        "",
        "| file | sha256 |",
        "|---|---|",
    ]
    lines += [f"| {name} | `{digest}` |" for name, digest in card["sha256"].items()]
    before, rest = CARD.read_text(encoding="utf-8").split(_OPENS)
    after = rest.split(_CLOSES)[1]
    CARD.write_text(before + _OPENS + "\n" + "\n".join(lines) + "\n" + _CLOSES + after, encoding="utf-8")


def _named(weights: Real, signs: tuple) -> dict[str, float]:  # type: ignore[type-arg]
    return {sign.name: round(float(w), 4) for sign, w in zip(signs, weights, strict=True)}


if __name__ == "__main__":
    main(Path(sys.argv[1]))
