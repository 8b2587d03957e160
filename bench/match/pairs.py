"""The hand-written pairs of `tests/data`: past fact-checks, and texts in which the claim of one comes again."""

import json
from pathlib import Path
from typing import Final

from checks.matching.matcher import PastCheck

_DATA: Final = Path(__file__).parents[2] / "tests/data"


def known() -> list[PastCheck]:
    """The checks of `tests/data`."""
    rows = map(json.loads, (_DATA / "match_checks.jsonl").read_text(encoding="utf-8").splitlines())
    return [PastCheck(row["id"], row["claim"], row["title"]) for row in rows]


def asked() -> list[tuple[str, str]]:
    """(text, id of the right check) of every query of `tests/data`."""
    rows = map(json.loads, (_DATA / "match_queries.jsonl").read_text(encoding="utf-8").splitlines())
    return [(row["text"], row["match"]) for row in rows]
