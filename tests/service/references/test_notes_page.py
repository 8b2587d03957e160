"""Notes on a claim: who is told, what can be changed and deleted by whom, and what the history keeps."""

import pytest
from flask.testing import FlaskClient

from service.app import create_app
from store import audit, people
from store.db import transaction
from store.notices import notices
from store.people import Actor
from tests.fixtures.cluster_parts import POLAND, Desk
from tests.fixtures.desk_parts import compact, person, sign_in, token


@pytest.fixture
def claim_id(at: Desk) -> int:
    return at.comes(POLAND)


@pytest.fixture
def other(at: Desk) -> FlaskClient:
    """The reviewer, signed in."""
    browser = create_app().test_client()
    sign_in(browser, "reviewer")
    return browser


def _page(client: FlaskClient, claim_id: int) -> str:
    return client.get(f"/claims/{claim_id}").get_data(as_text=True)


def _write(client: FlaskClient, claim_id: int, text: str, path: str = "") -> int:
    data = {"csrf": token(_page(client, claim_id)), "text": text}
    return client.post(f"/claims/{claim_id}/notes{path}", data=data).status_code


def _reported(at: Desk, who: Actor) -> list[tuple[str, str, str | None]]:
    with transaction(at.url) as conn:
        return [(row.kind, row.text, row.actor) for row in notices.list_notices(conn, who.id or 0)]


def test_whom_a_note_mentions_is_notified_and_sees_it_in_mine(
    at: Desk, client: FlaskClient, other: FlaskClient, claim_id: int
) -> None:
    third = person(at.url, "checker", "third")
    assert _write(client, claim_id, "@Reviewer and @checker: who <b>counted</b>?\nAsk.") == 302
    page = compact(_page(other, claim_id))
    assert 'id="notes-count"> · 1' in page
    assert '<b class="mention">@Reviewer</b> and <b class="mention">@checker</b>: who &lt;b&gt;counted' in page
    assert _reported(at, at.reviewer) == [
        ("mentioned", "@Reviewer and @checker: who <b>counted</b>?\nAsk.", "checker")
    ]
    assert _reported(at, at.checker) == []  # what one says oneself is no news
    assert _reported(at, third) == []
    mine = compact(other.get("/mine").get_data(as_text=True))
    assert 'Notes that mention me <span class="count">1</span>' in mine
    assert f'href="/claims/{claim_id}#note-1"' in mine


def test_a_note_is_changed_by_its_author_and_who_is_new_in_it_is_notified(
    at: Desk, client: FlaskClient, other: FlaskClient, claim_id: int
) -> None:
    third = person(at.url, "checker", "third")
    _write(client, claim_id, "@reviewer look")
    assert _write(other, claim_id, "mine now", "/1") == 403
    assert _write(client, claim_id, "@reviewer and @third look", "/1") == 302
    assert _write(client, claim_id, "@reviewer and @third look", "/1") == 302  # nothing new
    assert len(_reported(at, at.reviewer)) == 1
    assert [kind for kind, *_ in _reported(at, third)] == ["mentioned"]
    page = compact(_page(client, claim_id))
    assert "· changed" in page
    with transaction(at.url) as conn:
        entries = [(row.event, row.details) for row in audit.list_audit_entries(conn, "claim", claim_id)]
    assert entries[:2] == [
        ("note changed", {"note": 1, "before": "@reviewer look"}),
        ("note added", {"note": 1}),
    ]
    _write(client, claim_id, "nobody", "/1")
    with transaction(at.url) as conn:
        assert conn.exec_driver_sql("SELECT count(*) FROM note_mentions").scalar_one() == 0


def test_a_note_is_deleted_by_its_author_or_an_admin(
    at: Desk, client: FlaskClient, other: FlaskClient, claim_id: int
) -> None:
    person(at.url, "admin")
    for said in ("first", "second"):
        _write(client, claim_id, said)
    _write(client, claim_id, "the second", "/2")
    assert _write(other, claim_id, "", "/1/delete") == 403
    assert _write(client, claim_id, "", "/1/delete") == 302
    admin = create_app().test_client()
    sign_in(admin, "admin")
    assert "Delete it" in _page(admin, claim_id)
    assert _write(admin, claim_id, "mine", "/2") == 403
    assert _write(admin, claim_id, "", "/2/delete") == 302
    assert "No notes yet." in _page(client, claim_id)
    assert "note deleted" in at.events(claim_id)
    with transaction(at.url) as conn:
        history = audit.list_audit_entries(conn, "claim", claim_id)
    assert [each.details for each in history if each.event == "note changed"] == [{"note": 2}]
    assert _write(client, claim_id, "", "/2/delete") == 404


def test_a_note_leaves_the_claim_as_it_is(at: Desk, client: FlaskClient, claim_id: int) -> None:
    before = at.row(claim_id).version
    _write(client, claim_id, "a note")
    assert at.row(claim_id).version == before


def test_what_is_refused(at: Desk, client: FlaskClient, claim_id: int) -> None:
    assert _write(client, claim_id, "  ") == 422
    assert _write(client, claim_id, "x" * 5001) == 422
    page = _page(client, claim_id)
    assert client.post("/claims/99/notes", data={"csrf": token(page), "text": "x"}).status_code == 404


def test_who_has_left_is_not_notified(at: Desk, client: FlaskClient, claim_id: int) -> None:
    person(at.url, "admin")
    gone = person(at.url, "checker", "gone")
    with transaction(at.url) as conn:
        people.change_person(conn, gone.id or 0, role="checker", active=False)
    _write(client, claim_id, "@gone look")
    assert _reported(at, gone) == []
