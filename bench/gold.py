"""The annotated articles that the benches measure with, and where they lie.

A bench takes the folder of the corpora as its argument; without one, `FACTDESK_CORPORA`, else `../shared/corpora`
beside the repo.
"""

import json
import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

LEAST_SHARE = 0.6  # the part of a key's characters that must lie in a claim


@dataclass(frozen=True, slots=True)
class Gold:
    """One annotated article; claims and quantities as the annotation gives them."""

    id: str
    day: date
    text: str
    sentences: list[tuple[int, int]]
    claims: list[dict[str, Any]]
    quantities: list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Score:
    """How predicted claims cover the gold ones: counts, and the sum of the overlaps of those found."""

    gold: int
    found: int
    own: int
    predicted: int
    good: int
    overlap: float

    def __add__(self, other: "Score") -> "Score":
        return Score(**{f: getattr(self, f) + getattr(other, f) for f in self.__slots__})

    def shares(self) -> tuple[float, float, float, float]:
        """Found, of their own, good among predicted, mean overlap."""
        return (self.found / max(1, self.gold), self.own / max(1, self.gold), self.good / max(1, self.predicted),
                self.overlap / max(1, self.found))  # fmt: skip


def place() -> Path:
    """Where the corpora should lie."""
    named = next((a for a in sys.argv[1:] if not a.startswith("-")), os.environ.get("FACTDESK_CORPORA"))
    return Path(named) if named else Path(__file__).parent.parent.parent / "shared" / "corpora"


def folder() -> Path:
    """Where the corpora lie; ends the program with a message where they are missing."""
    path = place()
    if not path.exists():
        sys.exit(f"no corpora in {path}: name their folder as the argument, or in FACTDESK_CORPORA")
    return path


def articles(path: Path) -> Iterator[Gold]:
    """The articles of a file of the claims benchmark, one JSON object a line."""
    for line in path.read_text("utf-8").splitlines():
        each = json.loads(line)
        spans = [(s["start"], s["end"]) for s in each["sentences"]]
        day = date.fromisoformat(each["date"][:10])
        yield Gold(
            id=each["id"],
            day=day,
            text=each["text"],
            sentences=spans,
            claims=each["claims"],
            quantities=each["quantities"],
        )


def score(gold: Gold, predicted: Sequence[tuple[int, int]]) -> Score:
    """Score predicted stretches against an article's claims, as the benchmark's README defines it."""
    keys = [(c["key_start"], c["key_end"]) for c in gold.claims]
    found = own = 0
    overlap = 0.0
    for claim, key in zip(gold.claims, keys, strict=True):
        holding = holder(key, predicted)
        if holding is None:
            continue
        found += 1
        own += not any(holds(holding, other) for other in keys if other != key)
        overlap += _overlap(holding, (claim["start"], claim["end"]))
    good = sum(any(holds(p, key) for key in keys) for p in predicted)
    return Score(gold=len(keys), found=found, own=own, predicted=len(predicted), good=good, overlap=overlap)


def holder(key: tuple[int, int], predicted: Sequence[tuple[int, int]]) -> tuple[int, int] | None:
    """The shortest predicted stretch that holds `key`."""
    return min((p for p in predicted if holds(p, key)), key=lambda p: p[1] - p[0], default=None)


def holds(stretch: tuple[int, int], key: tuple[int, int]) -> bool:
    """Whether enough of `key` lies in `stretch`."""
    return min(stretch[1], key[1]) - max(stretch[0], key[0]) >= LEAST_SHARE * (key[1] - key[0])


def _overlap(a: tuple[int, int], b: tuple[int, int]) -> float:
    common = max(0, min(a[1], b[1]) - max(a[0], b[0]))
    return common / (a[1] - a[0] + b[1] - b[0] - common)
