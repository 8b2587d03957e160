"""What a statement points at is told at the head of its context line; who says something is filled in."""

from datetime import date

import pytest

from checks.extraction import split
from checks.extraction.context.antecedents import antecedents
from checks.types.claim import Claim
from tests.checks.extraction.parsed import sentence

DAY = date(2024, 10, 24)


def _claim(text: str, part: str) -> Claim:
    return next(claim for claim in split(text, DAY).claims if part in claim.text)


@pytest.mark.parametrize(
    ("text", "part", "meant"),
    [
        (
            "Arden and Bellport signed a trade deal worth $4 billion in March. It took effect in Norland in May."
            " The deal cut tariffs on 120 goods.",
            "cut tariffs",
            "“Arden and Bellport signed a trade deal worth $4 billion in March 2024”",
        ),
        (
            "The suspect, Mark Fenn, was convicted in Leeds in May. Police had found 14 phones."
            " Officers arrested the suspect on 3 June 2023 in Hull.",
            "arrested",
            "The suspect, Mark Fenn",
        ),
        (
            "Tarnwick Group reported a loss of $304 million. Most of it was a write-down of 12 papers."
            " The company also reported debt of $700 million.",
            "debt of $700",
            "Tarnwick Group",
        ),
        (
            "Councillors in Harrow cut 40 posts. They closed two libraries in May. They also sold a school for £3m.",
            "sold a school",
            "“Councillors in Harrow cut 40 posts”",
        ),
        (
            "Lind canceled a 12 percent increase in tariffs. That has angered farmers in Norland since 2023.",
            "has angered",
            "“Lind canceled a 12 percent increase in tariffs”",
        ),
    ],
)
def test_what_a_statement_points_at_stands_first_in_its_context(text: str, part: str, meant: str) -> None:
    assert _claim(text, part).context.split("; ")[0] == meant


@pytest.mark.parametrize(
    ("stated", "pointed"), [("It was clear that 40 would leave.", []), ("It runs 40.", ["the city"])]
)
def test_an_it_that_stands_for_nothing_points_at_nothing(stated: str, pointed: list[str]) -> None:
    before = sentence("On Monday the city sold buses.")
    assert antecedents([before, sentence(stated)], 1, 0, len(stated), stated) == pointed


@pytest.mark.parametrize(
    ("text", "part", "statement"),
    [
        (
            "Michael Reed runs Gannett; Ken Doctor writes of it. Reed said on Monday that he expects to save"
            " $300 million.",
            "$300",
            "Michael Reed expects to save $300 million",
        ),
        (
            "McClatchy said its finances were so impaired that 30 papers would close.",
            "impaired",
            "McClatchy’s finances were so impaired that 30 papers would close",
        ),
        (
            "The US Department of Farming said it will send 1,500 vets to help guard the border with Mexico, and"
            " provide aircraft to move 300 cattle.",
            "300 cattle",
            "The US Department of Farming said it will send 1,500 vets to help guard the border with Mexico, and"
            " provide aircraft to move 300 cattle",
        ),
        (
            "The Irish Seed Office, which oversees Quillby in the EU, waited and said it had lost 40 tonnes.",
            "40 tonnes",
            "The Irish Seed Office had lost 40 tonnes",
        ),
    ],
)
def test_who_says_so_is_filled_in(text: str, part: str, statement: str) -> None:
    assert _claim(text, part).statement == statement


def test_a_pronoun_stays_where_somebody_is_named_between_it_and_who_says_so() -> None:
    claim = _claim("Anna Reed said Mary Lund’s lawyer feared she had lost 40 files.", "40 files")
    assert "Reed had" not in claim.statement
    assert "Lund had" not in claim.statement


def test_a_statement_begins_without_the_word_that_ties_it_to_the_sentence_before() -> None:
    text = (
        "The council met on Monday. But Leeds, which lost 12 posts in 2023, has gained 40 since May, the mayor of"
        " the city, Anna Reed, told the council."
    )
    assert not any(claim.statement.startswith("But") for claim in split(text, DAY).claims)
