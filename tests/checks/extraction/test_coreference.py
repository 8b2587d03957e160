"""Whom a pronoun means: one name, or nobody."""

import pytest

from checks.extraction.coreference import Mention, MentionMemory, mentions, read_pronoun
from tests.checks.extraction.parsed import sentence

ANNA = Mention("Anna Keller", "person", 1, subject=True, gender="f")
PETER = Mention("Peter Novak", "person", 1, subject=False, gender="m")
SOMEBODY = Mention("Kim Arden", "person", 1, subject=False)
BANK = Mention("the Bank of Norway", "body", 1, subject=True)
MINISTRY = Mention("the ministry", "body", 1, subject=False)
TEACHERS = Mention("the teachers", "several", 1, subject=True)
REFEREE = Mention("the referee", "person", 1, subject=True)
MOTHER = Mention("her mother", "person", 1, subject=False, gender="f", clear=False)
ANNA_HERE = Mention("Anna Keller", "person", 2, subject=True, gender="f")
BOOKS = Mention("books", "several", 1, subject=False)


@pytest.mark.parametrize(
    ("pronoun", "before", "name"),
    [
        ("she", [ANNA, PETER], "Anna Keller"),
        ("he", [ANNA, PETER], "Peter Novak"),
        ("he", [ANNA], None),
        ("she", [ANNA, SOMEBODY], None),
        ("it", [BANK, ANNA], "the Bank of Norway"),
        ("it", [BANK, MINISTRY], None),
        ("they", [TEACHERS, BOOKS], None),
        ("they", [TEACHERS, ANNA], "the teachers"),
        ("them", [TEACHERS, BOOKS], None),
        ("them", [BOOKS], None),
        ("he", [REFEREE, PETER], None),
        ("she", [ANNA, MOTHER], None),
        ("she", [MOTHER, ANNA_HERE], None),
        ("she", [MOTHER], None),
        ("she", [], None),
    ],
)
def test_a_pronoun_is_read_only_beyond_doubt(pronoun: str, before: list[Mention], name: str | None) -> None:
    assert read_pronoun(pronoun, 2, before).name == name


def test_a_name_is_out_of_mind_after_three_sentences() -> None:
    assert read_pronoun("she", 3, [ANNA]).name == "Anna Keller"
    assert read_pronoun("she", 4, [ANNA]).name is None


def test_who_else_could_be_meant_is_stated() -> None:
    assert read_pronoun("she", 2, [ANNA, SOMEBODY]).others == ("Anna Keller", "Kim Arden")


def test_a_surname_alone_gets_the_full_name() -> None:
    (found,) = mentions(sentence("Keller resigned on Monday."), 2, {"Keller": "Anna Keller"})
    assert (found.name, found.sort, found.gender) == ("Anna Keller", "person", "f")


def test_a_title_tells_the_gender() -> None:
    found = mentions(sentence("Mrs. Arden left the party."), 1, {})
    assert found[0].gender == "f"


def test_a_common_noun_makes_somebody_that_he_may_mean() -> None:
    found = mentions(sentence("The referee spoke to his brother."), 1, {})
    assert [(m.name, m.sort, m.clear) for m in found] == [
        ("the referee", "person", True), ("his brother", "person", False)
    ]  # fmt: skip


def test_a_description_gives_no_surname() -> None:
    memory = MentionMemory()
    memory.remember(sentence("The leader of Orrin Party left on Monday."))
    memory.remember(sentence("Orrin Party won 40 seats."))
    assert all(m.name != "the leader of Orrin Party" for m in memory.recent if m.sentence == 2)


def test_a_name_of_which_nothing_is_known_leaves_a_pronoun_open() -> None:
    memory = MentionMemory()
    memory.remember(
        sentence("Asked if she had any advice for Swift about growing older, Donna dismissed the idea.")
    )
    memory.remember(sentence("Fans think that two tracks are about her trip."))
    assert read_pronoun("her", 2, memory.recent).name is None


def test_the_first_part_of_a_given_name_tells_the_gender() -> None:
    found = mentions(sentence("Sarah-Ann Taylor gave birth in Perth."), 1, {})
    assert (found[0].name, found[0].gender) == ("Sarah-Ann Taylor", "f")
