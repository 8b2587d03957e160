"""The words of a reason: how far two numbers are apart, how the claim's was read, and who says so."""

import re

import pytest

from checks.quantities.intervals import percent_apart, spoken
from checks.stance.reasons import as_times, attributed
from tests.checks.stance.findings import finding

DIFFERENCES = [
    ("Brell has roughly 310,000 inhabitants.", "Brell counts 287,400 inhabitants.",
     "7.3 % less than 310,000; “roughly” is read as within ±5 %"),
    ("The park covers 11,000 square kilometres.", "The park covers 11,568 km².",
     "5.2 % more than 11,000 square kilometres; 11,000 is read as 10,500 to 11,500"),
    ("The rate was 6.3 percent.", "The rate was 6.4 percent.", "0.1 percentage points more than 6.3 %"),
    ("The rate was 6 percent.", "The rate was 7 percent.", "1 percentage point more than 6 %"),
    ("Nearly 40 people were killed.", "41 people were killed.", "2.5 % more than 40; “Nearly” is read as up to "
                                                                "10 % below"),
    ("Between 70 and 80 people were killed.", "120 people were killed.", "50 % more than 80"),
    ("About 40 people were killed.", "400 people were killed.", "10 times as much as 40"),
    ("The deficit is more than 5 trillion dollars.", "The deficit is 4.456 trillion dollars.",
     "11 % less than 5 trillion US dollars; the claim says “more than 5 trillion dollars”"),
    ("The train reaches 160 km/h.", "The train reaches 130 miles per hour.", "31 % more than 160 kilometres per hour"),
]  # fmt: skip


@pytest.mark.parametrize(("claim", "passage", "said"), DIFFERENCES)
def test_a_difference_is_the_one_of_the_two_numbers(claim: str, passage: str, said: str) -> None:
    found = finding(claim, passage)
    assert found.stance == "refutes"
    assert found.reason.endswith(f": {said}"), found.reason


def test_a_speed_in_miles_per_hour_counts_nothing_per_hour() -> None:
    found = finding("The train reaches 160 km/h.", "The train reaches 100 miles per hour.")
    assert found.stance == "supports", found.reason


def test_the_name_of_a_body_is_no_opposite() -> None:
    passage = "Unemployment in Alder was 6.4 percent, the Federal Employment Agency said."
    assert finding("Unemployment in Alder stood at 6.4 percent.", passage).stance == "supports"


def test_a_reason_names_the_publisher_and_leaves_quotes_as_they_are() -> None:
    found = finding("Alder has 38 million inhabitants.", "Alder counts 41.2 million.", publisher="The Alder Post")
    assert found.reason.startswith("The Alder Post gives “41.2 million”"), found.reason
    said = "the source does not say “as a source says” of it"
    assert attributed(said, "Eurostat") == "Eurostat does not say “as a source says” of it"
    assert attributed(said, "") == said


@pytest.mark.parametrize(
    ("times", "words"),
    [
        (1.0, "the same"),
        (1.04, "about as much"),
        (0.51, "49 % less"),
        (1.5, "50 % more"),
        (3.1, "3.1 times as much"),
    ],
)
def test_two_figures_are_compared_in_words(times: float, words: str) -> None:
    assert as_times(times) == words


@pytest.mark.parametrize(
    ("value", "figure", "words"),
    [
        (287_400.0, 310_000.0, "7.3 % less"),
        (130_000.0, 10_000.0, "13 times as much"),
        (2_500_000.0, 10_000.0, "250 times as much"),
        (10.0, 10_000.0, "less than a hundredth"),
        (10_001.0, 10_000.0, "less than 0.1 % more"),
        (0.0, 10_000.0, "100 % less"),
        (-1.0, 2.0, "150 % less"),
    ],
)
def test_how_far_two_numbers_are_apart(value: float, figure: float, words: str) -> None:
    assert percent_apart(value, figure) == words


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [
        (1_500.0, "percent", "1,500 %"),
        (1.2345e16, None, "12,340 trillion"),
        (36.56e6, None, "36.56 million"),
        (5.25, None, "5.25"),
    ],
)
def test_spoken_numbers_have_no_exponent(value: float, unit: str | None, words: str) -> None:
    assert spoken(value, unit) == words


def test_many_points_are_written_out() -> None:
    found = finding("Rents rose by 12 percent.", "Rents rose by 140 percent.")
    assert "128 percentage points more than 12 %" in found.reason, found.reason


def test_no_number_of_a_reason_is_written_for_machines() -> None:
    claim = "The debt is more than 5,000,000,000,000 dollars."
    found = finding(claim, "The debt is 400 billion dollars, and was 3,000,000 dollars then.")
    assert not re.search(r"\de[+-]?\d|[<>=]", found.reason), found.reason
