"""Amounts that follow from others of a text, and what one allows of another."""

import pytest

from checks.amounts.amounts import amounts
from checks.stance.derived_amounts import changes
from checks.stance.figures.pair import FigurePair, figure_relation
from checks.stance.judge import judge_texts
from checks.stance.text import AnalyzedText


def test_two_times_give_a_change() -> None:
    made = list(changes(amounts("It cost 1.20 euros in 2019. Now it costs 2.40 euros.")))
    assert [(each.dimension, round(each.value, 2)) for each in made] == [
        ("EUR", 1.2),
        ("times", 2.0),
        ("percent", 100.0),
    ]


@pytest.mark.parametrize(
    ("claim", "passage", "stance"),
    [
        ("The price of oil doubled between 2021 and 2023.", "Oil that cost €4.30 in 2021 sold for €8.70 in 2023.",
            "supports"),
        ("The glacier has lost two-thirds of its ice since 1900.",
            "In 1900 the glacier held 1.2 cubic kilometres of ice. This summer it held 0.4 cubic kilometres.",
            "supports"),
        ("Revenue of Corvo shrank by a tenth in 2024.",
            "Revenue of Corvo was £715m in 2024, slightly more than the £713m of the previous year.", "refutes"),
        ("Fewer than half of the houses that the flood destroyed have been rebuilt.",
            "The flood destroyed 410 houses. So far 163 of them have been rebuilt.", "supports"),
        ("The profit of Corvo almost doubled to €1.9bn.",
            "Corvo earned €1.91bn in the three months to June, up from €970m a year before.", "supports"),
        ("Corvo's profit almost tripled to €1.9bn.",
            "Corvo's profit was €1.91bn in the three months to June, up from €970m a year before.", "refutes"),
        ("One in ten of the judges in Alder is a woman.", "Alder has 210 judges, of whom 21 are women.", "supports"),
        ("More than half of the houses that the flood destroyed have been rebuilt.",
            "The flood destroyed 410 houses. So far 163 of them have been rebuilt.", "refutes"),
    ],
)  # fmt: skip
def test_what_follows_from_two_figures_decides(claim: str, passage: str, stance: str) -> None:
    assert judge_texts(claim, passage).stance == stance


@pytest.mark.parametrize(
    ("claim", "source", "relation"),
    [
        ("It has 38 million members.", "It has 37.6 million members.", "meets"),
        ("It has 38 million members.", "It has 41.2 million members.", "misses"),
        ("It has more than 100,000 members.", "It has more than 90,000 members.", "wide"),
        ("It has up to 500 members.", "It has between 200 and 500 members.", "meets"),
        ("It has 300 members.", "It has more than 300 members.", "meets"),
        ("It has about 300 members.", "It has nearly 300 members.", "meets"),
    ],
)
def test_a_figure_meets_misses_or_is_too_wide(claim: str, source: str, relation: str) -> None:
    assert figure_relation(amounts(claim)[0], amounts(source)[0]) == relation


def test_the_likest_amount_shares_most_with_the_claim_and_counts_the_same() -> None:
    claim = AnalyzedText("In the Alder marathon 18,500 runners finished.")
    source = AnalyzedText(
        "The Alder marathon had 21,000 runners. In all, 18,500 runners finished; three were ill."
    )
    likeness = {a.value: FigurePair(claim, source, claim.amounts[0], a).likeness for a in source.amounts}
    assert likeness[18_500.0] > likeness[3.0]
    assert likeness[21_000.0] > likeness[3.0]
