"""The words that a finding of figures gives its reason in."""

import pytest

from checks.amounts.amounts import amounts
from checks.stance.reasons import lacking, time_of


@pytest.mark.parametrize(
    ("claim", "words"),
    [
        ("Canada has 12 provinces.", "gives no number of provinces"),
        ("Turnout was 43 percent.", "gives no percentage"),
        ("The road cost 90 million euros.", "gives no amount in EUR"),
        ("The strike lasted 11 weeks.", "does not say how long it lasted"),
        ("Ida Lowell was 39 when she won.", "does not say how old"),
        ("Profit doubled.", "does not say how many times as much"),
    ],
)
def test_what_is_lacking(claim: str, words: str) -> None:
    assert lacking(amounts(claim)) == words


@pytest.mark.parametrize(
    ("words", "reported"),
    [
        ("as of 31 December", "31 December"),
        ("in July", "July"),
        ("for 2015", "2015"),
        ("since 1991", "the time since 1991"),
        ("at the end of 2021", "the end of 2021"),
        ("last year's", "last year"),
    ],
)
def test_when_a_figure_is_for(words: str, reported: str) -> None:
    assert time_of(words) == reported
