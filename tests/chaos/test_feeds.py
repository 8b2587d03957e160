"""1,000 entries of feeds come in once each, whatever dies while they do."""

import os
import random
import signal
import threading
import time
from contextlib import suppress
from pathlib import Path

import pytest
from sqlalchemy import text

from settings import settings
from store.db import transaction
from store.feeds import feeds
from store.people import MACHINE
from tests.chaos.parts import LEASE_SECONDS, Desk
from tests.chaos.test_chaos import chaos_folder  # noqa: F401 - a fixture
from tests.checks.feeds.parts import rss
from tests.fixtures.outside import Reply, outside
from tests.workers.feeds.feed_parts import whole

FEEDS, ROUNDS, EACH = 10, 4, 25
# In random order, two a round: work that kills its worker five times in a row is given up, and
# rightly.
FAULTS = ("kill", "kill", "kill", "freeze", "redis", "beat", "postgres", "postgres")
_QUERY = text("""
    SELECT (SELECT count(*) FROM articles), (SELECT count(DISTINCT url) FROM articles),
      (SELECT count(*) FROM feed_entries), (SELECT count(DISTINCT article_id) FROM feed_entries),
      (SELECT count(*) FROM revisions),
      (SELECT count(*) FROM work WHERE kind = 'feed' AND failed)""")


@pytest.mark.timeout(420)
def test_entries_of_feeds_come_in_once_each_whatever_is_killed(
    chaos_folder: Path,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seed = int(os.environ.get("FACTDESK_CHAOS_SEED", str(time.time_ns() % 100_000)))
    random.seed(seed)
    round_, left = [1], random.sample(FAULTS, len(FAULTS))
    faults: list[str] = []
    with outside() as site:
        monkeypatch.setenv("FACTDESK_INSIDE_HOSTS", site.url.removeprefix("http://"))
        monkeypatch.setenv("FACTDESK_HOST_SECONDS", "0.0001")

        def reply(n: int) -> Reply:
            feed = int(site.asked[n - 1][0].strip("/"))
            count = EACH * round_[0]
            items = (
                whole(k, "Short.", link=f"https://news.example/{feed}/{k}", guid=f"{feed}-{k}")
                for k in range(count)
            )
            return Reply(rss(*items), headers={"ETag": f'"{count}"'})

        site.reply = reply
        with Desk(chaos_folder) as desk:
            for _ in range(2):
                _start_worker(desk)
            desk.start_beat()
            with transaction(settings().database_url) as conn:
                for feed in range(FEEDS):
                    feeds.add_feed(conn, f"{site.url}/{feed}", feeds.FeedSettings(fetch_full_text=False), MACHINE)
            for number in range(1, ROUNDS + 1):
                round_[0] = number
                _poll_again()
                ended = threading.Event()
                now = left[number - 1 :: ROUNDS]
                killer = threading.Thread(target=_kill, args=(desk, ended, now, faults), daemon=True)
                killer.start()
                _await(FEEDS * EACH * number, 90)
                ended.set()
                killer.join()
            assert len(faults) >= ROUNDS
            counts = _counts()
    entries = FEEDS * EACH * ROUNDS
    assert counts == (entries, entries, entries, entries, entries, 0), f"seed {seed}: {faults}"


def _counts() -> tuple[int, ...]:
    with transaction(settings().database_url) as conn:
        return tuple(conn.execute(_QUERY).one())


def _poll_again() -> None:
    """Make every feed due that nobody is polling."""
    with transaction(settings().database_url) as conn:
        conn.execute(text("UPDATE work SET due_at = now() WHERE kind = 'feed'"))


def _await(entries: int, seconds: float) -> None:
    """Until so many entries came in; feeds whose poll was a moment too early are polled again."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        time.sleep(1)
        with suppress(Exception), transaction(settings().database_url) as conn:
            if conn.execute(text("SELECT count(*) FROM feed_entries")).scalar_one() >= entries:
                return
            conn.execute(
                text("UPDATE work SET due_at = now() WHERE kind = 'feed' AND token IS NULL AND attempts = 0")
            )


def _kill(desk: Desk, ended: threading.Event, now: list[str], faults: list[str]) -> None:
    """Whenever a feed is being polled, do one of the faults of `now` in the middle of it, and note it: a worker, the
    broker, the beat or the database dies, or all workers freeze.
    """
    for fault in now:
        while not _polling():
            if ended.wait(0.02):
                return
        ended.wait(random.uniform(0, 0.5))
        workers = [each for each in desk.processes if "worker" in each.args]  # type: ignore[operator]
        faults.append(fault)
        if fault == "redis":
            desk.lose_redis()
        elif fault == "postgres":
            desk.crash_postgres()
        elif fault == "freeze":
            for each in workers:
                os.killpg(each.pid, signal.SIGSTOP)
            ended.wait(LEASE_SECONDS + 1)
            for each in workers:
                os.killpg(each.pid, signal.SIGCONT)
        else:
            for victim in workers if fault == "kill" else desk.processes[:]:
                os.killpg(victim.pid, signal.SIGKILL)
                victim.wait()
                desk.processes.remove(victim)
                desk.start_beat() if "beat" in victim.args else _start_worker(desk)  # type: ignore[operator]


def _polling() -> bool:
    """Whether a worker holds a feed now."""
    leased = "SELECT EXISTS (SELECT FROM work WHERE kind = 'feed' AND token IS NOT NULL AND lease_until > now())"
    with suppress(Exception), transaction(settings().database_url) as conn:
        return bool(conn.execute(text(leased)).scalar())
    return False


def _start_worker(desk: Desk) -> None:
    desk.start("worker", "--queues", "feeds,sweep", "--concurrency", "1")
