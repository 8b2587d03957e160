"""One fact each: which stretches of a sentence state facts of their own."""

import pytest

from tests.checks.extraction.parsed import facts, parts


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The mayor opened the bridge.", ["The mayor opened the bridge"]),
        ("The storm killed 12 people and injured 40 others.", ["The storm killed 12 people", "injured 40 others"]),
        (
            "Police said the driver fled, and the owner reported the theft on Monday.",
            ["the driver fled", "the owner reported the theft on Monday"],
        ),
        (
            "Exports fell by 4 percent in May, while imports rose by 2 percent.",
            ["Exports fell by 4 percent in May", "imports rose by 2 percent"],
        ),
        (
            "The factory, which employs 900 people, will close in June.",
            ["The factory, which employs 900 people", "will close in June"],
        ),
        (
            "A truck hit the crowd, killing three people.",
            ["A truck hit the crowd", "killing three people"],
        ),
        (
            "The bomb exploded in a market killing 20 people.",
            ["The bomb exploded in a market", "killing 20 people"],
        ),
        (
            "The bank sold the unit for $2 billion, the highest price in its history.",
            ["The bank sold the unit for $2 billion", "the highest price in its history"],
        ),
        (
            "The ministry will send 2,000 soldiers to Poland and 500 nurses to Latvia.",
            ["The ministry will send 2,000 soldiers to Poland", "500 nurses to Latvia"],
        ),
        (
            "The vote was held on Sunday, with turnout reaching 58 percent.",
            ["The vote was held on Sunday", "turnout reaching 58 percent"],
        ),
    ],
)
def test_facts_of_a_sentence_are_distinguished(text: str, expected: list[str]) -> None:
    assert facts(text) == expected


def test_verbs_that_share_everything_are_one_fact() -> None:
    assert facts("Officers arrested and questioned the student.") == [
        "Officers arrested and questioned the student"
    ]


def test_a_condition_or_an_aim_is_no_fact_of_its_own() -> None:
    assert facts("The council will vote again if the court agrees.") == [
        "The council will vote again if the court agrees"
    ]


def test_who_says_it_is_cut_off_from_what_is_said() -> None:
    assert facts("According to the ministry, 30 schools were closed.") == ["30 schools were closed"]
    assert facts("“The road is open again,” the mayor said.") == ["The road is open again"]


def test_every_fact_carries_the_rule_that_made_it_one() -> None:
    rules = [
        rule for _, rule, _ in parts("Officials said the army withdrew because of heavy losses in the north.")
    ]
    assert "what is said" in rules
    assert "cause of what is stated" in rules


def test_a_list_of_subjects_leaves_each_its_share() -> None:
    assert facts("12 soldiers and 30 civilians were killed.") == ["12 soldiers", "30 civilians were killed"]
