"""What the source makes of Wikipedia's answers, beside the contract."""

import pytest

from checks.extraction import split
from checks.retrieval.sources import wikipedia
from checks.types.answer import CouldNotAsk, Found
from tests.checks.sources.answering import Played, answers
from tests.checks.sources.playing import Noted, context

GIVEN = answers(wikipedia)


def test_a_passage_names_article_section_redirect_and_revision() -> None:
    answer = wikipedia.ask(GIVEN.claim, context(wikipedia, Played(GIVEN.found)))
    assert isinstance(answer, Found)
    passage = answer.passages[0]
    assert passage.text == "In 2021 Poland had 38.0 million inhabitants."
    assert passage.locator == (
        "“Poland” (redirected from “Polska” to “Poland”), section “Inhabitants”, as edited on 2026-10-02"
    )
    assert (passage.url, passage.version) == ("https://en.wikipedia.org/w/index.php?oldid=900", "900")
    assert (passage.published, passage.publisher) == (None, "Wikipedia")


def test_pages_that_tell_apart_are_not_quoted_and_every_query_is_in_the_log() -> None:
    answer = wikipedia.ask(GIVEN.claim, context(wikipedia, Played(GIVEN.found)))
    assert [(query.text, query.hits) for query in answer.queries] == [
        ("search: Poland inhabitants", 3),
        ("article: Polska (redirected from “Polska” to “Poland”)", 1),
        ("article: Poland (disambiguation)", 0),
        ("article: No such page", 0),
    ]


def test_searches_grow_looser_until_there_are_enough_pages() -> None:
    none = list(GIVEN.nothing["the search finds no page"])
    claim = split("Anna Nowak opened the largest library of Gdynia in 2019.").claims[0]
    answer = wikipedia.ask(claim, context(wikipedia, Played(none)))
    asked = [query.text for query in answer.queries]
    assert asked == sorted(asked, key=len, reverse=True)
    assert len(asked) >= 3


def test_the_language_names_the_wikipedia() -> None:
    fetch = Noted(GIVEN.found)
    wikipedia.ask(GIVEN.claim, context(wikipedia, fetch, language="pl"))
    assert {url for url, _ in fetch.asked} == {"https://pl.wikipedia.org/w/api.php"}


@pytest.mark.parametrize("language", ["evil.example/", "../x", "{x}", "EN"])
def test_a_language_that_is_none_asks_nobody(language: str) -> None:
    fetch = Noted(GIVEN.found)
    answer = wikipedia.ask(GIVEN.claim, context(wikipedia, fetch, language=language))
    assert isinstance(answer, CouldNotAsk)
    assert "no code of a language" in answer.reason
    assert fetch.asked == []


def test_words_of_a_claim_are_no_syntax_of_the_search() -> None:
    fetch = Noted(GIVEN.nothing["the search finds no page"])
    claim = split("The group insource:/a.*/ -Kraków “Blue | Sky” has 400 members.").claims[0]
    wikipedia.ask(claim, context(wikipedia, fetch))
    searched = " ".join(params["srsearch"] for _, params in fetch.asked)
    assert not set(':/"|*“”') & set(searched)
    assert " -" not in f" {searched}"
