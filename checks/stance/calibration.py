"""How sure a judgement is: a logistic regression on its features, fitted by `training.stance`."""

import json
import math
from functools import cache
from pathlib import Path
from typing import Any, Final

from checks.stance.result import Judgement

_DATA: Final = Path(__file__).parent / "data/calibration.json"


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
    return float(_fitted()["threshold"])


@cache
def _fitted() -> dict[str, Any]:
    """The threshold and the weights that `training.stance` has written."""
    made: dict[str, Any] = json.loads(_DATA.read_text(encoding="utf-8"))
    return made
