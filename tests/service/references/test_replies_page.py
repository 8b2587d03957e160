"""The right of reply: who was asked until when, what they said, the clock in lists, and who is told when it has run
out.
"""

from datetime import UTC, datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text

from store import audit
from store.db import transaction
from store.discussion import reply_requests
from store.notices import notices
from tests.fixtures.cluster_parts import POLAND, Desk
from tests.fixtures.desk_parts import compact, token
from workers.tasks import sweep


@pytest.fixture
def claim_id(at: Desk) -> int:
    """A claim that the checker does research on."""
    claim_id = at.comes(POLAND)
    at.step(claim_id, "take")
    at.step(claim_id, "research")
    return claim_id


def _page(client: FlaskClient, path: str) -> str:
    return client.get(path).get_data(as_text=True)


def _post(client: FlaskClient, claim_id: int, path: str = "", **data: str) -> int:
    csrf = token(_page(client, f"/claims/{claim_id}"))
    return client.post(f"/claims/{claim_id}/replies{path}", data={"csrf": csrf, **data}).status_code


def _at(hours: float) -> str:
    return (datetime.now(UTC) + timedelta(hours=hours)).strftime("%Y-%m-%dT%H:%M")


def _pass_deadline(at: Desk) -> None:
    with transaction(at.url) as conn:
        conn.execute(
            text(
                "UPDATE reply_requests SET asked_at = now() - interval '3 days', deadline = now() - interval '5 hours'"
            )
        )


def _reported(at: Desk) -> list[tuple[int, str, str]]:
    with transaction(at.url) as conn:
        return [
            (who.id or 0, row.kind, row.text)
            for who in (at.checker, at.reviewer)
            for row in notices.list_notices(conn, who.id or 0)
        ]


def test_who_was_asked_until_when_and_what_they_said(at: Desk, client: FlaskClient, claim_id: int) -> None:
    version = str(at.row(claim_id).version)
    asked = {"asked_of": " The  ministry ", "question": "Who counted?", "deadline": _at(48), "version": version}
    assert _post(client, claim_id, **asked, then="await_reply") == 302
    assert at.row(claim_id).state == "awaiting_reply"
    page = compact(_page(client, f"/claims/{claim_id}"))
    assert "<b>The ministry</b>" in page
    assert "reply due in 2 d" in page
    assert "Asked: Who counted?" in page
    assert 'action="/undo"' in page  # of the step that went with it
    version = str(at.row(claim_id).version)
    said = {"outcome": "answered", "answer": "We did, in <2019>.", "version": version}
    assert _post(client, claim_id, "/1", **said, then="resume") == 302
    assert at.row(claim_id).state == "researching"
    page = compact(_page(client, f"/claims/{claim_id}"))
    assert "We did, in &lt;2019&gt;." in page
    assert "answered" in page
    assert at.events(claim_id)[-4:] == ["reply asked for", "await_reply", "reply noted", "resume"]
    assert _post(client, claim_id, "/1", outcome="no comment") == 302  # it was noted wrongly
    with transaction(at.url) as conn:
        [request] = reply_requests.list_reply_requests(conn, claim_id)
        newest = audit.list_audit_entries(conn, "claim", claim_id)[0]
    assert (request.outcome, request.answer) == ("no comment", "")
    assert newest.details is not None
    assert newest.details["before"] == "We did, in <2019>."


def test_the_clock_is_seen_in_lists_and_a_late_reply_is_first_on_the_overview(
    at: Desk, client: FlaskClient, claim_id: int
) -> None:
    at.comes("The dam at Alder has 3 gates.")
    _post(client, claim_id, asked_of="The ministry", deadline=_at(3))
    awaited = compact(_page(client, f"/triage?claim={claim_id}&state=all&reply=awaited"))
    assert "reply due in 3 h" in awaited
    assert "1 of 1" in awaited
    assert "reply <b>awaited</b>" in awaited
    assert "0</strong> " not in compact(_page(client, "/"))
    assert "overdue" not in compact(_page(client, "/"))
    _pass_deadline(at)
    assert "reply overdue for 5 h" in compact(_page(client, f"/triage?claim={claim_id}&state=all&reply=overdue"))
    assert "reply overdue for 5 h" in compact(_page(client, "/mine"))
    overview = compact(_page(client, "/"))
    assert "1</strong> reply overdue" in overview
    assert "/triage?state=all&amp;reply=overdue" in overview
    _post(client, claim_id, "/1", outcome="no reply")
    assert "reply overdue" not in compact(_page(client, "/"))
    assert "– of 0" in compact(_page(client, "/triage?state=all&reply=overdue"))
    assert client.get("/triage?reply=soon").location == "/triage?left_out=reply"


def test_who_asked_and_who_has_the_claim_are_notified_once(at: Desk, client: FlaskClient, claim_id: int) -> None:
    _post(client, claim_id, asked_of="The ministry", deadline=_at(3))
    at.step(claim_id, "assign", at.reviewer, owner_id=at.reviewer.id)
    sweep.run()
    assert _reported(at) == []
    _pass_deadline(at)
    for _ in range(2):
        sweep.run()
    due = [(who, said) for who, kind, said in _reported(at) if kind == "reply due"]
    assert due == [(at.checker.id, "The ministry"), (at.reviewer.id, "The ministry")]
    assert _post(client, claim_id, "/1/deadline", deadline=_at(4)) == 302
    sweep.run()
    assert len([1 for _, kind, _ in _reported(at) if kind == "reply due"]) == 2
    _pass_deadline(at)
    sweep.run()
    assert len([1 for _, kind, _ in _reported(at) if kind == "reply due"]) == 4
    assert "reply deadline changed" in at.events(claim_id)


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"asked_of": ""}, "name whom was asked"),
        ({"deadline": ""}, "say until when"),
        ({"deadline": "2020-01-01T10:00"}, "the deadline comes after"),
        ({"deadline": "soon"}, "write a time as"),
        ({"asked_at": _at(30)}, "lies ahead"),
        ({"question": "x" * 10_001}, "10,001 characters"),
    ],
)
def test_what_is_refused(at: Desk, client: FlaskClient, claim_id: int, given: dict[str, str], says: str) -> None:
    csrf = token(_page(client, f"/claims/{claim_id}"))
    data = {"csrf": csrf, "asked_of": "The ministry", "deadline": _at(48), **given}
    answer = client.post(f"/claims/{claim_id}/replies", data=data)
    assert answer.status_code == 422
    assert says in answer.get_data(as_text=True)


def test_a_reply_needs_its_words_and_a_closed_one_has_no_deadline(
    at: Desk, client: FlaskClient, claim_id: int
) -> None:
    _post(client, claim_id, asked_of="The ministry", deadline=_at(48))
    assert _post(client, claim_id, "/1", outcome="answered") == 422
    assert _post(client, claim_id, "/1", outcome="perhaps") == 422
    assert _post(client, claim_id, "/1", outcome="no reply") == 302
    assert _post(client, claim_id, "/1/deadline", deadline=_at(60)) == 409
    assert _post(client, claim_id, "/2", outcome="no reply") == 404


def test_a_step_on_what_was_changed_meanwhile_notes_nothing(at: Desk, client: FlaskClient, claim_id: int) -> None:
    asked = {"asked_of": "The ministry", "deadline": _at(48), "version": "1", "then": "await_reply"}
    assert _post(client, claim_id, **asked) == 409
    with transaction(at.url) as conn:
        assert reply_requests.list_reply_requests(conn, claim_id) == []
