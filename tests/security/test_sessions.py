"""Sessions end on the server, links are void when they should be, and no header opens what a token should."""

from datetime import timedelta

import psycopg
import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient
from sqlalchemy import func, select, update

from cli.user import user
from service import auth
from service.app import create_app
from service.desk.accounts import passwords
from store import people, sessions, tokens
from store.articles import tables as article_tables
from store.db import transaction
from store.people import Actor
from tests.fixtures.desk_parts import PASSWORD, person, sign_in_by_form, token


@pytest.fixture
def client(desk: str) -> FlaskClient:
    return create_app().test_client()


def _csrf(client: FlaskClient) -> str:
    return token(client.get("/articles/add").get_data(as_text=True))


def _copy(client: FlaskClient) -> FlaskClient:
    """A browser with a copy of the cookie of `client`."""
    cookie = client.get_cookie("factdesk")
    assert cookie
    other = client.application.test_client()
    other.set_cookie("factdesk", cookie.value)
    return other


def _in(client: FlaskClient) -> bool:
    return client.get("/articles").status_code == 200


@pytest.mark.parametrize("header", ["Basic dTpw", "Bearer", "Bearer ", "bearer\t", "Digest x", "x"])
def test_an_authorization_header_that_signs_nobody_in_does_not_replace_the_form_s_token(
    desk: str, client: FlaskClient, header: str
) -> None:
    person(desk, "admin")
    sign_in_by_form(client, "admin")
    form = {"email": "m@example.org", "name": "Mallory", "role": "admin"}
    assert client.post("/people", data=form, headers={"Authorization": header}).status_code == 403
    with transaction(desk) as conn:
        assert people.find_person_by_email(conn, "m@example.org") is None


def test_a_token_needs_no_form_s_token_beside_a_session(desk: str, client: FlaskClient) -> None:
    actor = person(desk, "checker")
    sign_in_by_form(client, "checker")
    with transaction(desk) as conn:
        secret = tokens.create_token(conn, actor.id or 0, "all", tokens.SCOPES)
    header = {"Authorization": f"Bearer {secret}"}
    assert client.post("/api/v1/articles", json={"text": "Four boats sank."}, headers=header).status_code == 202
    wrong = {"Authorization": "Bearer fd_wrong"}
    assert client.post("/api/v1/articles", json={"text": "Five boats sank."}, headers=wrong).status_code == 401


def test_a_copy_of_the_cookie_ends_with_the_sign_out(desk: str, client: FlaskClient) -> None:
    person(desk, "checker")
    sign_in_by_form(client, "checker")
    copy = _copy(client)
    assert _in(copy)
    assert client.post("/sign-out", data={"csrf": _csrf(client)}).status_code == 302
    assert not _in(copy)
    assert not _in(client)


def test_a_copy_of_the_cookie_ends_with_the_next_sign_in_of_that_browser(desk: str, client: FlaskClient) -> None:
    person(desk, "checker")
    sign_in_by_form(client, "checker")
    copy = _copy(client)
    sign_in_by_form(client, "checker")
    assert _in(client)
    assert not _in(copy)


_BY_SCRIPT, _STREAM = {"X-Requested-With": "factdesk"}, {"Accept": "text/event-stream"}


@pytest.mark.parametrize("ended", [False, True])
@pytest.mark.parametrize(
    ("path", "headers"), [("/live", _STREAM), ("/drafts", _BY_SCRIPT), ("/triage", _BY_SCRIPT)]
)
def test_what_an_open_page_asks_for_never_writes_the_cookie(
    desk: str, client: FlaskClient, path: str, headers: dict[str, str], ended: bool
) -> None:
    """It may be answered after somebody signed in anew in that browser, and would end the new session there."""
    checker = person(desk, "checker")
    sign_in_by_form(client, "checker")
    assert _in(client)
    if ended:
        with transaction(desk) as conn:
            sessions.end_sessions_of_person(conn, checker.id or 0)
    answer = client.get(path, headers=headers)
    assert answer.status_code == (401 if ended and path != "/live" else 302 if ended else 200)
    assert "Set-Cookie" not in answer.headers


