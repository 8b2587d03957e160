"""Tokens and shelf documents over the API."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from service.app import create_app
from store import tokens
from store.db import NotFound, transaction
from tests.api.caller import Caller, fields
from tests.api.conftest import Token
from tests.fixtures.desk_parts import sign_in
from tests.fixtures.desk_parts import token as csrf_of


def test_a_token_makes_and_revokes_others_of_its_person(token: Token) -> None:
    caller = token("read articles")
    made = caller.post("/tokens", 201, name="feed", scopes=["articles"])
    assert made["secret"].startswith("fd_")
    fresh = Caller(caller.client, {"Authorization": f"Bearer {made['secret']}"}, caller.actor)
    fresh.post("/articles", 202, text="2,000 troops came.")
    fresh.get("/articles", 403)
    listed = caller.get("/tokens")["items"]
    assert [row["name"] for row in listed] == ["feed", "a test"]
    assert all("secret" not in row and "secret_hash" not in row for row in listed)
    for _ in range(2):
        assert caller.call("DELETE", f"/tokens/{made['id']}").status_code == 204
    assert fresh.call("POST", "/articles", {"text": "x"}).status_code == 401
    other = token(role="reviewer")
    assert other.call("DELETE", f"/tokens/{listed[1]['id']}").status_code == 404
    assert other.get("/tokens")["items"][0]["id"] not in {row["id"] for row in listed}


def test_a_token_gives_nothing_beyond_itself(desk: str, token: Token) -> None:
    caller = token("read")
    assert "“review”" in caller.post("/tokens", 403, name="more", scopes=["read", "review"])["detail"]
    ends = (datetime.now(UTC) + timedelta(days=2)).replace(microsecond=0)
    own = caller.get("/tokens")["items"][0]["id"]
    with transaction(desk) as conn:
        conn.execute(update(tokens.tokens).where(tokens.tokens.c.id == own).values(expires_at=ends))
    later = (ends + timedelta(days=1)).isoformat()
    assert fields(caller.post("/tokens", 422, name="long", scopes=["read"], expires_at=later)) == {"expires_at"}
    made = caller.post("/tokens", 201, name="as long", scopes=["read"])
    assert made["expires_at"] == ends.isoformat().replace("+00:00", "Z")


def _made_by(maker: Caller, name: str) -> Caller:
    """A caller with a token that this one's token has made."""
    secret = maker.post("/tokens", 201, name=name, scopes=["read"])["secret"]
    return Caller(maker.client, {"Authorization": f"Bearer {secret}"}, maker.actor)


def test_a_token_ends_with_the_one_that_made_it(desk: str, token: Token) -> None:
    """A stolen token made itself another one, which went on when the theft was noticed and it was revoked."""
    stolen = token("read")
    child = _made_by(stolen, "child")
    grandchild = _made_by(child, "grandchild")
    with create_app().test_client() as browser:
        sign_in(browser, "checker")
        page = browser.get("/tokens").get_data(as_text=True)
        ids = {row["name"]: row["id"] for row in child.get("/tokens")["items"]}
        assert page.count("and ends with") == 2
        form = {"csrf": csrf_of(browser.get("/articles/add").get_data(as_text=True))}
        own = browser.post("/tokens", data={**form, "name": "own", "scopes": "read", "days": "1"})
        assert own.status_code == 200
        assert browser.post(f"/tokens/{ids['a test']}/revoke", data=form).status_code == 302
    for each in (stolen, child, grandchild):
        assert each.call("GET", "/claims").status_code == 401
    with transaction(desk) as conn:
        rows = {row.name: row for row in tokens.list_tokens(conn, stolen.actor.id or 0)}
    assert [rows[name].revoked_at is None for name in ("a test", "child", "grandchild", "own")] == [
        False, False, False, True,
    ]  # fmt: skip
    assert [rows[name].made_by for name in ("child", "grandchild", "own")] == [ids["a test"], ids["child"], None]


def test_what_a_token_makes_while_it_is_revoked_ends_too(desk: str, token: Token) -> None:
    maker = token("read")
    own, person_id = maker.get("/tokens")["items"][0]["id"], maker.actor.id or 0
    with ThreadPoolExecutor(1) as beside, transaction(desk) as making:
        secret = tokens.create_token(making, person_id, "late", ["read"], made_by=own)
        revoking = beside.submit(_revoke, desk, person_id, own)
        with pytest.raises(TimeoutError):
            revoking.result(0.5)
        making.commit()
        revoking.result(20)
    with transaction(desk) as conn:
        assert tokens.find_token_holder(conn, secret) is None
        with pytest.raises(NotFound):
            tokens.create_token(conn, person_id, "later", ["read"], made_by=own)


def _revoke(desk: str, person_id: int, token_id: int) -> None:
    with transaction(desk) as conn:
        tokens.revoke_token(conn, person_id, token_id)


def test_an_account_that_is_opened_again_has_no_tokens(desk: str, token: Token) -> None:
    checker, admin = token("read"), token(role="admin")
    with create_app().test_client() as browser:
        sign_in(browser, "admin")
        form = {"csrf": csrf_of(browser.get("/articles/add").get_data(as_text=True)), "role": "checker"}
        for active in ({"confirmed": "yes"}, {"active": "yes"}):
            assert browser.post(f"/people/{checker.actor.id}", data={**form, **active}).status_code == 302
    assert checker.call("GET", "/claims").status_code == 401
    assert admin.call("GET", "/claims").status_code == 200


def test_a_token_ends_none_that_may_more_than_it(token: Token) -> None:
    """A token that was lost, with the scope `read` alone, could end all that a newsroom's programs work with."""
    wide, lost = token(), token("read")
    ids = {tuple(row["scopes"]): row["id"] for row in lost.get("/tokens")["items"]}
    refused = lost.call("DELETE", f"/tokens/{ids['articles', 'claims', 'read', 'review']}")
    assert (refused.status_code, "lacks the scope “articles”" in refused.get_json()["detail"]) == (403, True)
    assert wide.get("/tokens")["items"]
    assert wide.call("DELETE", f"/tokens/{ids['read',]}").status_code == 204
    assert lost.call("GET", "/tokens").status_code == 401


def test_a_token_says_what_it_misses(checker: Caller) -> None:
    whole = {"name": "a", "scopes": ["read"]}
    for name, value, wrong in (
        ("name", " ", "name"), ("name", "\x00", "name"), ("scopes", [], "scopes"), ("scopes", ["all"], "scopes.0"),
        ("expires_at", "2020-01-01", "expires_at"), ("person_id", 1, "person_id"),
    ):  # fmt: skip
        assert fields(checker.post("/tokens", 422, **{**whole, name: value})) == {wrong}


def test_a_signed_in_person_uses_the_api_with_the_form_s_token(desk: str, token: Token) -> None:
    client = token(role="admin").client
    sign_in(client, "admin")
    csrf = csrf_of(client.get("/articles/add").get_data(as_text=True))
    body = {"name": "all", "scopes": ["read", "review"]}
    assert client.post("/api/v1/tokens", json=body).status_code == 403
    assert client.post("/api/v1/tokens", json=body, headers={"X-CSRF-Token": csrf}).status_code == 201
    assert client.get("/api/v1/claims").status_code == 200
