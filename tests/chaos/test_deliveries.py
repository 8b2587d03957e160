"""Every event reaches its webhook whatever dies on the way, and one that arrives twice has the same id and body."""

import os
import random
import signal
import time
from collections import defaultdict
from contextlib import suppress
from pathlib import Path

import pytest
from sqlalchemy import text

from settings import settings
from store.db import transaction
from store.deliveries import events, webhooks
from store.deliveries.tables import EVENTS
from store.people import MACHINE
from tests.chaos.parts import LEASE_SECONDS, Desk
from tests.chaos.test_chaos import chaos_folder  # noqa: F401 - a fixture
from tests.fixtures.outside import Reply, outside

EACH = 50
_FAULTS = ("kill", "redis", "freeze", "postgres", "kill", "beat")
_LEFT = "SELECT count(*) FROM deliveries WHERE state <> 'delivered'"
_SENDING = "SELECT count(*) FROM work WHERE kind = 'deliver' AND token IS NOT NULL AND lease_until > now()"


@pytest.mark.timeout(300)
def test_every_event_arrives_though_workers_die_and_the_broker_is_lost(
    chaos_folder: Path,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seed = int(os.environ.get("FACTDESK_CHAOS_SEED", str(time.time_ns() % 100_000)))
    random.seed(seed)
    with outside() as receiver:
        monkeypatch.setenv("FACTDESK_INSIDE_HOSTS", receiver.url.removeprefix("http://"))

        def reply(_: int) -> Reply:
            time.sleep(0.02)
            return Reply(status=random.choices((200, 503), (20, 1))[0])

        receiver.reply = reply
        with Desk(chaos_folder) as desk:
            with transaction(settings().database_url) as conn:
                for name in ("one", "two"):
                    webhook_id, _ = webhooks.add_webhook(conn, f"{receiver.url}/{name}", EVENTS, MACHINE)
                    for _ in range(EACH):
                        events.send_test_event(conn, webhook_id)
            for _ in range(2):
                _start_worker(desk)
            desk.start_beat()
            faults = list(_FAULTS)
            deadline = time.monotonic() + 150
            while _count(_LEFT) and time.monotonic() < deadline:
                time.sleep(random.uniform(0.02, 0.2))
                if faults and _count(_SENDING):
                    _fault(desk, faults.pop(0))
                _hasten()  # nobody waits for a minute of back-off here
            assert len(faults) < len(_FAULTS) - 2, f"seed {seed}: too little was left to be sent"
            with transaction(settings().database_url) as conn:
                rows = conn.execute(text("SELECT message_id, body, state FROM deliveries")).all()
    assert {row.state for row in rows} == {"delivered"}, f"seed {seed}"
    arrived = defaultdict(set)
    for (_, headers), body in zip(receiver.asked, receiver.sent, strict=True):
        arrived[headers["webhook-id"]].add(body.decode())
    assert arrived == {row.message_id: {row.body} for row in rows}, f"seed {seed}"
    assert len(rows) == 2 * EACH


def _start_worker(desk: Desk) -> None:
    desk.start("worker", "--queues", "deliveries,sweep", "--concurrency", "1")


def _fault(desk: Desk, fault: str) -> None:
    workers = [each for each in desk.processes if "worker" in each.args]  # type: ignore[operator]
    if fault == "redis":
        desk.lose_redis()
    elif fault == "postgres":
        desk.restart_postgres()
    elif fault == "freeze":  # one of them, past its lease, while the other goes on
        victim = random.choice(workers)
        os.killpg(victim.pid, signal.SIGSTOP)
        time.sleep(LEASE_SECONDS + 1)
        os.killpg(victim.pid, signal.SIGCONT)
    else:
        victim = random.choice(
            workers if fault == "kill" else [each for each in desk.processes if each not in workers]
        )
        os.killpg(victim.pid, signal.SIGKILL)
        victim.wait()
        desk.processes.remove(victim)
        _start_worker(desk) if fault == "kill" else desk.start_beat()


def _hasten() -> None:
    with suppress(Exception), transaction(settings().database_url) as conn:
        conn.execute(
            text("UPDATE work SET due_at = now() WHERE kind = 'deliver' AND token IS NULL AND due_at > now()")
        )


def _count(query: str) -> int:
    with transaction(settings().database_url) as conn:
        return int(conn.execute(text(query)).scalar_one())
