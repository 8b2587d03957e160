"""The noun that is counted, and what else belongs to an amount."""

import pytest

from checks.quantities.nouns.noun_phrase import are_so, noun_phrase, one_noun, part_of
from checks.quantities.nouns.noun_tail import both_nouns, of_kind, price_for, rate, stuff, times_the
from checks.quantities.numbers.numeral import Numeral
from checks.quantities.units import UNITS
from tests.checks.quantities.tokens_of import at, tokens_of


@pytest.mark.parametrize(
    ("text", "noun"),
    [
        ("newer versions of", "version"), ("most wanted men", "man"), (
            "sports cars", "car"), ("United States sailors", "sailor"),
        ("747 freighters", None), ("Airbus A350-1000 planes", "plane"), (
            "aircraft carriers", "carrier"), ("died in", None),
        ("GIS applications", "application"), ("U.S. soldiers", "soldier"), ("the soldiers", None),
    ],
)  # fmt: skip
def test_the_head_of_a_counted_phrase(text: str, noun: str | None) -> None:
    tokens = tokens_of(text)
    found = noun_phrase(tokens, tokens.first)
    assert (found[1] if found else None) == noun


def test_a_bare_model_number_stands_behind_a_number_in_words_only() -> None:
    tokens = tokens_of("nine 747 freighters")
    assert noun_phrase(tokens, at(tokens, "747")) == (at(tokens, "freighters") + 1, "freighter")
    tokens = tokens_of("9 747 freighters")
    assert noun_phrase(tokens, at(tokens, "747")) is None


def test_a_share_is_of_something() -> None:
    tokens = tokens_of("5 of the damage done")
    assert noun_phrase(tokens, at(tokens, "damage"), mass=True) == (at(tokens, "done"), "damage")
    assert part_of(tokens, at(tokens, "of"), closed=False) == (at(tokens, "done"), "damage")
    tokens = tokens_of("5 of the injured were")
    assert are_so(tokens, at(tokens, "injured"))
    assert part_of(tokens, at(tokens, "of"), closed=True) == (at(tokens, "were"), None)


def test_one_has_a_singular() -> None:
    tokens = tokens_of("one soldier died")
    assert one_noun(tokens, at(tokens, "soldier")) == (at(tokens, "soldier") + 1, "soldier")


def test_two_nouns_are_counted_together() -> None:
    for text, end in (
        ("men and women died", "died"),
        ("offices and flats in", "in"),
        ("children and lives in", "and"),
    ):
        tokens = tokens_of(text)
        assert both_nouns(tokens, tokens.first + 1) == at(tokens, end)


def test_what_a_measure_is_of_and_asked_for() -> None:
    tokens = tokens_of("5 millimetres of rain")
    assert stuff(tokens, at(tokens, "of"), UNITS["millimetre"]) == (tokens.last, "rain")
    tokens = tokens_of("5 grams per litre")
    assert rate(tokens, at(tokens, "per"), UNITS["gram"]) is not None
    tokens = tokens_of("$15 a tonne")
    assert price_for(tokens, at(tokens, "a")) == tokens.last
    tokens = tokens_of("three times the rate.")
    assert times_the(tokens, at(tokens, "the")) == (at(tokens, "."), "rate")
    tokens = tokens_of("80 percent renewable electricity")
    assert of_kind(tokens, Numeral(tokens.first, tokens.first + 1, 80.0), at(tokens, "renewable")) == (
        tokens.last,
        "electricity",
    )
