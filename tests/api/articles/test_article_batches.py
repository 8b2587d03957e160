"""Articles in batches: every line is stored or refused by itself, and what was answered is on disk."""

import itertools
import json
import os
import textwrap
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import psutil
import pytest
from sqlalchemy import text

from service import rate_limits
from service.api.articles import batches
from settings import settings
from store import articles, tokens
from store.db import UnavailableError, transaction
from tests.api.caller import Caller, fields
from tests.api.conftest import Token
from tests.fixtures.desk_parts import person, work_through
from tests.running.ports import free_port
from tests.service.serving import web
from workers import enqueue

_PATH = "/api/v1/articles/batch"
_TYPE = "application/x-ndjson"


def _body(*lines: dict[str, object] | bytes) -> bytes:
    return b"\n".join(line if isinstance(line, bytes) else json.dumps(line).encode() for line in lines)


def _send(caller: Caller, body: bytes, status: int = 200, content_type: str = _TYPE) -> Any:
    """The results, or the problem of the whole request."""
    answer = caller.client.post(_PATH, data=body, headers={**caller.headers, "Content-Type": content_type})
    assert answer.status_code == status, answer.get_data(as_text=True)
    return answer.json if status >= 400 else [json.loads(line) for line in answer.get_data().splitlines()]


def _statuses(results: list[dict[str, Any]]) -> list[str]:
    assert [result["line"] for result in results] == list(range(1, len(results) + 1))
    return [result["status"] for result in results]


def test_each_line_is_an_article_in_the_same_order(desk: str, checker: Caller) -> None:
    url = "https://example.org/a"
    results = _send(
        checker,
        _body(
            {"text": "One boat sank.", "title": "Boats", "published": "2026-02-01"},
            {"html": "<p>Two boats sank.</p>", "url": url},
            {"text": "One boat sank."},
            {"text": "Three boats sank.", "url": url},
            {"url": "https://example.org/b"},
            {"url": "https://example.org/b/"},
        ),
    )
    assert _statuses(results) == ["accepted", "accepted", "known", "accepted", "accepted", "known"]
    first, second, again, revised, fetched, fetched_again = (result["article_id"] for result in results)
    assert (first, second, fetched) == (again, revised, fetched_again)
    assert results[0]["location"] == f"/api/v1/articles/{first}"
    shown = checker.get(f"/articles/{first}")
    assert (shown["title"], shown["published"], shown["arrived_by"]) == ("Boats", "2026-02-01T00:00:00Z", "api")
    assert checker.get(f"/articles/{second}")["revision"] == 2
    work_through(desk)
    assert [checker.get(f"/articles/{n}")["stage"] for n in (first, second, fetched)] == [
        "ready",
        "ready",
        "received",
    ]


def test_a_batch_is_idempotent_as_a_single_article_is(checker: Caller) -> None:
    body = _body({"text": "One boat sank."}, {"text": "Two boats sank.", "url": "https://example.org/a"})
    first, again = _send(checker, body), _send(checker, body + b"\n")
    assert (_statuses(first), _statuses(again)) == (["accepted"] * 2, ["known"] * 2)
    assert [r["article_id"] for r in first] == [r["article_id"] for r in again]
    single = checker.post("/articles", 200, text="One boat sank.")
    assert single["id"] == first[0]["article_id"]