def test_an_ended_session_s_cookie_serves_for_the_form_to_sign_in_and_for_nothing_else(
    desk: str, client: FlaskClient
) -> None:
    checker = person(desk, "checker")
    sign_in_by_form(client, "checker")
    secret = _csrf(client)
    with transaction(desk) as conn:
        sessions.end_sessions_of_person(conn, checker.id or 0)
    assert not _in(client)
    assert client.post("/articles/add", data={"csrf": secret, "text": "Four boats sank."}).status_code == 401
    with transaction(desk) as conn:
        assert conn.execute(select(func.count()).select_from(article_tables.articles)).scalar_one() == 0
    sign_in_by_form(client, "checker")
    assert _in(client)
    assert _csrf(client) != secret


def test_a_new_password_ends_all_sessions_but_the_one_that_set_it(desk: str, client: FlaskClient) -> None:
    person(desk, "checker")
    sign_in_by_form(client, "checker")
    copy, other = _copy(client), client.application.test_client()
    sign_in_by_form(other, "checker")
    form = {"csrf": _csrf(client), "password": PASSWORD + " new", "old": PASSWORD}
    assert client.post("/password", data=form).status_code == 302
    assert [_in(each) for each in (client, copy, other)] == [True, False, False]


def test_an_open_browser_is_not_enough_for_another_way_to_sign_in(desk: str, client: FlaskClient) -> None:
    """Whoever sat down at a colleague's browser chose a new password, and the colleague was out."""
    person(desk, "checker")
    sign_in_by_form(client, "checker")
    form, new = {"csrf": _csrf(client)}, {"password": PASSWORD + " new"}
    for old in ({}, {"old": ""}, {"old": PASSWORD + " new"}):
        answer = client.post("/password", data={**form, **new, **old})
        assert answer.status_code == 422
        assert "not your password so far" in answer.get_data(as_text=True)
    answer = client.post("/account/second-factor", data={**form, "password": "guessed it"})
    assert (answer.status_code, "not your password so far" in answer.get_data(as_text=True)) == (422, True)
    assert 'autocomplete="current-password"' in client.get("/password").get_data(as_text=True)
    for number in range(12):
        answer = client.post("/password", data={**form, **new, "old": f"guess {number}"})
    assert answer.status_code == 429
    sign_in_by_form(client.application.test_client(), "checker")  # another browser is not held up by these tries


