"""Splits are fair: what a large feed or import brings goes on beside the articles of others, not ahead of them."""

import json
import time

import pytest
from sqlalchemy import text

from service import rate_limits
from service.api.articles import articles as resource
from store import dispatch
from store.db import transaction
from tests.api.caller import Caller
from tests.api.conftest import Token
from tests.checks.feeds.parts import rss
from tests.fixtures.outside import Outside, Reply
from tests.workers.feeds.feed_parts import follow, poll, site, whole  # noqa: F401
from workers import enqueue
from workers.feeds import receiving
from workers.tasks import split

MANY, HANDED_OUT, AT_ONCE = 40, 4, 2


class Splits:
    """The broker's queue of splits: hints in the order in which they came."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.waiting: list[int] = []

    def enqueue(self, kind: str, subjects: list[int], enqueued_by: str | None = None) -> bool:
        self.waiting += subjects if kind == "split" else []
        return True

    def left(self) -> int:
        """How many articles are still to be split."""
        with transaction(self.url) as conn:
            return int(conn.execute(text("SELECT count(*) FROM work WHERE kind = 'split'")).scalar_one())

    def until_split(self, article_id: int) -> int:
        """Split as the worker does until an article's turn has come; how many others came first."""
        query = text("SELECT split_at IS NOT NULL FROM revisions WHERE article_id = :id")
        for others in range(1000):
            split.run(self.waiting.pop(0))
            with transaction(self.url) as conn:
                if conn.execute(query, {"id": article_id}).scalar_one():
                    return others
        raise AssertionError("it is not split")


@pytest.fixture
def splits(desk: str, monkeypatch: pytest.MonkeyPatch) -> Splits:
    made, now = Splits(desk), time.time()
    monkeypatch.setattr(rate_limits, "_now", lambda: now)  # the next minute would give a sender a share once more
    monkeypatch.setattr(enqueue, "enqueue", made.enqueue)
    monkeypatch.setitem(dispatch.AHEAD, "split", HANDED_OUT)
    monkeypatch.setattr(receiving, "_SENT_AT_ONCE", AT_ONCE)
    monkeypatch.setattr(resource, "_SENT_AT_ONCE", AT_ONCE)
    return made


def _send(caller: Caller, **article: str) -> int:
    """Send an article; the hint goes out once the answer is read to its end."""
    answer = caller.client.post("/api/v1/articles", json=article, headers=caller.headers, buffered=True)
    assert answer.status_code == 202
    return int(answer.get_json()["id"])


def _others_before(splits: Splits, caller: Caller) -> int:
    """How many are split before an article that somebody sends now."""
    return splits.until_split(_send(caller, text="The town of Alder has 400 wells and 12 schools.", title="Wells"))


def test_an_article_waits_for_no_large_feed(
    desk: str,
    splits: Splits,
    site: Outside,  # noqa: F811
    checker: Caller,
) -> None:
    items = [whole(number, f"Town {number} has {number} schools.") for number in range(1, MANY + 1)]
    site.reply = lambda _: Reply(rss(*items), headers={"Content-Type": "application/rss+xml"})
    poll(desk, follow(desk, f"{site.url}/rss", fetch_full_text=False))
    assert (splits.left(), len(splits.waiting)) == (MANY, AT_ONCE)
    assert _others_before(splits, checker) <= AT_ONCE + HANDED_OUT
    while splits.waiting:
        split.run(splits.waiting.pop(0))
    assert splits.left() == 0


@pytest.mark.parametrize("by_batch", [False, True])
def test_an_article_waits_for_no_large_import(
    desk: str, splits: Splits, checker: Caller, token: Token, by_batch: bool
) -> None:
    sent = [
        {"text": f"Town {number} has {number} schools.", "title": str(number)} for number in range(1, MANY + 1)
    ]
    if by_batch:
        lines = "".join(f"{json.dumps(each)}\n" for each in sent)
        kind = {"Content-Type": "application/x-ndjson"}
        answer = checker.client.post("/api/v1/articles/batch", data=lines, headers=checker.headers | kind)
        assert (answer.status_code, answer.get_data().count(b'"accepted"')) == (200, MANY)
    else:
        for each in sent:
            _send(checker, **each)
    assert splits.left() == MANY
    assert len(splits.waiting) <= AT_ONCE + 1 + HANDED_OUT
    assert _others_before(splits, token(role="reviewer")) <= AT_ONCE + HANDED_OUT + 1
    while splits.waiting:
        split.run(splits.waiting.pop(0))
    assert splits.left() == 0


def test_a_steady_sender_waits_for_nothing_where_no_others_wait(
    desk: str, splits: Splits, checker: Caller
) -> None:
    for number in range(10):
        article_id = _send(checker, text=f"Town {number} has {number} schools.")
        assert splits.until_split(article_id) == 0
        splits.waiting.clear()


def test_what_the_broker_does_not_take_is_not_marked_as_sent(
    desk: str, splits: Splits, checker: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(enqueue, "enqueue", lambda *_: False)
    for number in range(AT_ONCE + 3):
        _send(checker, text=f"Town {number} has {number} schools.")
    with transaction(desk) as conn:
        assert len([kind for kind, _ in dispatch.mark_due_jobs(conn) if kind == "split"]) == HANDED_OUT


def test_the_sweeper_sends_what_nobody_has_sent(desk: str, splits: Splits, checker: Caller) -> None:
    for number in range(10):
        _send(checker, text=f"Town {number} has {number} schools.")
    splits.waiting.clear()  # the broker came back empty
    with transaction(desk) as conn:
        taken = [subject for kind, subject in dispatch.mark_due_jobs(conn, lease_seconds=0) if kind == "split"]
    assert len(taken) == HANDED_OUT
