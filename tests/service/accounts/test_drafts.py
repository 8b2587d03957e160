"""Drafts that the desk's scripts keep on the server: each person has their own, and only what can be one is taken."""

import json
import re

import pytest
from flask.testing import FlaskClient

from service.app import create_app
from store import sessions
from store.accounts import drafts
from store.db import transaction
from tests.fixtures.cluster_parts import POLAND, Desk
from tests.fixtures.desk_parts import sign_in, token

_NAME = "verdict on claim 1"


def _keep(client: FlaskClient, content: str, name: str = _NAME) -> int:
    csrf = token(client.get("/account").get_data(as_text=True))
    return client.post("/drafts", data={"csrf": csrf, "name": name, "content": content}).status_code


def _kept(client: FlaskClient, *names: str) -> dict[str, object]:
    found: dict[str, object] = client.get("/drafts", query_string={"name": names or [_NAME]}).get_json()
    return found


def test_each_person_has_their_own(at: Desk, client: FlaskClient) -> None:
    written = {"version": 3, "fields": [["summary", "It has fewer"]], "passages": []}
    assert _keep(client, json.dumps(written)) == 204
    assert _kept(client) == {_NAME: written}
    assert _kept(client, "note on claim 1") == {}
    with create_app().test_client() as other:
        sign_in(other, "reviewer")
        assert _kept(other) == {}
        assert _keep(other, "") == 204
    assert _kept(client) == {_NAME: written}
    assert _keep(client, '{"version": 4}') == 204
    assert _kept(client) == {_NAME: {"version": 4}}
    assert _keep(client, "") == 204
    assert _kept(client) == {}


def test_what_is_no_draft_is_refused(at: Desk, client: FlaskClient, capsys: pytest.CaptureFixture[str]) -> None:
    unstorable = ('{"a": "\\u0000"}', '{"a": "\\ud800"}', '{"\\udc00": 1}', '{"a": 1e999}', '{"a": NaN}')
    for content in ("[]", "nonsense", "1", '"\\u0000"', "[" * 5000, *unstorable):
        assert _keep(client, content) == 422, content
    assert "the store refused" not in capsys.readouterr().err
    assert _keep(client, json.dumps({"fields": "x" * drafts.LARGEST_CONTENT})) == 422
    assert _keep(client, "{}", name="") == 422
    assert _keep(client, "{}", name="x" * 101) == 422
    assert client.post("/drafts", data={"name": _NAME, "content": "{}"}).status_code == 403
    assert _kept(client) == {}


def test_a_person_keeps_a_number_of_drafts_and_the_oldest_go(at: Desk) -> None:
    with transaction(at.url) as conn:
        person_id = at.checker.id or 0
        names = [f"note on claim {n}" for n in range(drafts.MOST_DRAFTS + 2)]
    for name in names:
        with transaction(at.url) as conn:
            drafts.keep_draft(conn, person_id, name, {}, 2)
    with transaction(at.url) as conn:
        assert set(drafts.list_drafts(conn, person_id, names)) == set(names[2:])


def _stored(client: FlaskClient) -> list[str]:
    """The keys of the forms that the desk took, as its next page names them."""
    found = re.search(r'<meta name="stored" content="([^"]*)">', client.get("/account").get_data(as_text=True))
    assert found
    return found[1].split()


def _note(client: FlaskClient, key: str, text: str = "Ask the office", claim: int = 1) -> int:
    form = {"csrf": token(client.get("/account").get_data(as_text=True)), "text": text, "draft_key": key}
    return client.post(f"/claims/{claim}/notes", data=form).status_code


def test_a_page_names_the_forms_that_were_taken_and_no_others(at: Desk, client: FlaskClient) -> None:
    claim_id = at.comes(POLAND)
    assert _stored(client) == []
    assert _note(client, "first", claim=claim_id) == 302
    assert _note(client, "unknown", claim=999) == 404
    assert _note(client, "empty", text="", claim=claim_id) == 422
    assert _note(client, '"><b>', claim=claim_id) == 302
    assert client.post(f"/claims/{claim_id}/notes", data={"text": "x", "draft_key": "forged"}).status_code == 403
    assert _stored(client) == ["first"]
    for number in range(12):
        _note(client, f"k{number}", claim=claim_id)
    assert _stored(client) == [f"k{number}" for number in range(2, 12)]


def test_a_form_that_is_refused_because_the_session_has_ended_is_not_taken(at: Desk, client: FlaskClient) -> None:
    claim_id = at.comes(POLAND)
    csrf = token(client.get("/account").get_data(as_text=True))
    with transaction(at.url) as conn:
        sessions.end_sessions_of_person(conn, at.checker.id or 0)
    form = {"csrf": csrf, "text": "Ask the office", "draft_key": "late"}
    assert client.post(f"/claims/{claim_id}/notes", data=form).status_code == 401
    sign_in(client, "checker")
    assert _stored(client) == []
