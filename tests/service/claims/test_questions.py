"""What takes something away asks first, says what goes, and works without a script."""

import re
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from service.app import create_app
from store import people, tokens
from store.db import transaction
from tests.fixtures.cluster_parts import POLAND, Desk
from tests.fixtures.desk_parts import person, sign_in, token


@pytest.fixture
def admin(at: Desk) -> Iterator[FlaskClient]:
    person(at.url, "admin")
    with create_app().test_client() as browser:
        sign_in(browser, "admin")
        yield browser


def _is_open(at: Desk, person_id: int | None) -> bool:
    with transaction(at.url) as conn:
        return people.get_person(conn, person_id or 0).active


def test_an_account_is_closed_after_a_question_that_says_what_it_means(at: Desk, admin: FlaskClient) -> None:
    at.step(at.comes(POLAND), "take")
    with transaction(at.url) as conn:
        tokens.create_token(conn, at.checker.id or 0, "the feed reader", ["read"])
    given = {"csrf": token(admin.get("/people").get_data(as_text=True)), "role": "checker"}
    path = f"/people/{at.checker.id}"
    asked = admin.post(path, data=given).get_data(as_text=True)
    assert "Close the account of checker?" in asked
    assert ">1 claim</a> in their hands" in asked
    assert "the feed reader" in asked
    assert _is_open(at, at.checker.id)
    sent = dict(re.findall(r'name="(role|confirmed)" value="(\w+)"', asked))
    assert admin.post(path, data={**given, **sent}).status_code == 302
    assert not _is_open(at, at.checker.id)
    assert admin.post(path, data={**given, "active": "yes"}).status_code == 302  # nothing to ask
    assert _is_open(at, at.checker.id)


def test_a_token_is_revoked_after_a_question(at: Desk, client: FlaskClient) -> None:
    with transaction(at.url) as conn:
        tokens.create_token(conn, at.checker.id or 0, "the feed reader", ["read"])
    page = client.get("/tokens").get_data(as_text=True)
    question = re.search(r'<details class="ask"><summary>Revoke.*?</details>', page, re.DOTALL)
    assert question
    assert "Programs that use “the feed reader” are refused" in question[0]
    assert page.count("/revoke") == question[0].count("/revoke") == 1
