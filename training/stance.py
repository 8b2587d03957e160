"""Fit how sure a stance is: `python -m training.stance` writes `checks/stance/data/calibration.json`.

For each kind of stance that decides ("number refutes", "words supports" …) a logistic regression with an L2 penalty,
from the outcome's signs to whether the stance is right. The rules know the pairs that they were made with too well to
tell how often they are right, so most of the weight is on pairs that no rule was made with; those that the bench holds
out are not read. Below `speaks` a stance is not given. Newton's method; no randomness.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from checks.stance.judge import judge_texts
from checks.stance.result import Judgement, features
from cli.text.lines import pair

_DATA: Final = Path(__file__).parents[1] / "tests/data"
_TARGET: Final = Path(__file__).parents[1] / "checks/stance/data/calibration.json"
# The weight of a pair: the first two were hardly tuned on, the third is made to mislead, with the others the rules
# were made.
_LEARNED_FROM: Final = {
    "stance_pairs_held_out.jsonl": 1.0,
    "stance_pairs_fifth.jsonl": 1.0,
    "stance_pairs_sixth.jsonl": 0.5,
    "stance_pairs_eighth.jsonl": 0.5,
    "stance_pairs.jsonl": 0.1,
    "stance_pairs_second.jsonl": 0.1,
    "stance_pairs_third.jsonl": 0.1,
    "stance_pairs_fourth.jsonl": 0.1,
}
_PENALTY: Final = 2.0
_BLOCK, _FOLDS = 8, 10
_SPEAKS: Final = 0.5
_STEPS: Final = 30

Vector = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Example:
    """One pair that was decided: its outcome, whether it is right, and the fold that it is held out in."""

    judgement: Judgement
    right: bool
    weight: float
    fold: int


def examples() -> list[Example]:
    """The pairs that the rules decide."""
    found = []
    for name, weight in _LEARNED_FROM.items():
        for number, line in enumerate((_DATA / name).read_text(encoding="utf-8").splitlines()):
            each, marked = pair(line), json.loads(line)["stance"]
            judgement = judge_texts(each.claim, each.passage, each.claim_date, each.passage_date)
            if judgement.decides:
                found.append(Example(judgement, judgement.stance == marked, weight, number // _BLOCK % _FOLDS))
    return found


def fitted(data: Sequence[Example]) -> dict[str, dict[str, float]]:
    """The weights of each kind of outcome."""
    kinds = sorted({each.judgement.kind for each in data})
    return {kind: _weights([each for each in data if each.judgement.kind == kind]) for kind in kinds}


def _weights(data: Sequence[Example]) -> dict[str, float]:
    names = sorted({name for each in data for name in features(each.judgement)})
    rows = np.array([[1.0, *(features(each.judgement).get(name, 0.0) for name in names)] for each in data])
    right, weight = (
        np.array([float(value) for value in values])
        for values in zip(*((e.right, e.weight) for e in data), strict=True)
    )
    found = _logistic(rows, right, weight)
    return {name: round(float(w), 4) for name, w in zip(("bias", *names), found, strict=True)}


def _logistic(rows: Vector, right: Vector, weight: Vector) -> Vector:
    """Newton's method for the penalized likelihood; the bias is drawn towards nine of ten being right."""
    penalty = np.full(rows.shape[1], _PENALTY)
    penalty[0] = 3.0
    prior = np.zeros(rows.shape[1])
    prior[0] = np.log(9.0)
    weights = prior.copy()
    for _ in range(_STEPS):
        sure = 1 / (1 + np.exp(-rows @ weights))
        slope = rows.T @ (weight * (right - sure)) - penalty * (weights - prior)
        curve = (rows * (weight * sure * (1 - sure))[:, None]).T @ rows + np.diag(penalty)
        weights = weights + np.linalg.solve(curve, slope)
    return weights


def _sure(weights: dict[str, dict[str, float]], judgement: Judgement) -> float:
    own = weights.get(judgement.kind, {"bias": 2.2})
    score = own["bias"] + sum(own.get(name, 0.0) * value for name, value in features(judgement).items())
    return float(1 / (1 + np.exp(-score)))


def held_out(data: Sequence[Example]) -> list[tuple[float, Example]]:
    """For every example the confidence that weights made without its fold give it."""
    made = {fold: fitted([each for each in data if each.fold != fold]) for fold in range(_FOLDS)}
    return [(_sure(made[each.fold], each.judgement), each) for each in data]


def main() -> None:
    """Fit, say how well, and write."""
    data = examples()
    scored = [(sure, each.right) for sure, each in held_out(data) if each.weight >= 0.5]
    brier = sum((sure - right) ** 2 for sure, right in scored) / len(scored)
    same = sum(right for _, right in scored) / len(scored)
    print(
        f"{len(scored)} untuned pairs, in cross-validation: Brier {brier:.4f}; {same * (1 - same):.4f} by the "
        "mean alone"
    )
    made: dict[str, Any] = {
        "learned_from": _LEARNED_FROM,
        "examples": len(data),
        "threshold": _SPEAKS,
        "weights": fitted(data),
    }
    _TARGET.write_text(json.dumps(made, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
