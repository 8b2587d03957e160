"""A worker has processes while there is work, and none while there is nothing to do; it gives way to the pages."""

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest
from sqlalchemy import text

from store import articles
from store.db import transaction
from store.people import MACHINE
from tests.running.commands import start_command
from workers import enqueue


@pytest.fixture
def worker(desk: str, tmp_path: Path) -> Iterator[psutil.Process]:
    queues = "--queues", "split,lookup,housekeeping"
    # The first are seconds; Celery's own variable.
    variables = {**os.environ, "AUTOSCALE_KEEPALIVE": "1", "FACTDESK_WORKER_NICE": "3"}
    process = start_command("worker", *queues, "--concurrency", "2", log=tmp_path / "log", environment=variables)
    yield psutil.Process(process.pid)
    process.terminate()
    process.wait(30)


@pytest.mark.timeout(170)
def test_processes_come_with_work_and_end_without(worker: psutil.Process, desk: str) -> None:
    most = 0
    for number in range(2):
        revision_id = _send(desk, f"The town of Alder {number} has 4,321 inhabitants.")

        def split() -> bool:
            nonlocal most
            most = max(most, len(worker.children()))
            return _is_split(desk, revision_id)  # noqa: B023 - called within the round

        _eventually(split)
        assert 1 <= most <= 2
        _eventually(lambda: not worker.children())
    assert worker.is_running()
    assert worker.nice() == os.getpriority(os.PRIO_PROCESS, 0) + 3


def _send(url: str, words: str) -> int:
    with transaction(url) as conn:
        revision_id = articles.receive_article(conn, articles.Submission(words), MACHINE).revision_id
    enqueue.enqueue("split", [revision_id])
    return revision_id


def _is_split(url: str, revision_id: int) -> bool:
    query = text("SELECT split_at IS NOT NULL FROM revisions WHERE id = :id")
    with transaction(url) as conn:
        return bool(conn.execute(query, {"id": revision_id}).scalar_one())


def _eventually(done: Callable[[], bool], seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if done():
            return
        time.sleep(0.01)
    raise AssertionError("it did not happen in time")
