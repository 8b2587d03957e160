"""Claims across two revisions of an article: what stands, what moved, what changed, what is gone."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.documents.words import plain_words as words
from checks.revisions.alignment import align
from checks.revisions.words import changed_words
from checks.types.revision import AlignedClaim, AnchoredClaim, ChangedWords, KnownClaim


def _text(*statements: str) -> list[AnchoredClaim]:
    starts = [sum(map(len, statements[:n])) for n in range(len(statements))]
    return [AnchoredClaim(text, text, None, start) for text, start in zip(statements, starts, strict=True)]


def _known(*statements: str) -> list[KnownClaim]:
    return [KnownClaim(n, claim) for n, claim in enumerate(_text(*statements))]


def _fates(before: list[str], now: list[str]) -> list[tuple[str, int | None]]:
    return [(each.fate, each.place) for each in align(_known(*before), _text(*now)).known]


VOTE = "The council voted 9 to 6 for the bridge."
POLAND = "Poland has 38 million inhabitants."
SPAIN = "Spain has 47 million inhabitants."


def test_what_is_unchanged_stands_wherever_it_moved() -> None:
    assert _fates([VOTE, POLAND, SPAIN], [SPAIN, "It rained.", VOTE, POLAND]) == [
        ("stands", 2), ("stands", 3), ("stands", 0)]  # fmt: skip


def test_case_and_punctuation_are_no_change_but_signs_and_units_are() -> None:
    assert _fates(["Prices fell by 1.5%."], ["PRICES fell, by 1.5 %"]) == [("stands", 0)]
    assert _fates(["COVID-19 cost €5–7m."], ["Covid 19 cost € 5-7 m."]) == [("stands", 0)]
    for other in (
        "Prices fell by 15%.", "Prices fell by -1.5%.", "Prices fell by 1.5.", "Prices fell by >1.5%.",
        "Prices fell by ±1.5%.", "Prices fell by ≤1.5%.", "Prices fell by ~1.5%.",
    ):  # fmt: skip
        assert _fates(["Prices fell by 1.5%."], [other]) == [("changed", 0)]
    for before, now in (("$5", "€5"), ("<5", ">5"), ("1/2", "1, 2"), ("A+", "A-"), ("฿5", "₱5"), ("20°", "20")):
        assert _fates([f"It was {before} in the end."], [f"It was {now} in the end."]) == [("changed", 0)]


@pytest.mark.parametrize(
    ("before", "now"),
    [
        (VOTE, "The council voted 8 to 7 for the bridge."),
        ("14 million people have fled.", "16 million people have fled."),
        (
            "The minister said the plan costs 5 million euros.",
            "The plan costs 7 million euros, the minister said.",
        ),
        ("Two men were arrested on Monday in Alder.", "Three men were arrested late on Monday in Alder."),
        ("The bridge was closed.", "The bridge was not closed."),
    ],
)
def test_other_words_between_the_same_neighbours_are_a_change(before: str, now: str) -> None:
    assert _fates([POLAND, before, SPAIN], [POLAND, now, SPAIN])[1] == ("changed", 1)


def test_a_sentence_of_one_pattern_elsewhere_is_another_claim() -> None:
    found = align(_known(POLAND, VOTE), _text(VOTE, SPAIN))
    assert list(found.known) == [AlignedClaim(0, "gone"), AlignedClaim(1, "stands", 0)]
    assert list(found.new) == [1]


def test_a_sentence_that_stands_under_another_name_has_changed() -> None:
    before = KnownClaim(1, AnchoredClaim("It has 38 million inhabitants.", POLAND, None, 40))
    now = AnchoredClaim("It has 38 million inhabitants.", "Lithuania has 38 million inhabitants.", None, 40)
    assert align([before], [now]).known[0].fate == "changed"
    reread = AnchoredClaim("It has 38 million inhabitants.", "Poland now has 38 million inhabitants.", None, 40)
    assert align([before], [reread]).known[0].fate == "stands"


def test_changes_among_many_sentences_of_one_pattern_are_found() -> None:
    before = [f"The town of Alder has {n:,} inhabitants." for n in range(4001, 4101)]
    now = [text.replace("4,050", "5,050") for text in before]
    assert [place for place, (fate, _) in enumerate(_fates(before, now)) if fate == "changed"] == [49]


def test_what_changed_before_is_followed_on_and_back() -> None:
    said = _text(VOTE, "The council voted 8 to 7 for the bridge.")
    claim = KnownClaim(5, said[0], said[1])
    assert align([claim], _text("The council voted 8 to 7 for the bridge.")).known[0] == AlignedClaim(
        5, "changed", 0
    )
    assert align([claim], _text("The council voted 10 to 5 for the bridge.")).known[0] == AlignedClaim(
        5, "changed", 0
    )
    assert align([claim], _text(VOTE)).known[0] == AlignedClaim(5, "stands", 0)


def test_what_is_gone_comes_back_by_its_own_words_alone() -> None:
    claim = KnownClaim(5, _text(VOTE)[0], is_gone=True)
    assert align([claim], _text("The council voted 8 to 7 for the bridge.")).known[0].fate == "gone"
    assert align([claim], _text(VOTE)).known[0] == AlignedClaim(5, "stands", 0)


def test_a_claim_whose_words_another_one_has_is_not_gone() -> None:
    """Two claims of the same words, one sentence now."""
    assert _fates([VOTE, POLAND, VOTE], [VOTE, POLAND]) == [("stands", 0), ("stands", 1), ("stands", None)]


@pytest.mark.parametrize(
    ("before", "now", "changed"),
    [
        (
            "14 million people have fled.",
            "16 million people have fled.",
            ("14 million people", "16 million people"),
        ),
        (VOTE, "The council voted 8 to 7 for the bridge.", ("9 to 6", "8 to 7")),
        ("The bridge was closed.", "The bridge was not closed.", ("was closed", "was not closed")),
        ("He met Ann Lee.", "He met Bo Lee.", ("Ann", "Bo")),
    ],
)
def test_the_words_that_changed_are_named(before: str, now: str, changed: tuple[str, str]) -> None:
    found = changed_words(before, now)
    assert (found.before, found.now) == changed


_SENTENCES = st.lists(
    st.lists(st.sampled_from("army bank coal deal 7 9 14,000 rose fell not".split()), min_size=1, max_size=8).map(
        " ".join
    ),
    max_size=12,
)


@given(_SENTENCES, _SENTENCES)
def test_every_claim_has_one_fate_and_every_place_one_claim(before: list[str], now: list[str]) -> None:
    found = align(_known(*before), _text(*now))
    assert [each.id for each in found.known] == list(range(len(before)))
    places = [each.place for each in found.known if each.place is not None] + list(found.new)
    assert sorted(places) == list(range(len(now)))
    for each, text in zip(found.known, before, strict=True):
        if each.fate == "stands":
            assert words(text) in {words(other) for other in now}
        if each.fate == "changed":
            assert words(text) not in {words(other) for other in now}


@given(_SENTENCES)
def test_the_same_text_changes_nothing_in_any_order(before: list[str]) -> None:
    for now in (before, before[::-1]):
        found = align(_known(*before), _text(*now))
        assert {each.fate for each in found.known} <= {"stands"}
        assert all(each.place is not None for each in found.known)
        assert not found.new


@pytest.mark.parametrize(
    ("before", "after"), [("$5", "€5"), ("₹5", "₽5"), ("$5", "-$5"), ("5%", "-5%"), ("5%", "5‰")]
)
def test_a_claim_of_which_a_sign_changed_says_so(before: str, after: str) -> None:
    assert words(f"It costs {before} a month.") != words(f"It costs {after} a month.")


@pytest.mark.parametrize(
    ("before", "now"),
    [
        ("1,800 dollars", "€1,800"), ("1,800 dollars", "1,800 euros"), ("$1,800", "€1,800"), ("5 million", "5 billion"),
        ("-3 degrees", "3 degrees"), ("5%", "5‰"), (">30 percent", "<30 percent"), ("1,800 dollars", "1,900 dollars"),
    ],
)  # fmt: skip
def test_words_that_stand_beside_another_amount_have_changed(before: str, now: str) -> None:
    """What is filled in from the rest of the sentence counts, be it a sign or a currency alone that is another."""
    own = "half of the market price"
    known, found = (AnchoredClaim(own, f"Villagers received {said}, {own}", None, 40) for said in (before, now))
    (fate,) = align([KnownClaim(1, known)], [found]).known
    assert (fate.fate, fate.place) == ("changed", 0)


@pytest.mark.parametrize(
    ("before", "now"),
    [
        ("Villagers received $1,800", "Villagers received $1,800 in 2025"),
        ("In 2019 she received it", "In 2019 Maria received it"),
        ("Villagers got $1,800", "Villagers received $1,800"),
    ],
)
def test_words_beside_which_more_is_filled_in_stand(before: str, now: str) -> None:
    own = "half of the market price"
    known, found = (AnchoredClaim(own, f"{said}, {own}", None, 40) for said in (before, now))
    assert align([KnownClaim(1, known)], [found]).known[0].fate == "stands"


def test_changed_words_of_long_statements_are_found_in_a_time_that_grows_with_them() -> None:
    """Two statements of forty thousand words took a minute, as every word was compared with every other."""
    before, now = "a b " * 20_000, "b a " * 20_000
    began = time.process_time()
    assert changed_words(before, now) == ChangedWords(before, now)
    found = changed_words(f"{before} 14 million {now}", f"{before} 16 million {now}")
    assert time.process_time() - began < 5
    assert (found.before, found.now) == ("14 million b", "16 million b")
