"""The tables of `bench.stance`: how often stances are right, and how often none is given, of words and of figures.

A claim is of figures or of words as the letter in its pair's id marks it ("nf012", "w045"); where the id has none of
the two, it is of figures when a quantity is read in it.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, Final

from checks.quantities import quantities

DECIDED: Final = ("supports", "refutes")
STANCES: Final = (*DECIDED, "context", "none")
_BINS: Final = (0.0, 0.7, 0.8, 0.9, 1.01)
_MARKED: Final = re.compile(r"[a-eg-vx-z]*([fw])[a-z]*\d")
Counts = Counter[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Tally:
    """What came out for some pairs: how many by (marked, given), by case which are as marked, and the confidences.

    `by_kind` has the same counts for the claims of "words" and of "figures".
    """

    counts: Counts = field(default_factory=Counter)
    by_kind: Mapping[str, Counts] = field(default_factory=lambda: {"words": Counter(), "figures": Counter()})
    cases: dict[str, list[bool]] = field(default_factory=lambda: defaultdict(list))
    said: list[tuple[float, bool]] = field(default_factory=list)

    def add(self, row: Mapping[str, Any], given: Mapping[str, Any]) -> None:
        """Count a pair as a file has it, with what the command says of it."""
        marked, stance = row["stance"], given["stance"]
        if stance in DECIDED:
            self.said.append((given["confidence"], stance == marked))
        self.cases[row["case"]].append(stance == marked)
        for counts in (self.counts, self.by_kind["figures" if of_figures(row) else "words"]):
            counts[marked, stance] += 1

    def include(self, other: "Tally") -> None:
        """Count the pairs of another tally too; its cases stay its own."""
        self.counts.update(other.counts)
        self.said.extend(other.said)
        for kind, counts in self.by_kind.items():
            counts.update(other.by_kind[kind])

    def lines(self) -> Iterator[str]:
        """The table of the stances, then the shares of all claims, of words and of figures, then the confidences."""
        yield f"{'marked':<10}" + "".join(f"{given:>10}" for given in STANCES)
        for marked in STANCES:
            yield f"{marked:<10}" + "".join(f"{self.counts[marked, given]:>10}" for given in STANCES)
        yield f"{in_words(self.counts)}, as marked over all {shares(self.counts)[2]:.3f}"
        yield from (f"{kind}: {in_words(counts)}" for kind, counts in self.by_kind.items() if counts)
        yield reliability(self.said)


def of_figures(row: Mapping[str, Any]) -> bool:
    """Whether a pair's claim is of figures."""
    marked = _MARKED.match(row["id"])
    return marked[1] == "f" if marked else bool(quantities(row["claim"]))


def shares(counts: Counts) -> tuple[float, float, float]:
    """(precision, share abstained, accuracy over all) of counts by (marked, given)."""
    right, stances, undecided, decidable = _numbers(counts)
    same = sum(n for (marked, given), n in counts.items() if marked == given)
    return right / max(1, stances), undecided / max(1, decidable), same / max(1, counts.total())


def in_words(counts: Counts) -> str:
    """The shares of counts with the numbers that they are of; coverage and abstention are of what can be decided."""
    right, stances, undecided, decidable = _numbers(counts)
    precision, abstained, _ = shares(counts)
    return (
        f"precision {precision:.3f} ({right} of {stances}), "
        f"coverage {1 - abstained:.3f}, abstained {abstained:.3f} ({undecided} of {decidable})"
    )


def _numbers(counts: Counts) -> tuple[int, int, int, int]:
    """How many stances are right, how many were given, how many pairs that can be decided were not, and can be."""

    def total(pairs: Iterable[tuple[str, str]]) -> int:
        return sum(counts[pair] for pair in pairs)

    decidable = [pair for pair in counts if pair[0] in DECIDED]
    return (
        total((each, each) for each in DECIDED),
        total(pair for pair in counts if pair[1] in DECIDED),
        total(pair for pair in decidable if pair[1] not in DECIDED),
        total(decidable),
    )


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
