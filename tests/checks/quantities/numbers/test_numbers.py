"""Numbers as they are written: in digits, in words, as parts, roughly; and those that name or date something."""

import pytest

from checks.quantities.numbers import calendar_words, codes, digits, fractions, names, one, spelled, vague
from checks.quantities.numbers.number_words import MONTH_NAMES, NUMBER_WORDS, ONES, PARTS, SCALES
from checks.quantities.numbers.numeral import Numeral, is_minus, scaled, times
from checks.quantities.numbers.reader import read_numeral
from checks.quantities.tokens import Tokens
from tests.checks.quantities.tokens_of import at, tokens_of


def _numeral(text: str, word: str) -> tuple[Tokens, Numeral]:
    tokens = tokens_of(text)
    numeral = read_numeral(tokens, at(tokens, word))
    assert numeral is not None
    return tokens, numeral


@pytest.mark.parametrize(
    ("text", "word", "value"),
    [
        ("-5 degrees", "5", -5), ("$1.5m", "1.5", 1.5e6), ("20k", "20", 20_000), ("5'9\"", "5", 5.75), ("3½", "3", 3.5),
        ("2 lakh crore", "2", 2e12), ("12 400 tickets", "12", 12_400), (
            "1,5 million", "1,5", 1.5e6), ("12.5.3", "12.5.3", None),
        ("100m sprint", "100", 100), ("1.5m people", "1.5", 1.5e6),
    ],
)  # fmt: skip
def test_numbers_in_digits(text: str, word: str, value: float | None) -> None:
    tokens = tokens_of(text)
    numeral = digits.number_in_digits(tokens, at(tokens, word))
    assert (numeral.value if numeral else None) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("two hundred and fifty thousand", 250_000), ("twenty-one", 21), (
            "minus five", -5), ("two thousand million", 2e9),
        ("three point one four", 3.14), ("two hundred and one million", 201e6), (
            "two thousand and fifty million", 2000),
    ],
)  # fmt: skip
def test_numbers_in_words(text: str, value: float) -> None:
    tokens = tokens_of(text)
    first = next(i for i in range(tokens.first, tokens.last) if tokens.words[i] in NUMBER_WORDS)
    assert spelled.number_in_words(tokens, first).value == value


def test_a_scale_alone_needs_an_article_a_hyphen_or_money() -> None:
    for text, value in (
        ("a hundred and fifty", 150),
        ("million-dollar", 1e6),
        ("thousand euros", 1000),
        ("the thousand", None),
    ):
        tokens = tokens_of(text)
        i = next(i for i in range(tokens.first, tokens.last) if tokens.words[i] in SCALES)
        numeral = spelled.lone_scale(tokens, i)
        assert (numeral.value if numeral else None) == value


@pytest.mark.parametrize(
    ("text", "word", "value"),
    [
        ("two-thirds of", "two", 2 / 3), ("two and a half million", "two", 2.5e6), ("3 1/2 grams", "3", 3.5),
        ("12-fold", "12", 12),
        ("two and one-half", "two", 2.5), ("2/3 of the", "2", 2 / 3), ("two halves", "two", 2),
    ],
)  # fmt: skip
def test_a_number_with_a_part_behind_it(text: str, word: str, value: float) -> None:
    _, numeral = _numeral(text, word)
    assert numeral.value == pytest.approx(value)


@pytest.mark.parametrize(
    ("text", "word", "value"),
    [
        ("half a million", "half", 500_000),
        ("half of them", "half", 0.5),
        ("first half", "half", None),
        ("a third of", "third", 1 / 3),
    ],
)
def test_a_part_alone(text: str, word: str, value: float | None) -> None:
    tokens = tokens_of(text)
    numeral = fractions.one_part(tokens, at(tokens, word))
    assert (numeral.value if numeral else None) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [("dozens", 24), ("hundreds of thousands", 200_000), ("tens of", None), ("scores of", 40)],
)
def test_vague_numbers(text: str, value: float | None) -> None:
    tokens = tokens_of("killed " + text)
    numeral = vague.vague(tokens, tokens.first + 1)
    assert (numeral.value if numeral else None) == value


def test_several_is_the_least_that_it_can_mean() -> None:
    for text, word, value in (
        ("several hundred", "several", 300),
        ("a few thousand", "few", 2000),
        ("a couple of", "couple", 2),
    ):
        tokens = tokens_of(text)
        numeral = vague.several(tokens, at(tokens, word))
        assert numeral is not None
        assert numeral.value == value


def test_times_of_day_days_and_years() -> None:
    assert calendar_words.is_clock_time(*_numeral("at 5 p.m.", "5"))
    assert calendar_words.is_day_of_month(*_numeral("16 and 17 May", "16"))
    assert calendar_words.is_year(*_numeral("since 1754,", "1754"), False)
    assert not calendar_words.is_year(*_numeral("more than 1754 people", "1754"), False)
    assert calendar_words.is_short_year(*_numeral("in 84,", "84"))


def test_codes_and_names() -> None:
    assert codes.is_code(*_numeral("+44 20 7946", "44"), False)
    assert codes.is_code(*_numeral("The 1990s", "1990"), False)
    assert not codes.is_code(*_numeral("5 dogs", "5"), False)
    assert codes.joined_before(*_numeral("high-five", "five"))
    assert names.is_in_name(*_numeral("10 Downing Street", "10"))
    assert names.labelled(*_numeral("gate 12 is", "12"))
    assert not names.labelled(*_numeral("last week 14 people", "14"))
    assert names.capital_name(*_numeral("in Formula One", "one"))
    tokens = tokens_of("five-way, five-member")
    assert names.no_count(tokens, at(tokens, "way"), False)
    assert not names.no_count(tokens, at(tokens, "member"), False)


def test_one_is_an_amount_where_it_counts() -> None:
    assert one.one_counts(*_numeral("one soldier", "one"), False)
    assert not one.one_counts(*_numeral("one of the", "one"), False)
    assert not one.one_counts(*_numeral("one day", "one"), True)
    assert one.one_counts(*_numeral("within one day", "one"), True)


def test_scales_multiply_without_dust() -> None:
    assert times(3.2, 1e7) == 32_000_000
    tokens = tokens_of("5 hundred thousand")
    assert scaled(tokens, Numeral(tokens.first, tokens.first + 1, 5.0)).value == 500_000
    tokens = tokens_of("plus or minus 5")
    assert not is_minus(tokens, at(tokens, "minus"))


def test_the_tables_hold_what_they_should() -> None:
    assert (ONES["nineteen"], SCALES["crore"], PARTS["quarters"]) == (19, 1e7, 4)
    assert {"january", "jan", "sept"} <= MONTH_NAMES
