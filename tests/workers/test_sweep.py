"""The sweeper's marks: a job counts as enqueued only when the broker took the hint."""

import pytest

from settings import settings
from store import queue
from store.db import transaction
from workers import enqueue
from workers.tasks import sweep


def _enqueued(url: str) -> bool:
    with transaction(url) as conn:
        row = queue.find_job(conn, "deliver", 1)
    assert row is not None
    return row.enqueued_at is not None


def test_no_mark_is_left_while_the_broker_is_away(desk: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with transaction(desk) as conn:
        queue.add_jobs(conn, "deliver", [1])
    with monkeypatch.context() as away:
        away.setenv("REDIS_URL", "redis://127.0.0.1:1/0")
        settings.cache_clear()
        enqueue.broker_client.cache_clear()
        assert sweep.run() == 0
    assert not _enqueued(desk)
    settings.cache_clear()
    enqueue.broker_client.cache_clear()
    assert sweep.run() == 1
    assert _enqueued(desk)
