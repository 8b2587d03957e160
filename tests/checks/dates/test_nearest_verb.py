"""Days that look ahead or back by the verb nearest to them."""

from datetime import date

import pytest

from checks.dates import dates, spoken_date


@pytest.mark.parametrize(
    ("text", "published", "first"),
    [
        (
            "He said that roads would be blocked in five regions from Wednesday.",
            date(2025, 3, 18),
            date(2025, 3, 19),
        ),
        ("There is a trip to the bottom club on Tuesday night.", date(2024, 3, 9), date(2024, 3, 12)),
        (
            "The weather service expects 40 litres of rain by Friday evening.",
            date(2024, 10, 24),
            date(2024, 10, 25),
        ),
        ("The dividend is to be paid on Nov. 29.", date(2024, 10, 24), date(2024, 11, 29)),
        (
            "told him the house would be empty, a jury heard on Thursday, when it was not",
            date(2025, 5, 16),
            date(2025, 5, 15),
        ),
        ("In December, the firm bid $16.50 per share.", date(2019, 11, 20), date(2018, 12, 1)),
        ("In December, the council set a limit of 40 km/h.", date(2019, 11, 20), date(2018, 12, 1)),
        ("In December, the firm will cut its forecast.", date(2019, 11, 20), date(2019, 12, 1)),
        ("In December, the festival opens.", date(2019, 11, 20), date(2019, 12, 1)),
    ],
)
def test_reads_a_day_by_the_verb_that_is_nearest_to_it(text: str, published: date, first: date) -> None:
    assert dates(text, 0, len(text), published)[0].first == first


def test_leaves_a_deadline_open_that_somebody_was_given() -> None:
    text = "I have instructed the prosecutor to find out by 1 December where the money went."
    assert spoken_date(dates(text, 0, len(text), date(2024, 9, 2))[0]) is None


def test_tells_since_when_without_the_day_of_publication() -> None:
    text = "They have opened one, their second since December."
    assert spoken_date(dates(text, 0, len(text), date(2025, 3, 18))[0]) == "since December 2024"
