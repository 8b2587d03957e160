"""Tables and lists in a passage, row by row."""

import time

import pytest

from checks.amounts.tables import linearize_tables, row_label
from checks.stance.judge import judge_texts

SHARES = "Grain exports of Ukraine, share in %\nmaize 52.6\nwheat 30.1\nbarley 9.8"
MEDALS = "Rank | Country | Medals\n1 | Norway | 37\n2 | Germany | 27"


def test_a_row_says_what_the_table_is_of_and_has_its_unit() -> None:
    rows = linearize_tables(SHARES).split("\n")
    assert rows[1] == "Grain exports of Ukraine, share in % / wheat: 30.1 %."
    assert row_label(rows[1]) == "wheat"


def test_a_column_is_recognized_by_its_head() -> None:
    assert "Norway / Medals: 37." in linearize_tables(MEDALS)


def test_a_list_behind_a_colon_has_a_line_for_each_with_the_unit_of_the_first() -> None:
    reported = linearize_tables("Pledges made: Belgium – 30 jets, Norway – 22.")
    assert "Pledges made / Belgium: 30 jets.\nPledges made / Norway: 22 jets." in reported


@pytest.mark.parametrize(
    "text",
    [
        "First line of prose.\nSecond line of prose with 3 dogs.",
        "Medals: Norway – gold 9, silver 4; Sweden – gold 6, silver 7.",
        "It said: there are 300 people here.",
        "",
    ],
)
def test_prose_and_what_is_nested_stay_as_they_are(text: str) -> None:
    assert linearize_tables(text) == text


@pytest.mark.parametrize(
    "line",
    [
        "The unemployment rate in Norway 1" + "a" * 3000 + "!",
        "The rate" + " " * 3000 + "1!",
        "ab" + " " * 50 + "1 " * 2000 + "!",
        "ab 1" + "a² " * 1500 + "!",
        "• " * 1500 + "a1!",
    ],
    ids=["a long word behind a figure", "blanks before one", "a row of digits", "many units", "many points"],
)
def test_a_line_that_is_nearly_a_row_is_refused_in_time(line: str) -> None:
    began = time.process_time()
    assert linearize_tables(line) == line
    assert time.process_time() - began < 1  # 0.01 s alone on one core


@pytest.mark.parametrize(
    ("claim", "passage", "stance"),
    [
        ("Wheat made up 30 percent of Ukraine's grain exports.", SHARES, "supports"),
        ("Wheat made up 41 percent of Ukraine's grain exports.", SHARES, "refutes"),
        ("Norway won 37 medals.", MEDALS, "supports"),
        ("The museum has 300 employees.", "Facts 2022 | Visitors: 411,850 | Rooms: 9 | Employees: 187", "refutes"),
    ],
)
def test_the_row_of_the_claim_decides(claim: str, passage: str, stance: str) -> None:
    judgement = judge_texts(claim, passage)
    assert judgement.stance == stance, judgement.reason
