"""Every transition through HTTP: each state, action and role, by the API and by the desk's own forms."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import cycle, product
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text

from service.app import create_app
from store import audit
from store.claims.workflow import REQUESTABLE
from store.db import autocommit, transaction
from tests.api.caller import Caller
from tests.api.conftest import Token
from tests.fixtures.cluster_parts import POLAND, Desk
from tests.fixtures.desk_parts import sign_in
from tests.fixtures.desk_parts import token as csrf
from tests.fixtures.transition_table import ACTIONS, PEOPLE, STATES, TABLE, Line, line_for

FINAL = ("published", "correction_pending")


@dataclass(frozen=True)
class Judged:
    """A claim with a published verdict, which can be put into any state; `other` is another claim."""

    at: Desk
    claim_id: int
    other: int
    callers: dict[str, Caller]

    def put(self, state: str) -> int:
        """Have the claim stand in this state, as if it had come there; returns its version."""
        values = {
            "decline_reason": "because" if state == "declined" else None,
            "duplicate_of": self.other if state == "duplicate" else None,
            "snoozed_until": datetime.now(UTC) + timedelta(hours=1) if state == "snoozed" else None,
            "owner_id": None if state in ("new", "triage") else self.at.checker.id,
        }
        given = {**values, "state": state, "claim": self.claim_id}
        public = {"claim": self.claim_id, "withdrawn": None if state in FINAL else datetime.now(UTC)}
        with transaction(self.at.url) as conn:
            conn.execute(
                text(
                    "UPDATE claims SET state = :state, decline_reason = :decline_reason, duplicate_of = :duplicate_of, "
                    "snoozed_until = :snoozed_until, owner_id = :owner_id WHERE id = :claim"
                ),
                given,
            )
            conn.execute(text("UPDATE fact_checks SET withdrawn_at = :withdrawn WHERE claim_id = :claim"), public)
        return int(self.at.row(self.claim_id).version)

    def given(self, action: str, version: int) -> dict[str, Any]:
        """What an action is sent with."""
        filled = {
            "reason": "because",
            "owner": self.at.checker.id,
            "until": (datetime.now(UTC) + timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "duplicate_of": self.other,
        }
        needs = {need for line in TABLE if line.action == action for need in line.needs}
        return {"action": action, "version": version, **{n: filled[n] for n in sorted(needs & filled.keys())}}

    def newest_entry(self) -> tuple[str, str, str, int | None, int]:
        """The event, states, actor and version of the newest audit entry."""
        with autocommit(self.at.url) as conn:
            entry = audit.list_audit_entries(conn, "claim", self.claim_id, 1)[0]
        return entry.event, entry.before, entry.after, entry.actor_id, entry.version


@pytest.fixture
def judged(desk: str, token: Token) -> Judged:
    callers = {role: token(role=role) for role in PEOPLE}
    at = Desk(desk, callers["checker"].actor, callers["reviewer"].actor)
    claim_id = at.comes(POLAND)
    at.publish(claim_id, "False")
    other = at.comes("The town of Alder has 4,017 inhabitants.")
    return Judged(at, claim_id, other, callers | {"author": callers["checker"]})


def _expected(line: Line | None, state: str, role: str) -> int:
    if line is None or "cluster" in line.needs:
        return 409
    if "published" in line.needs and state not in FINAL and role in line.roles:
        return 409
    return 200 if role in line.roles else 403


def _walk() -> Iterator[tuple[str, str, str]]:
    """Every line of the table in each of its states, by every role; of what no line is for every fifth, by one role in
    turn: that each of it is refused is seen where it is decided (`tests/store/claims/test_workflow.py`).
    """
    turn, rest = cycle(PEOPLE), 0
    for state, action in product(STATES, ACTIONS):
        if line_for(action, state):
            for role in PEOPLE:
                yield state, action, role
        elif (rest := rest + 1) % 5 == 0:
            yield state, action, next(turn)


def test_every_line_of_the_table_by_every_role_over_the_api(judged: Judged) -> None:
    for state, action, role in _walk():
        version, caller, line = judged.put(state), judged.callers[role], line_for(action, state)
        status = _sent(judged, caller, action, version)
        expected = _expected(line, state, role) if action in (*REQUESTABLE, "verdict") else 422
        assert status == expected, (state, action, role)
        now = judged.at.row(judged.claim_id)
        if status == 200 and line:
            assert (now.state, now.version) == (line.target, version + 1)
            assert judged.newest_entry() == (action, state, line.target, caller.actor.id, version + 1)
        else:
            assert (now.state, now.version) == (state, version), (state, action, role)
        if action == "verdict" and status == 200:
            _restore_verdict(judged)


def _sent(judged: Judged, caller: Caller, action: str, version: int) -> int:
    path = f"/claims/{judged.claim_id}"
    if action == "verdict":
        body = {"rating": "True", "summary": "Yes.", "explanation": "So it is.", "version": version}
        return caller.call("POST", f"{path}/verdict", body).status_code
    return caller.call("POST", f"{path}/transitions", judged.given(action, version)).status_code


def test_nobody_reviews_their_own_verdict_by_any_way(judged: Judged, browsers: dict[str, FlaskClient]) -> None:
    judged.put("researching")
    reviewer, browser = judged.callers["reviewer"], browsers["reviewer"]
    assert _sent(judged, reviewer, "verdict", judged.put("researching")) == 200
    secret = csrf(browser.get("/articles/add").get_data(as_text=True))
    for action in ("approve", "request_changes"):
        given = judged.given(action, judged.put("in_review"))
        assert _sent(judged, reviewer, action, given["version"]) == 403
        assert browser.post(f"/claims/{judged.claim_id}/move", data={**given, "csrf": secret}).status_code == 403
        assert judged.at.row(judged.claim_id).state == "in_review"


def _restore_verdict(judged: Judged) -> None:
    """Leave the first verdict, the checker's, as the newest one."""
    with transaction(judged.at.url) as conn:
        conn.execute(text("DELETE FROM verdicts WHERE claim_id = :id AND number > 1"), {"id": judged.claim_id})


