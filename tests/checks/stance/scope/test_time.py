"""Scope rules of time: another period."""

import pytest

from checks.stance.figures.scope_rules import other_period
from tests.checks.stance.pairs import pair_of


@pytest.mark.parametrize(
    ("claim", "passage", "when"),
    [
        ("Inflation was 9 percent in 2024.", "Inflation was 6 percent in 2017.", "2017"),
        ("Inflation was 9 percent in 2024.", "Inflation was 6 percent in 2024.", None),
        ("Alder had 40 fires in March.", "Alder had 30 fires in March.", None),
        ("Inflation was 9 percent.", "Inflation was 6 percent.", None),
        ("It rose by 30 percent since 1900.", "Between 1901 and 2018 it rose by 28 percent.", None),
    ],
)
def test_a_figure_of_another_period_is_no_figure_of_the_claim(claim: str, passage: str, when: str | None) -> None:
    found = other_period(pair_of(claim, passage))
    assert (found is None) == (when is None)
    assert when is None or when in str(found)
