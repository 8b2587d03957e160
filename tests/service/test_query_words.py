"""Queries as people would write them."""

import pytest
from flask import Flask

from service.desk.query_words import in_words
from service.language.choice import speak


@pytest.mark.parametrize(
    ("query", "plain"),
    [
        ("documents: Poland inhabitants", "documents with “Poland” and “inhabitants”"),
        ("documents: Poland or inhabitants or million", "documents with “Poland”, “inhabitants” or “million”"),
        ("documents: Poland (the nearest 100)", "documents with “Poland” (the nearest 100)"),
        ("documents by meaning", "documents near in meaning"),
        ("documents by meaning (the nearest 20)", "documents near in meaning (the nearest 20)"),
        (
            "documents: the claim has no word that could be searched for",
            "the claim has no word that could be searched for",
        ),
        ("documents: the shelf holds no documents", "the shelf holds no documents"),
        ("figures: population of Poland", "figures of Poland: population"),
        ("entity: Poland", "what is called “Poland”"),
        ("entities: the claim names none", "entities: the claim names none"),
        ("search: Poland inhabitants", "search for Poland inhabitants"),
        ("article: Warsaw", "the article “Warsaw”"),
        ("statements of Q36", "what is stated of Q36"),
        ('"Poland" (people OR inhabitants) sourcelang:english', "“Poland” “people” or “inhabitants”, in English"),
        ("SP.POP.TOTL of POL, date 2010:2020", "SP.POP.TOTL of POL, 2010 to 2020"),
        ("Poland has more than 38 million inhabitants", "Poland has more than 38 million inhabitants"),
        ("", ""),
    ],
)
def test_a_query_in_plain_words(query: str, plain: str) -> None:
    assert in_words(query) == plain


def test_what_is_said_instead_of_words_is_said_in_german() -> None:
    with Flask("pages").test_request_context():
        speak("de")
        assert in_words("documents: the shelf holds no documents") == "im Handapparat sind keine Dokumente"
        assert in_words("documents: the claim has no word that could be searched for").startswith("die Behauptung")
