"""Times of two parts: ranges ("from late 2019 to early 2021"), and a year with a day of it ("last year on 9 May")."""

from datetime import date

import pytest

from checks.dates import dates


@pytest.mark.parametrize(
    ("text", "stretch", "days"),
    [
        ("It ran from early January 2020 to March 2021.", "from early January 2020 to March 2021",
            "2020-01-01..2021-03-31"),
        ("It ran from late 2019 to 2021.", "from late 2019 to 2021", "2019-09-01..2021-12-31"),
        ("It ran from late March to May 2023.", "from late March to May 2023", "2023-03-21..2023-05-31"),
        ("It ran between late May and June 2024.", "between late May and June 2024", "2024-05-21..2024-06-30"),
        ("It ran from 2019 to late 2021.", "from 2019 to late 2021", "2019-01-01..2021-12-31"),
        ("It ran from late 2019 to early 2021.", "from late 2019 to early 2021", "2019-09-01..2021-04-30"),
        ("It ran from 2019 until the end of 2021.", "from 2019 until the end of 2021", "2019-01-01..2021-12-31"),
        ("It ran from early November to mid-March 2021.", "from early November to mid-March 2021",
            "2020-11-01..2021-03-20"),
        ("It rose late in the year to March 2024.", "late in the year to March 2024", "2023-12-01..2024-03-31"),
    ],
)  # fmt: skip
def test_early_and_late_are_of_the_end_that_they_stand_before(text: str, stretch: str, days: str) -> None:
    found = [(d.text, f"{d.first}..{d.last}") for d in dates(text, 0, len(text), date(2022, 2, 3))]
    assert found == [(stretch, days)]


@pytest.mark.parametrize(
    ("text", "stretch", "days"),
    [
        ("It was born six years ago on Anzac Day.", "six years ago on Anzac Day", "2016-04-25..2016-04-25"),
        ("It opened last year on Christmas Day.", "last year on Christmas Day", "2021-12-25..2021-12-25"),
        ("He died in 2015 on 9 May.", "in 2015 on 9 May", "2015-05-09..2015-05-09"),
        ("In 2015, in June, it fell.", "In 2015, in June", "2015-06-01..2015-06-30"),
    ],
)
def test_a_day_right_behind_a_year_is_of_that_year(text: str, stretch: str, days: str) -> None:
    found = [(d.text, f"{d.first}..{d.last}", d.assumed) for d in dates(text, 0, len(text), date(2022, 2, 3))]
    assert found == [(stretch, days, None)]


def test_a_weekday_behind_a_year_stays_a_time_of_its_own() -> None:
    text = "It fell last year, on Monday it rose."
    assert [d.text for d in dates(text, 0, len(text), date(2022, 2, 3))] == ["last year", "on Monday"]


def test_what_would_be_done_on_a_day_is_to_come() -> None:
    text = "The council said every school would be closed to pupils on Friday."
    assert [d.first for d in dates(text, 0, len(text), date(2022, 2, 3))] == [date(2022, 2, 4)]


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("It struck at 7:19 a.m. Saturday (5:19 p.m. ET Friday).", ["2010-08-14", "2010-08-13"]),
        ("It struck on Friday night (10 a.m. Saturday local time).", ["2010-08-13", "2010-08-14"]),
        ("It struck on Thursday (1900 GMT Wednesday).", ["2010-08-12", "2010-08-11"]),
        ("It struck on Saturday, and again on Friday.", ["2010-08-07", "2010-08-13"]),
        ("The shop (closed on Saturday) opened on Friday.", ["2010-08-07", "2010-08-13"]),
    ],
)
def test_two_clocks_tell_days_beside_each_other(text: str, read: list[str]) -> None:
    assert [str(each.first) for each in dates(text, 0, len(text), date(2010, 8, 13))] == read
