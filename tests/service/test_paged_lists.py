"""A list that goes on over pages shows each of its rows once, whichever page it is on."""

import re
from collections.abc import Iterator
from html import unescape

import pytest
from flask.testing import FlaskClient

from service.app import create_app
from service.desk import feeds as feeds_page
from service.desk import reports as reports_page
from service.desk.accounts import audit_log
from service.desk.references import imports as imports_page
from service.desk.references import shelf as shelf_page
from service.public import fact_checks as public_page
from store.db import transaction
from store.external import import_uploads
from store.feeds import feeds
from store.newsroom import error_reports
from store.people import MACHINE
from store.shelf import incoming
from tests.fixtures.cluster_parts import Desk
from tests.fixtures.desk_parts import person, sign_in

_LISTS = {
    "/feeds": feeds_page,
    "/reports": reports_page,
    "/audit": audit_log,
    "/external-fact-checks/imports": imports_page,
    "/shelf": shelf_page,
    "/fact-checks": public_page,
}
_ROWS = 5
_ROW, _REPORT = re.compile(r"Row (\d)"), re.compile(r"Report (\d)")


@pytest.fixture
def browser(desk: str) -> FlaskClient:
    """Of an admin of a desk of which each list has five rows, each with its number."""
    at = Desk(desk, person(desk, "checker"), person(desk, "reviewer"))
    person(desk, "admin")
    for n in range(_ROWS):
        at.publish(at.comes(f"The town of Row {n} has {4000 + n:,} inhabitants."), "True")
    with transaction(desk) as conn:
        for n in range(_ROWS):
            feeds.add_feed(conn, f"https://news.example/{n}", feeds.FeedSettings(title=f"Row {n}"), MACHINE)
            error_reports.add_error_report(conn, 1, f"Report {n}", "")
            import_uploads.start_import(conn, f"Row {n}", MACHINE)
            arrival = incoming.DocumentSubmission("document", f"Row {n}", "Town", declared="text/plain")
            incoming.add_document_file(conn, arrival, [f"Row {n}".encode()], 1000, MACHINE)
    client = create_app().test_client()
    sign_in(client, "admin")
    return client


def _pages(browser: FlaskClient, path: str) -> Iterator[str]:
    """The pages of a list, each by the link of the one before."""
    following = f'href="({path}' + r'\?(?:[^"]*&amp;)?before=[^"]+)"'
    at: str | None = path
    while at:
        page = browser.get(at).get_data(as_text=True)
        yield page
        found = re.search(following, page)
        at = unescape(found[1]) if found else None


def test_each_row_is_on_one_page(browser: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    for path, module in _LISTS.items():
        monkeypatch.setattr(module, "_LIMIT", 2)
        row = _REPORT if path == "/reports" else _ROW
        shown = [number for page in _pages(browser, path) for number in dict.fromkeys(row.findall(page))]
        assert shown == [f"{n}" for n in reversed(range(_ROWS))], path
