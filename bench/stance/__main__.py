"""Stances of passages to claims, on pairs written by hand.

    python -m bench.stance [FILE ...]
    python -m bench.stance --held-out      the sets that no rule was made with, alone and together
    python -m bench.stance --ablate ...    what each rule is worth; see ablation.py
    python -m bench.stance --walk          how many files a claim passes; see walk.py

FILE holds JSON Lines {"id", "claim", "passage", "claim_date"?, "passage_date"?, "stance", "case"}; without one the
sets in `tests/data` are read: those that rules and weights were made with, one that no rule was made with but that
the confidences were fitted on, and six that are held out from both. Precision is the share of the stances given
(supports or refutes) that are right, coverage the share of the pairs that can be decided which got one; the others
are abstained on. Both are given for claims of words and of figures apart, too (report.py).
"Reliability": in bins of confidence, how many stances were given, their mean confidence and
the share of them that is right; ECE is the mean distance of the two, Brier the mean square error. By case: how
many of them came out as marked. The last table has the held-out sets together.
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter
from typing import Any

from bench.stance import ablation, walk
from bench.stance.reader import read_pair
from bench.stance.report import Tally
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


def main() -> int:
    """Print the tables; returns 0, or what the ablation or the walk returns."""
    if "--walk" in sys.argv:
        return walk.main()
    if "--ablate" in sys.argv:
        return ablation.main([each for each in sys.argv[1:] if each != "--ablate"], HELD_OUT)
    named = [Path(each) for each in sys.argv[1:] if each != "--held-out"]
    held_out = Tally()
    for path in named or (HELD_OUT if "--held-out" in sys.argv else [_DATA / name for name in _SETS]):
        tally = _report(path)
        if path in HELD_OUT:
            held_out.include(tally)
    if held_out.counts:
        print(f"\nheld-out sets together: {held_out.counts.total()} pairs", *held_out.lines(), sep="\n")
    return 0


def _report(path: Path) -> Tally:
    """What came out for a file; printed."""
    tally, begun = Tally(), perf_counter()
    for row, found in findings(path):
        tally.add(row, found)
    pairs = tally.counts.total()
    print(f"\n{path.name}: {pairs} pairs", *tally.lines(), sep="\n")
    milliseconds = (perf_counter() - begun) / max(1, pairs) * 1000
    print(f"{milliseconds:.1f} ms a pair, the loading of what it needs included")
    print("; ".join(f"{case} {sum(right)}/{len(right)}" for case, right in sorted(tally.cases.items())))
    return tally


if __name__ == "__main__":
    sys.exit(main())
