"""A redirect leads to a page of ours, whatever the request says."""

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from service.app import create_app
from service.request import redirects
from settings import settings
from tests.fixtures.desk_parts import person, token

_AWAY = (
    "//evil.com", "/\\evil.com", "/\t/evil.com", "/\n/evil.com", "\t//evil.com",
        "https://evil.com", "javascript:alert(1)", "",
    "evil.com", "/a\r\nSet-Cookie: a=b", " /articles", "/articles\x00", "/a\\b",
)  # fmt: skip


@pytest.fixture
def client(desk: str) -> FlaskClient:
    return create_app().test_client()


@pytest.mark.parametrize("address", _AWAY)
def test_what_leads_away_is_not_followed(address: str) -> None:
    assert redirects.inside(address, "/otherwise") == "/otherwise"


@pytest.mark.parametrize("address", ["/", "/triage?claim=1&sort=newest#c1", "/articles/1", "/triage?q=%09"])
def test_pages_of_ours_are(address: str) -> None:
    assert redirects.inside(address, "/otherwise") == address


@pytest.mark.parametrize("address", _AWAY)
def test_neither_signing_in_nor_a_form_leads_away(desk: str, client: FlaskClient, address: str) -> None:
    person(desk, "checker")
    csrf = token(client.get("/sign-in").get_data(as_text=True))
    form = {"csrf": csrf, "email": "checker@example.org", "password": "correct horse battery", "next": address}
    answer = client.post("/sign-in", data=form)
    assert answer.status_code == (422 if "\x00" in address else 302)
    assert answer.headers.get("Location", "/") == "/"


def test_the_host_that_a_request_names_is_in_no_redirect(desk: str, client: FlaskClient) -> None:
    for path in ("/static//x", "//articles", "/articles/?a=b", "/triage"):
        location = client.get(path, headers={"Host": "evil.com"}).headers.get("Location", "/")
        assert "evil" not in location
        assert location[:2] not in ("//", "/\\")


def test_forwarded_headers_are_believed_of_configured_proxies_alone(
    desk: str, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    forwarded = {"X-Forwarded-Proto": "https", "X-Forwarded-Host": "evil.com", "X-Forwarded-For": "192.0.2.1"}
    assert "Strict-Transport-Security" not in client.get("/sign-in", headers=forwarded).headers
    monkeypatch.setenv("FACTDESK_PROXIES", "1")
    settings.cache_clear()
    behind = create_app().test_client()
    assert "Strict-Transport-Security" in behind.get("/sign-in", headers=forwarded).headers
    assert "evil" not in str(behind.get("/static//x", headers=forwarded).headers)


def test_gunicorn_itself_believes_no_forwarded_header(desk: str) -> None:
    from gunicorn.app.wsgiapp import WSGIApplication

    app = WSGIApplication.__new__(WSGIApplication)
    app.usage, app.prog = None, None
    app.load_default_config()
    app.load_config_from_file(str(Path(__file__).parents[2] / "service" / "serving" / "gunicorn.py"))
    assert app.cfg.forwarded_allow_ips == []
