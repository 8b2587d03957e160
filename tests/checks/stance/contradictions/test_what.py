"""What it was: another cause, language, score, or only somebody else."""

import pytest

from checks.stance.wording.contradictions.what import (
    SCORE,
    only_another,
    other_cause,
    other_cause_of_death,
    other_language,
    other_score,
)
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


def test_only_excludes_another() -> None:
    claim = "The film was released in Sweden."
    found = only_another(*with_clause(claim, "The film was released only in Norway."))
    assert found is not None
    assert found.reason == "source says only in Norway"
    assert only_another(*with_clause(claim, "The film was released in Norway.")) is None
    assert only_another(*with_clause(claim, "The film was released only in Sweden.")) is None


def test_one_cause_of_one_effect() -> None:
    claim = "The storm caused the fire."
    assert other_cause(*with_clause(claim, "A candle caused the fire.")) is not None
    assert other_cause(*with_clause(claim, "A candle caused the flood.")) is None
    assert other_cause(*with_clause(claim, "The storm caused the fire.")) is None


def test_what_somebody_died_of() -> None:
    claim = "Ada Moss died of cancer."
    assert other_cause_of_death(*with_clause(claim, "Ada Moss died of malaria.")) is not None
    assert other_cause_of_death(*with_clause(claim, "Ada Moss died of lung cancer.")) is None
    assert other_cause_of_death(*with_clause(claim, "Ada Moss died in 1974.")) is None


def test_a_language_is_one_where_it_is_said_to_be() -> None:
    claim = "The opera is in Polish."
    found = other_language(*with_clause(claim, "The opera is in Czech."))
    assert found is not None
    assert found.reason == "source says Czech"
    assert other_language(*with_clause(claim, "The opera is a Polish comedy.")) is None
    assert other_language(*with_clause(claim, "The opera is in Polish.")) is None
