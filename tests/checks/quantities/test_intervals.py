"""What a stated quantity allows."""

import pytest

from checks.quantities import quantities
from checks.quantities.conversion import dimension
from checks.quantities.intervals import allowed, percent_apart


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [("38 million people", 37.5e6, 38.5e6), ("5.2 percent", 5.15, 5.25), ("more than 5 ships", 5, float("inf"))],
)
def test_a_number_is_true_within_its_rounding(text: str, low: float, high: float) -> None:
    (quantity,) = quantities(text)
    interval = allowed(quantity)
    assert (interval.low, interval.high) == (pytest.approx(low), pytest.approx(high))


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("just under 40,000 people", 36_000, 40_000),
        ("just below 40,000 people", 36_000, 40_000),
        ("slightly fewer than 40,000 people", 36_000, 40_000),
        ("just short of 40,000 people", 36_000, 40_000),
        ("virtually 40,000 people", 36_000, 40_000),
        ("just over 40,000 people", 40_000, 44_000),
        ("slightly more than 40,000 people", 40_000, 44_000),
        ("well over 40,000 people", 40_000, float("inf")),
        ("well under 40,000 people", float("-inf"), 40_000),
        ("close to 5 million people", 4e6, 6e6),
        ("just above -5 degrees", -5, -4.5),
        ("nearly -5 degrees", -5.5, -5),
    ],
)
def test_what_is_near_a_number_is_within_a_tenth_on_the_side_that_is_said(
    text: str, low: float, high: float
) -> None:
    interval = allowed(quantities(text)[0])
    assert (interval.low, interval.high) == (pytest.approx(low), pytest.approx(high))


@pytest.mark.parametrize(
    ("text", "kind"),
    [("5 km", "length"), ("5 euros", "EUR"), ("half of the ships", "percent"), (
        "5 ships", "count"), ("twice the rate", "times"),
     ("5 basis points", "points")],
)  # fmt: skip
def test_what_an_amount_measures(text: str, kind: str) -> None:
    assert dimension(quantities(text)[0]) == kind


def test_how_far_apart_two_values_are() -> None:
    assert percent_apart(90, 100) == "10 % less"
    assert percent_apart(1300, 100) == "13 times as much"
