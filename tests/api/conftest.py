"""A desk's API with tokens of people of every role, every answer checked against the desk's own document."""

import threading
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.serving import make_server

from service import rate_limits
from service.app import create_app
from store import tokens
from store.db import transaction
from tests.api.caller import Caller, checked
from tests.fixtures.desk_parts import article, person
from tests.running import made_once
from tests.running.ports import free_port

Token = Callable[..., Caller]


@pytest.fixture
def client(desk: str) -> FlaskClient:
    """The application's client without a screen; what it answers must be what its document says."""
    rate_limits._in_process.cache_clear()  # what tests before have sent without a broker, under the same numbers
    return _checked_app().test_client()


@cache
def _checked_app() -> Flask:
    app = made_once.new_app()
    app.testing = True  # an answer that is not as the document says fails the test instead of becoming a 500
    app.after_request(checked)
    return app


@pytest.fixture
def token(desk: str, client: FlaskClient) -> Token:
    """`token(scopes, role)`: somebody of this role who calls by a token with these scopes, the same one each time."""
    made: dict[str, Any] = {}

    def caller(scopes: str = "read articles claims review", role: str = "checker", name: str = "") -> Caller:
        who = name or role
        if who not in made:
            made[who] = person(desk, role, who)
        with transaction(desk) as conn:
            secret = tokens.create_token(conn, made[who].id or 0, "a test", scopes.split())
        return Caller(client, {"Authorization": f"Bearer {secret}"}, made[who])

    return caller


@pytest.fixture
def checker(token: Token) -> Caller:
    """A checker with every scope."""
    return token()


@pytest.fixture
def claim_id(desk: str, checker: Caller) -> int:
    """A claim that was split, looked up and suggested by the workers' own code."""
    article_id = article(desk, checker.actor)
    found: int = checker.get(f"/articles/{article_id}/claims")["items"][0]["id"]
    return found


@pytest.fixture
def address(desk: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A desk on a free port, known to the command by its environment."""
    server = make_server("127.0.0.1", 0, create_app(), threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    actor = person(desk, "checker")
    with transaction(desk) as conn:
        secret = tokens.create_token(conn, actor.id or 0, "command line", ("read", "articles", "claims"))
    monkeypatch.setenv("FACTDESK_URL", f"http://127.0.0.1:{server.port}/")
    monkeypatch.setenv("FACTDESK_TOKEN", secret)
    monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{free_port()}")
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()
    server.server_close()
