"""Second ratings over the API: what differs is listed, and resolved with a reason before approval."""

from tests.api.caller import Caller, fields
from tests.api.conftest import Token


def _in_review(checker: Caller, claim_id: int) -> None:
    step = checker.post(
        f"/claims/{claim_id}/transitions", action="take", version=checker.get(f"/claims/{claim_id}")["version"]
    )
    made = checker.post(f"/claims/{claim_id}/evidence", 201, text="Counted.", publisher="Office", stance="context")
    said = {"rating": "False", "summary": "No.", "explanation": "No.", "cites": [made["id"]]}
    saved = checker.post(f"/claims/{claim_id}/verdict", version=step["version"], **said)
    checker.post(f"/claims/{claim_id}/transitions", action="submit", version=saved["version"])


def test_what_differs_is_resolved_with_a_reason(checker: Caller, token: Token, claim_id: int) -> None:
    _in_review(checker, claim_id)
    reviewer = token(role="reviewer")
    [rated] = reviewer.post(f"/claims/{claim_id}/second-ratings", 201, rating="True")["items"]
    assert (rated["rating"], rated["agrees"]) == ("True", False)
    [task] = checker.get("/rating-disagreements")["items"]
    assert (task["claim_id"], task["author_rating"], task["rating"], task["assignee"]) == (
        claim_id, "False", "True", "reviewer",
    )  # fmt: skip
    version = checker.get(f"/claims/{claim_id}")["version"]
    reviewer.post(f"/claims/{claim_id}/transitions", 422, action="approve", version=version)
    assert fields(reviewer.post(f"/claims/{claim_id}/rating-disagreement", 422, reason="")) == {"reason"}
    resolved = reviewer.post(f"/claims/{claim_id}/rating-disagreement", reason="It was counted")
    assert (resolved["outcome"], resolved["resolver"]) == ("rating kept", "reviewer")
    assert checker.get("/rating-disagreements")["items"] == []
    reviewer.post(f"/claims/{claim_id}/transitions", action="approve", version=version)


def test_what_is_refused(checker: Caller, token: Token, claim_id: int) -> None:
    reviewer = token(role="reviewer")
    reviewer.post(f"/claims/{claim_id}/second-ratings", 404, rating="True")
    reviewer.post(f"/claims/{claim_id}/rating-disagreement", 404, reason="x")
    checker.post(f"/claims/{claim_id}/second-ratings", 403, rating="True")
