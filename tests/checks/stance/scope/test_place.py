"""Scope rules of place: another place."""

import pytest

from checks.stance.figures.scope_rules import other_location
from tests.checks.stance.pairs import pair_of


@pytest.mark.parametrize(
    ("claim", "passage", "where"),
    [
        ("Unemployment in Alder was 9 percent.", "Unemployment in Birch was 6 percent.", "Birch"),
        ("Unemployment in Alder was 9 percent.", "Unemployment in Alder was 6 percent.", None),
        ("Unemployment was 9 percent.", "Unemployment in Birch was 6 percent.", None),
        ("Rents rose by 9 percent across the country.", "Rents rose by 4 percent across the country.", None),
    ],
)
def test_a_figure_of_another_place_is_no_figure_of_the_claim(claim: str, passage: str, where: str | None) -> None:
    found = other_location(pair_of(claim, passage))
    assert found == (f"scope differs: source speaks of {where}" if where else None)
