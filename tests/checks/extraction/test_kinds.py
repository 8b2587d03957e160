"""What kind of thing each claim states."""

import pytest

from checks.extraction import split


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("The army lost 300 tanks in May.", "quantity"),
        ("The two presidents met in Geneva.", "event"),
        ("The bridge collapsed in May.", "event"),
        ("The minister denied the report.", "statement"),
        ("The city lies on the coast of Norway.", "state"),
        ("Exports grew faster than imports.", "comparison"),
        ("It was the worst storm since 1987.", "comparison"),
        ("The fire was caused by a candle.", "cause"),
        ("Helen Marsh, 52, denied the charges.", "statement"),
        ("The train was due to leave Leeds.", "state"),
        ("The trust declined to comment on the case.", "event"),
        ("The bank predicts that prices will rise next year.", "prediction"),
    ],
)
def test_a_claim_has_its_kind(text: str, kind: str) -> None:
    assert [claim.kind for claim in split(text).claims] == [kind]
