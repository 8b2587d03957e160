"""The right of reply over the API."""

from datetime import UTC, datetime, timedelta

from tests.api.caller import Caller, fields


def test_a_reply_is_asked_for_and_noted(checker: Caller, claim_id: int) -> None:
    path = f"/claims/{claim_id}/reply-requests"
    deadline = (datetime.now(UTC) + timedelta(days=2)).isoformat()
    made = checker.post(path, 201, asked_of="The Pentagon", question="How many?", deadline=deadline)
    assert (made["outcome"], made["overdue"], made["asker"]) == (None, False, "checker")
    assert [row["id"] for row in checker.get("/claims?reply=awaited")["items"]] == [claim_id]
    assert checker.get("/claims?reply=overdue")["items"] == []
    later = (datetime.now(UTC) + timedelta(days=3)).isoformat()
    assert checker.post(f"{path}/{made['id']}/deadline", deadline=later)["deadline"] > made["deadline"]
    noted = checker.post(f"{path}/{made['id']}/outcome", outcome="answered", answer="90,000")
    assert (noted["outcome"], noted["answer"], noted["closer"]) == ("answered", "90,000", "checker")
    assert checker.get(path)["items"] == [noted]
    assert checker.get("/claims?reply=awaited")["items"] == []


def test_what_is_refused(checker: Caller, claim_id: int) -> None:
    path = f"/claims/{claim_id}/reply-requests"
    assert fields(checker.post(path, 422, asked_of="The Pentagon")) == {"deadline"}
    assert fields(checker.post(path, 422, asked_of="The Pentagon", deadline="2020-01-01")) == {"deadline"}
    checker.post("/claims/999/reply-requests", 404, asked_of="x", deadline="2099-01-01")
    checker.post(f"{path}/9/outcome", 404, outcome="no reply")
    checker.get("/claims?reply=soon", 422)
