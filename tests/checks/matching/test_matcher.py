"""PastCheck fact-checks of the same claim: found by words and by meaning, ranked by numbers and denials too."""

from itertools import pairwise

import pytest

from bench.match.__main__ import by_match, by_words, mean_precision
from bench.match.pairs import asked, known
from checks.matching.matcher import Matcher, PastCheck, same_claims
from checks.types.claim import ContextualStatement

CHECKS = [
    PastCheck("dna", "mRNA vaccines change human DNA.", "No, the vaccine does not alter your genes"),
    PastCheck("chip", "Vaccines contain a microchip.", "There is no chip in the vaccine"),
    PastCheck("crowd", "Two million people marched in Alder on Sunday.", "How many marched?"),
    PastCheck("crowd small", "Some 20,000 people marched in Alder on Sunday.", "How many marched?"),
]


def _first(text: str) -> object:
    return Matcher(CHECKS).best(text)[0].past.id


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("the jab rewrites your genetic code!!! #WakeUp @someone https://example.org/x", "dna"),
        ("they put microchips into the shots", "chip"),
        ("2m demonstrators in Alder on Sunday", "crowd"),
        ("20k demonstrators in Alder on Sunday", "crowd small"),
        ("#MicroChip", "chip"),
    ],
)
def test_the_same_claim_is_found_in_other_words(text: str, right: str) -> None:
    assert _first(text) == right


@pytest.mark.parametrize(
    "text", ["", " ", "the of and", "@someone https://example.org", "…", "🙂🙂", "x" * 50_000]
)
def test_any_text_has_an_answer(text: str) -> None:
    found = Matcher(CHECKS).best(text, 3)
    assert len(found) == 3
    assert all(a.score >= b.score for a, b in pairwise(found))


def test_without_checks_nothing_is_found() -> None:
    assert Matcher([]).best("anything") == []
    assert Matcher([]).by_meaning("anything").shape == (2, 0)


def test_a_check_without_a_title_is_found_by_its_claim_alone() -> None:
    matcher = Matcher([PastCheck("a", "Vaccines contain a microchip."), PastCheck("b", "Taxes rose.", "Fuel tax")])
    claim, title = matcher.by_meaning("there are microchips in the shots")
    assert claim[0] == title[0]
    assert claim[1] != title[1]


def test_on_the_pairs_written_by_hand_it_is_well_ahead_of_plain_words() -> None:
    matcher, queries = Matcher(known()), asked()
    assert mean_precision(by_match(matcher), queries) >= mean_precision(by_words(matcher), queries) + 0.06


@pytest.mark.parametrize(
    ("ours", "theirs", "same"),
    [
        ("Poland has more than 38 million inhabitants", "Over 38,000,000 inhabitants live in Poland", True),
        (
            "Poland has more than 38 million inhabitants",
            "Poland had more than 38 million inhabitants in 2024",
            False,
        ),
        ("The town of Alder has 4,000 inhabitants", "The town of Alder has 4,030 inhabitants", False),
        ("Jobs fell by 4,000 in Alder in 2023", "Jobs fell by 4,000 in Alder in 2024", False),
        ("A Boeing 737 crashed near the town of Alder", "A Boeing 787 crashed near the town of Alder", False),
        ("Unemployment in Poland fell", "Unemployment in Poland rose", False),
    ],
)
def test_claims_that_are_judged_as_one_have_the_same_figures(ours: str, theirs: str, same: bool) -> None:
    one, other, unlike = (ContextualStatement(text) for text in (ours, theirs, "Something else"))
    assert same_claims(one, [(unlike, 0.1), (other, 0.9)]) == ([1] if same else [])
    assert same_claims(other, [(one, 0.9)]) == ([0] if same else [])
