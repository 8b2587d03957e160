"""Steps are taken back, ten of a session, as long as nobody has changed the claim since."""

import re
from datetime import UTC, datetime

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from service.desk.claims.undo import reverse_actions
from store.claims.workflow import OPEN, STATES, TRANSITIONS, TransitionContext, TransitionInput, check_transition
from tests.fixtures.cluster_parts import POLAND, Desk
from tests.fixtures.desk_parts import token


def _post(client: FlaskClient, path: str, **given: object) -> TestResponse:
    return client.post(path, data={"csrf": token(client.get("/tokens").get_data(as_text=True)), **given})


def _step(client: FlaskClient, at: Desk, claim_id: int, action: str, **given: object) -> None:
    given |= {"action": action, "version": at.row(claim_id).version}
    assert _post(client, f"/claims/{claim_id}/move", **given).status_code == 302


def _undo(client: FlaskClient, page: str = "/triage", **given: object) -> TestResponse:
    """Send the form with which this page offers to undo a step; where it offers none, of a step that is not there."""
    shown = client.get(page, follow_redirects=True).get_data(as_text=True)
    form = re.search(r'action="/undo".*?</form>', shown, re.DOTALL)
    fields = (
        dict(re.findall(r'name="(claim|version)" value="(\d+)"', form[0])) if form else {"claim": 1, "version": 1}
    )
    return _post(client, "/undo", **fields, **given)


# Of each step, by the state in which it was taken, what takes it back; all others have no way back.
_BACK = {
    **{(step, state): ("release",) for step in ("take", "assign") for state in OPEN},
    **{(step, state): ("reopen",) for step in ("decline", "duplicate", "snooze") for state in OPEN},
    **{(step, "assigned"): ("reopen", "assign") for step in ("decline", "duplicate", "snooze")},
    ("decline", "researching"): ("reopen", "assign", "research"),
    ("assign", "assigned"): ("assign",),
    ("assign", "researching"): ("assign", "research"),
    ("research", "assigned"): ("assign",),
    ("submit", "researching"): ("recall",),
    ("await_reply", "researching"): ("resume",),
    ("resume", "awaiting_reply"): ("await_reply",),
}


def test_which_steps_are_taken_back_and_by_which() -> None:
    taken = {(step.action, state) for step in TRANSITIONS for state in step.sources}
    assert {of: back for of in taken if (back := reverse_actions(*of))} == _BACK


def test_every_way_back_leads_back_by_allowed_steps() -> None:
    given = TransitionInput("r", 1, datetime.now(UTC), 2)
    for step in TRANSITIONS:
        for state in set(step.sources) & set(STATES):
            now, back = step.target, reverse_actions(step.action, state)
            for action in back:
                now = check_transition(
                    action,
                    TransitionContext(state=now, has_verdict=True, rating="True", cited=1),
                    "checker",
                    1,
                    given,
                ).target
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
    assert f"claim {claim_id}: " in client.get("/triage", follow_redirects=True).get_data(as_text=True)
    assert _undo(client, next="/triage").location == "/triage"
    row = at.row(claim_id)
    assert (row.state, row.owner) == ("triage", None)
    assert _undo(client).status_code == 409


def test_what_was_in_work_is_in_work_again_with_its_owner(at: Desk, client: FlaskClient) -> None:
    claim_id = at.comes(POLAND)
    at.step(claim_id, "assign", at.reviewer, owner_id=at.checker.id)
    at.step(claim_id, "research")
    _step(client, at, claim_id, "decline", reason="Opinion")
    _undo(client)
    row = at.row(claim_id)
    assert (row.state, row.owner) == ("researching", "checker")


def test_what_somebody_changed_since_is_left_and_the_step_before_can_be_taken_back(
    at: Desk, client: FlaskClient
) -> None:
    first, second = at.comes(POLAND), at.comes("The town of Alder has 4,017 inhabitants.")
    _step(client, at, first, "decline", reason="Opinion")
    _step(client, at, second, "take")
    at.step(second, "release", at.reviewer)
    assert f"claim {first}: declined" in client.get("/triage", follow_redirects=True).get_data(as_text=True)
    assert _undo(client).location == f"/claims/{first}"
    assert at.row(first).state == "triage"


def test_who_was_slower_is_shown_what_stands_now_and_led_back(at: Desk, client: FlaskClient) -> None:
    claim_id = at.comes(POLAND)
    stale = at.row(claim_id).version
    at.step(claim_id, "take", at.reviewer)
    client.environ_base["HTTP_REFERER"] = f"http://localhost/claims/{claim_id}"
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
        assert _undo(client).status_code == 302
        assert at.row(claim_id).state == state


def test_a_step_without_a_way_back_ends_it(at: Desk, client: FlaskClient) -> None:
    claim_id = at.comes(POLAND)
    _step(client, at, claim_id, "take")
    _step(client, at, claim_id, "release")
    assert _undo(client).status_code == 409
    assert at.row(claim_id).state == "triage"


