"""Steps are taken back, ten of a session, as long as nobody has changed the claim since."""

from datetime import UTC, datetime

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from service.desk.undo import way_back
from store.workflow import STATES, TRANSITIONS, Case, TransitionInput, allowed
from tests.cluster_parts import POLAND, Desk
from tests.desk_parts import token


def _post(client: FlaskClient, path: str, **given: object) -> TestResponse:
    return client.post(path, data={"csrf": token(client.get("/tokens").get_data(as_text=True)), **given})


def _step(client: FlaskClient, at: Desk, claim_id: int, action: str, **given: object) -> None:
    given |= {"action": action, "version": at.row(claim_id)["version"]}
    assert _post(client, f"/claims/{claim_id}/move", **given).status_code == 302


def test_every_way_back_leads_back_by_allowed_steps() -> None:
    given = TransitionInput("r", 1, datetime.now(UTC), 2)
    for step in TRANSITIONS:
        for state in set(step.sources) & set(STATES):
            now, back = step.target, way_back(step.action, state)
            for action in back:
                now = allowed(action, Case(now, 1, True, "True", 1), "checker", 1, given).target
            assert not back or now == ("triage" if state == "new" else state), (step.action, state)


@pytest.mark.parametrize(
    ("action", "given"),
    [("take", {}), ("decline", {"reason": "Opinion"}), ("snooze", {"hours": 4}), ("assign", {"owner": 2})],
)
def test_a_step_of_triage_is_taken_back(
    at: Desk, client: FlaskClient, action: str, given: dict[str, object]
) -> None:
    claim_id = at.comes(POLAND)
    _step(client, at, claim_id, action, **given)
    assert f"claim {claim_id}: " in client.get("/triage").get_data(as_text=True)
    assert _post(client, "/undo", next="/triage").location == "/triage"
    row = at.row(claim_id)
    assert (row["state"], row["owner"]) == ("triage", None)
    assert _post(client, "/undo").status_code == 409


def test_what_was_in_work_is_in_work_again_with_its_owner(at: Desk, client: FlaskClient) -> None:
    claim_id = at.comes(POLAND)
    at.step(claim_id, "assign", owner_id=at.reviewer.id)
    at.step(claim_id, "research")
    _step(client, at, claim_id, "decline", reason="Opinion")
    _post(client, "/undo")
    row = at.row(claim_id)
    assert (row["state"], row["owner"]) == ("researching", "reviewer")


def test_what_somebody_changed_since_is_left_and_the_step_before_can_be_taken_back(
    at: Desk, client: FlaskClient
) -> None:
    first, second = at.comes(POLAND), at.comes("The town of Alder has 4,017 inhabitants.")
    _step(client, at, first, "decline", reason="Opinion")
    _step(client, at, second, "take")
    at.step(second, "release", at.reviewer)
    assert f"claim {first}: declined" in client.get("/triage").get_data(as_text=True)
    assert _post(client, "/undo").location == f"/claims/{first}"
    assert at.row(first)["state"] == "triage"


def test_who_was_slower_is_told_what_stands_now_and_led_back(at: Desk, client: FlaskClient) -> None:
    claim_id = at.comes(POLAND)
    stale = at.row(claim_id)["version"]
    at.step(claim_id, "take", at.reviewer)
    answer = _post(client, f"/claims/{claim_id}/move", action="decline", reason="A joke", version=stale)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert "Somebody was faster" in page
    assert "assigned, with reviewer" in page
    assert '<dd class="kept">A joke</dd>' in page
    assert f'href="/claims/{claim_id}">Back' in page


def test_several_steps_of_one_claim_are_taken_back_one_after_the_other(at: Desk, client: FlaskClient) -> None:
    claim_id = at.comes(POLAND)
    for action in ("take", "research", "await_reply"):
        _step(client, at, claim_id, action)
    for state in ("researching", "assigned", "triage"):
        assert _post(client, "/undo").status_code == 302
        assert at.row(claim_id)["state"] == state


def test_a_step_without_a_way_back_ends_it(at: Desk, client: FlaskClient) -> None:
    claim_id = at.comes(POLAND)
    _step(client, at, claim_id, "take")
    _step(client, at, claim_id, "release")
    assert _post(client, "/undo").status_code == 409
    assert at.row(claim_id)["state"] == "triage"


def test_the_last_ten_are_kept(at: Desk, client: FlaskClient) -> None:
    claim_id = at.comes(POLAND)
    for action in ("take", "research", *("await_reply", "resume") * 5):
        _step(client, at, claim_id, action)
    assert [_post(client, "/undo").status_code for _ in range(11)] == [302] * 10 + [409]
    assert at.row(claim_id)["state"] == "researching"
