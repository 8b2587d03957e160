"""When it was: another time of what happens once, an end, a death, another order."""

import pytest

from checks.stance.wording.contradictions.when import ended, no_longer_alive, other_order, other_time
from tests.checks.stance.aligned import with_clause


@pytest.mark.parametrize(
    ("claim", "passage", "excludes"),
    [
        ("Ada Moss was born in 1961.", "Ada Moss was born in 1974.", True),
        ("Ada Moss was born in 1961.", "Ada Moss was born in May 1961.", None),
        ("Ada Moss visited Leeds in 1961.", "Ada Moss visited Leeds in 1974.", None),
        ("Ada Moss was born in Leeds.", "Ada Moss was born in 1974.", None),
    ],
)
def test_what_happens_once_happened_at_no_other_time(claim: str, passage: str, excludes: bool | None) -> None:
    found = other_time(*with_clause(claim, passage))
    assert (found.excludes if found else None) == excludes


def test_before_is_not_after_and_for_is_not_against() -> None:
    claim = "Ada Moss arrived before Paul Renner."
    found = other_order(*with_clause(claim, "Ada Moss arrived after Paul Renner."))
    assert found is not None
    assert found.reason == "source says “after”, the claim “before”"
    assert other_order(*with_clause(claim, "Ada Moss arrived before Paul Renner.")) is None
    assert other_order(*with_clause(claim, "Ada Moss arrived after Luc Ferrand.")) is None


def test_what_was_until_something_ended_it_is_no_more() -> None:
    until = "The hall was a library until it was closed."
    assert ended(*with_clause("The hall is a library.", until)) is not None
    assert ended(*with_clause("The hall was a library.", until)) is None
    assert ended(*with_clause("The hall is a library.", "The hall was a library.")) is None


def test_who_has_a_year_of_death_is_not_alive() -> None:
    life = "Ada Moss (1871–1934) was a painter."
    found = no_longer_alive(*with_clause("Ada Moss is alive.", life))
    assert found is not None
    assert "1871–1934" in found.reason
    assert no_longer_alive(*with_clause("Ada Moss is a painter.", life)) is None
    assert no_longer_alive(*with_clause("Ada Moss is alive.", "Ada Moss is a painter.")) is None
