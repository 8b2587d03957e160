"""One amount from its number outwards: durations, what trails it, ranges, roles, and what is none."""

import pytest

from checks.quantities.durations import duration
from checks.quantities.not_quantities import is_no_amount
from checks.quantities.numbers.reader import read_numeral
from checks.quantities.ranges import carried, read_pair, read_ratio
from checks.quantities.reader import quantity_at
from checks.quantities.roles import changes, role
from checks.quantities.trailing import read_trailing
from tests.checks.quantities.tokens_of import at, tokens_of


@pytest.mark.parametrize(
    ("text", "word", "value"),
    [
        ("within a week", "week", 1.0), ("month-long strike", "month", 1.0), ("for years", "years", 2.0),
        ("nearly a decade", "decade", 1.0), ("a year later", "year", None), ("the years", "years", None),
        ("weeklong", "weeklong", 1.0),
    ],
)  # fmt: skip
def test_a_time_without_a_number(text: str, word: str, value: float | None) -> None:
    tokens = tokens_of(text)
    found = duration(tokens, at(tokens, word))
    assert (found[0].value if found else None) == value


@pytest.mark.parametrize(
    ("text", "number", "none"),
    [
        ("In 2014 he", "2014", True), ("Room 12 was", "12", True), ("at 5 p.m.",
            "5", True), ("COVID-19 came", "19", True),
        ("as they said [12].", "12", True), ("12 dogs", "12", False), (
            "in 88 and", "88", True), ("May 16 was", "16", True),
        ("1990s", "1990", True), ("the 5 of us", "5", False),
    ],
)  # fmt: skip
def test_numbers_that_are_no_amounts(text: str, number: str, none: bool) -> None:
    tokens = tokens_of(text)
    numeral = read_numeral(tokens, at(tokens, number))
    assert numeral is not None
    assert is_no_amount(tokens, numeral, has_unit=False) is none


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("3 to 5 boats", 3, 5), ("$3-5 million", 3e6, 5e6), ("between 2 and 4", 2, 4), (
            "2 and 4", None, None), ("3-0", 3, 0),
    ],
)  # fmt: skip
def test_two_numbers_that_make_one_amount(text: str, low: float | None, high: float | None) -> None:
    tokens = tokens_of(text)
    first = next(n for i in range(tokens.first, tokens.last) if (n := read_numeral(tokens, i)) is not None)
    both = read_pair(tokens, first, None)
    assert ((both.low.value, both.high.value) if both else (None, None)) == (low, high)


def test_a_ratio_is_one_number() -> None:
    for text, value in (("one in five", 0.2), ("9 out of 10", 0.9), ("31-of-40", 0.775), ("1:250", 0.004)):
        tokens = tokens_of(text)
        numeral = read_numeral(tokens, tokens.first)
        assert numeral is not None
        ratio = read_ratio(tokens, numeral)
        assert ratio is not None
        assert ratio.value == pytest.approx(value)


def test_the_low_end_takes_the_scale_of_the_high_one() -> None:
    tokens = tokens_of("1.2 and 1.5 million")
    low, high = read_numeral(tokens, tokens.first), read_numeral(tokens, at(tokens, "1.5"))
    assert low is not None
    assert high is not None
    assert carried(low, high).value == 1_200_000


@pytest.mark.parametrize(
    ("text", "counted", "comparator"),
    [
        ("12 dogs or more", "dog", ">="),
        ("12-member", "member", None),
        ("12-strong", None, None),
        ("12 of the dogs", "dog", None),
    ],
)
def test_what_trails_a_number(text: str, counted: str | None, comparator: str | None) -> None:
    tokens = tokens_of(text)
    numeral = read_numeral(tokens, tokens.first)
    assert numeral is not None
    right = read_trailing(tokens, numeral, None)
    assert (right.counted, right.comparator) == (counted, comparator)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("rose by 5", "change"),
        ("another 5", "additional"),
        ("has 5", "amount"),
        ("5 more dogs", "additional"),
        ("fell 5", "change"),
        ("5 dogs cut", "amount"),
    ],
)
def test_the_role_of_an_amount(text: str, wanted: str) -> None:
    tokens = tokens_of(text)
    i = at(tokens, "5")
    end = at(tokens, "dogs") + 1 if "dogs" in text else i + 1
    assert role(tokens, i, i + 1, end, None) == wanted
    assert changes(tokens, i, 4) is (wanted == "change")


def test_an_age_is_counted_in_years() -> None:
    tokens = tokens_of("Daniel Smith, 19, a member")
    quantity, end = quantity_at(tokens, at(tokens, "19"))
    assert quantity is not None
    assert (quantity.unit, end) == ("year", at(tokens, "19") + 1)
