"""Feeds per second of one worker, beside a bare loop of conditional requests to the same feeds in the same run.

A server on loopback has so many feeds; before each round every hundredth gets a new entry. All are due at once.
The bare loop is `requests` with one kept connection and the same ETags, which reads and writes nothing. A
PostgreSQL, a Redis, a worker of the queues `feeds` and `sweep`, and the beat are started; the articles that come
in are not split.

./run bench feeds [FEEDS] [ROUNDS]
"""

import logging
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import requests
from sqlalchemy import text

from bench.feeds.server import EVERY
from bench.servers import TOP, empty_desk, running
from checks.feeds.schedule import SHORTEST_INTERVAL
from store.db import transaction
from store.feeds import feeds
from store.people import MACHINE

_LONGEST: Final = 1200.0  # seconds of a round


def main() -> None:
    """Print the table."""
    logging.getLogger("alembic").setLevel(logging.WARNING)
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 3
    with _server(count) as server, _desk(server) as url:
        with transaction(url) as conn:
            for number in range(count):
                feeds.add_feed(conn, f"{server}/{number}", feeds.FeedSettings(fetch_full_text=False), MACHINE)
        _await_round(url, count)
        print(f"{'feeds':>8}{'new':>6}{'worker/s':>11}{'bare loop/s':>13}{'share':>8}", flush=True)
        latest = 0.0
        for _ in range(rounds):
            requests.post(f"{server}/news", timeout=10)
            before = _articles(url)
            seconds = _round(url, count)
            latest, worker = max(latest, seconds), count / seconds
            bare = count / _bare_loop(url, server)
            new = _articles(url) - before
            print(f"{count:>8}{new:>6}{worker:>11.0f}{bare:>13.0f}{worker / bare:>8.2f}", flush=True)
            if new != -(-count // EVERY):
                raise SystemExit(f"{new} articles came in instead of {-(-count // EVERY)}")
        print(f"the last of all was polled after {latest:.0f} s; intervals are {SHORTEST_INTERVAL:.0f} s and more")
        if latest > SHORTEST_INTERVAL:
            raise SystemExit("busy feeds are not polled within their interval")


def _round(url: str, count: int) -> float:
    """Seconds from when all feeds are due until the last was polled."""
    with transaction(url) as conn:
        began = conn.execute(text("UPDATE feeds SET polled_at = NULL RETURNING clock_timestamp()")).scalar()
        conn.execute(text("UPDATE work SET due_at = now() WHERE kind = 'feed'"))
    _await_round(url, count)
    with transaction(url) as conn:
        last = conn.execute(text("SELECT max(polled_at) FROM feeds")).scalar_one()
    return float((last - began).total_seconds())


def _await_round(url: str, count: int) -> None:
    deadline = time.monotonic() + _LONGEST
    polled = 0
    while time.monotonic() < deadline:
        time.sleep(0.5)
        with transaction(url) as conn:
            polled = conn.execute(text("SELECT count(polled_at) FROM feeds WHERE failures = 0")).scalar_one()
        if polled == count:
            return
    raise SystemExit(f"only {polled} of {count} feeds were polled in time")


def _bare_loop(url: str, server: str) -> float:
    """Seconds of as many conditional requests, one after the other."""
    with transaction(url) as conn:
        etags = {row.address: row.etag for row in conn.execute(text("SELECT address, etag FROM feeds"))}
    with requests.Session() as session:
        session.trust_env = False
        began = time.perf_counter()
        for address, etag in etags.items():
            if session.get(address, headers={"If-None-Match": etag}, timeout=10).status_code != 304:
                raise SystemExit(f"{address} has changed since the worker asked")
        return time.perf_counter() - began


def _articles(url: str) -> int:
    with transaction(url) as conn:
        return int(conn.execute(text("SELECT count(*) FROM articles")).scalar_one())


@contextmanager
def _server(count: int) -> Iterator[str]:
    command = [sys.executable, "-m", "bench.feeds.server", str(count)]
    with subprocess.Popen(command, cwd=TOP, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield f"http://127.0.0.1:{process.stdout.readline().strip()}"
        finally:
            process.kill()


@contextmanager
def _desk(server: str) -> Iterator[str]:
    """The address of the database of a desk that polls `server` as fast as it can."""
    variables = {
        "FACTDESK_LOG_LEVEL": "ERROR",
        "FACTDESK_INSIDE_HOSTS": server.removeprefix("http://"),
        "FACTDESK_HOST_SECONDS": "0.0001",
        "FACTDESK_SWEEP_SECONDS": "1",
    }
    with empty_desk(variables) as database, running("worker", "--queues", "feeds,sweep"), running("beat"):
        yield database.url


if __name__ == "__main__":
    main()
