"""Ranges of dates, each end narrowed by the words before it: "from late 2019 to early 2021"."""

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