@pytest.fixture
def browsers(judged: Judged) -> dict[str, FlaskClient]:
    app = create_app()
    found = {role: app.test_client() for role in PEOPLE}
    for role, browser in found.items():
        sign_in(browser, role)
    return found


def test_every_line_of_the_table_by_every_role_at_the_desk(
    judged: Judged, browsers: dict[str, FlaskClient]
) -> None:
    tokens = {
        role: csrf(browser.get("/articles/add").get_data(as_text=True)) for role, browser in browsers.items()
    }
    for line in TABLE:
        if line.action == "verdict":
            continue
        for state in line.sources:
            for role in PEOPLE:
                given = judged.given(line.action, judged.put(state))
                given["hours"] = 4
                answer = browsers[role].post(
                    f"/claims/{judged.claim_id}/move", data={**given, "csrf": tokens[role]}
                )
                status = {200: 302}.get(expected := _expected(line, state, role), expected)
                assert answer.status_code == status, (state, line.action, role)
                assert judged.at.row(judged.claim_id).state == (line.target if status == 302 else state)


def test_a_checker_neither_withdraws_nor_sees_the_button(judged: Judged, browsers: dict[str, FlaskClient]) -> None:
    judged.put("published")
    path = f"/claims/{judged.claim_id}"
    assert ">Withdraw</summary>" not in browsers["checker"].get(path).get_data(as_text=True)
    assert ">Withdraw</summary>" in browsers["reviewer"].get(path).get_data(as_text=True)


def test_a_published_claim_stays_on_the_way_to_its_correction(judged: Judged) -> None:
    for state in ("assigned", "researching"):
        for action in ("release", "decline", "duplicate", "snooze"):
            version = judged.put(state)
            with transaction(judged.at.url) as conn:
                conn.execute(text("UPDATE fact_checks SET withdrawn_at = NULL"))
            path = f"/claims/{judged.claim_id}/transitions"
            answer = judged.callers["admin"].call("POST", path, judged.given(action, version))
            assert answer.status_code == 409
            if line_for(action, state):
                assert "is published" in (answer.json or {})["detail"]


