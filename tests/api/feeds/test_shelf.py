"""The shelf over the API: documents and tables as text, as a form and raw; what is refused; taking things off."""

from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from typing import Any

import pytest

from settings import settings
from store import queue
from store.db import transaction
from store.shelf import search
from tests.api.caller import Caller, fields
from tests.api.conftest import Token
from tests.fixtures.files import pdf
from workers.tasks import shelf as step

REPORT = {"title": "Report", "publisher": "Ministry", "url": "https://example.org/r", "published": "2026-01-02",
          "text": "First paragraph.\n\nThe ministry counted 130,000 soldiers."}  # fmt: skip
TABLE = "entity,measure,year,value\nAlder,Boats,2024,40\n"


def _send(checker: Caller, path: str, data: Any, **more: Any) -> Any:
    return checker.client.post(f"/api/v1{path}", data=data, headers=checker.headers, **more)


def test_text_is_on_disk_with_202_and_found_when_it_is_read(desk: str, checker: Caller) -> None:
    made = checker.post("/shelf/documents", 202, **REPORT)
    assert (made["state"], made["published"], made["pages"], made["holds"]) == ("waiting", "2026-01-02", None, 0)
    step.run(made["id"])
    assert checker.get(f"/shelf/{made['id']}")["holds"] == 2
    with transaction(desk) as conn:
        (passage,) = search.Shelf(conn).documents("soldiers counted", 5)
    assert (passage.locator, passage.publisher) == ("Report, paragraph 2", "Ministry")


def test_the_same_again_is_the_same_and_another_at_its_address_is_refused(checker: Caller) -> None:
    first = checker.post("/shelf/documents", 202, **REPORT)
    assert checker.post("/shelf/documents", 200, **{**REPORT, "title": "Other words"})["id"] == first["id"]
    assert fields(checker.post("/shelf/documents", 409, **{**REPORT, "text": "Another."})) == {"url"}
    assert len(checker.get("/shelf")["items"]) == 1


def test_wrong_fields_are_named(checker: Caller) -> None:
    for name, value in (("title", ""), ("text", " "), ("url", "x"), ("published", "2026"), ("publisher", None)):
        assert fields(checker.post("/shelf/documents", 422, **{**REPORT, name: value})) == {name}


def test_a_file_comes_as_a_form_or_raw_and_many_at_once_are_one(desk: str, checker: Caller) -> None:
    data = pdf("The town of Alder has 4,017 inhabitants.", title="Census")
    form = {"file": (BytesIO(data), "census.pdf"), "publisher": "Town"}
    made = _send(checker, "/shelf/documents", form).json
    assert (made["name"], made["size"], made["title"]) == ("census.pdf", len(data), "census.pdf")
    raw = _send(checker, "/shelf/documents?name=c.pdf&publisher=Town", data, content_type="application/pdf")
    assert (raw.status_code, raw.json["id"]) == (200, made["id"])
    step.run(made["id"])
    read = checker.get(f"/shelf/{made['id']}")
    assert (read["state"], read["title"], read["author"], read["pages"], read["pages_read"]) == (
        "ready", "Census", "Jane Roe", 1, 1)  # fmt: skip

    def send(_: int) -> int:
        one = Caller(checker.client.application.test_client(), checker.headers, checker.actor)
        return int(
            _send(one, "/shelf/documents?publisher=x", b"Many send this.", content_type="text/plain").json["id"]
        )

    with ThreadPoolExecutor(6) as threads:
        assert len(set(threads.map(send, range(12)))) == 1


def test_a_table_is_taken_whole_or_refused_row_by_row(desk: str, checker: Caller) -> None:
    made = checker.post("/shelf/figures", 202, title="Boats", text=TABLE, publisher="Town")
    bad = _send(
        checker, "/shelf/figures?name=b.csv&publisher=x", TABLE + "Alder,Boats,soon,1\n", content_type="text/csv"
    )
    for number in (made["id"], bad.json["id"]):
        step.run(number)
    assert [(row["state"], row["holds"]) for row in checker.get("/shelf?shelved=figures")["items"]] == [
        ("failed", 0), ("ready", 1)]  # fmt: skip
    assert checker.get(f"/shelf/{bad.json['id']}")["errors"] == [
        "row 3, year: “soon” is no year; write it as 2024"
    ]
    again = _send(checker, "/shelf/figures?publisher=x", TABLE + "Alder,Boats,soon,1\n", content_type="text/csv")
    assert again.status_code == 202
    assert again.json["id"] != bad.json["id"]
    checker.get(f"/shelf/{bad.json['id']}", 404)


