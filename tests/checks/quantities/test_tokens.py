"""A text cut into words, numbers and signs."""

import pytest

from checks.quantities.tokens import has_digit
from tests.checks.quantities.tokens_of import at, tokens_of


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("1,234,567.8 tons", ["1,234,567.8", "tons"]),
        ("12,34,567 rupees", ["12,34,567", "rupees"]),
        ("100 000 people", ["100 000", "people"]),
        ("it's 3,5 %", ["it's", "3,5", "%"]),
        ("U.S.$5", ["u", ".", "s", ".", "$", "5"]),
        (".5 km/h", [".5", "km", "/", "h"]),
        ("192.168.0.1", ["192.168.0.1"]),
    ],
)
def test_numbers_are_one_token_with_their_signs(text: str, words: list[str]) -> None:
    tokens = tokens_of(text)
    assert tokens.words[tokens.first : tokens.last] == words


def test_a_token_knows_where_it_stands_and_how_it_is_written() -> None:
    text = "İn Windows 7-inch\nscreens"
    tokens = tokens_of(text)
    windows, hyphen = at(tokens, "windows"), at(tokens, "-")
    assert text[tokens.start(windows) : tokens.end(windows)] == tokens.written(windows) == "Windows"
    assert tokens.capital(windows)
    assert tokens.proper(windows)
    assert tokens.hyphen(hyphen)
    assert not tokens.joined(windows)
    assert tokens.breaks(at(tokens, "inch"))


def test_one_capital_with_a_full_stop_is_an_initial() -> None:
    tokens = tokens_of("U.S. and b. 1950")
    assert [tokens.initial(at(tokens, word)) for word in ("u", "s", "b")] == [True, True, False]


def test_beyond_the_ends_stand_empty_words() -> None:
    tokens = tokens_of("5")
    assert (tokens.words[tokens.first - 1], tokens.words[tokens.last]) == ("", "")
    assert tokens.written(tokens.last) == ""


def test_a_digit_is_one_of_ascii() -> None:
    assert (has_digit("no 5"), has_digit("none ²")) == (True, False)
