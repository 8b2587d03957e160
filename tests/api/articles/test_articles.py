"""Articles over the API: once is enough, and how far they are is told."""

import os
import socket
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from settings import settings
from store import dispatch, queue
from store.db import transaction
from tests.api.caller import Caller, fields
from tests.fixtures.desk_parts import TROOPS, article, work_through
from tests.running.ports import free_port
from workers import enqueue


def test_the_same_article_again_is_the_same(checker: Caller) -> None:
    first = checker.call("POST", "/articles", {"text": TROOPS}, **{"Idempotency-Key": "one"})
    again = checker.call("POST", "/articles", {"text": TROOPS}, **{"Idempotency-Key": "another"})
    assert (first.status_code, again.status_code) == (202, 200)
    assert first.headers["Location"] == again.headers["Location"] == f"/api/v1/articles/{first.json['id']}"
    assert first.json == again.json
    assert len(checker.get("/articles")["items"]) == 1


def test_a_url_with_another_text_is_a_new_revision(checker: Caller) -> None:
    url = "https://example.org/a"
    first = checker.post("/articles", 202, text="One person came.", url=url, published="2026-02-01")
    second = checker.post("/articles", 202, html="<p>Two people came.</p>", url=url)
    assert (first["id"], first["revision"], second["revision"]) == (second["id"], 1, 2)
    assert first["published"] == "2026-02-01T00:00:00Z"
    shown = checker.get(f"/articles/{first['id']}")
    assert [r["number"] for r in shown["revisions"]] == [2, 1]
    assert shown["text"] is None  # HTML is read by the workers


def test_a_date_far_ahead_is_refused_and_one_under_an_embargo_is_not(checker: Caller) -> None:
    soon, far = (datetime.now(UTC) + timedelta(days=days) for days in (30, 400))
    assert "published" in fields(checker.post("/articles", 422, text=TROOPS, published=far.isoformat()))
    assert checker.get("/articles")["items"] == []
    checker.post("/articles", 202, text=TROOPS, published=soon.isoformat())


def test_how_far_it_is(desk: str, checker: Caller) -> None:
    made = checker.post("/articles", 202, text=TROOPS, published="2026-02-01T10:00:00+02:00")
    assert (made["stage"], made["published"]) == ("received", "2026-02-01T08:00:00Z")
    work_through(desk)
    shown = checker.get(f"/articles/{made['id']}")
    assert shown["stage"] == "ready"
    assert shown["counts"]["looked_up"] == shown["claims"] == sum(shown["counts"]["by_state"].values()) >= 2
    found = checker.get(f"/articles/{made['id']}/claims")["items"]
    assert [shown["text"][claim["start"] : claim["end"]] for claim in found] == [claim["text"] for claim in found]
    assert checker.get("/articles?stage=ready")["items"][0]["id"] == made["id"]
    assert checker.get("/articles?stage=failed")["items"] == []


def test_what_failed_is_tried_again(desk: str, checker: Caller) -> None:
    made = checker.post("/articles", 202, text=TROOPS)
    with transaction(desk) as conn:
        conn.execute(update(queue.work).values(attempts=queue.MOST_ATTEMPTS - 1))
        (kind, revision), *_ = dispatch.mark_due_jobs(conn)
        lease = queue.lease_job(conn, kind, revision)
        assert lease
        assert queue.fail_job(conn, lease, "the text could not be read")
    shown = checker.get(f"/articles/{made['id']}")
    assert (shown["stage"], shown["failure"]) == ("failed", "the text could not be read")
    again = checker.post(f"/articles/{made['id']}/retry", 202)
    assert (again["stage"], again["failure"], again["tried_again"]) == ("received", None, 1)
    assert checker.post(f"/articles/{made['id']}/retry", 202)["tried_again"] == 0


