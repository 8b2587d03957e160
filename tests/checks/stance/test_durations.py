"""Ages and lengths that follow from the days of a text."""

import pytest

from checks.quantities.conversion import conversions
from checks.stance.derived_amounts import durations
from checks.stance.judge import judge_texts

YEAR = conversions()["year"][0]
DAY = conversions()["day"][0]


@pytest.mark.parametrize(
    ("text", "noun", "days"),
    [
        ("The strike began on 3 May 2021 and ended on 19 July 2021.", "length", 77),
        ("Dockers walked out on 3 May and returned on 19 July.", "length", 77),
        ("Ida Lowell, born on 4 March 1941, died on 17 October 2022.", "age", 81 * 365.2422),
    ],
)
def test_what_lies_between_two_days(text: str, noun: str, days: float) -> None:
    (amount,) = durations(text)
    assert amount.noun == noun
    assert amount.value / DAY == pytest.approx(days, rel=0.01)


def test_years_alone_leave_the_span_as_wide_as_they_are() -> None:
    (amount,) = durations("Ida Lowell was born in 1941. She won the Alder Prize in 1980.")
    assert (amount.allows.low / YEAR, amount.allows.high / YEAR) == pytest.approx((38, 39))


def test_a_length_is_none_between_two_beginnings() -> None:
    assert not list(durations("The school opened in 1950. The hospital opened in 1960."))


@pytest.mark.parametrize(
    ("claim", "stance"),
    [
        ("Ida Lowell was 39 when she won the Alder Prize.", "supports"),
        ("Ida Lowell was 60 when she won the Alder Prize.", "refutes"),
        ("Ida Lowell has written 39 novels.", "context"),
    ],
)
def test_an_age_is_compared_with_ages_alone(claim: str, stance: str) -> None:
    assert judge_texts(claim, "Ida Lowell, born in May 1941, won the Alder Prize in July 1980.").stance == stance
