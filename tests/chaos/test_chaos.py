"""Nothing is lost and nothing is doubled, whatever dies. The long run: `FACTDESK_CHAOS=10000 ./run test
tests/chaos`.
"""

import os
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from settings import settings
from store.db import transaction
from store.deliveries import webhooks
from store.people import MACHINE
from tests.chaos.parts import LEASE_SECONDS, Desk, attack
from tests.fixtures.outside import Outside, outside
from tests.running.clusters import migrated_folder

ARTICLES = int(os.environ.get("FACTDESK_CHAOS", "60"))
FAULTS = max(8, ARTICLES // 100)


@pytest.fixture
def chaos_folder(pytestconfig: pytest.Config) -> Iterator[Path]:
    made = migrated_folder(pytestconfig, "factdesk-chaos-")
    yield made
    shutil.rmtree(made, ignore_errors=True)


@pytest.mark.timeout(300 + 4 * ARTICLES)
def test_nothing_is_lost_or_doubled(chaos_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seed = int(os.environ.get("FACTDESK_CHAOS_SEED", str(time.time_ns() % 100_000)))
    with outside() as receiver:
        monkeypatch.setenv("FACTDESK_INSIDE_HOSTS", receiver.url.removeprefix("http://"))
        _hold_out(chaos_folder, seed, receiver)
        arrived = {headers["webhook-id"] for _, headers in receiver.asked}
    assert len(arrived) == ARTICLES, f"seed {seed}"


def _hold_out(chaos_folder: Path, seed: int, receiver: Outside) -> None:
    """Split, look up and tell of articles under attack."""
    with Desk(chaos_folder) as desk:
        with transaction(settings().database_url) as conn:
            webhooks.add_webhook(conn, f"{receiver.url}/hook", ("article.ready",), MACHINE)
        for _ in range(2):
            desk.start_worker()
        desk.start_beat()
        desk.send(ARTICLES)
        faults = attack(desk, FAULTS, seed)
        assert desk.violations(150) == [], f"seed {seed}: {faults}"


@pytest.mark.timeout(240)
@pytest.mark.parametrize("worker", [("slow",), ("slow", "no-fence")], ids=["fence", "no fence"])
def test_only_the_fence_stops_a_frozen_worker_from_doubling(chaos_folder: Path, worker: tuple[str, ...]) -> None:
    with Desk(chaos_folder, worker) as desk:
        for _ in range(2):
            desk.start_worker()
        desk.start_beat()
        doubled = any(_doubled_by_a_freeze(desk, attempt) for attempt in range(4 if "no-fence" in worker else 1))
    assert doubled == ("no-fence" in worker)


def _doubled_by_a_freeze(desk: Desk, attempt: int) -> bool:
    """Freeze a worker in the middle of splitting until the other has done its work, and let it go on."""
    before = desk.splits()
    desk.send(6, 6 * attempt)
    while desk.splitting() < 2:  # until each worker is in the middle of an article
        time.sleep(0.05)
    desk.freeze_worker(until=lambda: desk.splits() >= before + 6)
    assert desk.splits() >= before + 6, "the other worker did not do its work"
    time.sleep(3)
    return any(violation.harm == "doubled" for violation in desk.violations(0))


@pytest.mark.timeout(120)
def test_without_the_sweeper_work_is_stuck(chaos_folder: Path) -> None:
    with Desk(chaos_folder) as desk:
        desk.send(8)
        desk.lose_redis()  # a split that ends would hand out what was not rung for
        desk.start_worker()
        assert any(violation.harm == "stuck" for violation in desk.violations(2 * LEASE_SECONDS))
