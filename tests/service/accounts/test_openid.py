"""Signing in through a provider on loopback that speaks OpenID Connect: signed tokens, nonce, state and PKCE."""

import base64
import hashlib
import secrets
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field
from itertools import islice
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from authlib.integrations.flask_client import FlaskOAuth2App
from flask import Flask, Response, jsonify, redirect, request
from flask.testing import FlaskClient
from joserfc import jwt
from joserfc.jwk import RSAKey
from werkzeug.serving import make_server

from service import limits
from service.app import create_app
from settings import settings
from store import people
from store.db import transaction
from tests.fixtures.cluster_parts import Desk
from tests.fixtures.desk_parts import spaced

CLIENT, SECRET = "factdesk", "a secret of the client"


@dataclass
class Provider:
    """An OpenID provider with one person; `wrong` replaces claims of its tokens."""

    person: dict[str, Any]
    address: str = ""
    wrong: dict[str, Any] = field(default_factory=dict)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "one"}))
    signer: RSAKey | None = None

    def app(self) -> Flask:
        """Discovery, authorization, token and keys."""
        app = Flask("provider")

        @app.get("/.well-known/openid-configuration")
        def configuration() -> Response:
            return jsonify(issuer=self.address, authorization_endpoint=f"{self.address}/authorize",
                           token_endpoint=f"{self.address}/token", jwks_uri=f"{self.address}/keys",
                           response_types_supported=["code"], subject_types_supported=["public"],
                           id_token_signing_alg_values_supported=["RS256"])  # fmt: skip

        @app.get("/authorize")
        def authorize() -> Any:
            assert request.args["client_id"] == CLIENT
            assert "openid" in request.args["scope"].split()
            assert request.args["code_challenge_method"] == "S256"
            code = secrets.token_urlsafe()
            self.codes[code] = dict(request.args)
            return redirect(f"{request.args['redirect_uri']}?code={code}&state={request.args['state']}")

        @app.post("/token")
        def token() -> Any:
            asked = self.codes.pop(request.form["code"], None)
            digest = hashlib.sha256(request.form["code_verifier"].encode()).digest()
            proof = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
            basic = request.authorization
            if asked is None or proof != asked["code_challenge"] or basic is None or basic.password != SECRET:
                return jsonify(error="invalid_grant"), 400
            now = int(time.time())
            claims = {"iss": self.address, "aud": CLIENT, "iat": now, "exp": now + 60, "nonce": asked["nonce"]}
            header = {"alg": "RS256", "kid": "one"}
            signed = jwt.encode(header, claims | self.person | self.wrong, self.signer or self.key)
            return jsonify(access_token="x", token_type="Bearer", id_token=signed)

        @app.get("/keys")
        def keys() -> Response:
            return jsonify(keys=[self.key.as_dict(private=False)])

        return app


@pytest.fixture
def provider(at: Desk, monkeypatch: pytest.MonkeyPatch) -> Iterator[Provider]:
    """A provider on loopback that vouches for the checker, and a desk that knows it."""
    provider = Provider({"sub": "u-17", "email": "checker@example.org", "email_verified": True})
    server = make_server("127.0.0.1", 0, provider.app())
    provider.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    for name, value in (("ISSUER", provider.address), ("CLIENT_ID", CLIENT), ("CLIENT_SECRET", SECRET)):
        monkeypatch.setenv(f"FACTDESK_OIDC_{name}", value)
    monkeypatch.setenv("AUTHLIB_INSECURE_TRANSPORT", "1")
    settings.cache_clear()
    yield provider
    server.shutdown()
    thread.join(5)
    settings.cache_clear()


def _come_back(browser: FlaskClient, there: str = "/review") -> str:
    """To the provider and back: the path to which the provider sends the browser."""
    answer = browser.get(f"/sign-in/openid?next={there}")
    assert answer.status_code == 302
    back = requests.get(str(answer.location), allow_redirects=False, timeout=5).headers["Location"]
    parts = urlsplit(back)
    return f"{parts.path}?{parts.query}"


def test_who_works_here_is_signed_in_and_known_by_subject(at: Desk, provider: Provider) -> None:
    browser = create_app().test_client()
    assert "Sign in with single sign-on" in spaced(browser.get("/sign-in").get_data(as_text=True))
    answer = browser.get(_come_back(browser))
    assert answer.location == "/review"
    assert browser.get("/review").status_code == 200
    provider.person |= {"email": "new@example.org"}  # the address at the provider changes, the subject does not
    other = create_app().test_client()
    assert other.get(_come_back(other)).location == "/review"


