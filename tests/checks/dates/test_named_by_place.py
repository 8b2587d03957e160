"""Times counted forward, named by their place in a month, or told without saying which: each with the right value."""

from datetime import date

import pytest

from checks.dates import dates

PUBLISHED = date(2022, 3, 10)
CASES = [
    ("He will return in five weeks.", "2022-04-14", "2022-04-14"),
    ("It will open in two months.", "2022-05-01", "2022-05-31"),
    ("The board will vote on the second Tuesday of next month.", "2022-04-12", "2022-04-12"),
    ("The board met on the last Friday of last month.", "2022-02-25", "2022-02-25"),
    ("It was founded on the first Monday of May 2019.", "2019-05-06", "2019-05-06"),
    ("It opened on June second 2019.", "2019-06-02", "2019-06-02"),
    ("It opened on July twenty-first, 2018.", "2018-07-21", "2018-07-21"),
    ("Shares are up 4% year to date.", "2022-01-01", "2022-03-10"),
    ("It will be done by the end of the next decade.", "2039-01-01", "2039-12-31"),
    ("It rained on the last 6 days of July 2020.", "2020-07-26", "2020-07-31"),
    ("Prices rose in the year to January.", "2021-02-01", "2022-01-31"),
    ("Prices rose in the three months to February.", "2021-12-01", "2022-02-28"),
    ("Six months to September 2021 saw no rise.", "2021-04-01", "2021-09-30"),
    ("Sales fell in the 12 months to 31 March 2021.", "2020-04-01", "2021-03-31"),
    ("Sales fell in the three months ended June 30, 2021.", "2021-04-01", "2021-06-30"),
    ("Sales fell in the year to 5 April 2021.", "2020-04-06", "2021-04-05"),
    ("Sales fell in the 52 weeks to 27 March 2021.", "2020-03-29", "2021-03-27"),
    ("Sales fell in the half-year to the end of June 2021.", "2021-01-01", "2021-06-30"),
    ("It rained 28 Feb-2 Mar 2020.", "2020-02-28", "2020-03-02"),
    ("It rained Feb 28-Mar 2, 2020.", "2020-02-28", "2020-03-02"),
    ("April-June 2021 was dry.", "2021-04-01", "2021-06-30"),
    ("Oct-Dec 2020 was dry.", "2020-10-01", "2020-12-31"),
    ("It rained in COVID-19 May 2020.", "2020-05-01", "2020-05-31"),
    ("The tax rose last May 1.", "2021-05-01", "2021-05-01"),
    ("It was signed on 14-Jun-16.", "2016-06-14", "2016-06-14"),
    ("It opened on 3rd of this month.", "2022-03-03", "2022-03-03"),
]


@pytest.mark.parametrize(("text", "first", "last"), CASES)
def test_time_is_read(text: str, first: str, last: str) -> None:
    (found,) = dates(text, 0, len(text), PUBLISHED)
    assert (str(found.first), str(found.last)) == (first, last)


@pytest.mark.parametrize("text", ["Revenue rose last fiscal year.", "The current financial year is the worst."])
def test_fiscal_year_is_stated_open(text: str) -> None:
    (found,) = dates(text, 0, len(text), PUBLISHED)
    assert (found.first, found.assumed) == (None, "when the fiscal year begins is not said")


@pytest.mark.parametrize(
    "text",
    ["The trial is expected to last five weeks.", "It did not last two days.", "She built it in five weeks."],
)
def test_how_long_something_takes_is_no_time(text: str) -> None:
    assert dates(text, 0, len(text), PUBLISHED) == ()


@pytest.mark.parametrize(
    ("text", "firsts"),
    [
        ("Sales fell in August and September 2020.", ["2020-08-01", "2020-09-01"]),
        ("Sales fell in December, January and February 2020.", ["2019-12-01", "2020-01-01", "2020-02-01"]),
        ("It rained on 3 May or 5 June 2020.", ["2020-05-03", "2020-06-05"]),
        ("It ended in August. September 2020 was dry.", ["2021-08-01", "2020-09-01"]),
        ("It ended last March and September 2020 was dry.", ["2021-03-01", "2020-09-01"]),
    ],
)
def test_the_year_behind_a_list_is_that_of_all(text: str, firsts: list[str]) -> None:
    assert [str(each.first) for each in dates(text, 0, len(text), PUBLISHED)] == firsts


@pytest.mark.parametrize(
    "text",
    [
        "It closed 2.5 years ago.",
        "It closed 1,500 years ago.",
        "It closed 10 000 years ago.",
        "It closed 2 1/2 years ago.",
        "It opens 1,000 days from now.",
    ],
)
def test_the_end_of_a_number_is_no_count(text: str) -> None:
    assert [each.first for each in dates(text, 0, len(text), PUBLISHED)] == [None]
