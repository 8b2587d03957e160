"""Who says it: quotations that go on in a paragraph of their own, titles, and verbs of saying that say nothing."""

from datetime import date

import pytest

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


@pytest.mark.parametrize(
    ("text", "part", "claimant"),
    [
        # Who says so stands behind both.
        ("In Orland a man of 71 was killed by a falling tree and some 3,000 people have been taken to safety, "
         "according to the emergency service in Brell.", "In Orland a man of 71 was killed",
         "the emergency service in Brell"),
        ("Architects will be invited to submit plans this month and a jury will pick the winner in May, the ministry "
         "said.",
         "a jury will pick the winner in May", "the ministry"),
        # A dash, or a "but" behind a "that", takes up what the article tells itself.
        ("The president says his approach has created leverage — and in some cases, it has worked.",
         "in some cases, it has worked", None),
        # What is said in brackets, or to somebody's profit, is no word on the rest.
        ("The firm reportedly laid off more than 60 people (the company would not disclose the number) and Brellco "
         "reportedly laid off 200.", "Brellco reportedly laid off 200", None),
        ("The dispute offers Mr. Lund some advantages: It allows him to maintain a tough stance toward Norland.",
         "The dispute offers Mr. Lund some advantages", None),
        ("A poll of 812 voters found 53% opposed to the plan; a survey paid for by supporters had it the other way "
         "around.",
         "a survey paid for by supporters had it the other way around", None),
        # Two say it together.
        ("The union and the harbour office called for an independent inquiry on Monday.",
         "The union and the harbour office called for an independent inquiry", "The union and the harbour office"),
        # A relative pronoun is whoever stands before it.
        ("The figures came from the Brell Institute, which found that just 34 per cent of pupils enjoy reading.",
         "just 34 per cent of pupils enjoy reading", "the Brell Institute"),
    ],
)  # fmt: skip
def test_it_is_stated_who_stands_behind_a_part(text: str, part: str, claimant: str | None) -> None:
    found = [claim.claimant for claim in split(text, date(2021, 6, 20)).claims if part in claim.text]
    assert found
    assert set(found) == {claimant}


def test_who_calls_911_or_responds_to_something_says_nothing() -> None:
    found = split("A family friend found the car in the lot on 4 May and called 911.", DAY).claims
    assert {claim.claimant for claim in found} == {None}
    found = split(
        "Answers came in 2012, and it emerged that the cells respond to acid and repel 12 worms.", DAY
    ).claims
    assert found
    assert {claim.claimant for claim in found} == {None}
    (results,) = split("Early results of the study are promising.", DAY).claims
    assert results.claimant is None


def test_a_but_behind_a_quoted_end_takes_up_what_the_article_tells() -> None:
    text = (
        "Lund has since said that a signing would take place in “farm country,” but the Orlanders have been reluctant "
        "to commit to a meeting."
    )
    assert {claim.statement: claim.claimant for claim in split(text, DAY).claims} == {
        "A signing would take place in “farm country”": "Lund",
        "The Orlanders have been reluctant to commit to a meeting": None,
    }


def test_who_says_it_is_stated_where_a_pronoun_leaves_that_open() -> None:
    text = (
        "The review ran to 60 pages. Anna Lund and Maria Berg were on it. She argued that nitrogen levels at the "
        "school will rise by 22 percent by 2031."
    )
    (claim,) = [c for c in split(text, DAY).claims if "22 percent" in c.text]
    assert claim.claimant is None
    assert claim.statement.endswith(", she argued")


def test_they_who_say_it_are_the_group_that_the_sentence_is_about() -> None:
    text = (
        "Officials have charged a 20-year-old man with murder, after they say he shot 2 guards at a bank in Orrin."
    )
    (claim,) = [c for c in split(text, DAY).claims if "2 guards" in c.text]
    assert (claim.claimant or "").lower() == "officials"


def test_it_that_says_so_is_no_thing() -> None:
    text = "The Orrin Institute tested the water on Monday. It warned that 40 wells were spoiled by lead."
    (claim,) = [c for c in split(text, DAY).claims if "40 wells" in c.text]
    assert claim.claimant == "the Orrin Institute"
    text = "The storm tore down a bridge on Monday. It warned that 40 wells were spoiled by lead."
    (claim,) = [c for c in split(text, DAY).claims if "40 wells" in c.text]
    assert claim.claimant is None


def test_what_somebody_unnamed_warned_of_is_stated_with_that() -> None:
    text = (
        "Shares fell 11 percent in Orrin after two firms delivered a letter in which it warned that 3 of its heads had "
        "resigned, and that it will impose layoffs of up to 10 percent of its workforce."
    )
    found = [c for c in split(text, DAY).claims if "3 of its heads" in c.text]
    assert found
    assert all(c.claimant is not None or "warned" in c.statement for c in found)


