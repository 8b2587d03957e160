"""A statement is a sentence: what was cut wrongly is told with what stands around it."""

from collections.abc import Iterator, Sequence
from datetime import date

import pytest
from spacy.tokens import Doc

from checks.extraction import split
from checks.extraction.statement.wellformed import fault_of, faults, parsed_wordings
from checks.nlp.pipeline import syntax
from tests.checks.extraction.parsed import sentence

DAY = date(2021, 6, 20)


def _statements(text: str) -> list[str]:
    return [claim.statement for claim in split(text, DAY).claims]


@pytest.mark.parametrize(
    ("wording", "fault"),
    [
        ("The museum opened in 1998", None),
        ("There were 40 people in the hall", None),
        ("The Rubkan camp, also known as the Berm", "no finite verb"),
        ("That the firm was negotiating a takeover", "it hangs on a conjunction"),
        ("After the deal was approved by shareholders", "it hangs on a conjunction"),
        ("Digital advertisers do not care for", "it breaks off"),
        ("31 of whom killed a second child", "its subject is a relative pronoun"),
        ("What the minister said is wrong", None),
        ("…", "it holds no word"),
    ],
)
def test_a_wording_is_a_sentence_or_it_is_said_why_not(wording: str, fault: str | None) -> None:
    assert faults([wording]) == [fault]


def test_of_a_sentence_of_the_article_the_same_is_stated() -> None:
    assert fault_of(sentence("Civilians sheltering in a grain depot.")) == "no finite verb"


def test_what_cannot_be_cut_safely_is_stated_with_its_clause() -> None:
    text = (
        "The refugee camp in the desert, also known as the Berm, is located near the border with Jordan. "
        "Austria argued for decades that it was the first victim of National Socialism, having been annexed by "
        "Hitler's Germany in 1938."
    )
    for statement in _statements(text):
        assert faults([statement]) == [None], statement


@pytest.mark.parametrize(
    ("text", "statement"),
    [
        (
            "Protesters crossed the Santa Ines bridge, which troops had closed with containers the night before.",
            "Troops had closed the Santa Ines bridge with containers the night before",
        ),
        (
            "Jude, whose band Cinder Alley sold 14 million records between 2004 and 2015, was not there.",
            "Jude’s band Cinder Alley sold 14 million records between 2004 and 2015",
        ),
        (
            "Few people still use the tablet, which the company released in June 2016 for $400.",
            "The company released the tablet in June 2016 for $400",
        ),
    ],
)
def test_a_relative_clause_gets_its_noun_where_english_puts_it(text: str, statement: str) -> None:
    assert statement in _statements(text)


def test_what_is_stated_with_more_ends_before_an_and() -> None:
    text = (
        "Since 2010, 847 public libraries in England have closed or been handed over to volunteers, according to the "
        "Librarians' Union, and spending on those that remain has been cut by 44 per cent in real terms."
    )
    assert not any(statement.endswith((" and", ",")) for statement in _statements(text))


def test_a_quotation_keeps_its_opening_mark() -> None:
    text = "“My divorce notes were in there for 3 years,” said one, a lawyer from Ohio who asked not to be named."
    for statement in _statements(text):
        assert statement.count("“") == statement.count("”"), statement


def test_a_clause_that_may_tell_of_two_nouns_keeps_both() -> None:
    text = (
        "The merger of the big newspaper chains Gannett and GateHouse Media, which became final in May 2019, will "
        "create 263 daily papers in 40 states."
    )
    assert not any(statement.startswith("The big newspaper chains") for statement in _statements(text))


def test_what_can_only_be_stated_in_the_same_words_is_one_claim() -> None:
    text = (
        "By dusk crowds had looted four supermarkets, set fire to the tax office and to the house of Mayor Edilberto "
        "Quispe, who had fled by helicopter, and stoned an ambulance. The police made 62 arrests. The town has 40,000 "
        "people. It lies in the south."
    )
    found = _statements(text)
    assert len(found) == len(set(found))


def test_a_wording_that_comes_again_is_parsed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []

    def noted(texts: Sequence[str], name: str | None) -> Iterator[Doc]:
        read.extend(texts)
        return syntax(texts, name)

    monkeypatch.setattr("checks.extraction.statement.wellformed.syntax", noted)
    first = parsed_wordings(["The pier at Nessholm fell", "It rained", "The pier at Nessholm fell."])
    again = parsed_wordings(["The pier at Nessholm fell"])
    assert read.count("The pier at Nessholm fell.") == 1
    assert first[0] == first[2] == again[0]
    assert [sentence.words[-2].lower for sentence in first] == ["fell", "rained", "fell"]