_WRONG: tuple[tuple[dict[str, object] | bytes, int, str, set[str]], ...] = (
    (b"", 400, "the line is empty", set()),
    (b" \t\r", 400, "the line is empty", set()),
    (b'{"text": "a"', 400, "this is not JSON: EOF while parsing an object at column 12", set()),
    (b'{"text": "a"} {"text": "b"}', 400, "this is not JSON: trailing characters at column 15", set()),
    (b'{"text": "caf\xe9"}', 400, "the line is not UTF-8, from its byte 14 on", set()),
    (
        {"text": "a", "url": "https://example.org/a"} | {"titel": "b"},
        422,
        "titel: there is no such field",
        {"titel"},
    ),
    ({}, 422, "send text, html or url: one of them", {"text", "html"}),
    ({"text": " "}, 422, "the text is empty", {"text"}),
    ({"text": "a" * 1_000_001}, 422, "1,000,001 characters", {"text"}),
    ({"text": "a", "title": "b" * 501}, 422, "501 characters", {"title"}),
    ({"text": 5, "published": "soon"}, 422, "write a time as", {"text", "published"}),
    (b'["text"]', 422, "should be an object", {"body"}),
    (b"[" * 100_000, 400, "this is not JSON: recursion limit exceeded", set()),
)


def test_a_bad_line_is_refused_alone(checker: Caller) -> None:
    good = [{"text": f"{n} boats sank."} for n in range(len(_WRONG) + 1)]
    lines = [good[0], *itertools.chain(*zip((bad for bad, *_ in _WRONG), good[1:], strict=True))]
    results = _send(checker, _body(*lines))
    assert _statuses(results) == [*["accepted", "refused"] * len(_WRONG), "accepted"]
    for result, (_, status, words, named) in zip(results[1::2], _WRONG, strict=True):
        problem = result["problem"]
        assert (problem["status"], fields(problem)) == (status, named)
        assert words in problem["detail"]
        assert all(error["message"] for error in problem["errors"])
        assert (result["article_id"], result["location"]) == (None, None)
    assert len(checker.get("/articles")["items"]) == len(good)


def test_a_refused_line_has_the_problem_that_it_would_have_alone(checker: Caller) -> None:
    for wrong in [bad for bad, *_ in _WRONG if isinstance(bad, dict)]:
        alone = checker.post("/articles", 422, **wrong)
        (result,) = _send(checker, _body(wrong))
        assert result["problem"] == {name: alone[name] for name in ("status", "detail", "errors")}


def test_lines_end_at_line_feeds_and_nowhere_else(checker: Caller) -> None:
    raw = '{"text": "One\u2028boat\x85 sank.\u2029"}\r\n{"text": "Two boats\\nsank."}\r\n'
    results = _send(checker, raw.encode())
    assert _statuses(results) == ["accepted"] * 2
    assert checker.get(f"/articles/{results[0]['article_id']}")["text"] == "One\u2028boat\x85 sank."


def test_what_is_too_much_is_refused_before_anything_is_stored(checker: Caller) -> None:
    line = _body({"text": "One boat sank."})
    most = batches.MOST_LINES
    assert "1,001 lines" in _send(checker, b"\n".join([line] * (most + 1)), 422)["detail"]
    assert "12,000,000 bytes" in _send(checker, line + b"\n" + b" " * 12_000_000, 413)["detail"]
    for nothing in (b"", b"\n"):
        assert "empty" in _send(checker, nothing, 422)["detail"]
    assert _TYPE in _send(checker, line, 415, "application/json")["detail"]
    assert checker.get("/articles")["items"] == []


def test_the_most_lines_are_taken(checker: Caller) -> None:
    most = batches.MOST_LINES
    results = _send(checker, b"\n" * (most - 1) + _body({"text": "One boat sank."}) + b"\n")
    assert _statuses(results) == ["refused"] * (most - 1) + ["accepted"]


def test_it_takes_the_scope_of_sending_articles(token: Token) -> None:
    assert _send(token("read"), _body({"text": "One boat sank."}), 403)["status"] == 403


