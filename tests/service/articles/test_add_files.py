"""*Add* takes files: PDF, DOCX, HTML and text, each read in a process of its own; by the form, and by API."""

from collections.abc import Iterator
from io import BytesIO

import pytest
from flask.testing import FlaskClient

from service.app import create_app
from settings import settings
from store import progress, tokens
from store.articles import files
from store.claims import claims
from store.db import transaction
from store.people import Actor
from tests.fixtures.desk_parts import person, sign_in, token, work_through
from tests.fixtures.files import docx, pdf

TEXT = "The town of Alder counted 400 wells in 2024.\n\nThe ministry spent 12 million euros on 40 new schools in 2024."
HTML = f"<html><head><title>Wells - Gazette</title></head><body><h1>Wells</h1><p>{TEXT}</p></body></html>".encode()


@pytest.fixture
def checker(desk: str) -> Actor:
    return person(desk, "checker")


@pytest.fixture
def browser(checker: Actor) -> Iterator[FlaskClient]:
    with create_app().test_client() as client:
        sign_in(client, "checker")
        yield client


def _sent(browser: FlaskClient, *files: tuple[bytes, str, str]) -> tuple[int, str]:
    csrf = token(browser.get("/articles/add").get_data(as_text=True))
    sent = [(BytesIO(content), name, kind) for content, name, kind in files]
    answer = browser.post(
        "/articles/add-files", data={"csrf": csrf, "files": sent}, content_type="multipart/form-data"
    )
    return answer.status_code, answer.location or answer.get_data(as_text=True)


def _row(url: str, article_id: int) -> progress.ArticleProgress:
    with transaction(url) as conn:
        return progress.get_article(conn, article_id)


@pytest.mark.parametrize(
    ("name", "content", "declared"),
    [
        ("wells.txt", TEXT.encode(), "text/plain"),
        ("wells.html", HTML, "text/html"),
        ("C:\\x\\wells.html", HTML, ""),
    ],
)
def test_a_file_becomes_an_article_once(
    desk: str, browser: FlaskClient, name: str, content: bytes, declared: str
) -> None:
    status, place = _sent(browser, (content, name, declared))
    assert status == 302
    article_id = int(place.rpartition("/")[2])
    assert "is being read" in browser.get(place).get_data(as_text=True)
    assert _sent(browser, (content, name, declared)) == (302, place)
    work_through(desk)
    row = _row(desk, article_id)
    assert (row.stage, row.arrived_by, row.url, row.title.lower()) == ("ready", "file", None, "wells")
    with transaction(desk) as conn:
        found = claims.list_claims(conn, claims.ClaimFilters(article_id=article_id))
        assert files.find_file(conn, article_id) is None  # it is kept no longer than it is needed
    assert any("400 wells" in claim.statement for claim in found)


def test_a_docx_and_a_pdf_are_read(desk: str, browser: FlaskClient) -> None:
    status, place = _sent(
        browser,
        (docx(TEXT), "wells.docx", ""),
        (pdf(TEXT.replace("400", "410")), "schools.pdf", "application/pdf"),
    )
    assert (status, place) == (302, "/articles")
    work_through(desk)
    with transaction(desk) as conn:
        rows = progress.list_articles(conn)
    assert sorted((row.stage, row.arrived_by) for row in rows) == [("ready", "file")] * 2


def test_a_file_with_the_words_of_a_known_article_is_that_article(desk: str, browser: FlaskClient) -> None:
    _, first = _sent(browser, (TEXT.encode(), "wells.txt", "text/plain"))
    work_through(desk)
    _, second = _sent(browser, (f"{TEXT}\n".encode(), "again.txt", "text/plain"))
    work_through(desk)
    answer = browser.get(second)
    assert (answer.status_code, answer.location) == (302, first)


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"\x89PNG\r\n\x1a\n\x00\x00", "not read"), (b"PK\x03\x04broken", "")],
    ids=["picture", "zip"],
)
def test_what_cannot_be_read_fails_with_the_reason(
    desk: str, browser: FlaskClient, content: bytes, words: str
) -> None:
    _, place = _sent(browser, (content, "x.png", ""))
    work_through(desk)
    row = _row(desk, int(place.rpartition("/")[2]))
    assert row.stage == "failed"
    assert row.failure
    assert words in row.failure
    assert row.failure in browser.get(place).get_data(as_text=True)


def test_empty_missing_and_large_files_are_refused(
    desk: str, browser: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    for sent, words in (((), "choose a file"), (((b"", "a.txt", ""),), "a.txt is empty")):
        status, page = _sent(browser, *sent)
        assert (status, words in page) == (422, True)
    monkeypatch.setenv("FACTDESK_UPLOAD_MB", "0.001")
    settings.cache_clear()
    status, page = _sent(browser, (b"x" * 2000, "large.txt", ""))
    assert (status, "has more than 1,000 bytes" in page) == (422, True)
    with transaction(desk) as conn:
        assert progress.list_articles(conn) == []


def test_programs_send_files_too(desk: str, checker: Actor) -> None:
    client = create_app().test_client()
    with transaction(desk) as conn:
        header = {
            "Authorization": f"Bearer {tokens.create_token(conn, checker.id or 0, 'x', ['read', 'articles'])}"
        }
    form = {"file": (BytesIO(TEXT.encode()), "wells.txt", "text/plain")}
    answer = client.post("/api/v1/articles/file", data=form, headers=header, content_type="multipart/form-data")
    assert (answer.status_code, answer.json["arrived_by"], answer.json["revision"]) == (202, "file", 0)
    raw = client.post(
        "/api/v1/articles/file?name=wells.txt", data=TEXT.encode(), headers=header | {"Content-Type": "text/plain"}
    )
    assert (raw.status_code, raw.location) == (200, answer.location)
    work_through(desk)
    assert client.get(answer.location, headers=header).json["stage"] == "ready"  # type: ignore[index]
    assert (
        client.post(
            "/api/v1/articles/file", data={}, headers=header, content_type="multipart/form-data"
        ).status_code
        == 422
    )
    for address, kind, status in (
        ("", "application/json", 415),
        (f"?name={'a' * 201}", "text/plain", 422),
        ("?name=a.txt", "multipart/form-data", 422),  # would not be read
    ):
        sent: bytes | dict[str, object] = {"file": (BytesIO(b"x"), "b.txt")} if "form" in kind else b'"x"'
        refused = client.post(f"/api/v1/articles/file{address}", data=sent, headers=header, content_type=kind)
        assert refused.status_code == status, refused.get_data()
