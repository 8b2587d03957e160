"""Passwords cannot be guessed by trying, and nobody can keep somebody else from signing in by failing in their name."""

import threading
from concurrent.futures import ThreadPoolExecutor, as_completed
from itertools import islice
from uuid import uuid4

import pytest
from flask.testing import FlaskClient

from service import limits
from service.app import create_app
from service.errors import Problem
from settings import settings
from store import people
from store.db import Connection, transaction
from tests.fixtures.desk_parts import PASSWORD, person, sign_in_by_form, token
from tests.running.ports import free_port


@pytest.fixture
def client(desk: str) -> FlaskClient:
    return create_app().test_client()


def _try(client: FlaskClient, email: str, address: str, password: str = "wrong") -> int:
    """One try to sign in from an address; its status."""
    there = {"REMOTE_ADDR": address}
    csrf = token(client.get("/sign-in", environ_base=there).get_data(as_text=True))
    form = {"csrf": csrf, "email": email, "password": password}
    return client.post("/sign-in", data=form, environ_base=there).status_code


def test_ten_tries_for_an_account_from_an_address(desk: str, client: FlaskClient) -> None:
    email = f"{uuid4()}@example.org"
    tries = [_try(client, email, "192.0.2.1") for _ in range(12)]
    assert tries == [422] * 10 + [429] * 2


def test_the_limit_holds_while_redis_is_away(
    desk: str, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REDIS_URL", f"redis://127.0.0.1:{free_port()}/0")
    settings.cache_clear()
    email = f"{uuid4()}@example.org"
    tries = [_try(client, email, "192.0.2.2") for _ in range(12)]
    assert tries == [422] * 10 + [429] * 2


def test_a_refused_try_says_how_long_to_wait(desk: str, client: FlaskClient) -> None:
    attempt = limits.Attempt.of("a@example.org", "192.0.2.3", None)
    for _ in range(10):
        limits.admit_attempt(attempt)
    with pytest.raises(Problem, match="wait 10 minutes") as refused:
        limits.admit_attempt(attempt)
    assert 500 < refused.value.more["retry_after"] <= 600


def test_others_cannot_keep_somebody_out(desk: str, client: FlaskClient) -> None:
    """Not from another address; and not a browser that has signed in before, whatever is tried from wherever."""
    person(desk, "checker")
    assert [_try(client, "checker@example.org", "192.0.2.4") for _ in range(11)][-1] == 429
    mine = client.application.test_client()
    assert _try(mine, "checker@example.org", "192.0.2.5", PASSWORD) == 302
    for each in range(6):
        for _ in range(10):
            _try(client, "checker@example.org", f"198.51.100.{each}")
    assert (
        _try(client, "checker@example.org", "198.51.100.9") == 429
    )  # what the account allows to strangers is used up
    assert _try(mine, "checker@example.org", "192.0.2.5", PASSWORD) == 302
    assert _try(mine, "checker@example.org", "192.0.2.4", PASSWORD) == 302


def test_a_crowd_of_tries_takes_few_threads_and_keeps_no_known_browser_out(
    desk: str, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each holds a core and 64 MB while its password is checked; 64 at once stalled the whole desk for 20 s."""
    person(desk, "checker")
    sign_in_by_form(client, "checker")
    verify, go_on, inside = people.verify_password, threading.Event(), []

    def slow(conn: Connection, email: str, password: str) -> people.Person | None:
        if password == "wrong":
            inside.append(email)
            go_on.wait(30)
        return verify(conn, email, password)

    monkeypatch.setattr(people, "verify_password", slow)

    def stranger(number: int) -> int:
        return _try(client.application.test_client(), f"{number}@example.org", f"192.0.2.{number}")

    with ThreadPoolExecutor(40) as crowd:
        tries = [crowd.submit(stranger, number) for number in range(40)]
        refused = [each.result() for each in islice(as_completed(tries, 20), 24)]
        assert refused == [429] * 24
        assert len(inside) == 2
        assert _try(client, "checker@example.org", "192.0.2.200", PASSWORD) == 302
        go_on.set()
        assert sorted(each.result() for each in tries) == [422] * 16 + [429] * 24


def test_tries_at_once_from_one_address_do_not_get_past_its_limit(desk: str, client: FlaskClient) -> None:
    def one(_: int) -> int:
        return _try(client.application.test_client(), f"{uuid4()}@example.org", "192.0.2.201")

    for _ in range(97):
        limits.failed(limits.Attempt.of("somebody", "192.0.2.201", None))
    with ThreadPoolExecutor(12) as crowd:
        assert list(crowd.map(one, range(12))).count(422) <= 4


def test_a_known_browser_has_its_own_limit_and_none_for_other_accounts(desk: str, client: FlaskClient) -> None:
    for name in ("checker", "other"):
        person(desk, "checker", name)
    sign_in_by_form(client, "checker")
    assert [_try(client, "checker@example.org", "192.0.2.6") for _ in range(11)] == [422] * 10 + [429]
    stranger = client.application.test_client()
    for _ in range(10):
        _try(stranger, "other@example.org", "192.0.2.7")
    assert _try(client, "other@example.org", "192.0.2.7", PASSWORD) == 429


def test_success_gives_the_tries_back(desk: str, client: FlaskClient) -> None:
    person(desk, "checker")
    for _ in range(9):
        _try(client, "checker@example.org", "192.0.2.8")
    assert _try(client, "checker@example.org", "192.0.2.8", PASSWORD) == 302
    fresh = client.application.test_client()
    assert [_try(fresh, "checker@example.org", "192.0.2.8") for _ in range(10)] == [422] * 10


def test_links_work_where_somebody_else_failed(desk: str, client: FlaskClient) -> None:
    actor = person(desk, "checker")
    attempt = limits.Attempt.of("a@example.org", "127.0.0.1", None)
    for _ in range(100):
        limits.failed(attempt)
    with pytest.raises(Problem, match="too many tries"):
        limits.admit_attempt(attempt)
    with transaction(desk) as conn:
        secret = people.create_sign_in_link(conn, actor.id or 0)
    csrf = token(client.get(f"/sign-in/{secret}").get_data(as_text=True))
    assert client.post(f"/sign-in/{secret}", data={"csrf": csrf}).status_code == 302


def test_one_customer_s_network_is_one_address() -> None:
    one, same, other = (
        limits.Attempt.of("a", ip, None) for ip in ("2001:db8::1", "2001:db8::2", "2001:db8:0:1::1")
    )
    assert one == same != other
    assert limits.Attempt.of("a", "::ffff:192.0.2.1", None) == limits.Attempt.of("a", "192.0.2.1", None)
