"""One's own account: name, sessions, and a second factor; and the audit of everything, for admins."""

import re
import time

import pyotp
import pytest
from flask.testing import FlaskClient

from service.app import create_app
from store import audit, people
from store.accounts import second_factor
from store.db import transaction
from tests.fixtures.cluster_parts import POLAND, Desk
from tests.fixtures.desk_parts import PASSWORD, compact, person, sign_in_by_form, token


@pytest.fixture
def admin(at: Desk) -> FlaskClient:
    person(at.url, "admin")
    browser = create_app().test_client()
    sign_in_by_form(browser, "admin")
    return browser


def _post(client: FlaskClient, path: str, **form: str) -> tuple[int, str]:
    csrf = token(client.get("/account").get_data(as_text=True))
    answer = client.post(path, data={"csrf": csrf, **form})
    return answer.status_code, compact(answer.get_data(as_text=True))


def _switch_on(client: FlaskClient) -> tuple[pyotp.TOTP, list[str]]:
    """A second factor that is on: the app, and the recovery codes."""
    _, page = _post(client, "/account/second-factor", password=PASSWORD)
    assert "<svg" in page
    secret = re.search(r"Key: <code>([A-Z2-7]{32})</code>", page)
    assert secret
    app = pyotp.TOTP(secret[1])
    status, page = _post(client, "/account/second-factor/confirm", code=app.at(int(time.time()) - 30))
    assert status == 200
    return app, re.findall(r"<code>([0-9a-f]{8}-[0-9a-f]{8})</code>", page)


def _password(app: FlaskClient) -> FlaskClient:
    """Another browser, in which the password was given."""
    other = app.application.test_client()
    csrf = token(other.get("/sign-in").get_data(as_text=True))
    answer = other.post("/sign-in", data={"csrf": csrf, "email": "checker@example.org", "password": PASSWORD})
    assert answer.location == "/sign-in/code"
    return other


def _code(other: FlaskClient, code: str) -> int:
    csrf = token(other.get("/sign-in/code").get_data(as_text=True))
    return other.post("/sign-in/code", data={"csrf": csrf, "code": code}).status_code


def test_the_second_factor_is_asked_for_and_each_code_works_once(client: FlaskClient) -> None:
    app, codes = _switch_on(client)
    assert len(codes) == 8
    other = _password(client)
    assert other.get("/triage").status_code == 302  # the password alone lets nobody in
    assert _code(other, "000000") == 422
    now = app.now()
    assert _code(other, now) == 302
    assert other.get("/triage").status_code in (200, 302)
    assert "Overview" in other.get("/").get_data(as_text=True)
    assert _code(_password(client), now) == 422  # it was taken
    assert _code(_password(client), codes[0]) == 302
    assert _code(_password(client), codes[0]) == 422


def test_a_wrong_first_code_switches_nothing_on(at: Desk, client: FlaskClient) -> None:
    _post(client, "/account/second-factor", password=PASSWORD)
    status, page = _post(client, "/account/second-factor/confirm", code="123")
    assert status == 422
    assert "this is not the code" in page
    assert "<svg" in page
    with transaction(at.url) as conn:
        assert not second_factor.has_second_factor(conn, at.checker.id or 0)


def test_switching_it_off_takes_a_code(at: Desk, client: FlaskClient) -> None:
    app, _ = _switch_on(client)
    assert _post(client, "/account/second-factor/remove", code="000000")[0] == 422
    assert _post(client, "/account/second-factor", password=PASSWORD)[0] == 409
    assert _post(client, "/account/second-factor/remove", code=app.now())[0] == 302
    with transaction(at.url) as conn:
        assert not second_factor.has_second_factor(conn, at.checker.id or 0)


@pytest.mark.parametrize("path", ["confirm", "remove"])
def test_a_code_cannot_be_guessed_in_an_open_browser(at: Desk, client: FlaskClient, path: str) -> None:
    """Three codes are good at a time: without a limit the factor was off within hours, and nobody saw the tries."""
    if path == "remove":
        _switch_on(client)
    else:
        _post(client, "/account/second-factor", password=PASSWORD)
    page = client.get("/account").get_data(as_text=True)
    form = {"csrf": token(page), "code": "000000"}
    tries = [client.post(f"/account/second-factor/{path}", data=form).status_code for _ in range(12)]
    assert tries == [422] * 10 + [429] * 2
    assert _wrong(at, "wrong code") == [at.checker.id] * 10