def test_a_checker_takes_no_claim_from_a_colleague_and_sees_no_button_for_it(judged: Judged, token: Token) -> None:
    colleague = token(role="checker", name="colleague")
    with create_app().test_client() as browser:
        sign_in(browser, "colleague")
        secret = csrf(browser.get("/articles/add").get_data(as_text=True))
        path = f"/claims/{judged.claim_id}"
        for action in ("release", "assign", "decline", "duplicate", "snooze"):
            given = judged.given(action, judged.put("assigned"))
            page = browser.get(path).get_data(as_text=True)
            assert f'value="{action}"' not in page
            assert 'value="research"' in page
            answer = colleague.call("POST", f"{path}/transitions", given)
            assert (answer.status_code, (answer.json or {})["errors"][0]["field"]) == (403, "actor")
            assert browser.post(f"{path}/move", data={**given, "hours": 4, "csrf": secret}).status_code == 403
            assert judged.at.row(judged.claim_id).owner == "checker"


def test_a_correction_is_given_up_by_who_began_it_and_by_no_other_checker(judged: Judged, token: Token) -> None:
    """Any checker could end a colleague's correction, which put the drafts of it aside."""
    at, claim_id, colleague = judged.at, judged.claim_id, token(role="checker", name="colleague")
    path = f"/claims/{claim_id}"

    def step(caller: Caller, action: str) -> tuple[int, dict[str, str]]:
        given = {"action": action, "version": at.row(claim_id).version, "reason": "A slip"}
        answer = caller.call("POST", f"{path}/transitions", given)
        return answer.status_code, (answer.json or {}).get("errors", [{}])[0]

    assert step(colleague, "correct")[0] == 200
    assert at.row(claim_id).owner == "colleague"
    _sent(judged, colleague, "verdict", at.row(claim_id).version)
    status, wrong = step(judged.callers["checker"], "cancel_correction")
    assert (status, wrong["field"]) == (403, "actor")
    assert "cancel_correction" not in judged.callers["checker"].get(path)["actions"]
    assert step(colleague, "cancel_correction")[0] == 200
    assert step(colleague, "correct")[0] == 200
    assert step(judged.callers["reviewer"], "cancel_correction")[0] == 200


def test_a_correction_that_is_given_up_leaves_what_is_published_and_no_draft(judged: Judged) -> None:
    at, claim_id, checker = judged.at, judged.claim_id, judged.callers["checker"]
    at.step(claim_id, "correct", reason="A slip of the mouse")
    _sent(judged, checker, "verdict", at.row(claim_id).version)
    for ways in ((), ("submit", "recall"), ("submit", "recall", "assign")):
        for action in ways:
            at.step(claim_id, action, owner_id=at.checker.id)
        at.step(claim_id, "cancel_correction")
        claim = checker.get(f"/claims/{claim_id}")
        assert (claim["state"], claim["verdict"]["number"], claim["verdict"]["rating"]) == (
            "published",
            1,
            "False",
        )
        assert claim["verdict"]["summary"] != "Yes."
        at.step(claim_id, "correct", reason="Once more")
    versions = checker.get(f"/claims/{claim_id}/verdicts")["items"]
    assert [(v["number"], v["dropped_at"] is None) for v in versions] == [(2, False), (1, True)]
    assert "cancel_correction" in at.events(claim_id)
    slug = checker.get("/fact-checks")["items"][0]["slug"]
    shown = checker.get(f"/fact-checks/{slug}")
    assert (shown["rating"], shown["corrections"], shown["corrected_at"]) == ("False", [], None)
    at.step(claim_id, "submit")
    with create_app().test_client() as browser:
        sign_in(browser, "reviewer")
        page = browser.get("/review").get_data(as_text=True)
    assert "Nothing was changed" in page
    assert "Yes." not in page


def test_why_a_fact_check_was_withdrawn_is_shown(judged: Judged) -> None:
    reviewer = judged.callers["reviewer"]
    slug = reviewer.get("/fact-checks")["items"][0]["slug"]
    assert reviewer.get(f"/fact-checks/{slug}")["withdrawal_reason"] is None
    judged.at.step(judged.claim_id, "withdraw", judged.at.reviewer, reason="The office counted anew")
    assert reviewer.get(f"/fact-checks/{slug}")["withdrawal_reason"] == "The office counted anew"
