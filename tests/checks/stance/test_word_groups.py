"""Words by which two clauses speak of different things, and words that say the contrary of each other."""

import pytest

from checks.stance.lexical_relations import (
    contrasting_words,
    denials,
    exchanged,
    missing_event,
    opposites,
    other_modality,
)


@pytest.mark.parametrize(
    ("claim", "source", "words"),
    [
        ("12 people were killed", "12 people were injured", ("killed", "injured")),
        ("40 women were hired", "90 workers were hired", ("women", "all")),
        ("90 workers were hired", "40 women were hired", ("all", "women")),
        ("troops were withdrawn", "troops were massed", ("withdrawn", "massed")),
        ("12 people were killed", "12 people died", None),
    ],
)
def test_words_of_one_line_contrast(claim: str, source: str, words: tuple[str, str] | None) -> None:
    assert contrasting_words(claim, source) == words


def test_an_event_must_be_named_on_both_sides() -> None:
    assert missing_event("30 people were arrested", "400 people marched") == "arrested"
    assert missing_event("30 people were arrested", "30 people are in custody") is None


def test_a_capacity_is_told_from_a_number_of_visitors() -> None:
    assert other_modality("3,000 people came", "the hall can hold 3,500") == "can hold"
    assert other_modality("the hall holds 3,000", "the hall can hold 3,500") is None


@pytest.mark.parametrize(
    ("ours", "theirs", "words"),
    [
        ("prices rose", "prices fell", ("rose", "fell")),
        ("the drug is safe", "the drug is unsafe", ("safe", "unsafe")),
        ("cars are allowed", "cars are banned", ("allowed", "banned")),
        ("prices rose and fell", "prices fell", None),
        ("the drug is safe", "the drug is cheap", None),
    ],
)
def test_opposites(ours: str, theirs: str, words: tuple[str, str] | None) -> None:
    assert opposites(ours, theirs) == words


def test_denials_are_counted_and_no_fewer_than_is_none() -> None:
    assert denials("He did not say that nobody came.") == 2
    assert denials("No fewer than 300 people came.") == 0


def test_names_change_places_unless_one_sentence_is_passive() -> None:
    assert exchanged("France beat Spain", "Spain beat France", "France", "Spain")
    assert not exchanged("France beat Spain", "Spain was beaten by France", "France", "Spain")