def test_pages_of_articles(desk: str, checker: Caller) -> None:
    ids = [checker.post("/articles", 202, text=f"{n} people came.")["id"] for n in range(7)]
    seen, path = [], "/articles?limit=3&stage=received"
    while path:
        answer = checker.call("GET", path)
        assert answer.json
        seen += [item["id"] for item in answer.json["items"]]
        link = answer.headers.get("Link", "")
        assert bool(link) == bool(answer.json["next"])
        path = link[link.find("<") + 1 : link.find(">")].removeprefix("/api/v1") if link else ""
    assert seen == sorted(ids, reverse=True)


def test_it_is_taken_while_the_broker_is_away(
    desk: str, checker: Caller, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for url in (f"redis://127.0.0.1:{free_port()}/0", f"redis+socket://{tmp_path}/none.sock"):
        monkeypatch.setenv("REDIS_URL", url)
        settings.cache_clear()
        enqueue.broker_client.cache_clear()
        began = time.monotonic()
        made = checker.post("/articles", 202, text=f"{url} says that 2,000 troops came.")
        assert time.monotonic() - began < 20
        with transaction(desk) as conn:
            assert dispatch.mark_due_jobs(conn)
        assert checker.get(f"/articles/{made['id']}")["stage"] == "received"
    assert os.environ["REDIS_URL"].endswith("none.sock")


def test_a_broker_that_takes_calls_and_says_nothing(checker: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        monkeypatch.setenv("REDIS_URL", f"redis://127.0.0.1:{silent.getsockname()[1]}/0")
        settings.cache_clear()
        enqueue.broker_client.cache_clear()
        began = time.monotonic()
        checker.post("/articles", 202, text=TROOPS)
        assert time.monotonic() - began < 20


_WRONG: tuple[tuple[dict[str, object], set[str]], ...] = (
    ({}, {"text", "html"}),
    ({"text": "a", "html": "b"}, {"text", "html"}),
    ({"text": " \n "}, {"text"}),
    ({"text": 5}, {"text"}),
    ({"text": "a", "titel": "b"}, {"titel"}),
    ({"text": "a", "title": "b" * 501}, {"title"}),
    ({"text": "a" * 1_000_001}, {"text"}),
    ({"text": "a", "url": "ftp://example.org"}, {"url"}),
    ({"text": "a", "published": "20260201"}, {"published"}),
    ({"text": "a", "published": 5}, {"published"}),
    ({"text": "a", "published": "0001-01-01T00:00:00+23:00"}, {"published"}),
    ({"text": "a", "published": "2026-02-30"}, {"published"}),
    ({"text": 1, "titel": 2, "url": 3}, {"text", "titel", "url"}),
)


def test_what_is_wrong_is_named_and_changes_nothing(checker: Caller) -> None:
    for body, wrong in _WRONG:
        problem = checker.post("/articles", 422, **body)
        assert fields(problem) == wrong
        assert all(error["message"] for error in problem["errors"])
    assert checker.get("/articles")["items"] == []


def test_odd_characters_are_no_mistake(desk: str, checker: Caller) -> None:
    made = checker.post("/articles", 202, text="“Über” 3 000 00 Soldaten\x00, 日本 🙂\u2028 came.")
    shown = checker.get(f"/articles/{made['id']}")
    assert "🙂" in shown["text"]
    assert article(desk, checker.actor) != made["id"]


def test_articles_are_searched_and_deleted(desk: str, checker: Caller) -> None:
    made = article(desk, checker.actor, "Łukasz Müller counted 400 wells in 2024.")
    assert [row["id"] for row in checker.get("/articles?q=lukasz+muller")["items"]] == [made]
    assert checker.get("/articles?q=rivers")["items"] == []
    plan = checker.get(f"/articles/{made}/removal")
    assert (plan["claims"], plan["published"]) == ({"triage": 1}, [])
    assert checker.call("DELETE", f"/articles/{made}").status_code == 204
    checker.get(f"/articles/{made}", status=404)
