"""The sweeper's turn comes whatever waits before other queues."""

import os
import time
from pathlib import Path

import pytest
import yaml

from cli.up import _COMMANDS
from store import queue
from store.db import transaction
from tests.running.commands import start_command
from workers import enqueue

_TOP = Path(__file__).parent.parent.parent
_COMPOSE = yaml.safe_load((_TOP / "docker-compose.yml").read_text())["services"]


@pytest.mark.timeout(175)
def test_thousands_of_waiting_hints_do_not_keep_the_sweeper_from_its_turn(desk: str, tmp_path: Path) -> None:
    variables = {**os.environ, "FACTDESK_SWEEP_SECONDS": "1", "FACTDESK_CONCURRENCY": "1"}
    children = [
        start_command(*command, log=tmp_path / "log", environment=variables)
        for name, command in _COMMANDS.items()
        if name != "web"
    ]
    try:
        assert _enqueued_within(desk, 1, 90), (tmp_path / "log").read_text()[-2000:]  # all of them have started
        assert enqueue.enqueue("suggest", range(1_000_000, 1_001_000))  # the queue that the sweeper once shared
        assert enqueue.enqueue("lookup", range(1_000_000, 1_004_000))
        assert _enqueued_within(desk, 2, 10)
        with enqueue.broker_client().connection_for_read() as connection:
            left = connection.default_channel.client.llen("lookup")
        assert left > 500, "the hints were gone before the sweeper had its turn: this shows nothing"
    finally:
        for child in children:
            child.kill()
        for child in children:
            child.wait(30)


def _enqueued_within(url: str, subject: int, seconds: float) -> bool:
    """Whether the sweeper enqueues, within so many seconds, a job whose subject is gone; its worker takes it off
    the queue.
    """
    with transaction(url) as conn:
        queue.add_jobs(conn, "deliver", [subject])
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        with transaction(url) as conn:
            row = queue.find_job(conn, "deliver", subject)
        if row is None or row.enqueued_at is not None:
            return True
        time.sleep(0.2)
    return False


def test_the_compose_file_gives_the_sweeper_a_worker_of_its_own() -> None:
    workers = [service["command"] for service in _COMPOSE.values() if service.get("command", [""])[0] == "worker"]
    assert [command[2] for command in workers if "sweep" in command[2].split(",")] == ["sweep"]
    assert _COMMANDS["sweeper"][2] == "sweep"
    assert "sweep" not in _COMMANDS["worker"][2]
