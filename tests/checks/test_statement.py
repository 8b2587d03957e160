"""Claims stand alone: pronouns, times and shared subjects filled in, where that is beyond doubt."""

from datetime import date

import pytest

from checks.split import split

THURSDAY = date(2022, 2, 3)


def _statements(text: str, published: date | None = THURSDAY) -> list[str]:
    return [claim.statement for claim in split(text, published).claims]


def _notes(text: str) -> str:
    return " | ".join(note for claim in split(text, THURSDAY).claims for note in claim.notes)


def test_a_weekday_becomes_its_date_and_a_share_says_of_what() -> None:
    found = _statements(
        "The United States on Wednesday announced plans to send another 2,000 troops to Europe, most of them to Poland, "
        "and to move 1,000 troops from Germany to Romania."
    )
    assert set(found) == {
        "The United States on 2 February 2022 announced plans to send another 2,000 troops to Europe",
        "Most of the 2,000 troops are to go to Poland",
        "The United States on 2 February 2022 announced plans to move 1,000 troops from Germany to Romania",
    }


def test_a_pronoun_that_can_mean_one_person_only_is_filled_in() -> None:
    found = _statements("Helena Brandt leads the agency. She was elected in 2019.")
    assert "Helena Brandt was elected in 2019" in found


def test_a_pronoun_that_can_mean_two_is_left_as_it_stands_and_said_so() -> None:
    text = "Anna Keller met Maria Lopez in Oslo. She was elected in 2019."
    assert "She was elected in 2019" in _statements(text)
    assert "“She” is left as it stands; it may be Anna Keller or Maria Lopez" in _notes(text)


def test_he_is_never_a_woman_known_by_her_given_name() -> None:
    text = "Anna Keller met the delegation in Oslo. He was elected in 2019."
    assert "He was elected in 2019" in _statements(text)


@pytest.mark.parametrize(
    ("text", "statement"),
    [
        ("The storm killed 12 people and injured 40 others.", "The storm injured 40 others"),
        ("Three men were arrested and taken to Leeds.", "Three men were taken to Leeds"),
        ("The factory, which employs 900 people, closed in June.", "The factory employs 900 people"),
        ("A truck hit the crowd, killing three people.", "A truck hit the crowd, killing three people"),
        ("12 soldiers and 30 civilians were killed.", "12 soldiers were killed"),
        (
            "The bank sold the unit for $2 billion, the highest price in its history.",
            "The bank sold the unit for $2 billion, the highest price in its history",
        ),
    ],
)
def test_what_a_stretch_shares_with_its_sentence_is_filled_in(text: str, statement: str) -> None:
    assert statement in _statements(text)


def test_without_a_publication_date_the_words_stay() -> None:
    assert _statements("The bridge was closed on Wednesday.", None) == ["The bridge was closed on Wednesday"]


def test_an_empty_it_is_no_pronoun() -> None:
    assert "left as it stands" not in _notes("It is likely that the river rose by two metres.")
