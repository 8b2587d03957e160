"""A figure of one event says nothing of another: withdrawn and massed, hired and laid off."""

import pytest

from tests.checks.stance.findings import finding

DECIDES_NOTHING = [
    ("Russia had withdrawn 10,000 soldiers.", "Russia has massed about 130,000 troops near the border with Ukraine."),
    ("Russia had withdrawn 10,000 soldiers from the border.", "About 130,000 soldiers stand at the border."),
    ("Lavia has massed 40,000 troops at the border.", "Lavia withdrew 8,000 troops from the border on Friday."),
    ("There are 10,000 soldiers near the border.", "Lavia has withdrawn 2,000 soldiers from the border."),
    ("The army mobilised 60,000 men.", "The army has lost 9,000 men since the war began."),
    ("The ministry said 1,200 soldiers had been captured.", "The ministry said that 4,500 soldiers had been killed."),
    ("Orlen laid off 900 workers.", "Orlen hired 250 workers in the spring."),
    ("The plant in Brell employs 900 workers.", "The plant in Brell dismissed 350 workers in March."),
    ("The shipyard delivered 12 ferries in 2023.", "The shipyard had orders for 30 ferries in 2023."),
    ("The quake destroyed 500 houses.", "The quake damaged 12,000 houses."),
    ("More than 5,000 people were vaccinated in Tolm.", "Tolm has 41,000 inhabitants."),
    ("The city planted 20,000 trees.", "The city felled 3,400 trees for the tram line."),
    ("The court convicted 12 officials.", "Prosecutors charged 45 officials."),
    ("The hospital treated 400 patients.", "The hospital discharged 120 patients."),
    ("Unemployment in Norland rose to 25 percent.", "Youth unemployment in Norland rose to 25 percent last month."),
    ("Exports grew by 5 percent.", "Car exports grew by 5 percent."),
    ("Alder sent 200 tanks to Norland.", "Alder offered to send 200 tanks to Norland."),
    ("The company hired 300 workers.", "The company said it had agreed to hire 300 workers."),
    ("Inflation in Norland fell to 2.2 percent.", "Food inflation in Norland fell to 4.1 percent."),
]  # fmt: skip
SAME_EVENT = [
    ("Russia had withdrawn 10,000 soldiers from the border.", "Moscow has pulled back 3,000 troops from the "
                                                              "border.", "refutes"),
    ("Russia had withdrawn 10,000 soldiers from the border.",
     "Some 10,200 Russian soldiers left the border area and went back to their barracks.", "supports"),
    ("Orlen laid off 900 workers.", "At Orlen 900 workers were made redundant.", "supports"),
]  # fmt: skip


@pytest.mark.parametrize(("claim", "passage"), DECIDES_NOTHING)
def test_a_figure_of_another_event_decides_nothing(claim: str, passage: str) -> None:
    found = finding(claim, passage)
    assert found.stance == "context", found.reason


@pytest.mark.parametrize(("claim", "passage", "stance"), SAME_EVENT)
def test_the_same_event_in_other_words_decides(claim: str, passage: str, stance: str) -> None:
    found = finding(claim, passage)
    assert found.stance == stance, found.reason
