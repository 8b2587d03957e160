"""Who says it: quotations that go on in a paragraph of their own, titles, and verbs of saying that say nothing."""

from datetime import date

from checks.extraction import split

DAY = date(2024, 11, 20)
GUARDS = (
    "“The guards shot at 40 people on Monday without warning,” said Philip Lund, director for the Middle East."
)
CLOSED = "“The ministry has closed 12 newspapers in a year.”"
AFTER = "Hundreds of demonstrators blocked roads on Monday. The ministry was founded in 1924."


def _claimants(*paragraphs: str) -> dict[str, str | None]:
    return {claim.statement: claim.claimant for claim in split("\n\n".join(paragraphs), DAY).claims}


def test_a_paragraph_that_is_a_quotation_goes_on_with_the_speaker_before_it() -> None:
    said = _claimants(GUARDS, CLOSED, AFTER)
    assert said["The ministry has closed 12 newspapers in a year"] == "Philip Lund"
    assert said["Hundreds of demonstrators blocked roads on 18 November 2024"] is None


def test_behind_another_paragraph_nobody_is_known_to_go_on() -> None:
    said = _claimants(GUARDS, "The ministry was founded in 1924. It has 300 officers.", CLOSED, AFTER)
    assert said["The ministry has closed 12 newspapers in a year"] is None


def test_a_title_with_a_full_stop_belongs_to_the_name() -> None:
    text = "Cmdr. Sean Robertson, a spokesperson for the operation, told a reporter that the camp holds 40,000 people."
    assert set(_claimants(text, AFTER).values()) == {"Cmdr. Sean Robertson", None}


def test_who_adds_a_goal_says_nothing() -> None:
    text = "Pierre-Luc Dubois had two goals, Emil Bemstrom added a goal and an assist, and Columbus beat Montreal."
    assert set(_claimants(text, AFTER).values()) == {None}


def test_who_is_named_behind_a_quotation_says_all_of_it() -> None:
    said = _claimants(
        "“Markets fell by 3% in May. There are 12 banks in the county. Prices rose by 4% in June,” said Sanjiv Bhasin, "
        "a director.",
        AFTER,
    )
    assert said["There are 12 banks in the county"] == "Sanjiv Bhasin"
    assert said["Hundreds of demonstrators blocked roads on 18 November 2024"] is None
