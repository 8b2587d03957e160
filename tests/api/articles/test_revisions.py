"""Revisions over the API: reading one, comparing two, and what claims say of them."""

import pytest

from tests.api.caller import Caller
from tests.fixtures.changing_article import OTHER_VOTE, SCHOOLS, VOTE, WELLS, ChangingArticle


@pytest.fixture
def at(desk: str, checker: Caller) -> ChangingArticle:
    return ChangingArticle(desk, WELLS, VOTE, SCHOOLS, checker=checker.actor)


def test_two_revisions_are_compared(at: ChangingArticle, checker: Caller) -> None:
    at.says(WELLS, OTHER_VOTE, SCHOOLS)
    found = checker.get(f"/articles/{at.id}/revisions/compare?before=1&after=2")
    changed = [(piece["kind"], piece["text"]) for piece in found["pieces"] if piece["kind"] != "same"]
    assert changed == [("del", "9"), ("ins", "8"), ("del", "6"), ("ins", "7")]
    assert found == checker.get(f"/articles/{at.id}/revisions/compare")
    assert VOTE in checker.get(f"/articles/{at.id}/revisions/1")["text"]
    assert checker.get(f"/articles/{at.id}/revisions/3", status=404)
    for number in (2**31, 2**63 - 1):
        assert checker.get(f"/articles/{at.id}/revisions/{number}", status=404)
        assert checker.get(f"/articles/{at.id}/revisions/compare?after={number}", status=404)
    assert checker.get(f"/articles/{at.id}/revisions/compare?before=0", status=422)


def test_a_claim_says_that_its_article_changed_and_takes_the_words_over(
    at: ChangingArticle, checker: Caller
) -> None:
    claim_id = at.claim("The council").id
    assert checker.get(f"/claims/{claim_id}")["article_change"] is None
    at.step(claim_id, "take")
    at.says(WELLS, OTHER_VOTE, SCHOOLS)
    claim = checker.get(f"/claims/{claim_id}")
    change = claim["article_change"]
    assert (change["kind"], change["before"], change["now"], change["is_pending"]) == (
        "changed", "9 to 6", "8 to 7", True)  # fmt: skip
    assert checker.get(f"/claims?article={at.id}&state=assigned")["items"][0]["article_change"] == change
    checker.post(f"/claims/{claim_id}/words", 409, version=claim["version"] - 1)
    taken = checker.post(f"/claims/{claim_id}/words", version=claim["version"])
    assert (taken["id"], taken["statement"]) == (claim_id, OTHER_VOTE)
    assert not taken["article_change"]["is_pending"]
    checker.post(f"/claims/{claim_id}/words", 409, version=taken["version"])
