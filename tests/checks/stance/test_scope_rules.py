"""The scope rules, each alone: why two figures cannot be compared, and where they can."""

import pytest

from checks.stance.figures.scope.rules import SCOPE_RULES, scope_difference, without
from tests.checks.stance.pairs import pair_of

CASES = [
    ("currency", "The plant cost 300 million euros.", "The plant cost 300 million dollars.", "currency differs"),
    ("role", "Alder has 2,000 soldiers in Mirz.", "Alder sends another 2,000 soldiers to Mirz.", "comes on top"),
    ("place", "Unemployment in Alder was 9 percent.", "Unemployment in Birch was 6 percent.", "source speaks of Birch"),
    ("place", "Rents in Alder rose by 9 percent.", "Rents rose by 4 percent across the country.", "the country"),
    ("share", "Unemployment in Spain is 27 percent.", "In Spain, 27 percent smoke.", "is of another matter"),
    ("row", "Alder exported 40 tonnes of maize.", "Exports of Alder, in tonnes / barley: 12 t.", "“barley: 12”"),
    ("row", "Alder exported 40 tonnes of sugar.", "Crops of Alder / sugar beet: 774 t.", "“sugar beet: 774”"),
    ("group", "In Alder 300 women were hired.", "In Alder 500 men were hired.", "“men”, the claim “women”"),
    ("group", "In Alder 44 percent drink.", "In Alder 44 percent of people aged 20 are drinkers.",
        "counts those aged 20"),
    ("opposite", "Of voters, 60 percent support the plan.", "Of voters, 30 percent oppose the plan.", "“oppose”"),
    ("modality", "The hall had 3,000 visitors.", "The hall can hold 3,500 visitors.", "“can hold”"),
    ("substance", "Kalvex emits 4 million tonnes of carbon.", "Kalvex makes 4.3 million tonnes of cement.", "another"),
    ("modality", "The Greens won 24 seats.", "An exit poll saw the Greens at 24 seats.", "“exit poll”"),
    ("modality", "Six judges left.", "The ministry claimed that six judges left.", "“claimed that”"),
    ("rate", "There are 40 beds in Alder.", "There are 8 beds per ward in Alder.", "source counts per ward"),
    ("event", "Police arrested 30 people.", "Police said that 400 people marched.", "does not say “arrested”"),
    ("event", "There are 900 workers in Brell.", "Brell laid off 350 workers.", "says “laid off”"),
    ("span", "The film had 20,000 viewers.", "In its first week the film had 4,000 viewers.", "“In its first week”"),
    ("time", "Inflation was 9 percent in 2024.", "Inflation was 6 percent in 2017.", "figure is for 2017"),
    ("time", "Alder had 40 fires in March.", "Alder had 30 fires in August.", "another time of the year"),
    ("toll", "The quake killed 90 people.", "So far the quake has killed 60 people.", "“60 people” so far"),
    ("forecast", "The bridge cost 350 million euros.", "The bridge is expected to cost 240 million euros.", "expected"),
    ("area", "Tokyo has 14 million inhabitants.", "Greater Tokyo has 37 million inhabitants.", "Greater Tokyo"),
    ("bearer", "Portugal has 10 million inhabitants.", "Lisbon has 545,000 inhabitants.", "of Lisbon"),
]  # fmt: skip
COMPARABLE = [
    ("Alder has 38 million inhabitants.", "Alder counts 37.6 million residents."),
    ("The train reaches 160 km/h.", "The train reaches 100 miles per hour."),
    ("Unemployment was 6.4 percent.", "Unemployment was 6.4 percent, the Federal Employment Agency said."),
    ("Inflation was 9 percent in 2024.", "In 2024 inflation was 6 percent."),
    ("The plant makes 100 cars an hour.", "The plant makes 98 cars every hour."),
    ("The aid is 4,000 crowns per household.", "Each household got 800 crowns."),
    ("The satellite orbits at 800 kilometres.", "From 514 kilometres the satellite photographs every field."),
    ("People drink 30 litres per person a year.", "Per capita consumption is 147 litres a year."),
]


@pytest.mark.parametrize(("name", "claim", "passage", "reason"), CASES)
def test_a_rule_says_why_two_figures_cannot_be_compared(name: str, claim: str, passage: str, reason: str) -> None:
    found = SCOPE_RULES[name](pair_of(claim, passage))
    assert found is not None
    assert reason in found, found


@pytest.mark.parametrize(("claim", "passage"), COMPARABLE)
def test_no_rule_holds_where_figures_can_be_compared(claim: str, passage: str) -> None:
    pair = pair_of(claim, passage)
    assert {name: reason for name, rule in SCOPE_RULES.items() if (reason := rule(pair)) is not None} == {}


def test_every_rule_has_an_example() -> None:
    assert {name for name, *_ in CASES} == SCOPE_RULES.keys()


def test_a_rule_can_be_taken_out_by_its_name() -> None:
    pair = pair_of("The plant cost 300 million euros.", "The plant cost 300 million dollars.")
    assert scope_difference(pair) is not None
    assert scope_difference(pair, without("currency")) is None
    with pytest.raises(KeyError):
        without("no such rule")
