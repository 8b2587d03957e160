"""The articles that claims are learnt from, and how they are parted into folds."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

FOLDS: Final = 5
DATA: Final = Path(__file__).parent / "data"


@dataclass(frozen=True)
class GoldClaim:
    """An annotated claim: its stretch and its key, as offsets in the article."""

    start: int
    end: int
    key_start: int
    key_end: int


def fold_weights(fold: int) -> Path:
    """The file of the weights that were learnt without the articles of a fold."""
    return DATA / f"segments-fold-{fold}.npz"


def fold_of(n: int) -> int:
    """The fold of the n-th article, in the order of `annotated`."""
    return n % FOLDS


def annotated(folder: Path) -> list[dict[str, Any]]:
    """The invented articles of this repo, then those of `dev.jsonl` in `folder`, each as its JSON object."""
    lines = [*(DATA / "invented.jsonl").read_text("utf-8").splitlines()]
    lines += (folder / "dev.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines if line.strip()]


def gold_claims(each: dict[str, Any]) -> tuple[GoldClaim, ...]:
    """The claims of an annotated article with their offsets, in the order of their keys."""
    found = []
    for claim in each["claims"]:
        if "start" in claim:
            found.append(GoldClaim(claim["start"], claim["end"], claim["key_start"], claim["key_end"]))
            continue
        start = place(each["text"], claim["text"], claim.get("at", 1))
        key = start + claim["text"].index(claim["key"])
        found.append(GoldClaim(start, start + len(claim["text"]), key, key + len(claim["key"])))
    return tuple(sorted(found, key=lambda c: (c.key_start, c.key_end)))


def place(text: str, part: str, which: int) -> int:
    """Where the `which`-th occurrence of `part` begins, counted from 1; raises `ValueError` without one."""
    at = -1
    for _ in range(which):
        at = text.index(part, at + 1)
    return at