@pytest.mark.parametrize(
    "person",
    [
        {"sub": "u-18", "email": "nobody@example.org", "email_verified": True},
        {"sub": "u-19", "email": "checker@example.org", "email_verified": False},
        {"sub": "u-20"},
    ],
)
def test_a_stranger_and_an_unverified_address_are_refused(
    at: Desk, provider: Provider, person: dict[str, Any]
) -> None:
    provider.person = person
    browser = create_app().test_client()
    answer = browser.get(_come_back(browser))
    assert answer.status_code == 403
    assert "ask an admin" in answer.get_data(as_text=True)
    assert browser.get("/review").status_code == 302


@pytest.mark.parametrize(
    "wrong", [{"nonce": "another"}, {"aud": "another"}, {"iss": "https://evil.example"}, {"exp": 1}]
)
def test_a_token_that_was_not_made_for_this_sign_in_is_refused(
    at: Desk, provider: Provider, wrong: dict[str, Any]
) -> None:
    provider.wrong = wrong
    browser = create_app().test_client()
    assert browser.get(_come_back(browser)).status_code == 403
    assert browser.get("/review").status_code == 302


def test_a_token_of_another_key_and_a_state_of_another_session_are_refused(at: Desk, provider: Provider) -> None:
    browser, victim = create_app().test_client(), create_app().test_client()
    path = _come_back(browser)
    assert victim.get(path).status_code == 403  # the state is not that of this browser
    provider.signer = RSAKey.generate_key(2048, {"kid": "one"})
    assert browser.get(path).status_code == 403
    state = parse_qs(urlsplit(path).query)["state"][0]
    assert browser.get(f"/sign-in/openid/callback?code=x&state={state}").status_code == 403


def test_a_closed_account_stays_closed(at: Desk, provider: Provider) -> None:
    browser = create_app().test_client()
    assert browser.get(_come_back(browser)).status_code == 302
    with transaction(at.url) as conn:
        people.add_person(conn, "admin@example.org", "admin", "admin")
        people.change_person(conn, at.checker.id or 0, role="checker", active=False)
    assert browser.get(_come_back(browser)).status_code == 403


def test_a_slow_provider_holds_few_threads(at: Desk, provider: Provider, monkeypatch: pytest.MonkeyPatch) -> None:
    """Anybody can begin; 64 at once, each with a thread for ten seconds, and the desk answered nobody."""
    go_on, waiting = threading.Event(), []

    def slow(*_: object, **__: object) -> Any:
        waiting.append(1)
        go_on.wait(30)
        raise OSError("the provider is away")

    monkeypatch.setattr(FlaskOAuth2App, "load_server_metadata", slow)
    app = create_app()

    def stranger(number: int) -> int:
        path = ("/sign-in/openid", "/sign-in/openid/callback?code=x&state=y")[number % 2]
        return app.test_client().get(path, environ_base={"REMOTE_ADDR": f"192.0.2.{number}"}).status_code

    with ThreadPoolExecutor(20) as crowd:
        tries = [crowd.submit(stranger, number) for number in range(20)]
        refused = [each.result() for each in islice(as_completed(tries, 20), 12)]
        assert refused == [429] * 12
        assert len(waiting) == 8
        go_on.set()
        assert sorted(each.result() for each in tries) == [403] * 8 + [429] * 12


def test_what_fails_at_the_provider_is_limited_by_address(at: Desk, provider: Provider) -> None:
    browser, there = create_app().test_client(), {"REMOTE_ADDR": "198.51.100.7"}
    for _ in range(99):
        limits.failed(limits.Attempt.through_provider("198.51.100.7"))
    path = "/sign-in/openid/callback?code=x&state=y"
    assert [browser.get(path, environ_base=there).status_code for _ in range(3)] == [403, 429, 429]
    assert browser.get("/sign-in/openid", environ_base=there).status_code == 429
    assert browser.get("/sign-in/openid").status_code == 302  # nobody else is held up


def test_without_a_provider_there_is_no_such_way(desk: str) -> None:
    browser = create_app().test_client()
    assert browser.get("/sign-in/openid").status_code == 404
    assert "single sign-on" not in browser.get("/sign-in").get_data(as_text=True)