def test_the_broker_is_asked_once_while_it_is_away(
    desk: str, checker: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REDIS_URL", f"redis://127.0.0.1:{free_port()}/0")
    settings.cache_clear()
    enqueue.broker_client.cache_clear()
    rate_limits._in_process.cache_clear()  # what tests before have sent without a broker, under the same numbers
    sent: list[int] = []
    send = enqueue.enqueue
    monkeypatch.setattr(enqueue, "enqueue", lambda kind, subjects: sent.append(1) or send(kind, subjects))
    results = _send(checker, _body(*({"text": f"{n} boats sank."} for n in range(30))))
    assert _statuses(results) == ["accepted"] * 30
    assert len(sent) == 1
    with transaction(desk) as conn:
        assert conn.execute(text("SELECT count(*) FROM work WHERE kind = 'split'")).scalar() == 30


def test_a_store_that_goes_away_is_reported_and_not_asked_again(
    checker: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    receive, asked = articles.receive_article, itertools.count(1)

    def fails_from_the_third_on(*given: Any, **more: Any) -> articles.Received:
        if next(asked) >= 3:
            raise UnavailableError("", None, Exception("the connection is closed"))
        return receive(*given, **more)

    monkeypatch.setattr(articles, "receive_article", fails_from_the_third_on)
    results = _send(checker, _body(*({"text": f"{n} boats sank."} for n in range(5)), b"{"))
    assert _statuses(results) == ["accepted"] * 2 + ["refused"] * 4
    assert [result["problem"]["status"] for result in results[2:]] == [503, 503, 503, 400]
    assert next(asked) == 4
    assert len(checker.get("/articles")["items"]) == 2


class _Deadlock(Exception):
    sqlstate = "40P01"


def test_a_line_that_another_transaction_stands_in_the_way_of_is_stored_after_all(
    checker: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    receive, asked = articles.receive_article, itertools.count(1)

    def rolled_back_at_times(*given: Any, **more: Any) -> articles.Received:
        if next(asked) in (2, 4, 5, 6):
            raise UnavailableError("", None, _Deadlock("deadlock detected"))
        return receive(*given, **more)

    monkeypatch.setattr(articles, "receive_article", rolled_back_at_times)
    results = _send(checker, _body(*({"text": f"{n} boats sank."} for n in range(4))))
    assert _statuses(results) == ["accepted", "accepted", "refused", "accepted"]
    assert (results[2]["problem"]["status"], "try again" in results[2]["problem"]["detail"]) == (503, True)


def test_the_example_in_the_documentation_works(
    address: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("http_proxy")
    page = (Path(__file__).parents[3] / "docs" / "api.md").read_text(encoding="utf-8")
    begin = page.index("    from factdesk.client import Factdesk\n")
    code = itertools.takewhile(lambda line: not line or line.startswith("    "), page[begin:].splitlines())
    exec(
        textwrap.dedent("\n".join(code)).replace("http://127.0.0.1:8000", address),
        {"token": os.environ["FACTDESK_TOKEN"]},
    )
    assert capsys.readouterr().out == "/api/v1/articles/1 accepted\n{'text': ''} the text is empty\n"


def test_a_cut_connection_loses_nothing_that_was_answered(desk: str, tmp_path: Path) -> None:
    actor = person(desk, "checker")
    with transaction(desk) as conn:
        secret = tokens.create_token(conn, actor.id or 0, "a test", ["articles"])
    lines = [{"text": f"{n} boats sank."} for n in range(200)]
    headers = {"Authorization": f"Bearer {secret}", "Content-Type": _TYPE}
    with web(tmp_path) as desk_process:
        connection = HTTPConnection("127.0.0.1", desk_process.port, timeout=60)
        connection.request("POST", _PATH, _body(*lines), headers)
        answer = connection.getresponse()
        assert (answer.status, answer.getheader("Content-Type")) == (200, _TYPE)
        answered = [json.loads(answer.readline()) for _ in range(8)]
        manager = psutil.Process(desk_process.process.pid)
        for process in [manager, *manager.children(recursive=True)]:
            process.kill()
        connection.close()
    with transaction(desk) as conn:
        kept = dict(conn.execute(text("SELECT article_id, received FROM revisions")).all())  # type: ignore[arg-type]
    assert _statuses(answered) == ["accepted"] * 8
    assert [kept[result["article_id"]] for result in answered] == [line["text"] for line in lines[:8]]
