"""The day of publication in a text without markup."""

from datetime import date

import pytest

from checks.documents.metadata.date_lines import day_in_lines
from checks.documents.metadata.moments import day_of
from checks.documents.pages import read_page

_DAY = date(2022, 6, 28)
_PROSE = "The mayor resigned on Tuesday, after a long fight about money for a bridge that nobody ever built."


@pytest.mark.parametrize(
    "top",
    [
        "Jun 28, 2022, 6:35 AM\n",
        "Mayor resigns\nBy Jane Roe\nTuesday, June 28, 2022\n\n",
        "Mayor resigns\nJane Roe | June 28, 2022\n\n",
        "Mayor resigns\nBy Jane Roe, June 28, 2022\n",
        "Posted on 28 June 2022 by Jane Roe\n",
        "Updated: June 29, 2022 at 3:40 pm\nPublished: 28 June 2022\n",
        "Published 6:35 a.m. ET June 28, 2022 | Updated 9:10 a.m. ET June 29, 2022\n",
        "Updated June 28, 2022\n",
        "2022-06-28\n",
        "28.06.2022\n",
        "WASHINGTON, June 28, 2022 (AP) — ",
        "BERLIN, June 28, 2022 /NewsBox/ -- ",
        "NEW YORK (June 28, 2022) – ",
        "WAYNE COUNTY, Utah, June 28, 2022 (Norwick Daily) — ",
    ],
)
def test_lines_that_say_when(top: str) -> None:
    assert day_in_lines(top + _PROSE) == _DAY


@pytest.mark.parametrize(
    "text",
    [
        "The mayor resigned on June 28, 2022.",
        "Speech of June 28, 2022",
        "Storm of 28 June 2022 - what we know\nIt was long.",
        f"A chronology\n{_PROSE} It was the end of an age.\nJune 28, 2022\nThe troops came.",
        "June 28\nThe troops came.",
        "From June 27, 2022 to June 28, 2022\nThe troops came.",
        "\n".join(["A line"] * 12 + ["June 28, 2022"]),
        "",
    ],
)
def test_sentences_headlines_and_later_lines_do_not(text: str) -> None:
    assert day_in_lines(text) is None


@pytest.mark.parametrize(("text", "month"), [("Oct. 20, 2023", 10), ("Sept 20, 2023, 6:35 AM EDT", 9)])
def test_a_month_that_ends_in_t_is_no_time_zone(text: str, month: int) -> None:
    assert day_of(text) == day_in_lines(f"{text}\n{_PROSE}") == date(2023, month, 20)


def test_no_day_later_than_the_latest_is_believed() -> None:
    assert day_in_lines("June 28, 2022\nMay 1, 2020\nThe troops came.", latest=date(2021, 1, 1)) == date(
        2020, 5, 1
    )


def test_a_file_of_plain_text_has_its_day() -> None:
    assert read_page(f"Mayor resigns\nJune 28, 2022\n\n{_PROSE}".encode(), "text/plain").published == _DAY
