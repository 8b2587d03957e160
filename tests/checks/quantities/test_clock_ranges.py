"""Hours of the clock in a range are no amounts; other ranges are."""

import pytest

from checks.quantities import quantities


@pytest.mark.parametrize(
    "text", ["It happened between 8 and 10 last night.", "It rained from 9 to 11 on Friday morning."]
)
def test_hours_are_no_amounts(text: str) -> None:
    assert not quantities(text)


@pytest.mark.parametrize(
    "text", ["Between 8 and 10 patients came last night.", "Profits rose from 9 to 11 this year."]
)
def test_other_ranges_are_amounts(text: str) -> None:
    assert quantities(text)
