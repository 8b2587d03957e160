"""Another score."""

import pytest

from checks.stance.text import SCORE
from checks.stance.wording.contradiction_rules import other_score
from tests.checks.stance.aligned import with_clause


def test_scores_and_counts_of_votes_are_pairs_of_numbers() -> None:
    assert SCORE.findall("They won 3-1, then 52 votes to 48, in 2024.") == [("3", "1"), ("52", "48")]
    assert SCORE.findall("From 1 January to 3 March.") == []


@pytest.mark.parametrize(
    ("claim", "passage", "reason"),
    [
        ("Kestrel won 3-1.", "Kestrel won 2-1.", "source gives 2–1, the claim 3-1"),
        ("Kestrel won 3-1.", "Kestrel won 3–1.", None),
        ("Kestrel won 3-1.", "Moor lost 1-3 to Kestrel.", None),
        ("Kestrel won.", "Kestrel won 2-1.", None),
    ],
)
def test_a_score_is_the_same_in_either_order(claim: str, passage: str, reason: str | None) -> None:
    found = other_score(*with_clause(claim, passage))
    assert (found.reason if found else None) == reason
