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
        ("The minister’s yearly statement on Thursday will reveal more.", date(2024, 11, 26), date(2024, 11, 28)),
        ("The minister’s yearly statement on Thursday revealed more.", date(2024, 11, 26), date(2024, 11, 21)),
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


@pytest.mark.parametrize(
    ("text", "published", "spoken"),
    [
        ("It has filed a lawsuit seeking to stop the ban from taking effect July 1.", date(2023, 4, 28), None),
        ("It was promised a fee that is paid where the deal was not closed by July 18.", date(2023, 7, 11), None),
        ("It has promised to pay if the deal doesn’t close by July 18.", date(2023, 7, 11), "by 18 July 2023"),
        ("He was arrested on March 3.", date(2023, 11, 3), "on 3 March 2023"),
        ("He was arrested on December 3.", date(2024, 1, 9), "on 3 December 2023"),
    ],
)
def test_fills_in_no_year_where_the_one_of_publication_is_nearer(
    text: str, published: date, spoken: str | None
) -> None:
    assert spoken_date(dates(text, 0, len(text), published)[0]) == spoken


def test_tells_no_beginning_of_the_years_to_come() -> None:
    text = "Spending rises over the next two years, as it did over the past two years."
    ahead, back = dates(text, 0, len(text), date(2023, 4, 28))
    assert (spoken_date(ahead), spoken_date(back)) == (None, "over the two years to April 2023")


def test_tells_a_later_part_of_a_month_with_its_preposition() -> None:
    text = "The hearing was scheduled for later this month."
    assert spoken_date(dates(text, 0, len(text), date(2023, 7, 11))[0]) == "for later in July 2023"
