"""Many claims held against their passages at once come to what they come to one by one, and few batches are parsed."""

import json
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import pytest
from spacy.tokens import Doc

from checks.nlp import context_vectors
from checks.nlp.pipeline import syntax
from checks.retrieval.comparing import compare_together, compared
from checks.stance.figures.pair import amount_context
from checks.stance.judge import compare
from checks.stance.syntax import clauses
from checks.stance.text import analyzed_claim, analyzed_passage
from checks.types.claim import Claim
from checks.types.passage import Passage

_PAIRS = Path(__file__).parents[2] / "data/stance_pairs.jsonl"
_COUNT = 120


def _asked() -> list[tuple[Claim, Passage, date | None]]:
    lines = [json.loads(line) for line in _PAIRS.read_text("utf-8").splitlines()[:_COUNT]]
    return [
        (
            Claim(
                0,
                len(line["claim"]),
                line["claim"],
                statement=line["claim"],
                kind="statement",
                claimant=None,
                worth=0.5,
                reasons=(),
            ),
            Passage(line["passage"], "p. 1", "Office"),
            date(2024, 6, 3),
        )
        for line in lines
    ]


def _forget(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Forget what was read before; returns how many sentences each batch of the parser has from now on."""
    batches: list[int] = []

    def noted(texts: Sequence[str]) -> Iterator[Doc]:
        batches.append(len(texts))
        return syntax(texts)

    monkeypatch.setattr(clauses, "syntax", noted)
    clauses._kept.clear()
    context_vectors._pieces.clear()
    for kept in (compared, analyzed_claim, analyzed_passage, amount_context, context_vectors.context_vectors):
        kept.cache_clear()
    return batches


def test_together_they_come_to_what_they_come_to_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = _asked()
    alone = _forget(monkeypatch)
    findings = [compare(*each) for each in asked]
    together = _forget(monkeypatch)
    compare_together(asked)
    assert [compared(*each) for each in asked] == findings
    assert {finding.stance for finding in findings} >= {"supports", "refutes", "context"}
    assert sum(together) == sum(alone)
    assert len(together) <= 4 < len(alone)
