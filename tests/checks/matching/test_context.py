"""Claims that say the same in their words are not one where each leaves to its article of what it is."""

from dataclasses import replace

import pytest

from checks.matching.context import of_another_matter
from checks.matching.matcher import is_same_claim, same_claims
from checks.suggestion.findings import compare_rated
from checks.types.claim import Claim, ContextualStatement
from checks.types.passage import Passage

ALDER, NORTHMERE = "police; Alder; 28 November 2026", "police; Northmere; 28 November 2026"


@pytest.mark.parametrize(
    ("statement", "here", "there", "reason"),
    [
        ("Three people died", ALDER, NORTHMERE, "of another matter: Northmere there, Alder here"),
        (
            "The hospital has 1,900 beds",
            "Alder; Paul Marsh",
            "Kestrel Bay; 2026",
            "of another matter: Kestrel Bay",
        ),
        (
            "Waiting times rose by 15 percent",
            "Mayor Jane Marsh",
            "Mayor Jane Doyle",
            "of another matter: Mayor Jane",
        ),
        # A first word that is no name, though its capital and its rareness make it look like one.
        (
            "Ridership had fallen by 12 percent since 2019",
            "Mayor Jane Marsh; Alder; 26 November 2026",
            "Mayor Jane Doyle; The council of Northmere; 26 November 2026",
            "of another matter: Mayor Jane",
        ),
        ("Footfall fell by a fifth in 2025", "Alder", "Northmere", "of another matter: Northmere"),
        ("In 2004, seven people died", ALDER, "Alder; 3 March 2025", "of another day: 3 March 2025 there"),
        # Of the same, as far as is known.
        ("Three people died", ALDER, "the mayor of Alder; 29 November 2026", None),
        ("Three people died", "Poland; 28 November 2026", "the Polish government", None),
        ("Three people died", ALDER, "", None),
        ("Three people died", ALDER, "officials", None),
        ("The hospital has 1,900 beds", "Alder; 2 March 2025", "Alder General; 28 November 2026", None),
        # What names its matter, and what holds everywhere, leaves nothing to its article.
        ("It was the worst fire in Alder since 2004", "1987; the fire service", "Northmere", None),
        ("Boeing cut 300 jobs", "Seattle", "Chicago", None),
        ("Toyota sold 400,000 cars in 2025", "Alder", "Northmere", None),
        ("Vaccines cause autism", "Jane Roe; Alder", "Northmere", None),
        ("The vaccine contains a microchip", "Jane Roe; Alder", "Northmere", None),
        ("5G spreads the virus", "Jane Roe; Alder", "Northmere", None),
    ],
)
def test_what_sets_two_of_the_same_words_apart(statement: str, here: str, there: str, reason: str | None) -> None:
    ours, theirs = ContextualStatement(statement, here), ContextualStatement(statement, there)
    found = of_another_matter(ours, theirs)
    assert (found is None) == (reason is None)
    assert found is None or found.startswith(reason or "")
    assert is_same_claim(ours, theirs) == (reason is None)
    assert same_claims(ours, [(theirs, 1.0)]) == ([0] if reason is None else [])


def test_a_fact_check_of_another_matter_is_no_answer() -> None:
    claim = Claim(
        0,
        17,
        "Three people died",
        statement="Three people died",
        kind="event",
        claimant="police",
        worth=0.5,
        reasons=(),
        context=ALDER,
    )
    check = Passage(
        "Three people died",
        "Two people died in the fire of Northmere",
        "The Echo",
        rating="False",
        mapped_rating="False",
    )
    found = compare_rated(claim, check)
    assert (found.stance, found.match_kind) == ("context", "related")
    assert found.reason.startswith("of another matter: Northmere there, Alder here; that claim was checked: False")
    here = compare_rated(claim, replace(check, locator="Two people died in the fire of Alder"))
    assert (here.stance, here.match_kind) == ("refutes", "the same claim")
