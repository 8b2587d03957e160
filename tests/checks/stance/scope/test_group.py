"""Scope rules of who and what is counted: another group or event."""

import pytest

from checks.stance.figures.scope_rules import other_event, other_group
from tests.checks.stance.pairs import pair_of


@pytest.mark.parametrize(
    ("claim", "passage", "reason"),
    [
        ("In Alder 300 women were hired.", "In Alder 500 men were hired.", "“men”, the claim “women”"),
        ("In Alder 44 percent drink.", "In Alder 44 percent of people aged 20 are drinkers.", "those aged 20"),
        ("In Alder 300 women were hired.", "In Alder 500 women were hired.", None),
    ],
)
def test_men_are_no_women(claim: str, passage: str, reason: str | None) -> None:
    found = other_group(pair_of(claim, passage))
    assert (found is None) == (reason is None)
    assert reason is None or reason in str(found)


@pytest.mark.parametrize(
    ("claim", "passage", "reason"),
    [
        ("Police arrested 30 people.", "Police said that 400 people marched.", "does not say “arrested”"),
        ("Police arrested 30 people.", "Police arrested 40 people.", None),
        ("There are 900 workers in Brell.", "There are 350 workers in Brell.", None),
    ],
)
def test_a_figure_is_of_the_event_that_both_name(claim: str, passage: str, reason: str | None) -> None:
    found = other_event(pair_of(claim, passage))
    assert (found is None) == (reason is None)
    assert reason is None or reason in str(found)
