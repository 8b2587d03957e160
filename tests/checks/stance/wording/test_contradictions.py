"""The contradiction rules, each alone: what a source says that cannot be true beside the claim."""

import pytest

from checks.stance.wording.contradiction_rules import CONTRADICTION_RULES, contradictions
from tests.checks.stance.aligned import with_clause

CASES = [
    ("doer", "Ada Moss directed Red Birch.", "Red Birch was directed by Paul Renner.", "source names Paul Renner"),
    ("doer", "France beat Germany in the final.", "Germany beat France in the final.", "change places"),
    ("partner", "Ada Moss is married to Luc Ferrand.", "Ada Moss is married to Paul Renner.",
        "source names Paul Renner"),
    ("time", "Ada Moss was born in 1961.", "Ada Moss was born in 1974.", "source gives “in 1974”"),
    ("people", "Ada Moss is a Swedish novelist.", "Ada Moss is a Danish novelist.", "source says Danish"),
    ("holder", "Tarvos is the capital of Lenia.", "The capital of Lenia is Mirona.", "the capital is Mirona"),
    ("place", "Ada Moss was born in Leeds.", "Ada Moss was born in York.", "source gives York"),
    ("rank", "Ada Moss was the second president.", "Ada Moss was the first president.", "source says “first”"),
    ("score", "Kestrel won 3-1.", "Kestrel won 2-1.", "source gives 2–1"),
]  # fmt: skip
COMPATIBLE = [
    ("Ada Moss directed Red Birch.", "Ada Moss directed Red Birch in 1999."),
    ("Ada Moss was born in Leeds.", "Ada Moss was born in Leeds, England."),
    ("Ada Moss is a Swedish novelist.", "Ada Moss, a Swedish novelist, is from Lund."),
]


@pytest.mark.parametrize(("name", "claim", "passage", "reason"), CASES)
def test_a_rule_says_what_cannot_be_true_beside_the_claim(
    name: str, claim: str, passage: str, reason: str
) -> None:
    found = CONTRADICTION_RULES[name](*with_clause(claim, passage))
    assert found is not None
    assert reason in found.reason, found


@pytest.mark.parametrize(("claim", "passage"), COMPATIBLE)
def test_what_agrees_contradicts_nothing(claim: str, passage: str) -> None:
    assert list(contradictions(*with_clause(claim, passage))) == []


def test_every_rule_has_an_example() -> None:
    assert {name for name, *_ in CASES} == CONTRADICTION_RULES.keys()


def test_without_its_rule_a_contradiction_is_not_seen() -> None:
    both = with_clause("Ada Moss was born in 1961.", "Ada Moss was born in 1974.")
    rest = {name: rule for name, rule in CONTRADICTION_RULES.items() if name != "time"}
    assert [found.ground for found in contradictions(*both)] == ["time"]
    assert list(contradictions(*both, rest)) == []
