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
    ("The tax rose last May 1.", "2021-05-01", "2021-05-01"),
    ("It was signed on 14-Jun-16.", "2016-06-14", "2016-06-14"),
    ("It opened on 3rd of this month.", "2022-03-03", "2022-03-03"),
]


@pytest.mark.parametrize(("text", "first", "last"), CASES)
def test_time_is_read(text: str, first: str, last: str) -> None:
    (found,) = dates(text, 0, len(text), PUBLISHED)
    assert (str(found.first), str(found.last)) == (first, last)


@pytest.mark.parametrize("text", ["Revenue rose last fiscal year.", "The current financial year is the worst."])
def test_fiscal_year_is_told_open(text: str) -> None:
    (found,) = dates(text, 0, len(text), PUBLISHED)
    assert (found.first, found.assumed) == (None, "when the fiscal year begins is not said")


@pytest.mark.parametrize(
    "text",
    ["The trial is expected to last five weeks.", "It did not last two days.", "She built it in five weeks."],
)
def test_how_long_something_takes_is_no_time(text: str) -> None:
    assert dates(text, 0, len(text), PUBLISHED) == ()
