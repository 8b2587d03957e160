"""Asking again for all claims that wait: the button on the shelf and on the sources, how far it is, and stopping it."""

import pytest
from flask.testing import FlaskClient

from store.db import transaction
from store.lookups import backfills
from tests.fixtures.cluster_parts import Desk
from tests.fixtures.desk_parts import compact, token, work_through
from tests.workers.lookups.test_backfill import ROADS, put_report_on_shelf
from workers import source_runtime


@pytest.fixture(autouse=True)
def claim_that_waits(at: Desk) -> int:
    with transaction(at.url) as conn:
        source_runtime.register(conn)
    return at.comes(ROADS)


def test_the_shelf_is_asked_again_and_the_page_says_how_far_it_is(
    at: Desk, client: FlaskClient, claim_that_waits: int
) -> None:
    put_report_on_shelf(at.url)
    page = client.get("/shelf").get_data(as_text=True)
    assert "1 claim waits in triage" in compact(page)
    answer = client.post("/backfills", data={"csrf": token(page), "source": "shelf", "next": "/shelf"})
    assert answer.location == "/shelf"
    page = compact(client.get("/shelf").get_data(as_text=True))
    assert "asked again for 0 of 1 claim" in page
    assert '<progress max="1" value="0"' in page
    work_through(at.url)
    assert "asked again for 1 of 1 claim" in compact(client.get("/shelf").get_data(as_text=True))
    work_through(at.url)
    page = compact(client.get("/shelf").get_data(as_text=True))
    assert "asked for 1 claim by checker" in page
    assert at.row(claim_that_waits).suggestion == "refuted"


def test_each_source_and_all_of_them_can_be_asked_and_stopped(at: Desk, client: FlaskClient) -> None:
    page = client.get("/sources").get_data(as_text=True)
    assert page.count("Ask for all that wait") == 2
    csrf = token(page)
    client.post("/backfills", data={"csrf": csrf})
    client.post("/backfills", data={"csrf": csrf, "source": "past fact-checks"})
    page = compact(client.get("/sources").get_data(as_text=True))
    assert "<b>Past fact-checks, Shelf</b>: asked again for 0 of 1 claim" in page
    assert "<b>Past fact-checks</b>: asked again" in page
    for number in (1, 2):
        assert client.post(f"/backfills/{number}/stop", data={"csrf": csrf}).status_code == 302
    assert "stopped by checker after 0 of 1 claim" in compact(client.get("/sources").get_data(as_text=True))
    assert client.post("/backfills/2/stop", data={"csrf": csrf}).status_code == 409
    assert client.post("/backfills/9/stop", data={"csrf": csrf}).status_code == 404
    assert client.post("/backfills", data={"csrf": csrf, "source": "gazette"}).status_code == 422
    with transaction(at.url) as conn:
        assert [row.state for row in backfills.list_backfills(conn)] == ["stopped", "stopped"]
