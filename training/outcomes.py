"""Fit how likely two outcomes are told of the same: `python -m training.outcomes` writes
`checks/stance/data/outcomes.json`.

A logistic regression with an L2 penalty, from the features of `checks.stance.wording.outcome_judgement` to whether a
pair of outcomes gives the marked stance. It learns from pairs without figures; those that the rules leave open, for
which it is asked, count most. The threshold is the lowest at which, in cross-validation by claim over the pairs that
the rules leave open, 95 of 100 stances are right. The sets that the bench holds out are not read. No randomness.
"""

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np

from checks.stance.judge import judge_texts
from checks.stance.normalize import normalize_spelling
from checks.stance.text import AnalyzedText
from checks.stance.wording.judge import wording_outcomes
from checks.stance.wording.outcome_judgement import most_likely
from checks.stance.wording.outcomes import Relation
from cli.text.lines import Pair, pair
from training.comparability import Example, cross_validated, fitted

_DATA: Final = Path(__file__).parents[1] / "tests/data"
_TARGET: Final = Path(__file__).parents[1] / "checks/stance/data/outcomes.json"
_LEARNED_FROM: Final = (
    "stance_pairs.jsonl",
    "stance_pairs_second.jsonl",
    "stance_pairs_third.jsonl",
    "stance_pairs_fourth.jsonl",
    "stance_pairs_fifth.jsonl",
    "stance_pairs_sixth.jsonl",
    "stance_pairs_eighth.jsonl",
    "stance_pairs_held_out.jsonl",
)
_DECIDED: Final = 0.3  # the weight of a pair that the rules decide
_PENALTY: Final = 10.0
_PRECISION: Final = 0.95
_LEAST: Final = 30  # stances by which a precision is known


class Outcomes(NamedTuple):
    """An example with the pair of texts that it is of, the relation of the two, and whether the rules leave it open."""

    example: Example
    texts: int
    relation: Relation
    open: bool


def examples() -> Iterator[Outcomes]:
    """The pairs of outcomes of every pair of texts without figures."""
    lines = (line for name in _LEARNED_FROM for line in (_DATA / name).read_text(encoding="utf-8").splitlines())
    for number, line in enumerate(lines):
        texts, marked = pair(line), json.loads(line)["stance"]
        claim = AnalyzedText(normalize_spelling(texts.claim), texts.claim_date)
        source = AnalyzedText(normalize_spelling(texts.passage), texts.passage_date, is_source=True)
        if claim.amounts:
            continue
        found = list(wording_outcomes(claim, source))
        left_open = bool(found) and _left_open(texts)
        for each in found:
            right = marked == ("supports" if each.relation == "same" else "refutes")
            weight = (1.0 if left_open else _DECIDED) / len(found)
            yield Outcomes(Example(each.features(), right, weight, texts.claim), number, each.relation, left_open)


def _left_open(texts: Pair) -> bool:
    """Whether the rules decide nothing."""
    found = judge_texts(texts.claim, texts.passage, texts.claim_date, texts.passage_date)
    return not found.decides or found.ground == "outcome"


def likeliest(data: Sequence[Outcomes], sure: Sequence[float]) -> list[tuple[Relation, float, bool]]:
    """For every pair of texts that the rules leave open: its likeliest outcome's relation and probability, and whether
    that is right.

    Left out are pairs that the contrary is nearly as likely of.
    """
    of_texts: dict[int, list[tuple[Relation, float, bool]]] = defaultdict(list)
    for each, probability in zip(data, sure, strict=True):
        if each.open:
            of_texts[each.texts].append((each.relation, probability, each.example.same))
    chosen = (
        (found, most_likely([(relation, sure) for relation, sure, _ in found])) for found in of_texts.values()
    )
    return [found[at] for found, at in chosen if at is not None]


def threshold(scored: Sequence[tuple[float, bool]]) -> float:
    """The lowest probability from which on so many are right as is asked."""
    ranked = sorted(scored, reverse=True)
    right = np.cumsum([same for _, same in ranked])
    enough = [n for n in range(_LEAST, len(ranked)) if right[n - 1] / n >= _PRECISION]
    return ranked[max(enough) - 1][0] if enough else 1.01


def main() -> None:
    """Fit, say how well, and write."""
    data = list(examples())
    plain = [each.example for each in data]
    scored = likeliest(data, cross_validated(plain, _PENALTY))
    least = threshold([(sure, right) for _, sure, right in scored])
    spoken = [right for _, sure, right in scored if sure >= least]
    print(
        f"{len(data)} outcomes; of {len(scored)} pairs that the rules leave open {len(spoken)} are decided "
        f"from {least:.2f} on, {sum(spoken)} rightly, in cross-validation by claim"
    )
    bias, weights = fitted(plain, _PENALTY)
    made = {
        "learned_from": _LEARNED_FROM,
        "examples": len(data),
        "threshold": round(least, 3),
        "bias": round(bias, 4),
        "weights": {name: round(weight, 4) for name, weight in weights.items()},
    }
    _TARGET.write_text(json.dumps(made, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
