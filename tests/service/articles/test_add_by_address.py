"""Adding an article by its address: what was read is shown before it is kept."""

from datetime import UTC, datetime

import pytest
from flask.testing import FlaskClient

from checks.types.page import Page
from store import articles, progress, queue
from store.db import transaction
from tests.fixtures.desk_parts import compact, token

ADDRESS = "https://www.gazette.example/wells"
PAGE = Page(title="400 wells", text="The town counted 400 wells.\n\nForty are <dry>.", authors=(
    "Jane Roe",), published=datetime(2026, 11, 27, 9, tzinfo=UTC),
            modified=None, language="en", address=ADDRESS, site="Gazette")  # fmt: skip


@pytest.fixture
def csrf(client: FlaskClient) -> str:
    return token(client.get("/articles/add").get_data(as_text=True))


def _add(client: FlaskClient, csrf: str, address: str = ADDRESS) -> int:
    answer = client.post("/articles/add-address", data={"csrf": csrf, "address": address})
    assert answer.status_code == 302
    return int(answer.headers["Location"].rpartition("/")[2])


def test_what_was_read_is_shown_and_split_when_it_is_kept(desk: str, client: FlaskClient, csrf: str) -> None:
    article_id = _add(client, csrf)
    assert "The page is being fetched" in client.get(f"/articles/{article_id}").get_data(as_text=True)
    with transaction(desk) as conn:
        articles.write_page(conn, article_id, PAGE, ADDRESS)
    shown = compact(client.get(f"/articles/{article_id}").get_data(as_text=True))
    assert "<p>Forty are &lt;dry&gt;.</p>" in shown
    assert "Jane Roe" in shown
    assert client.post(f"/articles/{article_id}/keep", data={"csrf": csrf}).status_code == 302
    with transaction(desk) as conn:
        revision_id = progress.get_article(conn, article_id).revision_id
        assert revision_id is not None
        assert queue.find_job(conn, "split", revision_id) is not None


def test_what_is_discarded_is_gone(desk: str, client: FlaskClient, csrf: str) -> None:
    article_id = _add(client, csrf)
    assert client.post(f"/articles/{article_id}/discard", data={"csrf": csrf}).status_code == 302
    assert client.get(f"/articles/{article_id}").status_code == 404


def test_a_failure_is_shown_with_its_reason(desk: str, client: FlaskClient, csrf: str) -> None:
    article_id = _add(client, csrf)
    with transaction(desk) as conn:
        lease = queue.lease_job(conn, "fetch", article_id)
        assert lease is not None
        queue.fail_job(conn, lease, "the page is gone (410)", final=True)
    page = client.get(f"/articles/{article_id}").get_data(as_text=True)
    assert "the page is gone (410)" in page
    assert "Try again" in page
    assert client.post(f"/articles/{article_id}/try-again", data={"csrf": csrf}).status_code == 302
    with transaction(desk) as conn:
        assert progress.get_article(conn, article_id).stage == "received"


@pytest.mark.parametrize("address", ["", "nowhere", "ftp://e.org/a"])
def test_what_is_no_address_is_said_and_kept_in_the_form(client: FlaskClient, csrf: str, address: str) -> None:
    answer = client.post("/articles/add-address", data={"csrf": csrf, "address": address})
    assert answer.status_code == 422
    assert "Nothing was stored yet" in answer.get_data(as_text=True)
