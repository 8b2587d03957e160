"""What hubs push comes in once each, and every subscription is made and kept, whatever dies meanwhile."""

import hashlib
import hmac
import os
import random
import signal
import threading
import time
import urllib.request
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import parse_qsl, urlencode

import pytest
from sqlalchemy import text

from settings import settings
from store.db import transaction
from store.feeds import feeds
from store.people import MACHINE
from tests.chaos.parts import LEASE_SECONDS, Desk, hasten
from tests.chaos.test_chaos import chaos_folder  # noqa: F401 - a fixture
from tests.checks.feeds.parts import rss
from tests.fixtures.outside import Outside, Reply, outside
from tests.running.ports import free_port
from tests.workers.feeds.feed_parts import whole

FEEDS, ROUNDS, EACH, FAULTS = 8, 3, 5, 3
_COUNTS = text("""
    SELECT (SELECT count(*) FROM articles), (SELECT count(DISTINCT url) FROM articles),
      (SELECT count(*) FROM feed_entries), (SELECT count(DISTINCT article_id) FROM feed_entries),
      (SELECT count(*) FROM feed_subscriptions WHERE verified_at >= asked_at AND lease_until > now()),
      (SELECT count(*) FROM feed_subscriptions),
      (SELECT count(*) FROM work WHERE kind IN ('feed', 'subscribe') AND failed)""")


@dataclass
class Hub:
    """A site of feeds with a hub that verifies and pushes until it is answered, as WebSub asks of hubs."""

    site: Outside
    published: list[int] = field(default_factory=lambda: [1] * FEEDS)
    subscribed: dict[int, dict[str, str]] = field(default_factory=dict)
    ended: threading.Event = field(default_factory=threading.Event)

    def reply(self, number: int) -> Reply:
        """A feed with all that is published in it; or that the hub will verify what it is asked."""
        path, body = self.site.asked[number - 1][0], self.site.sent[number - 1]
        if path == "/hub":
            threading.Thread(target=self._verify, args=(dict(parse_qsl(body.decode())),), daemon=True).start()
            return Reply(b"", 202)
        feed = int(path.strip("/"))
        atom = '<link xmlns="http://www.w3.org/2005/Atom"'
        head = f'{atom} rel="hub" href="{self.site.url}/hub"/>{atom} rel="self" href="{self.site.url}/{feed}"/>'
        given = range(self.published[feed])
        items = (whole(n, "Short.", link=f"https://news.example/{feed}/{n}", guid=f"{feed}-{n}") for n in given)
        return Reply(rss(*items, head=head), headers={"ETag": f'"{self.published[feed]}"'})

    def push(self, feed: int) -> None:
        """Tell of something new, again and again until it is taken."""
        asked = self.subscribed[feed]
        mac = hmac.new(asked["hub.secret"].encode(), b"<rss/>", hashlib.sha256).hexdigest()
        headers = {"X-Hub-Signature": f"sha256={mac}"}
        self._until_answered(urllib.request.Request(asked["hub.callback"], b"<rss/>", headers))

    def _verify(self, asked: dict[str, str]) -> None:
        given = {"hub.mode": asked["hub.mode"], "hub.topic": asked["hub.topic"], "hub.challenge": "c",
                 "hub.lease_seconds": "864000"}  # fmt: skip
        answer = self._until_answered(urllib.request.Request(f"{asked['hub.callback']}?{urlencode(given)}"))
        if answer == b"c":
            self.subscribed[int(asked["hub.topic"].rsplit("/", 1)[1])] = asked

    def _until_answered(self, request: urllib.request.Request) -> bytes:
        while not self.ended.wait(0.2):
            try:
                with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310 - loopback
                    return bytes(answer.read())
            except HTTPError as error:
                if error.code < 500:
                    return b""
            except OSError:
                pass
        return b""