def test_the_last_ten_are_kept(at: Desk, client: FlaskClient) -> None:
    claim_id = at.comes(POLAND)
    for action in ("take", "research", *("await_reply", "resume") * 5):
        _step(client, at, claim_id, action)
    assert [_undo(client).status_code for _ in range(11)] == [302] * 10 + [409]
    assert at.row(claim_id).state == "researching"


def test_a_claim_s_page_offers_only_its_own_step(at: Desk, client: FlaskClient) -> None:
    first, second = at.comes(POLAND), at.comes("The town of Alder has 4,017 inhabitants.")
    _step(client, at, first, "take")
    _step(client, at, second, "decline", reason="Opinion")
    page = client.get(f"/claims/{first}").get_data(as_text=True)
    assert f"claim {first}: taken" in page
    assert f"claim {second}" not in page
    assert _undo(client, f"/claims/{first}").location == f"/claims/{first}"
    assert (at.row(first).state, at.row(second).state) == ("triage", "declined")
    page = client.get(f"/claims/{first}").get_data(as_text=True)
    assert f"Undone: claim {first} taken" in page
    assert 'action="/undo"' not in page


def test_elsewhere_it_says_which_claim_it_is_about_and_after_it_what_was_undone(
    at: Desk, client: FlaskClient
) -> None:
    first, second = at.comes(POLAND), at.comes("The town of Alder has 4,017 inhabitants.")
    _step(client, at, first, "take")
    page = client.get(f"/triage?claim={second}").get_data(as_text=True)
    assert f"claim {first}: taken, “{at.row(first).statement}”" in page
    _undo(client)
    assert f"Undone: claim {first} taken" in client.get(f"/triage?claim={first}").get_data(as_text=True)
    assert "Undone" not in client.get(f"/triage?claim={second}").get_data(as_text=True)
    _step(client, at, second, "take")
    assert "Undone" not in client.get(f"/triage?claim={first}").get_data(as_text=True)


def test_a_step_that_is_not_the_one_shown_is_not_undone(at: Desk, client: FlaskClient) -> None:
    claim_id = at.comes(POLAND)
    _step(client, at, claim_id, "take")
    shown = at.row(claim_id).version
    _step(client, at, claim_id, "research")
    answer = _post(client, "/undo", claim=claim_id, version=shown)
    assert answer.status_code == 409
    assert "can no longer be undone" in answer.get_data(as_text=True)
    assert at.row(claim_id).state == "researching"


def test_who_was_slower_is_shown_who_did_what(at: Desk, client: FlaskClient) -> None:
    claim_id = at.comes(POLAND)
    stale = at.row(claim_id).version
    at.step(claim_id, "take", at.reviewer)
    at.step(claim_id, "research", at.reviewer)
    answer = _post(client, f"/claims/{claim_id}/move", action="take", version=stale)
    assert answer.status_code == 409
    reported = re.sub(r"\d+ s", "1 s", answer.get_data(as_text=True))
    assert "Taken by reviewer 1 s ago; Research begun by reviewer 1 s ago. Your step was not saved" in reported
    found = client.get(f"/claims/{claim_id}/changes?after={stale}").json
    assert found
    assert [change["text"] for change in found["changes"]] == ["Taken by reviewer", "Research begun by reviewer"]
    assert found["version"] == at.row(claim_id).version


def test_what_a_page_fetches_behind_the_reader_writes_no_session(at: Desk, client: FlaskClient) -> None:
    claim_id = at.comes(POLAND)
    client.get("/tokens")  # a page with a form begins the session
    for path in (f"/triage/chosen?claim={claim_id}", f"/triage?claim={claim_id}"):
        fetched = client.get(path, headers={"X-Requested-With": "factdesk"})
        assert fetched.status_code == 200
        assert "Set-Cookie" not in fetched.headers, path
    assert "Set-Cookie" in client.get(f"/triage?claim={claim_id}").headers


def test_no_more_than_two_steps_are_taken_at_once(client: FlaskClient, at: Desk) -> None:
    claim_id = at.comes(POLAND)
    given = {"action": "take release take", "version": at.row(claim_id).version}
    assert _post(client, f"/claims/{claim_id}/move", **given).status_code == 422
    assert at.row(claim_id).state == "triage"


def test_a_form_takes_two_steps_at_once_and_no_more(at: Desk, client: FlaskClient) -> None:
    claim_id = at.comes(POLAND)
    many = {"action": "take research await_reply", "version": at.row(claim_id).version}
    assert _post(client, f"/claims/{claim_id}/move", **many).status_code == 422
    assert at.row(claim_id).state == "triage"
    _step(client, at, claim_id, "take research")
    assert at.row(claim_id).state == "researching"
