"""Stances of passages to claims with figures, on pairs written by hand.

    python -m bench.stance [FILE ...]
    python -m bench.stance --ablate ...    what each rule is worth; see ablation.py
    python -m bench.stance --walk          how many files a claim passes; see walk.py

FILE holds JSON Lines {"id", "claim", "passage", "claim_date"?, "passage_date"?, "stance", "case"}; without one the
sets in `tests/data` are read: those that rules and weights were made with, one that no rule was made with but that
the confidences were fitted on, and six that are held out from both. "Speaks"
is supports or refutes. "Right" is the share of these that are right; "abstains" the share of the pairs that can be
decided and were not. "Reliability": in bins of confidence, how many stances were given, their mean confidence and
the share of them that is right; ECE is the mean distance of the two, Brier the mean square error. By case: how
many of them came out as marked.
"""

import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from time import perf_counter
from typing import Any

from bench.stance import ablation, walk
from bench.stance.reader import read_pair
from cli.text.stance import judge_pair

_DATA = Path(__file__).parents[2] / "tests/data"
_SETS = (
    "stance_pairs.jsonl",
    "stance_pairs_second.jsonl",
    "stance_pairs_third.jsonl",
    "stance_pairs_fourth.jsonl",
    "stance_pairs_fifth.jsonl",
    "stance_pairs_sixth.jsonl",
    "stance_pairs_eighth.jsonl",
    "stance_pairs_ninth.jsonl",
    "stance_pairs_tenth.jsonl",
    "stance_pairs_eleventh.jsonl",
    "stance_pairs_twelfth.jsonl",
    "stance_pairs_thirteenth.jsonl",
    "stance_pairs_held_out.jsonl",
    "stance_pairs_second_held_out.jsonl",
    "stance_pairs_third_held_out.jsonl",
    "stance_pairs_fourth_held_out.jsonl",
    "stance_pairs_fifth_held_out.jsonl",
    "stance_pairs_sixth_held_out.jsonl",
    "stance_pairs_seventh_held_out.jsonl",
)
_BINS = (0.0, 0.7, 0.8, 0.9, 1.01)
_STANCES = ("supports", "refutes", "context", "none")
_DECIDED = ("supports", "refutes")
# Pairs that no rule was made with.
HELD_OUT = tuple(_DATA / name for name in _SETS if "held_out" in name)


def pairs(path: Path) -> Iterator[tuple[dict[str, Any], str]]:
    """Every pair of a file with the stance that it gets."""
    for row, found in findings(path):
        yield row, found["stance"]


def findings(path: Path) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Every pair of a file with all that the command says of it."""
    for line in path.read_text(encoding="utf-8").splitlines():
        yield json.loads(line), judge_pair(read_pair(line))


def reliability(said: Sequence[tuple[float, bool]]) -> str:
    """Confidences beside the share that is right, in words; empty where nothing was said."""
    if not said:
        return ""
    parts, off = [], 0.0
    for low, high in pairwise(_BINS):
        inside = [(sure, right) for sure, right in said if low <= sure < high]
        if inside:
            sure, right = (sum(values) / len(inside) for values in zip(*inside, strict=True))
            parts.append(f"{len(inside)} at {sure:.2f}: {right:.2f}")
            off += abs(sure - right) * len(inside) / len(said)
    brier = sum((sure - right) ** 2 for sure, right in said) / len(said)
    return f"reliability: {', '.join(parts)}; ECE {off:.3f}, Brier {brier:.3f}"


def shares(counts: Counter[tuple[str, str]]) -> tuple[float, float, float]:
    """(right when it speaks, abstains, right over all) of counts by (marked, given)."""
    speaks = sum(n for (_, given), n in counts.items() if given in _DECIDED)
    right = sum(n for (marked, given), n in counts.items() if given in _DECIDED and marked == given)
    decidable = sum(n for (marked, _), n in counts.items() if marked in _DECIDED)
    abstains = sum(n for (marked, given), n in counts.items() if marked in _DECIDED and given not in _DECIDED)
    same = sum(n for (marked, given), n in counts.items() if marked == given)
    return right / max(1, speaks), abstains / max(1, decidable), same / max(1, counts.total())


def main() -> int:
    """Print the tables; returns 0, or what the ablation or the walk returns."""
    if "--walk" in sys.argv:
        return walk.main()
    if "--ablate" in sys.argv:
        return ablation.main([each for each in sys.argv[1:] if each != "--ablate"], HELD_OUT)
    for path in map(Path, sys.argv[1:] or [str(_DATA / name) for name in _SETS]):
        counts: Counter[tuple[str, str]] = Counter()
        cases: dict[str, list[bool]] = defaultdict(list)
        said: list[tuple[float, bool]] = []
        begun = perf_counter()
        for row, found in findings(path):
            given = found["stance"]
            if given in _DECIDED:
                said.append((found["confidence"], given == row["stance"]))
            counts[row["stance"], given] += 1
            cases[row["case"]].append(row["stance"] == given)
        print(
            f"\n{path.name}: {counts.total()} pairs\n{'marked':<10}"
            + "".join(f"{given:>10}" for given in _STANCES)
        )
        for marked in _STANCES:
            print(f"{marked:<10}" + "".join(f"{counts[marked, given]:>10}" for given in _STANCES))
        right, abstains, same = shares(counts)
        print(f"right when it speaks {right:.3f}, abstains {abstains:.3f}, as marked over all {same:.3f}")
        print(reliability(said))
        print(
            f"{(perf_counter() - begun) / max(1, counts.total()) * 1000:.1f} ms a pair, "
            "the loading of what it needs included"
        )
        print("; ".join(f"{case} {sum(right)}/{len(right)}" for case, right in sorted(cases.items())))
    return 0


if __name__ == "__main__":
    sys.exit(main())
