"""The amounts of a text: those stated, those that follow from them."""

from datetime import date

import pytest

from checks.amounts.amounts import AGE, LENGTH, Amount, amounts, is_money, split_sentences
from checks.amounts.derived_quantities import as_bound, days_between, derived_quantities, merge_rates
from checks.quantities import quantities


def amount(text: str) -> Amount:
    """The first amount of a text."""
    return amounts(text)[0]


def test_an_amount_has_its_clause_and_what_that_says() -> None:
    found = amounts("Rents rose by 4 percent, while wages are expected to fall by 2 percent.")
    first, second = (each for each in found if each.dimension == "percent")
    assert (first.part, first.direction, first.ahead) == ("Rents rose by 4 percent", "up", False)
    assert (second.direction, second.ahead) == ("down", True)
    assert first.quantity.role == second.quantity.role == "change"


def test_what_a_figure_is_higher_than_is_no_rise() -> None:
    assert amount("Unemployment is higher than 20 percent.").direction == ""


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
