"""What a passage tells of as the claim of others, calls false, or says of another deed, part of the year or country."""

from datetime import date

import pytest

from checks.stance.judge import judge_texts


@pytest.mark.parametrize(
    ("claim", "passage", "stance"),
    [
        ("The wall is visible from the Moon.", "The claim that the wall is visible from the Moon is a myth.",
            "refutes"),
        ("The mayor resigned.", "It is not true that the mayor resigned.", "refutes"),
        ("Vaccines cause autism.", "The myth that vaccines cause autism was debunked long ago.", "refutes"),
        ("Vaccines cause autism.", "Rumours that vaccines cause autism are false.", "refutes"),
        ("The mayor resigned.", "Rumours that the mayor resigned spread on Monday.", "context"),
        ("The mayor resigned.", "There is no evidence that the mayor resigned.", "context"),
        ("The mayor resigned.", "The claim that the mayor resigned is not false.", "context"),
        ("3 million people voted illegally.", "There is no evidence that 3 million people voted illegally.", "context"),
        ("3 million people voted illegally.", "He repeated the claim that 3 million people voted illegally.",
            "context"),
        ("3 million people voted illegally.", "It is false that 3 million people voted illegally.", "refutes"),
    ],
)  # fmt: skip
def test_what_others_say_is_not_what_the_source_says(claim: str, passage: str, stance: str) -> None:
    assert judge_texts(claim, passage).stance == stance


@pytest.mark.parametrize(
    ("claim", "passage", "stance"),
    [
        ("Poland spends 4 percent of its GDP on defence.",
         "Poland will spend 4.7 percent of its gross domestic product on defence next year.", "context"),
        ("Unemployment in Spain fell to 11 percent.",
         "Spain's unemployment rate stood at 11.2 percent in the third quarter.", "supports"),
        ("Sales fell by 5 percent.", "Sales dropped 12 percent in the fourth quarter.", "context"),
        ("The United States has more than 100,000 troops in Europe.",
         "About 80,000 American soldiers are stationed in Europe.", "refutes"),
        ("The US sent 2,000 troops to Europe.", "The United States has around 100,000 troops in Europe.", "context"),
        ("The US sent 2,000 troops to Europe.", "Washington has deployed 2,000 soldiers to Europe.", "supports"),
        ("Inflation in the UK reached 10 percent.",
         "The United Kingdom's inflation rate climbed to 10.1 percent in July.", "supports"),
    ],
)  # fmt: skip
def test_a_figure_is_of_its_predicate_its_time_and_its_country(claim: str, passage: str, stance: str) -> None:
    assert judge_texts(claim, passage, date(2026, 11, 2), date(2026, 11, 1)).stance == stance
