"""Many claims, the next claim and tags over the API."""

from tests.api.caller import Caller, fields
from tests.browser.parts import listed


def test_many_claims_are_changed_each_by_itself(desk: str, checker: Caller) -> None:
    first, second = listed(desk, checker.actor, 2)
    sent = {
        "action": "decline",
        "reason": "Opinion",
        "claims": [{"id": first, "version": 1}, {"id": second, "version": 9}],
    }
    preview = checker.call("POST", "/claims/bulk", {**sent, "dry_run": True}).get_json()["items"]
    assert [each["problem"] for each in preview] == [None, "somebody changed it meanwhile"]
    assert checker.get(f"/claims/{first}")["state"] == "new"
    assert checker.call("POST", "/claims/bulk", sent).get_json()["items"] == preview
    assert checker.get(f"/claims/{first}")["state"] == "declined"
    assert fields(checker.call("POST", "/claims/bulk", {**sent, "claims": []}).get_json()) == {"claims"}


def test_the_next_claim_is_taken_until_none_waits(desk: str, checker: Caller) -> None:
    ids = listed(desk, checker.actor, 2)
    taken = [checker.call("POST", "/claims/take-next", {}).get_json()["id"] for _ in ids]
    assert taken == ids
    assert checker.call("POST", "/claims/take-next", {}).status_code == 404


def test_tags_narrow_a_list(desk: str, checker: Caller) -> None:
    first, _ = listed(desk, checker.actor, 2)
    answer = checker.call("POST", f"/claims/{first}/tags", {"add": ["EU", "budget"], "remove": ["x"]})
    assert answer.get_json() == {"tags": ["budget", "eu"]}
    assert [each["id"] for each in checker.get("/claims?tag=eu")["items"]] == [first]
