"""Quantities are written as people write them."""

import pytest

from checks.quantities import quantities
from checks.quantities.wording import in_words, number
from checks.types.quantity import Quantity


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("More than 5 trillion dollars were spent.", "more than 5 trillion US dollars"),
        ("92 percent of patients recovered.", "92 % of patients"),
        ("There were hundreds of injuries.", "hundreds of injuries"),
        ("Poland has nearly 38 million inhabitants.", "nearly 38 million inhabitants"),
        ("Poland has just below 38 million inhabitants.", "nearly 38 million inhabitants"),
        ("Poland has slightly over 38 million inhabitants.", "just over 38 million inhabitants"),
        ("Poland has close to 38 million inhabitants.", "about 38 million inhabitants"),
        ("Between 36 and 37 million people live there.", "36 million to 37 million people"),
        ("It costs 1.5 million euros.", "1.5 million euros"),
        ("A train went about 300 km per hour.", "about 300 kilometres per hour"),
        ("Dozens of people died.", "dozens of people"),
        ("They sent another 2,000 troops.", "another 2,000 troops"),
        ("It rose by 3 percentage points.", "3 percentage points"),
        ("There are fewer than 60,000 troops.", "fewer than 60,000 troops"),
        ("They ate 5 tonnes of rice.", "5 tonnes of rice"),
        ("One man died.", "1 man"),
        ("Tens of thousands of children fled.", "tens of thousands of children"),
        ("It is 5 percent of GDP.", "5 % of GDP"),
        ("There were at least 3 deaths.", "at least 3 deaths"),
        ("A third of the buses run on gas.", "A third of the buses"),
        ("Several countries agreed.", "several countries"),
        ("One in five of them lives in poverty.", "One in five"),
        ("3 in 10 voters stayed at home.", "3 in 10 voters"),
    ],
)
def test_a_quantity_in_words(text: str, words: str) -> None:
    (quantity, *_) = quantities(text)
    assert in_words(quantity) == words


def test_a_noun_that_the_stretch_lacks_has_its_plural() -> None:
    assert (
        in_words(Quantity(0, 2, "40", comparator="=", low=40, high=40, unit=None, counted="injury"))
        == "40 injuries"
    )
    assert (
        in_words(Quantity(0, 2, "40", comparator="=", low=40, high=40, unit=None, counted="person")) == "40 people"
    )


@pytest.mark.parametrize(
    ("value", "said"),
    [(5e12, "5 trillion"), (36_560_000, "36.56 million"), (1_234_567, "1,234,567"), (130_000, "130,000"), (5.2, "5.2"),
     (0, "0"), (-3, "-3"), (13.009e9, "13.009 billion")],
)  # fmt: skip
def test_a_number_keeps_its_digits(value: float, said: str) -> None:
    assert number(value) == said


def test_none_is_written_as_a_machine_writes_it() -> None:
    for text in ("More than 5 trillion dollars", "about 4.2e15 people", "1,000,000,000,000,000,000 atoms"):
        for quantity in quantities(text):
            assert not set(in_words(quantity)) & set("><~=+"), in_words(quantity)
