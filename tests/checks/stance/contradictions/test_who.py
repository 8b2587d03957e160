"""Who did it, to whom, with whom, and in which part: what one alone can be or do."""

import pytest

from checks.stance.wording.contradictions.who import other_author, other_doer, other_part, other_partner
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


def test_a_work_has_the_author_that_is_named() -> None:
    claim = "Red Birch is a novel by Ada Moss."
    assert other_author(*with_clause(claim, "Red Birch is a novel by Paul Renner.")) is not None
    assert other_author(*with_clause(claim, "Red Birch is a novel by Ada Moss.")) is None
    assert other_author(*with_clause(claim, "Red Birch is a novel.")) is None


def test_one_spouse_at_a_time() -> None:
    claim = "Ada Moss is married to Luc Ferrand."
    found = other_partner(*with_clause(claim, "Ada Moss is married to Paul Renner."))
    assert found is not None
    assert found.reason == "source names Paul Renner"
    assert other_partner(*with_clause(claim, "Ada Moss was first married to Paul Renner.")) is None
    assert other_partner(*with_clause(claim, "Ada Moss is married to Luc Ferrand.")) is None


def test_one_part_in_one_work() -> None:
    claim = "Ada Moss played a doctor in Red Birch."
    assert other_part(*with_clause(claim, "Ada Moss played the lawyer Jill Marsh in Red Birch.")) is not None
    assert other_part(*with_clause(claim, "Ada Moss played the lawyer Jill Marsh in Blue Elm.")) is None
    assert other_part(*with_clause(claim, "Ada Moss played a doctor in Red Birch.")) is None
