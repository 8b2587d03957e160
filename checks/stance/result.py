"""What comparing a claim with a passage comes to, and how sure it is.

The confidence is how often stances on such a ground were right, counted by `training.stance`; what else of a stance is
learnt are logistic regressions (`load_regression`).
"""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

from checks.types.stance import Stance

_DATA: Final = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class Judgement:
    """A stance with its reason in words; `ground` names the kind of reason, `strength` is how near both are, 0 to 1."""

    stance: Stance
    reason: str
    strength: float
    ground: str = "matter"

    @property
    def kind(self) -> str:
        """What its confidence is counted by: "number refutes", "same words supports" …"""
        return f"{self.ground} {self.stance}"

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
    """How often a stance of its kind is right, 0 to 1; its strength where it decides nothing."""
    return _confidences().get(judgement.kind, judgement.strength)


@cache
def _confidences() -> dict[str, float]:
    """By kind of judgement the share that is right, as `training.stance` has counted it."""
    made: dict[str, float] = json.loads((_DATA / "calibration.json").read_text(encoding="utf-8"))["confidences"]
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
