"""Forms of words without a parse."""

import pytest

from checks.nlp.inflection import (
    class_verb_forms,
    is_invariant,
    is_plural,
    plural,
    regular_forms,
    singular,
    verb_forms,
    without_possessive,
)


@pytest.mark.parametrize(
    ("verb", "forms"),
    [
        ("say", "say says saying said"),
        ("admit", "admit admits admitting admitted"),
        ("deny", "deny denies denying denied"),
        ("agree", "agree agrees agreeing agreed"),
        ("write", "write writes writing wrote written"),
        ("reach", "reach reaches reaching reached"),
    ],
)
def test_the_forms_of_a_verb(verb: str, forms: str) -> None:
    assert list(verb_forms(verb)) == forms.split()


@pytest.mark.parametrize(
    ("word", "is_one"),
    [
        ("ships", True),
        ("women", True),
        ("aircraft", True),
        ("bus", False),
        ("various", False),
        ("press", False),
        ("regimen", False),
    ],
)
def test_what_looks_like_a_plural(word: str, is_one: bool) -> None:
    assert is_plural(word) is is_one


def test_singulars_plurals_and_invariants() -> None:
    assert [singular(w) for w in ("cities", "boxes", "policewomen", "gas", "series")] == [
        "city",
        "box",
        "policewoman",
        "gas",
        "series",
    ]
    assert [plural(u) for u in ("foot", "kilometre per hour", "USD", "per 100,000")] == [
        "feet",
        "kilometres per hour",
        "USD",
        "per 100,000",
    ]
    assert [plural(noun) for noun in ("child", "city", "day", "century", "zloty")] == [
        "children",
        "cities",
        "days",
        "centuries",
        "zlotys",
    ]
    unchanged = ("hertz", "kilohertz", "megahertz", "gigahertz", "horsepower", "percent")
    assert [plural(unit) for unit in unchanged] == [*unchanged]
    assert is_invariant("sheep")
    assert not is_invariant("dog")


def test_a_possessive_is_its_word_with_either_apostrophe() -> None:
    assert [without_possessive(word) for word in ("Lena's", "Lena’s", "Lenas", "'s")] == [
        "Lena",
        "Lena",
        "Lenas",
        "",
    ]


def test_the_verbs_of_a_class_with_all_their_forms() -> None:
    assert {"denies", "denied", "denying"} <= class_verb_forms("saying", "denies")
    assert set(regular_forms("plan")) == {"plan", "plans", "planed", "planing", "planned", "planning"}
