"""The words that sources are asked with: what a claim is about, not how much of it."""

import pytest

from checks.extraction import split
from checks.retrieval.queries import any_word, queries
from checks.retrieval.words import search_words
from checks.types.claim import Claim


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("Russia has more than 100,000 troops near the border of Ukraine.",
         ("Russia Ukraine troops border", "Russia troops", "Russia")),
        ("Roughly half of the doctors in Innis County are due to retire within five years.",
         ("Innis County doctors", "Innis County")),
        ("Speeding fines in Lussan can be no higher than 500 euros.", ("Lussan fines", "Lussan")),
        ("The Mirador lighthouse is 96 metres tall.", ("Mirador lighthouse", "Mirador")),
        ("Three quarters of the buses in Nova Selm run on electricity.",
         ("Nova Selm buses electricity", "Nova Selm buses", "Nova Selm")),
    ],
)  # fmt: skip
def test_each_query_is_looser_than_the_one_before(text: str, made: tuple[str, ...]) -> None:
    assert queries(split(text).claims[0]) == made


def test_the_year_stands_in_the_exact_query_only() -> None:
    claim = split("In 2022 Poland had 37 million inhabitants.").claims[0]
    assert queries(claim, with_year=True) == ("Poland inhabitants 2022", "Poland inhabitants", "Poland")


def test_a_claim_without_a_name_is_asked_for_with_those_of_its_context() -> None:
    text = "Waits in Northmere reached 41 weeks.\n\nRecords began in 2007, and the longest wait then was 12 weeks."
    (claim,) = [claim for claim in split(text).claims if "12 weeks" in claim.text]
    assert queries(claim)[0] == "Northmere wait"


@pytest.mark.parametrize(
    ("text", "loosest"),
    [
        ("The government of the country or of its ministries has doubled its debt.",
         "government or country or ministries or doubled or debt"),
        ("48,317 ballots were invalid, fewer than in 2022.", "ballots or invalid"),
        ("The US sent more than 2,000 troops.", "US or sent or troops"),
        ("The U.S. sent more than 2,000 troops.", "U.S. or sent or troops"),
        ("He was there more than once.", ""),
    ],
)  # fmt: skip
def test_the_loosest_query_has_neither_stop_words_nor_words_that_only_compare(text: str, loosest: str) -> None:
    claim = Claim(0, len(text), text, statement=text, kind="statement", claimant=None, worth=0.5, reasons=())
    assert any_word(claim) == loosest


@pytest.mark.parametrize(
    "text", ["He was there before.", "The of or and.", "It is more than that.", "She has hundreds."]
)
def test_no_query_is_of_stop_words_alone(text: str) -> None:
    claim = Claim(0, len(text), text, statement=text, kind="statement", claimant=None, worth=0.5, reasons=())
    assert [query for query in queries(claim) if not search_words(query)] == []