def _wrong(at: Desk, event: str) -> list[int | None]:
    """Who made the wrong tries on the checker's account that are in the audit."""
    with transaction(at.url) as conn:
        entries = audit.list_audit_entries(conn, "person", at.checker.id or 0)
    return [entry.actor_id for entry in entries if entry.event == event]


def test_wrong_tries_after_a_password_or_a_sign_in_are_in_the_audit(at: Desk, client: FlaskClient) -> None:
    assert _post(client, "/account/second-factor", password="guessed it by chance")[0] == 422
    assert _wrong(at, "wrong password") == [at.checker.id]
    _switch_on(client)
    assert _code(_password(client), "000000") == 422
    assert _wrong(at, "wrong code") == [None]  # nobody was signed in


def test_a_password_counts_for_nothing_at_the_code_once_there_is_another(at: Desk, client: FlaskClient) -> None:
    app, codes = _switch_on(client)
    other, same = _password(client), _password(client)
    assert _code(same, codes[0]) == 302
    with transaction(at.url) as conn:
        people.set_password(conn, at.checker.id or 0, PASSWORD + " new")
    assert other.get("/sign-in/code").location == "/sign-in"
    csrf = token(other.get("/sign-in").get_data(as_text=True))
    answer = other.post("/sign-in/code", data={"csrf": csrf, "code": app.now()})
    assert answer.location == "/sign-in"
    assert other.get("/account").status_code == 302


def test_an_admin_helps_who_lost_the_app(at: Desk, client: FlaskClient, admin: FlaskClient) -> None:
    _switch_on(client)
    assert "Switch the second factor off" in admin.get("/people").get_data(as_text=True)
    csrf = token(admin.get("/people").get_data(as_text=True))
    assert admin.post(f"/people/{at.checker.id}/second-factor/reset", data={"csrf": csrf}).status_code == 302
    sign_in_by_form(client.application.test_client(), "checker")


def test_sessions_are_listed_and_ended(client: FlaskClient) -> None:
    others = [client.application.test_client() for _ in range(3)]
    for other in others:
        sign_in_by_form(other, "checker")
    page = client.get("/account").get_data(as_text=True)
    ends = re.findall(r'action="(/account/sessions/\d+/end)"', page)
    assert len(ends) == 3
    assert _post(client, ends[0])[0] == 302
    assert sorted(other.get("/account").status_code for other in others) == [200, 200, 302]
    assert _post(client, "/account/sessions/end")[0] == 302
    assert [other.get("/account").status_code for other in others] == [302, 302, 302]
    assert client.get("/account").status_code == 200


def test_nobody_ends_the_session_of_somebody_else(client: FlaskClient) -> None:
    other = client.application.test_client()
    sign_in_by_form(other, "reviewer")
    for number in range(1, 5):
        _post(other, f"/account/sessions/{number}/end") if number != 2 else None
    assert client.get("/account").status_code == 200


def test_one_renames_oneself_and_an_admin_others(at: Desk, client: FlaskClient, admin: FlaskClient) -> None:
    assert _post(client, "/account/name", name="  ")[0] == 422
    assert _post(client, "/account/name", name="Jo Roe")[0] == 302
    assert "Jo Roe" in admin.get("/people").get_data(as_text=True)
    csrf = token(admin.get("/people").get_data(as_text=True))
    admin.post(f"/people/{at.reviewer.id}/name", data={"csrf": csrf, "name": "Kim Poe"})
    page = compact(admin.get("/audit?kind=person&event=renamed").get_data(as_text=True))
    assert "Kim Poe" in page
    assert "Jo Roe" in page


def test_the_audit_is_narrowed_and_for_admins(at: Desk, client: FlaskClient, admin: FlaskClient) -> None:
    at.step(at.comes(POLAND), "take")
    assert client.get("/audit").status_code == 403
    page = compact(admin.get(f"/audit?actor={at.checker.id}&event=take").get_data(as_text=True))
    assert ">claim 1</a>" in page
    assert "<td>assigned</td>" in page
    assert "Nothing fits." in admin.get("/audit?event=take&day=2020-01-01").get_data(as_text=True)
    assert admin.get("/audit?actor=me").status_code == 422