@pytest.mark.parametrize(
    ("path", "given", "status", "field"),
    [
        ("/shelf/documents?publisher=x", {"data": b"", "content_type": "text/plain"}, 422, "file"),
        ("/shelf/documents", {"data": b"x", "content_type": "text/plain"}, 422, "publisher"),
        ("/shelf/documents?published=soon", {"data": b"x", "content_type": "text/plain"}, 422, "published"),
        ("/shelf/documents?from=x", {"data": b"x", "content_type": "text/plain"}, 422, "from"),
        ("/shelf/documents", {"data": {"publisher": "x"}, "content_type": "multipart/form-data"}, 422, "file"),
        ("/shelf/documents", {"data": {"file": (BytesIO(b"x"), "a.txt"), "colour": "x"}}, 422, "colour"),
        ("/shelf/documents", {"data": {"file": (BytesIO(b"x"), "a.txt"), "publisher": "a\x00"}}, 422, "publisher"),
        (
            "/shelf/documents?published=soon",
            {"data": {"file": (BytesIO(b"x"), "a.txt"), "publisher": "x"}},
            422,
            "published",
        ),
        (
            "/shelf/documents?publisher=x&name=" + "a" * 201,
            {"data": b"x", "content_type": "text/plain"},
            422,
            "name",
        ),
    ],
)
def test_files_that_cannot_be_taken_say_what_to_mend(
    checker: Caller, path: str, given: dict[str, Any], status: int, field: str
) -> None:
    answer = _send(checker, path, **given)
    assert (answer.status_code, fields(answer.json)) == (status, {field}), answer.json
    assert checker.get("/shelf")["items"] == []


def test_a_file_may_be_as_large_as_the_settings_say(
    desk: str, checker: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    big = b"x" * 13_000_000  # more than any other request may have
    assert _send(checker, "/shelf/documents?publisher=x", big, content_type="text/plain").status_code == 202
    monkeypatch.setenv("FACTDESK_UPLOAD_MB", "1")
    settings.cache_clear()
    answer = _send(checker, "/shelf/documents?publisher=x", b"y" * 1_500_000, content_type="text/plain")
    assert (answer.status_code, fields(answer.json)) == (422, {"file"})
    assert (
        _send(checker, "/shelf/documents?publisher=x", b"y" * 3_000_000, content_type="text/plain").status_code
        == 413
    )
    assert _send(checker, "/articles", big, content_type="application/json").status_code == 413


def test_the_list_pages_and_searches_titles(checker: Caller) -> None:
    for n in range(3):
        checker.post("/shelf/documents", 202, title=f"Report {n}", text=f"Text {n}", publisher="Office")
    first = checker.get("/shelf?limit=2&q=report")
    assert [row["title"] for row in first["items"]] == ["Report 2", "Report 1"]
    rest = checker.get(f"/shelf?limit=2&q=report&cursor={first['next']}")
    assert ([row["title"] for row in rest["items"]], rest["next"]) == (["Report 0"], None)
    assert checker.get("/shelf?q=50%25")["items"] == []
    checker.get("/shelf?shelved=books", 422)
    checker.get("/shelf?shelved=", 422)
    given = {"title": "Boats", "publisher": "Town", "text": "Four boats sank."}
    checker.post("/shelf/documents?published=0.5", 422, **given)


def test_who_put_it_there_or_a_reviewer_takes_it_off(desk: str, token: Token) -> None:
    checker, other, reviewer = token(), token(name="other"), token(role="reviewer")
    made = [checker.post("/shelf/documents", 202, title=t, text=t, publisher="x")["id"] for t in ("a", "b")]
    assert other.call("DELETE", f"/shelf/{made[0]}").status_code == 403
    assert token("read").call("DELETE", f"/shelf/{made[0]}").status_code == 403
    assert checker.call("DELETE", f"/shelf/{made[0]}").status_code == 204
    assert reviewer.call("DELETE", f"/shelf/{made[1]}").status_code == 204
    assert checker.call("DELETE", f"/shelf/{made[1]}").status_code == 404
    with transaction(desk) as conn:
        assert [queue.find_job(conn, "shelf", number) for number in made] == [None, None]


def test_what_failed_is_tried_again(desk: str, checker: Caller) -> None:
    made = checker.post("/shelf/documents", 202, **REPORT)
    with transaction(desk) as conn:
        conn.execute(queue.work.update().values(failed=True, reason="its worker died"))
    assert checker.get(f"/shelf/{made['id']}")["failure"] == "its worker died"
    assert checker.post(f"/shelf/{made['id']}/retry", 202)["state"] == "waiting"
    step.run(made["id"])
    assert checker.get(f"/shelf/{made['id']}")["state"] == "ready"
