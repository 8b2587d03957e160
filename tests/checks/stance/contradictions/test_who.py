"""Who did it, to whom and with whom: what one alone can be or do."""

import pytest

from checks.stance.wording.contradiction_rules import other_doer, other_partner
from tests.checks.stance.aligned import with_clause


@pytest.mark.parametrize(
    ("claim", "passage", "reason"),
    [
        ("Ada Moss directed Red Birch.", "Red Birch was directed by Paul Renner.", "source names Paul Renner"),
        ("France beat Germany.", "Germany beat France.", "who did it and whom it was done to change places"),
        ("Ada Moss directed Red Birch.", "Red Birch was directed by Ada Moss.", None),
        ("Ada Moss directed Red Birch.", "Red Birch was co-directed by Paul Renner.", None),
        ("Ada Moss directed Red Birch.", "Paul Renner directed Blue Elm.", None),
        ("Ada Moss visited the plant.", "Paul Renner visited the plant.", None),
    ],
)
def test_another_doer_contradicts_what_one_alone_does(claim: str, passage: str, reason: str | None) -> None:
    found = other_doer(*with_clause(claim, passage))
    assert (found.reason if found else None) == reason


def test_one_spouse_at_a_time() -> None:
    claim = "Ada Moss is married to Luc Ferrand."
    found = other_partner(*with_clause(claim, "Ada Moss is married to Paul Renner."))
    assert found is not None
    assert found.reason == "source names Paul Renner"
    assert other_partner(*with_clause(claim, "Ada Moss was first married to Paul Renner.")) is None
    assert other_partner(*with_clause(claim, "Ada Moss is married to Luc Ferrand.")) is None