def test_who_came_by_a_link_chooses_a_password_for_an_hour(
    desk: str, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    actor = person(desk, "checker")
    assert _redeem(client, _link(desk, actor)) == 302
    assert 'name="old"' not in client.get("/password").get_data(as_text=True)
    form = {"csrf": _csrf(client), "password": PASSWORD + " new"}
    monkeypatch.setattr(passwords, "_SECONDS", -1.0)
    assert client.post("/password", data=form).status_code == 422
    monkeypatch.undo()
    assert client.post("/password", data=form).status_code == 302
    again = {"csrf": _csrf(client), "password": PASSWORD + " newer"}
    assert client.post("/password", data=again).status_code == 422


def test_who_never_had_a_password_chooses_the_first_one_by_a_link(desk: str, client: FlaskClient) -> None:
    actor = person(desk, "checker")
    sign_in_by_form(client, "checker")
    with transaction(desk) as conn:
        conn.execute(update(people.people).values(password_hash=None))
    form = {"csrf": _csrf(client), "password": PASSWORD + " new"}
    assert client.post("/password", data=form).status_code == 403
    assert _redeem(client, _link(desk, actor)) == 302
    assert client.post("/password", data={**form, "csrf": _csrf(client)}).status_code == 302


@pytest.mark.parametrize(("role", "active"), [("reviewer", True), ("checker", False)])
def test_another_role_and_a_closed_account_end_sessions(
    desk: str, client: FlaskClient, role: str, active: bool
) -> None:
    person(desk, "admin")
    actor = person(desk, "checker")
    sign_in_by_form(client, "checker")
    with transaction(desk) as conn:
        number = conn.execute(select(sessions.sessions.c.id)).scalar_one()
        people.change_person(conn, actor.id or 0, role=role, active=active)
    assert not _in(client)
    with client.application.app_context():
        assert not auth.session_open(number)


@pytest.mark.parametrize(
    ("column", "age"), [("seen_at", sessions.IDLE), ("created_at", sessions.LONGEST)], ids=["unused", "old"]
)
def test_a_session_ends_when_it_is_unused_and_when_it_is_old(
    desk: str, client: FlaskClient, column: str, age: object
) -> None:
    person(desk, "checker")
    sign_in_by_form(client, "checker")
    assert _in(client)
    with transaction(desk) as conn:
        conn.execute(update(sessions.sessions).values({column: func.now() - age}))
    assert not _in(client)


def test_a_session_that_is_used_goes_on(desk: str, client: FlaskClient) -> None:
    person(desk, "checker")
    sign_in_by_form(client, "checker")
    nearly = sessions.IDLE - timedelta(minutes=1)
    for _ in range(2):
        with transaction(desk) as conn:
            conn.execute(update(sessions.sessions).values(seen_at=sessions.sessions.c.seen_at - nearly))
        assert _in(client)


def test_the_end_of_a_session_is_announced_to_open_pages(desk: str) -> None:
    actor = person(desk, "checker")
    with transaction(desk) as conn:
        secret = sessions.begin_session(conn, actor.id or 0, "127.0.0.1", "a test")
        number = conn.execute(select(sessions.sessions.c.id)).scalar_one()
        assert sessions.is_session_open(conn, number)
    with psycopg.connect(desk.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute("LISTEN factdesk")
        with transaction(desk) as conn:
            sessions.end_session(conn, secret)
            assert not sessions.is_session_open(conn, number)
        assert [note.payload for note in connection.notifies(timeout=20, stop_after=1)] == [f"session {number}"]


def _link(desk: str, actor: Actor) -> str:
    with transaction(desk) as conn:
        return people.create_sign_in_link(conn, actor.id or 0)


def _redeem(client: FlaskClient, secret: str) -> int:
    csrf = token(client.get(f"/sign-in/{secret}").get_data(as_text=True))
    return client.post(f"/sign-in/{secret}", data={"csrf": csrf}).status_code


def test_an_older_link_is_void_once_there_is_a_newer_one(desk: str, client: FlaskClient) -> None:
    actor = person(desk, "checker")
    older, newer = _link(desk, actor), _link(desk, actor)
    assert _redeem(client, older) == 403
    assert _redeem(client, newer) == 302


def test_a_link_is_void_once_there_is_a_new_password_or_the_account_is_closed(
    desk: str, client: FlaskClient
) -> None:
    person(desk, "admin")
    actor = person(desk, "checker")
    secret = _link(desk, actor)
    with transaction(desk) as conn:
        people.set_password(conn, actor.id or 0, PASSWORD + " new")
    assert _redeem(client, secret) == 403
    secret = _link(desk, actor)
    with transaction(desk) as conn:
        people.change_person(conn, actor.id or 0, role="checker", active=False)
        people.change_person(conn, actor.id or 0, role="checker", active=True)
    assert _redeem(client, secret) == 403


def test_a_link_for_a_person_comes_from_the_command_line_too(desk: str, client: FlaskClient) -> None:
    person(desk, "checker")
    done = CliRunner().invoke(user, ["link", "Checker@example.org"])
    assert done.exit_code == 0
    assert _redeem(client, done.stdout.strip().rsplit("/", 1)[1]) == 302
    assert CliRunner().invoke(user, ["link", "nobody@example.org"]).exit_code == 1