def test_he_who_goes_on_speaking_has_spoken_last() -> None:
    text = (
        "Some 300 homes were emptied, according to Sergeant Karl Lund.\n\nHe said the fire was stoked by 3 years of "
        "drought.\n\n“The winds today were going from 35 to 50 miles per hour. The fire picked it up,” he said Sunday."
    )
    (claim,) = [c for c in split(text, DAY).claims if "35 to 50" in c.text]
    assert "Lund" in (claim.claimant or "")


@pytest.mark.parametrize(
    ("text", "part", "claimant"),
    [
        (
            "“We found that pills of this kind, especially the cheap ones, were associated with 21 fewer deaths,” the"
            " doctor stated.",
            "21 fewer deaths",
            "the doctor",
        ),
        (
            "“You recall that we spent 133 days counting votes and it was in Orrin where a fraud was discovered that "
            "helped the party” Mr. Harlow said.",
            "a fraud was discovered",
            "Mr. Harlow",
        ),
        (
            "The Nessholm pills – commonly taken to lower blood pressure – were associated with 40 fewer deaths, a new"
            " study found.",
            "were associated",
            "a new study",
        ),
        (
            "The pool, Ann Lund said, opened in 1998 and holds 400 people, up from 300.",
            "opened in 1998",
            "Ann Lund",
        ),
        (
            "The meeting was held after residents threatened to boycott water bill payments and set up an account "
            "which they could deposit their payments into.",
            "set up an account",
            None,
        ),
    ],
)
def test_who_says_all_of_it_is_the_claimant(text: str, part: str, claimant: str | None) -> None:
    found = [c for c in split(text, DAY).claims if part in c.text]
    assert found
    assert {c.claimant for c in found} == {claimant}


def test_what_is_put_in_between_dashes_is_stated_with_who_says_the_rest() -> None:
    text = "Statins — commonly used to lower cholesterol — were associated with fewer cancers, a new study found."
    (aside,) = [c for c in split(text, DAY).claims if "lower cholesterol" in c.text and "cancers" not in c.text]
    assert (aside.statement, aside.claimant) == (text.strip("."), "a new study")


@pytest.mark.parametrize(
    ("text", "part", "claimant"),
    [
        # Who stresses something says it, though no clause stands behind the verb.
        ("The union stressed the loss of 40 posts in Orrin.", "The union stressed", "The union"),
        (
            "A report from the auditor highlighted that 40 schools are unsafe in Orrin.",
            "A report",
            "A report from the auditor",
        ),
        ("The auditor highlighted that 40 schools are unsafe in Orrin.", "The auditor highlighted", "The auditor"),
        # Who says so at the end says all that is coordinated before it.
        (
            "In Orrin’s north, a five-storey house was hit, which caused a fire, and one man was killed, the city’s"
            " fire service reported.",
            "In Orrin’s north, a five-storey house was hit",
            "the city’s fire service",
        ),
        # The article explains names to its readers, whoever tells the rest.
        (
            "The missile, which is able to carry 40 warheads, struck the city of Orrin, President Lund said.",
            "The missile is able",
            None,
        ),
        (
            "The missile, which is able to carry 40 warheads, struck the city of Orrin, President Lund said.",
            "The missile struck",
            "President Lund",
        ),
        # Who has not said a thing says nothing.
        ("The governor hasn’t yet said whether she will sign 12 bills on schools.", "The governor hasn’t", None),
        # A text is somebody's.
        (
            "The minister said the latest forecast showed 40 dams were full in May.",
            "40 dams were full",
            "The minister",
        ),
        (
            "According to a slideshow obtained by the Kestrel Post, the port returned 40 acres to Norland.",
            "The port returned",
            "a slideshow",
        ),
        (
            "According to Jane Lund, the islands current air defences include four jets, along with 1,200 troops"
            " permanently stationed in the base.",
            "According to Jane Lund",
            "Jane Lund",
        ),
        (
            "Lund said a two-year consent agreement allowing the shop to discount prices expired in May.",
            "Lund said",
            "Lund",
        ),
        (
            "Officials divulged that Norland had allowed two visits to a border area near Orrin.",
            "Norland had allowed",
            "Officials",
        ),
        # Who denies it in a "though"-clause says that clause.
        (
            "Secretary Bo Lind has said 900 clerks will move to Orrin, though Norland Air and two banks have since"
            " confirmed they will keep 40 offices.",
            "Norland Air and two banks have since confirmed",
            "Norland Air and two banks",
        ),
    ],
)
def test_who_says_it_is_stated_by_the_statement_and_its_sentence(
    text: str, part: str, claimant: str | None
) -> None:
    said = {statement: who for statement, who in _claimants(text, AFTER).items() if statement.startswith(part)}
    assert set(said.values()) == {claimant}


def test_it_said_is_read_as_the_body_that_spoke_right_before() -> None:
    text = (
        "Norland’s fire service said damage was recorded in 50 streets of Orrin. Some 12 schools were also damaged,"
        " it said."
    )
    assert _claimants(text)["Some 12 schools were also damaged"] == "Norland’s fire service"
