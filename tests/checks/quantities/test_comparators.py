"""What bounds a number from the left and from the right."""

import pytest

from checks.quantities import comparators
from tests.checks.quantities.tokens_of import at, tokens_of


@pytest.mark.parametrize(
    ("text", "comparator", "first"),
    [
        ("no fewer than 5", ">=", "no"),
        ("in excess of 5", ">", "in"),
        ("at least about 5", ">=", "at"),
        ("about another 5", "~", "about"),
        ("over 5", ">", "over"),
        ("and 5", "=", "5"),
        ("over a 5", "=", "5"),
        ("about a 5", "~", "about"),
    ],
)
def test_a_phrase_before_a_number(text: str, comparator: str, first: str) -> None:
    tokens = tokens_of(text)
    assert comparators.before(tokens, at(tokens, "5")) == (comparator, at(tokens, first))


@pytest.mark.parametrize(
    ("text", "comparator"),
    [
        ("5 or more", ">="),
        ("5 and over", ">="),
        ("5 and over 6", None),
        ("5 or so", "~"),
        ("5+", ">="),
        ("5 or 6", None),
    ],
)
def test_a_phrase_behind_a_number(text: str, comparator: str | None) -> None:
    tokens = tokens_of(text)
    assert comparators.after(tokens, at(tokens, "5") + 1)[0] == comparator


def test_a_comparison_with_a_time_gone_by_is_no_bound() -> None:
    tokens = tokens_of("lower than two years ago and more than two years")
    assert comparators.of_moment(tokens, at(tokens, "lower"))
    assert not comparators.of_moment(tokens, at(tokens, "more"))


def test_a_number_may_be_called_an_estimate_before() -> None:
    tokens = tokens_of("an estimated cost of 5")
    assert comparators.estimated(tokens, at(tokens, "5"))
    tokens = tokens_of("estimated, by them, of 5")
    assert not comparators.estimated(tokens, at(tokens, "5"))
