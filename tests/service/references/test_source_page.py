"""A source's page for admins: its switch, its keys, its test, and asking again for what waits."""

from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from service.app import create_app
from store.db import transaction
from store.lookups import source_settings
from tests.fixtures.cluster_parts import Desk
from tests.fixtures.desk_parts import compact, person, sign_in, token, work_through
from tests.fixtures.outside import Outside, Reply
from tests.workers.conftest import NAME
from tests.workers.conftest import gazette as gazette

PAGE = "/sources/the%20gazette"
SECRET = "s3cret-of-the-gazette"


@pytest.fixture
def admin(at: Desk, gazette: Outside) -> Iterator[FlaskClient]:
    """An admin, signed in."""
    gazette.reply = lambda _: Reply({"texts": []})
    person(at.url, "admin")
    with create_app().test_client() as browser:
        sign_in(browser, "admin")
        yield browser


def _page(client: FlaskClient) -> str:
    return compact(client.get(PAGE).get_data(as_text=True))


def _send(client: FlaskClient, address: str, **form: str) -> int:
    csrf = token(client.get(PAGE).get_data(as_text=True))
    return client.post(address, data={"csrf": csrf, **form}).status_code


def test_a_source_is_switched_off_and_on_and_left_to_the_environment(admin: FlaskClient) -> None:
    assert "As the environment of the server says." in _page(admin)
    assert _send(admin, f"{PAGE}/switch", on="no") == 302
    page = _page(admin)
    assert "it is switched off in the desk" in page
    assert "Ask for all that wait" not in page
    assert "it is switched off in the desk" in compact(admin.get("/sources").get_data(as_text=True))
    assert _send(admin, f"{PAGE}/switch", on="yes") == 302
    page = _page(admin)
    assert "goes before the environment" in page
    assert "Ask for all that wait" in page
    assert _send(admin, f"{PAGE}/switch", on="") == 302
    assert "As the environment of the server says." in _page(admin)


def test_a_key_is_kept_and_never_shown(at: Desk, admin: FlaskClient) -> None:
    assert _send(admin, PAGE, **{"option key": SECRET}) == 302
    for address in (PAGE, "/sources", "/audit", "/csv/sources.csv", "/api/v1/sources"):
        assert SECRET not in admin.get(address).get_data(as_text=True), address
    assert 'placeholder="kept; it is never shown"' in _page(admin)
    assert _send(admin, PAGE, **{"option key": ""}) == 302  # an empty field keeps it
    with transaction(at.url) as conn:
        assert source_settings.list_source_settings(conn)[NAME].values == {"key": SECRET}
    assert _send(admin, PAGE, **{"option key": "", "forget": "key"}) == 302
    with transaction(at.url) as conn:
        assert source_settings.list_source_settings(conn)[NAME].values == {}


def test_an_address_is_no_field_of_the_form(at: Desk, admin: FlaskClient) -> None:
    page = _page(admin)
    assert 'name="option address"' not in page
    assert "FACTDESK_SOURCE_THE_GAZETTE_ADDRESS" in page
    assert _send(admin, PAGE, **{"option address": "http://127.0.0.1/"}) == 302
    with transaction(at.url) as conn:
        assert source_settings.list_source_settings(conn)[NAME].values == {}


def test_the_test_is_reported_in_words(at: Desk, admin: FlaskClient) -> None:
    assert _send(admin, f"{PAGE}/test") == 302
    assert "It is being asked…" in _page(admin)
    work_through(at.url)
    assert "It answers, and has nothing on" in _page(admin)


def test_a_source_of_the_desk_itself_has_no_switch(admin: FlaskClient) -> None:
    page = compact(admin.get("/sources/shelf").get_data(as_text=True))
    assert "always on" in page
    assert "Switch off" not in page


def test_others_are_not_led_there(client: FlaskClient, gazette: Outside) -> None:
    assert client.get(PAGE).status_code == 403
    assert f'href="{PAGE}"' not in client.get("/sources").get_data(as_text=True)
