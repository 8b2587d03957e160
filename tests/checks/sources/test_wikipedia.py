"""What the source makes of Wikipedia's answers, beside the contract."""

from datetime import UTC, datetime
from typing import Any

import pytest

from checks.sources import told, wikipedia
from checks.split import split
from checks.types import CouldNotAsk, Found, Reach
from tests.checks.sources.answering import Played, answers
from tests.checks.sources.test_contract import Empty

GIVEN = answers(wikipedia)
NOW = datetime(2026, 11, 24, tzinfo=UTC)


class Noted(Played):
    """Notes what it was asked."""

    def json(self, url: str, params: Any = None, **more: Any) -> Any:
        self.__dict__.setdefault("asked", []).append((url, params))
        return super().json(url, params, **more)


def _reach(fetch: Played, **options: str) -> Reach:
    values = told(wikipedia, options)
    assert values is not None
    return Reach(Empty(), Empty(), NOW, fetch, values)


def test_a_passage_names_article_section_redirect_and_revision() -> None:
    answer = wikipedia.ask(GIVEN.claim, _reach(Played(GIVEN.found)))
    assert isinstance(answer, Found)
    passage = answer.passages[0]
    assert passage.text == "In 2021 Poland had 38.0 million inhabitants."
    assert passage.locator == (
        "“Poland” (redirected from “Polska” to “Poland”), section “Inhabitants”, as edited on 2026-10-02"
    )
    assert (passage.url, passage.version) == ("https://en.wikipedia.org/w/index.php?oldid=900", "900")
    assert (passage.published, passage.publisher) == (None, "Wikipedia")


def test_pages_that_tell_apart_are_not_quoted_and_every_query_is_in_the_log() -> None:
    answer = wikipedia.ask(GIVEN.claim, _reach(Played(GIVEN.found)))
    assert [(query.text, query.hits) for query in answer.queries] == [
        ("search: Poland inhabitants", 3),
        ("article: Polska (redirected from “Polska” to “Poland”)", 1),
        ("article: Poland (disambiguation)", 0),
        ("article: No such page", 0),
    ]


def test_searches_grow_looser_until_there_are_enough_pages() -> None:
    none = list(GIVEN.nothing["the search finds no page"])
    claim = split("Anna Nowak opened the largest library of Gdynia in 2019.").claims[0]
    answer = wikipedia.ask(claim, _reach(Played(none)))
    asked = [query.text for query in answer.queries]
    assert asked == sorted(asked, key=len, reverse=True)
    assert len(asked) >= 3


def test_the_language_names_the_wikipedia() -> None:
    fetch = Noted(GIVEN.found)
    wikipedia.ask(GIVEN.claim, _reach(fetch, language="pl"))
    assert {url for url, _ in fetch.__dict__["asked"]} == {"https://pl.wikipedia.org/w/api.php"}


@pytest.mark.parametrize("language", ["evil.example/", "../x", "{x}", "EN"])
def test_a_language_that_is_none_asks_nobody(language: str) -> None:
    fetch = Noted(GIVEN.found)
    answer = wikipedia.ask(GIVEN.claim, _reach(fetch, language=language))
    assert isinstance(answer, CouldNotAsk)
    assert "no code of a language" in answer.reason
    assert "asked" not in fetch.__dict__


def test_words_of_a_claim_are_no_syntax_of_the_search() -> None:
    fetch = Noted(GIVEN.nothing["the search finds no page"])
    claim = split("The group insource:/a.*/ -Kraków “Blue | Sky” has 400 members.").claims[0]
    wikipedia.ask(claim, _reach(fetch))
    searched = " ".join(params["srsearch"] for _, params in fetch.__dict__["asked"])
    assert not set(':/"|*“”') & set(searched)
    assert " -" not in f" {searched}"
