"""A figure speaks only where what it is of is aligned with the claim's."""

import json
from pathlib import Path

import pytest

from checks.stance.figures.comparability import Comparability, comparability
from checks.stance.figures.judge import figure_pairs
from checks.stance.judge import judge_texts
from checks.stance.text import AnalyzedText

_DATA = Path(__file__).parents[3] / "data"


@pytest.mark.parametrize(
    ("claim", "passage"),
    [
        ("Rail fares went up by 4.9 percent in March.", "Bus fares went up by 2.1 percent in March."),
        ("More than 600 shops in Tarn have closed since January.", "Since January 85 shops in Tarn have been burgled."),
        ("Wheat harvests in Karolia shrank by 30 percent this summer.",
         "Wheat exports from Karolia fell by 12 percent this summer."),
        ("Senator Voss received $750,000 from the gun lobby.",
         "Filings show that Senator Voss received $38,000 from the farm lobby."),
        ("Hospitals in Selmark are short of 2,700 nurses.", "Hospitals in Selmark are short of 2,700 beds."),
        ("Two thirds of the aid money never reached the villages.", "Two thirds of the aid money was spent on wells."),
    ],
)  # fmt: skip
def test_a_figure_of_something_else_decides_nothing_whether_it_meets_or_misses(claim: str, passage: str) -> None:
    judgement = judge_texts(claim, passage)
    assert judgement.stance == "context", judgement.reason


@pytest.mark.parametrize(
    ("claim", "passage", "stance"),
    [
        ("The flood in Varnsdorf killed at least 40 people.",
         "The death toll from the flooding in Varnsdorf rose to 43 on Friday.", "supports"),
        ("Rail fares went up by 4.9 percent in March.", "Rail fares went up by 2.1 percent in March.", "refutes"),
        ("The series cost 9 million dollars an episode to make.",
         "Making an episode of the series cost $3m, its producer said.", "refutes"),
        ("Russia had withdrawn 10,000 soldiers from the border.",
         "Moscow has pulled back 3,000 troops from the border.", "refutes"),
    ],
)  # fmt: skip
def test_a_figure_of_the_same_speaks_in_other_words(claim: str, passage: str, stance: str) -> None:
    judgement = judge_texts(claim, passage)
    assert judgement.stance == stance, judgement.reason


def test_the_reason_names_the_word_that_stands_on_one_side_alone() -> None:
    claim = "More than 600 shops in Tarn have closed since January."
    passage = "Since January 85 shops in Tarn have been burgled."
    assert (
        judge_texts(claim, passage).reason
        == "“85 shops” need not be of the same: “closed” stands on one side alone"
    )


def test_it_is_not_asked_where_the_passage_says_every_word_of_the_claim() -> None:
    claim = AnalyzedText("In the Alder marathon 18,500 runners finished.")
    source = AnalyzedText("It was the first Alder marathon. In all, 18,500 runners finished.", is_source=True)
    ((pair, meets),) = figure_pairs(claim, source)
    assert (meets, comparability(pair, meets=True)) == (True, Comparability("words"))


def test_a_claim_beside_itself_is_of_the_same() -> None:
    lines = (_DATA / "stance_pairs_sixth.jsonl").read_text(encoding="utf-8").splitlines()
    claims = sorted({json.loads(line)["claim"] for line in lines if any(map(str.isdigit, line))})[:40]
    doubted = []
    for claim in claims:
        judgement = judge_texts(claim, f"{claim.rstrip('.')}, the ministry said on Tuesday.")
        if judgement.stance == "context" and "need not be of the same" in judgement.reason:
            doubted.append(claim)
    assert doubted == []
