"""A form that is refused is shown again, and says why."""

import io
from typing import Any

import pytest
from flask.testing import FlaskClient

from service.app import create_app
from store.db import transaction
from store.deliveries import webhooks
from store.feeds import feeds
from store.people import MACHINE
from tests.fixtures.desk_parts import person, sign_in, token

_HOOK = "https://program.example/hook"
_PUBLISHER = "the publisher has more than"


@pytest.fixture
def admin(desk: str) -> FlaskClient:
    person(desk, "admin")
    with transaction(desk) as conn:
        webhooks.add_webhook(conn, _HOOK, ["article.ready"], MACHINE)
        feeds.add_feed(conn, "https://news.example/feed", feeds.FeedSettings(), MACHINE)
    client = create_app().test_client()
    sign_in(client, "admin")
    return client


def test_each_says_why(admin: FlaskClient) -> None:
    refused: list[tuple[str, dict[str, Any], str]] = [
        ("/webhooks", {"url": _HOOK}, "the events are some of"),
        ("/webhooks/1", {"url": "x", "events": "article.ready"}, "must begin with http"),
        ("/feeds", {"url": "a b"}, "hold no spaces"),
        ("/feeds/1", {"url": "https://news.example/feed", "title": "x" * 501}, "the title has at most"),
        ("/tokens", {"name": " ", "scopes": "read"}, "a name is needed"),
        ("/people", {"email": "x", "name": "A", "role": "checker"}, "not an e-mail address"),
        ("/shelf", {"publisher": "x" * 1001, "files": (io.BytesIO(b"Boats sank."), "a.txt")}, _PUBLISHER),
    ]
    csrf = token(admin.get("/articles/add").get_data(as_text=True))
    for path, given, said in refused:
        answer = admin.post(path, data={"csrf": csrf, **given})
        assert answer.status_code == 422, path
        assert said in answer.get_data(as_text=True), path
