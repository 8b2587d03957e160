"""Claims that hold two things against each other."""

import pytest

from checks.stance.figures.comparisons import stated_comparison
from checks.stance.judge import judge_texts
from checks.stance.text import AnalyzedText


@pytest.mark.parametrize(
    ("claim", "passage", "stance"),
    [
        ("More women than men study in Alder.", "Alder has 4,100 students: 2,300 women and 1,800 men.", "supports"),
        ("Men are outnumbered by women in Alder.", "In Alder live 22,000 women and 20,000 men.", "supports"),
        ("Lyon has more cinemas than Nantes.", "Nantes counts 31 cinemas. Lyon has 24 cinemas.", "refutes"),
        ("Lyon has more cinemas than Nantes.", "There are 24 cinemas in Lyon.", "context"),
        ("Norway has three times as many electric cars as Denmark.",
         "There are 690,000 electric cars in Norway and 340,000 in Denmark.", "refutes"),
        ("Norway has twice as many electric cars as Denmark.",
         "There are 690,000 electric cars in Norway and 340,000 in Denmark.", "supports"),
        ("The Elbe is longer than the Rhine.", "The Rhine flows for 1,233 km. The Elbe is 1,094 km long.", "refutes"),
    ],
)  # fmt: skip
def test_two_figures_decide(claim: str, passage: str, stance: str) -> None:
    judgement = judge_texts(claim, passage)
    assert judgement.stance == stance, judgement.reason


@pytest.mark.parametrize(
    "claim",
    [
        "Turnout was higher than in 2019.",
        "Profit was 5 percent higher than a year ago.",
        "Fewer than 10 people died.",
        "More than 300 women were hired.",
        "Rents rose more than expected.",
    ],
)
def test_a_bound_or_an_earlier_time_is_no_comparison_of_two_things(claim: str) -> None:
    assert stated_comparison(AnalyzedText(claim, None)) is None
