"""The amounts of a text: those stated, those that follow from them, and what their clauses say of them."""

from datetime import date

import pytest

from checks.quantities import quantities
from checks.stance.figures.amounts import AGE, LENGTH, Amount, amounts, is_money, split_sentences
from checks.stance.figures.derived_amounts import changes
from checks.stance.figures.derived_quantities import as_bound, days_between, derived_quantities, merge_rates
from checks.stance.figures.pair import FigurePair, figure_relation
from checks.stance.judge import judge_texts
from checks.stance.text import AnalyzedText


def amount(text: str) -> Amount:
    """The first amount of a text."""
    return amounts(text)[0]


def test_an_amount_has_its_clause_and_what_that_says() -> None:
    found = amounts("Rents rose by 4 percent, while wages are expected to fall by 2 percent.")
    first, second = (each for each in found if each.dimension == "percent")
    assert (first.part, first.direction, first.ahead) == ("Rents rose by 4 percent", "up", False)
    assert (second.direction, second.ahead) == ("down", True)
    assert first.quantity.role == second.quantity.role == "change"


@pytest.mark.parametrize(
    ("text", "field", "value"),
    [
        ("Rents rose to 12 percent from 4 percent.", "former", [False, True]),
        ("He denied that 40 people had died.", "negated", [True]),
        ("It uses 30 litres a month.", "times_a_year", [12.0]),
        ("Ilona Varga was 45 when she won.", "noun", [AGE]),
        ("The strike lasted 11 weeks.", "noun", [LENGTH]),
    ],
)
def test_what_a_clause_says_of_its_amount(text: str, field: str, value: list[object]) -> None:
    assert [getattr(each, field) for each in amounts(text)][: len(value)] == value


def test_values_are_in_the_base_unit() -> None:
    assert amount("The line is 2 kilometres long.").value == 2000.0
    assert amount("A quarter of voters stayed home.").value == 25.0
    assert is_money(amount("It cost 3 million euros."))


def test_days_count_from_the_reference_date() -> None:
    (found,) = amounts("On Monday 40 people marched.", date(2024, 5, 1))
    assert [day.first for day in found.days] == [date(2024, 4, 29)]
    assert amounts("On Monday 40 people marched.", date(2024, 5, 1), dated=False)[0].days == ()


def test_sentences_and_lines_are_split_and_nothing_is_lost() -> None:
    text = "One came. Two went.\nThree stayed"
    assert "".join(split_sentences(text)) == text
    assert len(list(split_sentences(text))) == 3


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("150 of the 200 buses are electric.", 75.0, "percent"),
        ("The rate went from 3.25 to 3.75 percent.", 0.5, "percentage point"),
        ("Profit doubled.", 2.0, "times"),
        ("Nobody was hurt.", 0.0, None),
        ("Every second pupil cycles.", 50.0, "percent"),
        ("Prices are 18 percent higher.", 1.18, "times"),
    ],
)
def test_what_follows_from_the_parts_that_a_sentence_gives(text: str, value: float, unit: str | None) -> None:
    found = list(derived_quantities(text, quantities(text)))
    assert (value, unit) in [(pytest.approx(each.stated), each.unit) for each in found], found


def test_twelve_per_hundred_thousand_is_one_rate() -> None:
    text = "There were 12 murders per 100,000 inhabitants."
    (rate,) = merge_rates(text, quantities(text))
    assert (rate.stated, rate.unit) == (12.0, "per 100,000")


def test_a_length_between_years_is_as_wide_as_they_leave_it() -> None:
    exact = days_between(date(1980, 4, 30), date(1980, 5, 5), "30 April to 5 May", 0, 1)
    assert (exact.comparator, exact.low) == ("~", 5.0)
    years = days_between(date(1914, 1, 1), date(1918, 12, 31), "1914 to 1918", 0, 1)
    assert years.comparator == ".."


@pytest.mark.parametrize(
    ("text", "comparator"),
    [
        ("The debt exceeded 4 trillion euros.", ">"),
        ("The town has yet to reach 5,000 inhabitants.", "<="),
        ("The debt is 4 trillion euros.", "="),
    ],
)
def test_a_verb_before_an_amount_makes_a_bound_of_it(text: str, comparator: str) -> None:
    (stated,) = quantities(text)
    assert as_bound(stated, text[: stated.start]).comparator == comparator


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
    assert figure_relation(amount(claim), amount(source)) == relation


def test_the_likest_amount_shares_most_with_the_claim_and_counts_the_same() -> None:
    claim = AnalyzedText("In the Alder marathon 18,500 runners finished.")
    source = AnalyzedText(
        "The Alder marathon had 21,000 runners. In all, 18,500 runners finished; three were ill."
    )
    likeness = {a.value: FigurePair(claim, source, claim.amounts[0], a).likeness for a in source.amounts}
    assert likeness[18_500.0] > likeness[3.0]
    assert likeness[21_000.0] > likeness[3.0]
