"""What comparing a claim with a passage comes to, and how sure it is.

The confidence is a logistic regression on a judgement's features, fitted by `training.stance`; so is what else of a
stance is learnt (`load_regression`).
"""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple, TypedDict

from checks.types.stance import Stance

_DATA: Final = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class Judgement:
    """A stance with its reason in words; `ground` names the kind of reason, `strength` is how near the two are, 0 to 1.

    `features` says by name what speaks for and against trusting a stance that decides; most are 0 to 1.
    """

    stance: Stance
    reason: str
    strength: float
    ground: str = "matter"
    features: Mapping[str, float] = field(default_factory=dict)

    @property
    def kind(self) -> str:
        """Which weights its confidence is made with: "number refutes", "words supports" …"""
        return f"{'number' if self.ground == 'number' else 'words'} {self.stance}"

    @property
    def decides(self) -> bool:
        """Whether it supports or refutes."""
        return self.stance in ("supports", "refutes")


class Contradiction(NamedTuple):
    """What differs: its kind, what the source says, and the words of the claim that it stands against.

    `excludes`: who denies what the claim says is borne out by it; not where both may be so, at another time.
    """

    ground: str
    reason: str
    instead_of: frozenset[int] = frozenset()
    excludes: bool = True


def confidence(judgement: Judgement) -> float:
    """How often a stance that decides, with these features, is right: 0 to 1.

    Log-odds beyond 30 are cut, where the confidence is 0 or 1 to twelve digits. A kind of judgement without
    weights has its strength as its confidence.
    """
    weights = _fitted()["weights"].get(judgement.kind)
    if weights is None:
        return judgement.strength
    score: float = weights["bias"] + sum(
        weights.get(name, 0.0) * value for name, value in features(judgement).items()
    )
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, score))))


def features(judgement: Judgement) -> dict[str, float]:
    """All that the confidence is made from."""
    return {"strength": judgement.strength, judgement.ground: 1.0, **judgement.features}


def decision_threshold() -> float:
    """The confidence below which a stance is not given."""
    return _fitted()["threshold"]


class _Fitted(TypedDict):
    """The confidence below which a stance is not given, and the weights of the features by kind of judgement."""

    threshold: float
    weights: dict[str, dict[str, float]]


@cache
def _fitted() -> _Fitted:
    """The threshold and the weights that `training.stance` has written."""
    made: _Fitted = json.loads((_DATA / "calibration.json").read_text(encoding="utf-8"))
    return made


@dataclass(frozen=True, slots=True)
class Regression:
    """A fitted logistic regression of one question, such as whether two figures are of the same.

    Attributes:
        threshold: the probability below which it does not speak, 0 to 1.
        bias: the log-odds without any feature.
        weights: by feature.
    """

    threshold: float
    bias: float
    weights: Mapping[str, float]

    def probability(self, features: Mapping[str, float]) -> float:
        """How likely it is with these features, 0 to 1; each must have a weight."""
        score = self.bias + sum(self.weights[name] * value for name, value in features.items())
        return 1 / (1 + math.exp(-score))


@cache
def load_regression(name: str) -> Regression:
    """The regression that `training.comparability` or `training.outcomes` has written to `data/NAME.json`."""
    made = json.loads((_DATA / f"{name}.json").read_text(encoding="utf-8"))
    return Regression(made["threshold"], made["bias"], made["weights"])
