"""The shelf in the desk: files in, their state, their text where it was found, and off again."""

import html
from io import BytesIO
from typing import Any

import pytest
from flask.testing import FlaskClient

from checks.documents import figures
from service.app import create_app
from store import queue
from store.db import transaction
from store.shelf import documents, starter_figures
from tests.fixtures.desk_parts import compact, person, sign_in, spaced, token
from tests.fixtures.files import pdf
from workers.tasks import shelf

BOATS = b"entity,measure,year,value\nAlder,Boats,2024,40\n"
PAGES = [f"On page {n} Alder had {n},017 inhabitants." for n in range(1, 26)]


@pytest.fixture
def client(desk: str) -> FlaskClient:
    client = create_app().test_client()
    person(desk, "checker")
    sign_in(client, "checker")
    return client


def _page(client: FlaskClient, path: str) -> str:
    return spaced(html.unescape(client.get(path).get_data(as_text=True)))


def _put(client: FlaskClient, *files: tuple[str, bytes], **more: str) -> Any:
    csrf = token(_page(client, "/shelf"))
    data = {"csrf": csrf, "publisher": "Town", "files": [(BytesIO(data), name) for name, data in files], **more}
    return client.post("/shelf", data=data, content_type="multipart/form-data")


def test_an_empty_shelf_says_what_belongs_on_it(client: FlaskClient) -> None:
    page = _page(client, "/shelf")
    assert "Nothing is on the shelf yet" in page
    assert '<details class="box put" open>' in page


def test_what_came_with_the_desk_is_seen_dated_searched_and_opened(client: FlaskClient, desk: str) -> None:
    with transaction(desk) as conn:
        starter_figures.load_starter_figures(conn, figures.starter_sets(), figures.names())
        ids = {row.built_in: row.id for row in documents.list_documents(conn)}
    page = _page(client, "/shelf")
    for reported in (
        "Came with the desk", "Population, total (World Development Indicators, SP.POP.TOTL)", "World Bank",
        "figures to 2024; data package datasets/population, taken on 26 November 2026", "1960 to 2024",
        "CC BY 4.0 (World Bank); data package under PDDL 1.0", "github.com/datasets/population",
    ):  # fmt: skip
        assert reported in page
    assert "Nothing is on the shelf yet" in page
    found = _page(client, "/shelf?q=Germany")
    assert f'href="/shelf/{ids["inhabitants"]}?q=Germany">Inhabitants, Germany</a>' in found
    table = _page(client, f"/shelf/{ids['inhabitants']}?q=Germany")
    assert "83,177,800" in table
    assert "years 1960 to 2024" in table
    assert "Take off the shelf" not in table


def test_several_files_are_put_read_and_searched(client: FlaskClient) -> None:
    answer = _put(
        client,
        ("census.pdf", pdf(*PAGES, title="Census")),
        ("boats.csv", b"entity,measure,year,value\nAlder,Boats,2024,40\n"),
    )
    assert answer.location == "/shelf"
    assert _page(client, "/shelf").count("waiting") == 2
    for number in (1, 2):
        shelf.run(number)
    page = _page(client, "/shelf?q=alder+inhabitants+12%2C017")
    assert 'href="/shelf/1?part=12#passage-12">Census, page 12</a>' in page
    assert "25 passages" in _page(client, "/shelf?kind=document")
    assert ">1 figure<" in _page(client, "/shelf?kind=figures")
    page = _page(client, "/shelf/1?part=11")
    assert '<h2 id="page-12">Page 12</h2>' in page
    assert "On page 10 " not in page
    assert 'href="/shelf/1?part=21">Later' in page
    assert "<td>Alder</td><td>boats</td>" in compact(_page(client, "/shelf/2"))


def test_what_is_wrong_is_said_with_the_file_s_name_and_nothing_is_stored(desk: str, client: FlaskClient) -> None:
    for files, more, words in (
        ((("a.txt", b"x"), ("b.txt", b"")), {}, "b.txt: the file is empty"),
        ((("a.txt", b"x"),), {"publisher": ""}, "a.txt: say who published it"),
        ((("a.txt", b"x"),), {"published": "soon"}, "write a day as"),
        ((("a.txt", b"x"), ("b.txt", b"y")), {"url": "https://example.org"}, "leave both empty for several"),
        ((), {}, "choose a file"),
    ):  # fmt: skip
        answer = _put(client, *files, **more)
        assert answer.status_code == 422
        assert words in html.unescape(answer.get_data(as_text=True))
    with transaction(desk) as conn:
        assert documents.list_documents(conn) == []


def test_a_refused_table_lists_its_rows_and_hostile_words_stay_words(client: FlaskClient) -> None:
    _put(client, ("<b>.csv", b"entity,measure,year,value\n<script>,Boats,soon,1\n"))
    shelf.run(1)
    page = spaced(client.get("/shelf/1").get_data(as_text=True))
    assert "row 2, year: “soon” is no year" in page
    assert "&lt;b&gt;.csv" in page
    assert "<b>.csv" not in page
    assert "Try again" not in page


def test_progress_and_a_failure_that_may_pass_are_shown(
    desk: str, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shelf, "SECONDS", 0.0)
    _put(client, ("census.pdf", pdf(*PAGES)))
    shelf.run(1)
    assert '<progress max="25" value="1"' in compact(_page(client, "/shelf"))
    with transaction(desk) as conn:
        conn.execute(queue.work.update().values(failed=True, reason="its worker died"))
    page = _page(client, "/shelf/1")
    assert "Reading it failed: its worker died" in page
    assert client.post("/shelf/1/try-again", data={"csrf": token(page)}).status_code == 302
    assert "failed" not in _page(client, "/shelf")


def test_taking_off_says_what_goes_with_it(client: FlaskClient, desk: str) -> None:
    _put(client, ("a.txt", b"Alder has 40 boats."))
    shelf.run(1)
    page = _page(client, "/shelf/1")
    assert "With it go 1 passage, which" in page
    other = create_app().test_client()
    person(desk, "checker", "other")
    sign_in(other, "other")
    assert "Take off the shelf" not in _page(other, "/shelf/1")
    assert other.post("/shelf/1/remove", data={"csrf": token(_page(other, "/shelf"))}).status_code == 403
    assert client.post("/shelf/1/remove", data={"csrf": token(page)}).location == "/shelf"
    assert client.get("/shelf/1").status_code == 404


def test_a_search_that_hits_only_texts_says_where_they_are(client: FlaskClient) -> None:
    _put(client, ("census.txt", b"Alder has 40 boats."))
    shelf.run(1)
    page = _page(client, "/shelf?q=boats")
    assert 'No title has this word. <a href="#texts">Passages that have</a> stand below.' in page
    assert "Passages that have" not in _page(client, "/shelf?q=whales")
