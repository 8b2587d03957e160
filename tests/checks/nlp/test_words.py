"""Date lines, names, places and words with a meaning of their own."""

import pytest

from checks.lexicon.country_names import entity_of, known_names
from checks.lexicon.word_classes import class_words, word_set
from checks.nlp.content_words import content_words, normalize, overlap
from checks.nlp.datelines import is_date_line
from checks.nlp.inflection import stem
from checks.nlp.names import names, place_names


@pytest.mark.parametrize(
    ("line", "is_one"),
    [
        ("Saturday, September 12, 2015", True), ("Updated 3:40 pm", True), ("3 hours ago", True), ("2021-06-20", True),
        ("and last updated 2015-12-14 18:55:12-05", True), ("Nov. 19, 2023 at 5:40 PM EST|Updated: 2 hours ago", True),
        ("Saturday was wet", False), ("40 boats sank", False), ("", False), ("12", False),
    ],
)  # fmt: skip
def test_lines_that_say_when_and_nothing_else(line: str, is_one: bool) -> None:
    assert is_date_line(line) is is_one


def test_names_and_places_of_a_text() -> None:
    assert "norway" in {name.lower() for name in names("The Bank of Norway raised rates in Bergen.")}
    assert "bergen" in {name.lower() for name in place_names("The bank raised rates in Bergen.")}
    assert names("It rained.") == frozenset()


def test_words_are_compared_by_what_they_mean() -> None:
    assert content_words("the boats of the town") == content_words("a boat of towns")
    assert normalize("boats") == normalize("boat")
    assert stem("boats") == stem("boat")
    assert overlap("forty boats sank", "the boats sank") > overlap("forty boats sank", "it rained")


def test_countries_go_by_several_names() -> None:
    assert entity_of()["Moroccan"] == "Morocco"
    assert "Germany" in known_names()["Germany"]


def test_word_classes_are_read_by_group_and_name() -> None:
    assert "deny" in class_words("saying", "denies")
    assert word_set("a b  a") == {"a", "b"}
    with pytest.raises(KeyError):
        class_words("saying", "none")
