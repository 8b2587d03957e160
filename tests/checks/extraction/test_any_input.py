"""Whatever comes in: no error, no lost offset, and steps that grow no faster than the text."""

from cProfile import Profile
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checks.extraction import LONGEST, TextTooLong, split

DAY = date(2026, 11, 24)
NASTY = (
    "he ran and she sang and they laughed and ",
    "who said that which said that, 5 people, ",
    '"he said "she said ',
    "word ",
    "1,000 troops and 2,000 people and ",
    "\u202eabc \u0645\u0631\u062d\u0628\u0627 hello world. ",
    "((((((((((",
    "Mr. Mr. Mr. ",
    "On Monday on Tuesday last week ",
    "to to to to ",
)


@given(st.text(max_size=400))
@settings(max_examples=60, deadline=None)
def test_every_stretch_lies_where_it_says(text: str) -> None:
    result = split(text, DAY)
    for claim in result.claims:
        assert text[claim.start : claim.end].split() == claim.text.split() or not text.isprintable()
        assert 0 <= claim.worth <= 1
        assert claim.statement
    for part in (*result.claims, *result.removed, *result.skipped):
        assert 0 <= part.start < part.end <= len(text)


@pytest.mark.parametrize("text", ["", " ", "word", ".", "\x00", "\n\n\n", "Yes.", "42", "😀", "a" * 5000])
def test_next_to_nothing_gives_no_claim(text: str) -> None:
    assert split(text, DAY).claims == ()


def test_control_characters_and_direction_marks_keep_every_offset() -> None:
    text = "\u202bThe storm\x00 killed\x07 12 people.\u202c\x1b It was seen in Oslo."
    found = split(text, DAY).claims
    assert [claim.text for claim in found] == ["The storm  killed  12 people", "It was seen in Oslo"]
    assert text[found[0].start : found[0].end] == "The storm\x00 killed\x07 12 people"


def test_an_article_in_another_language_is_named_and_not_split() -> None:
    text = "Die Regierung hat am Montag beschlossen, 2.000 Soldaten nach Litauen zu schicken, sagte der Minister."
    result = split(text, DAY)
    assert (result.claims, result.language) == ((), "de")
    assert result.notes == ("the text is in German, which is not split yet",)
    assert {part.reason for part in result.skipped} == {"in German"}


def test_a_paragraph_in_another_language_is_passed_over_and_the_english_ones_are_split() -> None:
    text = (
        "The government will send 2,000 soldiers to Lithuania, the minister said on Monday.\n\n"
        "Le gouvernement a décidé lundi d'envoyer deux mille soldats en Lituanie, a déclaré le ministre.\n\n"
        "The first 500 soldiers arrived in Vilnius in May."
    )
    result = split(text, DAY)
    assert len(result.claims) == 2
    assert "in French" in [part.reason for part in result.skipped]


def test_a_text_that_is_too_long_is_refused_with_its_length() -> None:
    with pytest.raises(TextTooLong, match="1,000,001 characters"):
        split("a" * (LONGEST + 1))


@pytest.mark.parametrize("text", ["a " * 300_000, "a\n" * 90_000, ", " * 300_000])
def test_a_text_of_too_many_words_is_refused_before_it_is_read(text: str) -> None:
    with pytest.raises(TextTooLong, match="250,000 are the most"):
        split(text)


def test_a_picture_in_brackets_takes_nothing_of_the_text_with_it() -> None:
    text = (
        "He arrived in Paris (photo). The minister said 5,000 people died in the war, and 40 houses burned down."
    )
    result = split(text, DAY)
    read = [text[part.start : part.end] for part in (*result.claims, *result.skipped)]
    assert "He arrived in Paris" in read
    assert {"5,000 people died in the war", "40 houses burned down"} <= {claim.text for claim in result.claims}


@pytest.mark.parametrize("text", ["The rate was -5/0 of the votes in Paris.", f"About 5/{'9' * 5000} of the men."])
def test_a_fraction_that_is_none_breaks_nothing(text: str) -> None:
    split(text, DAY)


@pytest.mark.parametrize("piece", NASTY)
def test_the_steps_grow_no_faster_than_the_text(piece: str) -> None:
    split(piece * 10, DAY)
    once, twice = _steps(piece * (1_500 // len(piece))), _steps(piece * (3_000 // len(piece)))
    assert twice < 2.35 * once


def _steps(text: str) -> int:
    """How many calls of functions of ours splitting `text` takes."""
    profile = Profile(subcalls=False, builtins=False)
    profile.runcall(split, text, DAY)
    return sum(
        each.callcount for each in profile.getstats() if "/checks/" in getattr(each.code, "co_filename", "")
    )
