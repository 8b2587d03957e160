"""What one is said to be: another people or holder."""

import pytest

from checks.stance.wording.attribute_rules import other_holder, other_people, peoples
from tests.checks.stance.aligned import with_clause


def test_peoples_are_adjectives_with_a_capital_before_what_one_is() -> None:
    _, clause = with_clause("Ada Moss is a novelist.", "Ada Moss is a Danish and Swedish novelist.")
    assert "Danish" in [word.text for word in peoples(clause)]
    _, other = with_clause("Ada Moss is a novelist.", "Ada Moss is a famous novelist.")
    assert peoples(other) == []


@pytest.mark.parametrize(
    ("claim", "passage", "reason"),
    [
        ("Ada Moss is a Swedish novelist.", "Ada Moss is a Danish novelist.", "source says Danish"),
        ("Ada Moss is a Swedish novelist.", "Ada Moss is a Swedish novelist.", None),
        ("Ada Moss is a British novelist.", "Ada Moss is a Scottish novelist.", None),
        ("Ada Moss is a novelist.", "Ada Moss is a Danish novelist.", None),
    ],
)
def test_one_is_of_one_people(claim: str, passage: str, reason: str | None) -> None:
    found = other_people(*with_clause(claim, passage))
    assert (found.reason if found else None) == reason


def test_what_there_is_one_of_has_one_holder() -> None:
    claim = "Tarvos is the capital of Lenia."
    found = other_holder(*with_clause(claim, "The capital of Lenia is Mirona."))
    assert found is not None
    assert found.reason == "source says that the capital is Mirona"
    assert other_holder(*with_clause(claim, "The capital of Lenia is Tarvos.")) is None
    assert other_holder(*with_clause(claim, "The capital of Brellia is Mirona.")) is None
