"""Count how often stances are right: `python -m training.stance` writes `checks/stance/data/calibration.json`.

For each kind of stance that decides ("number refutes", "same words supports" …) the share that is right, drawn towards
nine of ten as if ten more pairs had been judged. The rules know the pairs that they were made with too well to tell how
often they are right, so most of the weight is on others; those that the bench holds out are not read. Features of a
judgement told no more than its kind does.
"""

import json
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from checks.stance.judge import judge_texts
from cli.text.lines import pair

_DATA: Final = Path(__file__).parents[1] / "tests/data"
_TARGET: Final = Path(__file__).parents[1] / "checks/stance/data/calibration.json"
# The weight of a pair: the first one was hardly tuned on, those of 0.5 were mended with or are made to mislead, with
# the others the rules were made.
_LEARNED_FROM: Final = {
    "stance_pairs_held_out.jsonl": 1.0,
    "stance_pairs_fifth.jsonl": 0.5,
    "stance_pairs_sixth.jsonl": 0.5,
    "stance_pairs_eighth.jsonl": 0.5,
    "stance_pairs_ninth.jsonl": 0.5,
    "stance_pairs_tenth.jsonl": 0.5,
    "stance_pairs_eleventh.jsonl": 0.5,
    "stance_pairs_twelfth.jsonl": 0.5,
    "stance_pairs.jsonl": 0.1,
    "stance_pairs_second.jsonl": 0.1,
    "stance_pairs_third.jsonl": 0.1,
    "stance_pairs_fourth.jsonl": 0.1,
}
_BEFOREHAND, _EXPECTED = 10.0, 0.9  # pairs that a kind is given before any is judged, and the share of them right


@dataclass(frozen=True, slots=True)
class Example:
    """One pair that was decided: the kind of its judgement, whether it is right, and what it counts."""

    kind: str
    right: bool
    weight: float


def examples() -> list[Example]:
    """The pairs that the rules decide."""
    found = []
    for name, weight in _LEARNED_FROM.items():
        for line in (_DATA / name).read_text(encoding="utf-8").splitlines():
            each, marked = pair(line), json.loads(line)["stance"]
            judgement = judge_texts(each.claim, each.passage, each.claim_date, each.passage_date)
            if judgement.decides:
                found.append(Example(judgement.kind, judgement.stance == marked, weight))
    return found


def shares(data: list[Example]) -> dict[str, float]:
    """By kind the share that is right."""
    right: dict[str, float] = defaultdict(lambda: _BEFOREHAND * _EXPECTED)
    total: dict[str, float] = defaultdict(lambda: _BEFOREHAND)
    for each in data:
        right[each.kind] += each.right * each.weight
        total[each.kind] += each.weight
    return {kind: round(right[kind] / total[kind], 3) for kind in sorted(total)}


def main() -> None:
    """Count, print and write."""
    data = examples()
    made = {"learned_from": _LEARNED_FROM, "examples": len(data), "confidences": shares(data)}
    print(json.dumps(made["confidences"], indent=1))
    _TARGET.write_text(json.dumps(made, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
