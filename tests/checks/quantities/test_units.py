"""Units and money: how they are written, and what they are made of."""

import pytest

from checks.quantities.numbers.reader import read_numeral
from checks.quantities.unit_phrases import unit_at, unit_behind
from checks.quantities.units import SYMBOLS, UNITS, WORDS, compound, powered
from tests.checks.quantities.tokens_of import at, tokens_of


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("5 KILOMETRES", "kilometre"), ("5 km/h", "kilometre per hour"), ("5 miles an hour", "mile per hour"),
        ("5 square metres", "square metre"), ("5 m²", "square metre"), ("5 cubic feet", "cubic foot"),
        ("5 per cent", "percent"), ("5 percentage points", "percentage point"), ("5-year-old", "year"),
        ("5 Hong Kong dollars", "HKD"), ("5 U.S. dollars", "USD"), ("5 EUR", "EUR"), ("5 pounds of flour", "pound"),
        ("5 pounds", "GBP"), ("5p", "penny"), ("5 t", None), ("5,000 t", "tonne"), ("5 MPs", None), ("5 dogs", None),
        ("5 degrees Celsius", "degree Celsius"), ("5 kt", "knot"), ("5 won", None), ("5,000 won", None),
    ],
)  # fmt: skip
def test_the_unit_behind_a_number(text: str, name: str | None) -> None:
    tokens = tokens_of(text)
    numeral = read_numeral(tokens, tokens.first)
    assert numeral is not None
    found = unit_behind(tokens, numeral)
    assert (found[1].name if found else None) == name


def test_words_are_read_in_any_case_and_symbols_as_they_stand() -> None:
    tokens = tokens_of("Km MW mW MPs")
    assert [u.name if (u := unit_at(tokens, at(tokens, w))) else None for w in ("km", "mps")] == [
        "kilometre",
        None,
    ]
    assert unit_at(tokens, at(tokens, "mw")) == UNITS["megawatt"]
    assert unit_at(tokens, at(tokens, "mw") + 1) is None


def test_units_are_put_together_with_their_codes() -> None:
    assert compound(UNITS["barrel"], UNITS["day"]).code == "[bbl_us]/d"
    assert (compound(UNITS["mile"], UNITS["hour"]).name, compound(UNITS["mile"], UNITS["hour"]).measures) == (
        "mile per hour",
        "speed",
    )
    assert powered(UNITS["metre"], 2) == UNITS["square metre"]
    assert powered(UNITS["yard"], 3).name == "cubic yard"


def test_no_symbol_is_a_word_of_another_unit() -> None:
    assert not {s for s in SYMBOLS if s in WORDS and WORDS[s] != SYMBOLS[s]}
