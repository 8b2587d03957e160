"""Fit how likely two figures are of the same: `python -m training.comparability` writes
`checks/stance/data/comparability.json`.

A logistic regression with an L2 penalty, from the features of `checks.stance.figures.comparability` to whether a
pair was marked as decided. It learns from pairs of figures that the rules select, those that a scope rule sets
aside among them, and from every claim beside itself, with and without who says so: pairs that are made to mislead
repeat most of the claim, so that without these a passage in the claim's own words would count as another matter.
The sets that the bench holds out are not read. Newton's method; no randomness.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from checks.stance.figures.comparability import comparability_features
from checks.stance.figures.judge import figure_pairs
from checks.stance.normalize import normalize_spelling
from checks.stance.text import AnalyzedText
from cli.text.lines import pair

_DATA: Final = Path(__file__).parents[1] / "tests/data"
_TARGET: Final = Path(__file__).parents[1] / "checks/stance/data/comparability.json"
# The weight of a pair; the first four are easier than what newsrooms write.
_LEARNED_FROM: Final = {
    "stance_pairs.jsonl": 0.5,
    "stance_pairs_second.jsonl": 0.5,
    "stance_pairs_third.jsonl": 0.5,
    "stance_pairs_fourth.jsonl": 0.5,
    "stance_pairs_fifth.jsonl": 1.0,
    "stance_pairs_sixth.jsonl": 1.0,
    "stance_pairs_held_out.jsonl": 1.0,
}
_ITSELF: Final = 0.1  # the weight of a claim beside itself
_SAID: Final = ("", ", the ministry said on Tuesday.")
_THRESHOLD: Final = 0.5
_PENALTY: Final = 1.0  # of the weights of features with a standard deviation of 1
_FOLDS: Final = 10
_STEPS: Final = 25

Vector = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Example:
    """A pair of figures: its features, whether they are of the same, its weight, and the claim that it belongs to."""

    features: dict[str, float]
    same: bool
    weight: float
    claim: str


def examples() -> Iterator[Example]:
    """The pairs of figures of all files that are learned from, one of each pair of texts."""
    for name, weight in _LEARNED_FROM.items():
        for line in (_DATA / name).read_text(encoding="utf-8").splitlines():
            texts, marked = pair(line), json.loads(line)["stance"]
            for found in _features(texts.claim, texts.claim_date, texts.passage, texts.passage_date):
                yield Example(found, marked in ("supports", "refutes"), weight, texts.claim)


def beside_themselves() -> Iterator[Example]:
    """Every claim beside itself, as one that its figure meets and as one that it misses."""
    lines = (line for name in _LEARNED_FROM for line in (_DATA / name).read_text(encoding="utf-8").splitlines())
    claims = {texts.claim: texts.claim_date for texts in map(pair, lines)}
    for claim, day in claims.items():
        for said in _SAID:
            passage = claim.rstrip(".") + said if said else claim
            for found in _features(claim, day, passage, day):
                for meets in (0.0, 1.0):
                    yield Example({**found, "meets": meets}, True, _ITSELF, claim)


def _features(
    claim: str, claim_date: date | None, passage: str, passage_date: date | None
) -> Iterator[dict[str, float]]:
    """The features of the first pair of figures of a claim and a passage; nothing where there is none."""
    ours = AnalyzedText(normalize_spelling(claim), claim_date)
    if not ours.amounts:
        return
    theirs = AnalyzedText(normalize_spelling(passage), passage_date, is_source=True)
    theirs = replace(theirs.with_rows_as_lines(), with_durations=ours.asks_how_long)
    for figures, meets in figure_pairs(ours, theirs)[:1]:
        found = comparability_features(figures, meets=meets)
        if found is not None:
            yield found


def fitted(data: Sequence[Example], penalty: float = _PENALTY) -> tuple[float, dict[str, float]]:
    """The bias and the weight of each feature; `penalty` is of weights of features with a standard deviation of 1."""
    names = sorted(data[0].features)
    rows = np.array([[each.features[name] for name in names] for each in data])
    mean, deviation = rows.mean(axis=0), rows.std(axis=0) + 1e-9
    scaled = np.c_[np.ones(len(data)), (rows - mean) / deviation]
    same, weight = (np.array(values, float) for values in zip(*((e.same, e.weight) for e in data), strict=True))
    penalties = np.diag([0.0, *[penalty] * len(names)])
    weights = np.zeros(scaled.shape[1])
    for _ in range(_STEPS):
        sure = 1 / (1 + np.exp(-scaled @ weights))
        slope = scaled.T @ (weight * (same - sure)) - penalties @ weights
        curve = (scaled * (weight * sure * (1 - sure))[:, None]).T @ scaled + penalties
        weights = weights + np.linalg.solve(curve, slope)
    plain = weights[1:] / deviation
    return float(weights[0] - plain @ mean), dict(zip(names, map(float, plain), strict=True))


def probability(model: tuple[float, dict[str, float]], features: dict[str, float]) -> float:
    """How likely two figures with these features are of the same."""
    bias, weights = model
    return float(1 / (1 + np.exp(-bias - sum(weights[name] * value for name, value in features.items()))))


def cross_validated(data: Sequence[Example], penalty: float = _PENALTY) -> list[float]:
    """For every example its probability by weights made without the claims of its fold."""
    claims = sorted({each.claim for each in data})
    fold = {claim: number % _FOLDS for number, claim in enumerate(claims)}
    models = {n: fitted([each for each in data if fold[each.claim] != n], penalty) for n in range(_FOLDS)}
    return [probability(models[fold[each.claim]], each.features) for each in data]


def _area(same: Vector, sure: Vector) -> float:
    """The area under the ROC curve: how often one that is of the same comes before one that is not."""
    return float((sure[same > 0][:, None] > sure[same == 0][None, :]).mean())


def main() -> None:
    """Fit, say how well, and write."""
    pairs, themselves = list(examples()), list(beside_themselves())
    data = [*pairs, *themselves]
    probabilities = np.array(cross_validated(data))
    same, sure = np.array([float(each.same) for each in pairs]), probabilities[: len(pairs)]
    speaks = sure >= _THRESHOLD
    print(
        f"{len(pairs)} pairs, in cross-validation by claim: AUC {_area(same, sure):.3f}; at {_THRESHOLD} "
        f"{speaks.mean():.3f} may speak, {same[speaks].mean():.3f} of them of the same ({same.mean():.3f} of all); "
        f"of {len(themselves)} claims beside themselves {(probabilities[len(pairs) :] >= _THRESHOLD).mean():.3f}"
    )
    bias, weights = fitted(data)
    made = {
        "learned_from": _LEARNED_FROM,
        "examples": len(data),
        "threshold": _THRESHOLD,
        "bias": round(bias, 4),
        "weights": {name: round(weight, 4) for name, weight in weights.items()},
    }
    _TARGET.write_text(json.dumps(made, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
