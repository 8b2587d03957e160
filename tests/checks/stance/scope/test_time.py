"""Scope rules of time: another period, a span of years, a count that may have risen since."""

import pytest

from checks.stance.figures.scope_rules import other_period, other_span, toll_so_far
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


@pytest.mark.parametrize(
    ("claim", "passage", "span"),
    [
        ("The film had 20,000 viewers.", "In its first week the film had 4,000 viewers.", "In its first week"),
        ("The film had 2,000 viewers in its first week.", "In its first week the film had 4,000 viewers.", None),
        ("In 2024 the road saw 90 crashes.", "Over the past ten years the road saw 900 crashes.",
            "Over the past ten years"),
        ("The road saw 90 crashes.", "The road saw 900 crashes.", None),
    ],
)  # fmt: skip
def test_the_beginning_and_a_total_of_years_are_other_spans(claim: str, passage: str, span: str | None) -> None:
    found = other_span(pair_of(claim, passage))
    assert found == (f"scope differs: source counts “{span}”" if span else None)


def test_only_a_lower_toll_that_goes_on_may_have_risen() -> None:
    claim = "The quake killed 90 people."
    assert (
        toll_so_far(pair_of(claim, "So far the quake has killed 60 people.")) == "source counts “60 people” so far"
    )
    assert toll_so_far(pair_of(claim, "So far the quake has killed 110 people.")) is None
    assert toll_so_far(pair_of(claim, "The quake killed 60 people.")) is None
    assert toll_so_far(pair_of("The town has 90 schools.", "So far the town has 60 schools.")) is None
