"""What travels: compressed answers, files that are kept for a year, and the bytes of the first and of the next page."""

import re
from gzip import decompress
from pathlib import Path
from urllib.parse import urljoin

import pytest
from flask.testing import FlaskClient

from service.app import create_app
from service.static_files import path_of
from tests.browser.parts import listed
from tests.fixtures.cluster_parts import POLAND, Desk

FIRST, NEXT = 50_000, 15_000  # bytes on the wire
AS_BROWSERS = {"Accept-Encoding": "gzip, deflate, br"}


def _weight(client: FlaskClient, path: str) -> tuple[int, int]:
    """The bytes of a page, and of all files that it loads."""
    answer = client.get(path, headers=AS_BROWSERS, follow_redirects=True)
    assert answer.status_code == 200
    page = client.get(path, follow_redirects=True).get_data(as_text=True)
    todo = [found for pair in re.findall(r'<link rel="stylesheet" href="([^"]+)"|<script [^>]*src="([^"]+)"', page)
            for found in pair if found]  # fmt: skip
    files: dict[str, int] = {}
    while todo:
        address = todo.pop()
        if address in files:
            continue
        files[address] = len(client.get(address, headers=AS_BROWSERS).data)
        source = client.get(address).get_data(as_text=True)
        todo += [urljoin(address, name) for name in re.findall(r'(?:from|import) "(\./[^"]+)"', source)]
    assert len(files) > 1
    return len(answer.data), sum(files.values())


@pytest.mark.parametrize(
    "path", ["/", "/triage", "/triage?claim=1", "/claims/1", "/articles/1", "/review", "/mine"]
)
def test_a_page_is_light(at: Desk, client: FlaskClient, path: str) -> None:
    listed(at.url, at.checker, 60)
    page, files = _weight(client, path)
    assert page <= NEXT
    assert page + files <= FIRST


def test_a_published_page_is_light(at: Desk, client: FlaskClient) -> None:
    at.publish(at.comes(POLAND), "False")
    for path in ("/fact-checks", "/fact-checks/poland-has-more-than-38-million-inhabitants-1"):
        page, files = _weight(client, path)
        assert page <= NEXT
        assert page + files <= FIRST


def test_texts_are_compressed_for_those_who_take_it(at: Desk, client: FlaskClient) -> None:
    answer = client.get("/triage", headers={"Accept-Encoding": "gzip"})
    assert answer.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in answer.headers["Vary"]
    assert b"<h1" in decompress(answer.data)
    assert "Content-Encoding" not in client.get("/triage").headers
    assert client.get("/", headers=AS_BROWSERS).headers["Content-Encoding"] == "br"


def test_a_file_is_kept_for_a_year_under_a_name_of_its_content(
    at: Desk, client: FlaskClient, tmp_path: Path
) -> None:
    page = client.get("/").get_data(as_text=True)
    sheet = re.search(r'href="(/static/[0-9a-f]{12}/css/base.css)"', page)
    assert sheet
    answer = client.get(sheet[1])
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "Set-Cookie" not in answer.headers  # any cache may keep this answer
    reported = sum(len(name) + len(value) for name, value in answer.headers.items())
    assert reported < 400, answer.headers  # a page has two dozen of them
    old = create_app().test_client().get("/static/000000000000/css/base.css")
    assert old.data == answer.data
    assert old.headers["Cache-Control"] == "no-store"
    (tmp_path / "a.css").write_text("a {}")
    before = path_of(tmp_path)
    (tmp_path / "a.css").write_text("b {}")
    assert path_of(tmp_path) != before


def test_no_file_outside_the_folder_is_served(at: Desk, client: FlaskClient) -> None:
    for path in ("/static/x/../settings.py", "/static/x/%2e%2e/settings.py", "/static/x//etc/passwd"):
        assert client.get(path).status_code in (308, 404)