@pytest.mark.timeout(420)
def test_no_push_is_lost_or_doubled_whatever_is_killed(
    chaos_folder: Path,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seed, port = int(os.environ.get("FACTDESK_CHAOS_SEED", str(time.time_ns() % 100_000))), free_port()
    random.seed(seed)
    faults = list[str]()
    with outside() as site:
        hub = Hub(site)
        site.reply = hub.reply
        given = {"INSIDE_HOSTS": site.url.removeprefix("http://"), "HOST_SECONDS": "0.0001", "WEBSUB": "on",
                 "BIND": f"127.0.0.1:{port}", "BASE_URL": f"http://127.0.0.1:{port}", "WEB_WORKERS": "1"}  # fmt: skip
        for name, value in given.items():
            monkeypatch.setenv(f"FACTDESK_{name}", value)
        with Desk(chaos_folder) as desk:
            for command in (*["worker"] * 2, "web", "beat"):
                _start(desk, command)
            with transaction(settings().database_url) as conn:
                for feed in range(FEEDS):
                    feeds.add_feed(conn, f"{site.url}/{feed}", feeds.FeedSettings(fetch_full_text=False), MACHINE)
            _under_fire(desk, faults, lambda: len(hub.subscribed) == FEEDS and _entries() == FEEDS)
            for _ in range(ROUNDS):
                hub.published = [each + EACH for each in hub.published]
                pushing = [threading.Thread(target=hub.push, args=(feed,), daemon=True) for feed in range(FEEDS)]
                for each in pushing:
                    each.start()
                _under_fire(desk, faults, lambda: _entries() == sum(hub.published))
                for each in pushing:
                    each.join(30)
            with transaction(settings().database_url) as conn:
                counts = tuple(conn.execute(_COUNTS).one())
        hub.ended.set()
    assert len(faults) >= ROUNDS
    entries = FEEDS * (1 + ROUNDS * EACH)
    assert counts == (*[entries] * 4, FEEDS, FEEDS, 0), f"seed {seed}: {faults}"
    asked = [
        dict(parse_qsl(body.decode()))
        for (path, _), body in zip(site.asked, site.sent, strict=True)
        if path == "/hub"
    ]
    callbacks = {(each["hub.topic"], each["hub.callback"], each["hub.secret"]) for each in asked}
    assert len(callbacks) == FEEDS, "who asks again asks for the same subscription"


def _under_fire(desk: Desk, faults: list[str], done: Callable[[], bool]) -> None:
    """Until it is done: one fault after the other, a few of them; then patience, for leases must run out."""
    most, deadline = len(faults) + FAULTS, time.monotonic() + 100
    while not done() and time.monotonic() < deadline:
        time.sleep(random.uniform(0.1, 0.8))
        hasten()
        if len(faults) < most:
            faults.append(_fault(desk))


def _fault(desk: Desk) -> str:
    fault = random.choice(("worker", "worker", "web", "web", "beat", "freeze", "redis", "postgres"))
    processes = [each for each in desk.processes if fault in each.args]  # type: ignore[operator]
    if fault == "redis":
        desk.lose_redis()
    elif fault == "postgres":
        desk.restart_postgres()
    elif fault == "freeze":
        for stop in (signal.SIGSTOP, signal.SIGCONT):
            for each in desk.processes:
                if "worker" in each.args:  # type: ignore[operator]
                    os.killpg(each.pid, stop)
            time.sleep(LEASE_SECONDS + 1 if stop == signal.SIGSTOP else 0)
    else:
        for victim in processes:
            os.killpg(victim.pid, signal.SIGKILL)
            victim.wait()
            desk.processes.remove(victim)
            _start(desk, fault)
    return fault


def _entries() -> int:
    with suppress(Exception), transaction(settings().database_url) as conn:
        return int(conn.execute(text("SELECT count(*) FROM feed_entries")).scalar_one())
    return -1


def _start(desk: Desk, command: str) -> None:
    queues = ["--queues", "feeds,sweep", "--concurrency", "1"] if command == "worker" else []
    desk.start(command, *queues)
