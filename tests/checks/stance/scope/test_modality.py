"""Scope rules of modality: what is only possible, allowed or expected is no fact, unless the claim says no more."""

import pytest

from checks.stance.figures.scope_rules import forecast, modality_of_source
from tests.checks.stance.pairs import pair_of


@pytest.mark.parametrize(
    ("claim", "passage", "word"),
    [
        ("The hall had 3,000 visitors.", "The hall can hold 3,500 visitors.", "can hold"),
        ("Six judges left.", "The ministry claimed that six judges left.", "claimed that"),
        ("The hall can hold 3,000 visitors.", "The hall can hold 3,500 visitors.", None),
        ("The hall had 3,000 visitors.", "The hall had 3,500 visitors.", None),
    ],
)
def test_a_capacity_or_an_allegation_is_no_count(claim: str, passage: str, word: str | None) -> None:
    found = modality_of_source(pair_of(claim, passage))
    assert (found is None) == (word is None)
    assert word is None or f"the source has “{word}”, the claim has not" in str(found)


@pytest.mark.parametrize(
    ("claim", "passage", "is_expected"),
    [
        ("The bridge cost 350 million euros.", "The bridge will cost 240 million euros.", True),
        ("The bridge cost 350 million euros.", "The bridge is expected to cost 240 million euros.", True),
        ("The bridge will cost 350 million euros.", "The bridge will cost 240 million euros.", False),
        ("The bridge is expected to cost 350 million euros.", "The bridge cost 240 million euros.", False),
        ("The bridge cost 350 million euros.", "The bridge cost 240 million euros.", False),
    ],
)
def test_what_is_expected_is_compared_with_what_is_expected(claim: str, passage: str, is_expected: bool) -> None:
    found = forecast(pair_of(claim, passage))
    assert found == (
        "source gives “240 million euros” as what is expected, not as what is" if is_expected else None
    )
