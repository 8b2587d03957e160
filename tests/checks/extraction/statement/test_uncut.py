"""Where a sentence is never cut, and what is told whole since a part would say something else."""

from datetime import date

import pytest

from checks.extraction import split
from checks.extraction.extractor import analyses_of
from checks.extraction.segments.cut_laws import inseparable, unbreakable
from tests.checks.extraction.parsed import stated

DAY = date(2019, 11, 18)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The threat moved officials from Mexico, Canada, Japan and elsewhere.", ["Canada", "Japan", "elsewhere"]),
        ("It sold papers to the Herald, the Star and the Courier.", ["Star", "Courier"]),
        (
            "The firm is uncertain whether a tariff on cars, lorries and boats would go into effect.",
            ["would", "boats"],
        ),
        ("The pro-council lists were re-elected in May.", ["elected"]),
        ("Scientology officials went to a station in Leeds.", ["to"]),
    ],
)
def test_no_claim_begins_within_what_belongs_together(text: str, words: list[str]) -> None:
    (analysis,) = analyses_of(text, DAY)
    whole = inseparable(analysis) | unbreakable(analysis)
    assert all(word.i in whole for word in analysis.sentence.words if word.text in words)


def test_a_row_of_counts_may_be_cut() -> None:
    (analysis,) = analyses_of("The storm took 63 houses, 12 bridges and 4 schools.", DAY)
    assert not {w.i for w in analysis.sentence.words if w.text in ("12", "4")} & unbreakable(analysis)


@pytest.mark.parametrize(
    ("text", "part", "statement"),
    [
        (
            "The accident comes just ten days before the beginning of the Hajj, the annual pilgrimage to Mecca.",
            "the annual pilgrimage to Mecca",
            "The accident comes just ten days before the beginning of the Hajj, the annual pilgrimage to Mecca",
        ),
        (
            "They fear that Mr. Lind may end up giving fewer concessions than they anticipate, resulting in an"
            " embarrassing trip for Mr. Xi.",
            "Mr. Lind may end up giving fewer concessions",
            "They fear that Mr. Lind may end up giving fewer concessions than they anticipate, resulting in an"
            " embarrassing trip for Mr. Xi",
        ),
        (
            "They fear that Mr. Lind may end up giving fewer concessions than they anticipate, resulting in an"
            " embarrassing trip for Mr. Xi.",
            "resulting in an embarrassing trip for Mr. Xi",
            "They fear that Mr. Lind may end up giving fewer concessions than they anticipate, resulting in an"
            " embarrassing trip for Mr. Xi",
        ),
    ],
)
def test_a_part_is_stated_with_what_it_needs(text: str, part: str, statement: str) -> None:
    assert stated(text, part, DAY) == statement


def test_the_words_of_a_statement_keep_their_order() -> None:
    text = (
        "In the Kowloon East constituency, district councillor Wilson Or, FTU's Wong Kwok-kin and nonpartisan Paul"
        " Tse were elected with 51,516 votes, the highest in this constituency."
    )
    claims = split(text, DAY).claims
    assert claims
    assert not any(" In the Kowloon" in claim.statement for claim in claims)


def test_a_day_that_has_just_gone_is_not_taken_for_the_next_one() -> None:
    text = "Lind canceled an increase in tariffs of 5 percent planned for Oct. 15."
    (claim,) = split(text, DAY).claims
    assert claim.statement.endswith("planned for Oct. 15")


def test_a_name_is_no_holiday() -> None:
    claims = split("Atwood came to launch her novel with illustrator Johnnie Christmas of Toronto.", DAY).claims
    assert not any("December" in claim.statement for claim in claims)


@pytest.mark.parametrize(
    ("text", "part", "claimant"),
    [
        ("The video shows that armed officers rammed the door of 14 houses.", "rammed", None),
        (
            "Ivan Petrov said he was taking his family to New York, because diplomats wanted to meet 12 of his sons.",
            "wanted",
            "Ivan Petrov",
        ),
    ],
)
def test_nobody_says_what_a_picture_shows_or_what_is_only_the_reason(
    text: str, part: str, claimant: str | None
) -> None:
    assert {claim.claimant for claim in split(text, DAY).claims if part in claim.text} == {claimant}


def test_that_said_names_nobody_who_says_it() -> None:
    claims = split("That said, Tribune and its 14 papers make a good fit for McClatchy.", DAY).claims
    assert {claim.claimant for claim in claims} <= {None}


@pytest.mark.parametrize("text", ["Here is the council that 14 people looked at", "It is 12 of what we live for"])
def test_a_sentence_may_end_with_a_word_that_leads_on(text: str) -> None:
    assert split(f"{text}\n\nThe council met in Leeds in May.\n\nIt cut 40 posts.", DAY).claims


def test_who_only_speaks_at_some_time_states_nothing() -> None:
    text = (
        "“Why would they sign?” Ivan Petrov, a former director of the fund, said at a Nov. 6 event in Washington."
    )
    assert (
        not split(f"{text}\n\nThe fund met in May.\n\nIt cut 40 posts.\n\nNobody left.", DAY).claims[0].start < 50
    )
