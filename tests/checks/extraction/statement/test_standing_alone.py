"""Statements that say one fact and no other, claims that break off nowhere, and context lines that tell the rest."""

from datetime import date

import pytest

from checks.extraction import split
from checks.types.claim import Claim
from tests.checks.extraction.parsed import statements_by_rules

DAY = date(2024, 10, 24)


def _claims(text: str, day: date = DAY) -> list[Claim]:
    return list(split(text.replace(" ¶ ", "\n\n"), day).claims)


def _statements(text: str, day: date = DAY) -> set[str]:
    return set(statements_by_rules(text, day))


@pytest.mark.parametrize(
    ("text", "statement"),
    [
        (
            "Shares in Tarnwick, which have lost 38% of their value, were trading 11.6% lower.",
            "Shares in Tarnwick were trading 11.6% lower",
        ),
        (
            "Net debt stood at £318 million at the end of September, up from £264 million in March.",
            "Net debt was up from £264 million in March",
        ),
    ],
)
def test_what_another_claim_tells_is_left_out(text: str, statement: str) -> None:
    assert any(said.startswith(statement) for said in _statements(text))


def test_what_stands_in_a_prepositional_phrase_with_its_pronoun_keeps_its_sentence() -> None:
    said = _statements("Rengifo put the number of injured at 58, of whom 41 were police.")
    assert not any(statement.endswith("58, whom 41 were police") for statement in said)


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        (
            "The company expects a profit of between £182 million and £190 million for the year.",
            "between £182 million and £190 million",
        ),
        (
            "The association puts the damage to insured property at 900 million lei (181 million euros).",
            "900 million lei (181 million euros",
        ),
        (
            "The average pupil spends four hours and six minutes a day on a telephone.",
            "four hours and six minutes",
        ),
    ],
)
def test_an_amount_is_never_cut(text: str, whole: str) -> None:
    assert any(whole in claim.text for claim in _claims(text))


@pytest.mark.parametrize(
    "text",
    [
        "Russia and Syria have been accused of creating a disaster in the camp by blocking the delivery"
        " of aid to it.",
        "The Nifty has been rallying at a time when concerns over the Indian economy are growing in Mumbai.",
        "The town has debated for years how best to prevent it becoming a place of pilgrimage, the mayor said in May.",
        "The newspaper has previously established that the base was the target of a campaign by 14"
        " Russian agencies.",
    ],
)
def test_no_claim_breaks_off_before_what_it_needs(text: str) -> None:
    broken = ("by", "to prevent", "of", "at a time", "previously established", "is", "has")
    assert not any(claim.text.endswith(broken) or claim.statement.endswith(broken) for claim in _claims(text))


@pytest.mark.parametrize(
    ("text", "claimant"),
    [
        (
            "Castlequay Estates said in a statement that the building had passed its inspection in April 2022.",
            "Castlequay Estates",
        ),
        (
            "None was brought there, according to Apaza; Rengifo said that three had been taken to a"
            " clinic in Lima.",
            "Rengifo",
        ),
        (
            "The Ministry of Education reminds that the subvention grew in 2023 to 98.3 billion zloty.",
            "The Ministry of Education",
        ),
        ("The ombudsman’s office has counted 173 bodies.", "The ombudsman’s office"),
        (
            "The number of people killed by the storm has risen to 23, the interior minister, Radu"
            " Petrescu, has just told a news"
            " conference in Bucharest.",
            "the interior minister, Radu Petrescu",
        ),
    ],
)
def test_who_says_it_is_found_where_the_words_are_built_otherwise(text: str, claimant: str) -> None:
    assert claimant in {claim.claimant for claim in _claims(text)}


def test_the_context_line_tells_when_and_of_whom_the_article_speaks() -> None:
    text = (
        "A jury in Casterleigh heard on Wednesday that 14 people died when the Lanterns nightclub"
        " burned down. ¶ The nearest"
        " hydrant was dry, firefighters told the court."
    )
    (claim,) = [claim for claim in _claims(text) if "hydrant" in claim.text]
    assert "Casterleigh" in claim.context
    assert "23 October 2024" in claim.context


def test_a_context_line_without_any_time_tells_when_the_article_was_published() -> None:
    (claim,) = _claims("Nine people are missing in Vârlaci.")
    assert claim.context.endswith("published 24 October 2024")


def test_a_day_without_a_year_is_left_open_where_the_article_speaks_of_another_one() -> None:
    text = (
        "The nightclub caught fire on 9 November 2022. ¶ Phone records placed two men in a car park for"
        " 22 minutes on the"
        " evening of 7 November."
    )
    (claim,) = [claim for claim in _claims(text) if "Phone records" in claim.text]
    assert claim.statement.endswith("of 7 November")


@pytest.mark.parametrize(
    "line",
    [
        "GENEVA/PORT SUDAN, Oct 17 (Meridian News) - ",
        "Kartli Business Wire – ",
    ],
)
def test_a_dateline_of_two_places_or_an_agency_is_no_part_of_the_claim(line: str) -> None:
    (claim,) = _claims(f"{line}Shells killed 31 people in Tel Hamra on Wednesday.")
    assert claim.statement == "Shells killed 31 people in Tel Hamra on 23 October 2024"


@pytest.mark.parametrize(
    "text",
    [
        "More than 6,400 people had signed a petition against the closures, the biggest since 2012.",
        "Norland is projected to cut emissions 42.6 per cent on 2005 levels by 2030 – just shy of its target of 43.",
    ],
)
def test_what_leads_to_a_part_keeps_its_amounts(text: str) -> None:
    assert text.rstrip(".") in _statements(text)


@pytest.mark.parametrize(
    "text",
    [
        "It starts at $549 (€599 in Europe, £499 in the UK), $50 more than before, and ships on October 8.",
        "Pretax profit more than halved, to £21.7 million (2023: £46.9 million), while margins fell to 7.1%.",
        "Stadia is launching with 22 games (the addition of 10 titles was announced on Sunday), some of them new.",
    ],
)
def test_no_statement_holds_half_a_pair_of_brackets(text: str) -> None:
    assert all(said.count("(") == said.count(")") for said in _statements(text))


@pytest.mark.parametrize(
    "text",
    [
        "Unemployment in Poland fell from 9.6 percent in 2010 to 7.5 percent in 2015",
        "Net debt rose from £14.2m in March to £18.7m in June",
    ],
)
def test_a_change_from_one_figure_to_another_is_stated_whole(text: str) -> None:
    assert [claim.text for claim in split(f"{text}.").claims] == [text]


@pytest.mark.parametrize(
    ("text", "statement", "meant"),
    [
        ("The Marsh End camp, also known as the Berm, is located near Norland. ¶ It first appeared in 2014.",
         "It first appeared in 2014", "“The Marsh End camp, also known as the Berm, is located near Norland”"),
        ("Many businesses in Brell support the plan. They have struggled with the rules, which cost $4 million.",
         "They have struggled with the rules", "“Many businesses in Brell support the plan”"),
    ],
)  # fmt: skip
def test_behind_a_pronoun_the_context_line_begins_with_the_words_before(
    text: str, statement: str, meant: str
) -> None:
    (claim,) = [claim for claim in _claims(text) if claim.statement == statement]
    assert claim.context.split("; ")[0] == meant
