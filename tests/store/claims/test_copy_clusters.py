"""Which claim of a copied article joins the cluster of its original at once: each condition, on either side of it."""

from dataclasses import replace

import pytest

from store.claims.copy_clusters import may_join
from store.claims.states import ClaimState

_HEAD = ClaimState(
    id=1, article_id=1, statement="The town has 4,017 inhabitants.", context="", claimant=None, state="triage",
    version=1, owner_id=None, duplicate_of=None, snoozed_until=None, head_id=None, excluded_from_clusters=False,
    repeat_of=None, repeats_false=False,
)  # fmt: skip
_ORIGINAL = replace(_HEAD, id=2, head_id=1)
_CLAIM = replace(_HEAD, id=3, state="new", statement="It has 4,017 inhabitants.")


@pytest.mark.parametrize(
    ("claim", "original", "head", "joins"),
    [
        ({}, {}, {}, True),
        ({}, {"state": "new"}, {"state": "new"}, True),
        ({"state": "triage"}, {}, {}, False),
        ({"head_id": 9}, {}, {}, False),
        ({"excluded_from_clusters": True}, {}, {}, False),
        ({"repeat_of": 9}, {}, {}, False),
        ({}, {"repeat_of": 9}, {}, False),
        ({}, {"state": "assigned"}, {}, False),
        ({}, {}, {"state": "assigned"}, False),
        ({}, {}, {"head_id": 9}, False),
        ({}, {}, {"id": 3}, False),
        ({}, {}, {"id": 4}, False),
    ],
)
def test_a_claim_joins_that_is_new_and_by_itself_and_whose_head_waits(
    claim: dict[str, object], original: dict[str, object], head: dict[str, object], joins: bool
) -> None:
    given = replace(_CLAIM, **claim), replace(_ORIGINAL, **original), replace(_HEAD, **head)  # type: ignore[arg-type]
    assert may_join(*given, lambda *_: True) is joins


def test_a_head_that_is_not_the_original_has_to_say_the_same() -> None:
    asked = []

    def differs(*of: object) -> bool:
        asked.append(of)
        return False

    assert not may_join(_CLAIM, _ORIGINAL, _HEAD, differs)
    assert asked == [(_HEAD.contextual, _CLAIM.contextual)]
    alone = replace(_ORIGINAL, head_id=None)
    assert may_join(_CLAIM, alone, alone, differs)
    assert len(asked) == 1
