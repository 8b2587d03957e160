"""A whole desk that benches start, articles for it, and how fast it has them ready.

PostgreSQL, Redis, gunicorn, one worker with some processes, and the sweeper, with the shelf's starter figures and past
fact-checks on.
"""

import json
import threading
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from typing import Final

import psutil
import requests
from sqlalchemy import TextClause, text

from bench.servers import TOP, empty_desk, running
from checks.extraction import load, split
from store import people, tokens
from store.db import transaction
from tests.running.ports import free_port

_ARTICLES: Final = (TOP / "tests/data/annotated_articles.jsonl", TOP / "training/data/invented.jsonl")
# Asked ten times a second, so that it reads no claims of what is known to be ready.
_READY: Final = text("""
    SELECT (SELECT count(*) FROM revisions WHERE ready_at IS NOT NULL)
         + (SELECT count(*) FROM revisions r WHERE r.ready_at IS NULL AND r.split_at IS NOT NULL
              AND NOT EXISTS (SELECT FROM claims c WHERE c.revision_id = r.id AND c.state = 'new'))""")
_CLAIMS: Final = text("SELECT count(*) FROM claims")
EMAIL, PASSWORD = "bench@example.org", "a long password of the bench"  # noqa: S105 - of a desk that is thrown away
WARM: Final = 6  # articles that are sent before, so that both sides have read all that they keep


def texts(count: int, mark: str, first: int = 0) -> list[str]:
    """So many articles, none of them a copy of another, for a copy shares the claims of what it is one of.

    Each is put together from every second paragraph of two articles; `first` is the place of the first of 1,260 pairs.
    """
    lines = [line for path in _ARTICLES for line in path.read_text("utf-8").splitlines()]
    bodies = [json.loads(line)["text"].split("\n\n") for line in lines]
    pairs = [
        (one, bodies[(n + step) % len(bodies)]) for step in range(1, len(bodies)) for n, one in enumerate(bodies)
    ]
    halves = ([*one[::2], *other[1::2]] for one, other in pairs[first : first + count])
    return ["\n\n".join([*half, f"Report {mark} {n}."]) for n, half in enumerate(halves)]


def bare_rate(bodies: list[str], processes: int) -> tuple[float, float]:
    """Articles per second that so many processes split, and do nothing else; and the processor's seconds for each."""
    with ProcessPoolExecutor(processes, initializer=load) as pool:
        list(pool.map(_split, bodies[:WARM]))
        began = time.monotonic()
        seconds = sum(pool.map(_split, bodies))
        return len(bodies) / (time.monotonic() - began), seconds / len(bodies)


def _split(body: str) -> float:
    """Split an article; returns how many seconds the processor took."""
    began = time.process_time()
    split(body, date(2026, 1, 1))
    return time.process_time() - began


@dataclass(frozen=True, slots=True)
class Sent:
    """What came of some articles: how many a second were ready, their claims, the seconds until each POST was
    answered, and the processor's seconds that PostgreSQL took, and all processes of the desk with it.
    """

    rate: float
    claims: int
    answered: tuple[float, ...]
    database_seconds: float
    processor_seconds: float

    @property
    def answered_p95(self) -> float:
        """The 95th percentile of `answered`."""
        return sorted(self.answered)[int(len(self.answered) * 0.95)]


@dataclass(frozen=True, slots=True)
class RunningDesk:
    """A desk that runs: where its store and its web are, and the headers of a program that sends articles."""

    url: str
    address: str
    headers: dict[str, str]
    postgres_pid: int

    def send(self, bodies: list[str]) -> Sent:
        """Send articles one after the other, and wait until all are ready.

        Raises:
            SystemExit: they are not ready in time.
        """
        had, claims_before = self._count(_READY), self._count(_CLAIMS)
        began, took = time.monotonic(), list[float]()
        before, all_before = self._database_seconds(), _seconds_of_all()
        poster = threading.Thread(target=_post, args=(self.address, self.headers, bodies, took))
        poster.start()
        while time.monotonic() < began + 60 + 20 * len(bodies):
            time.sleep(0.1)
            if self._count(_READY) - had == len(bodies):
                seconds = time.monotonic() - began
                poster.join()
                worked, in_all = self._database_seconds() - before, _seconds_of_all() - all_before
                claims = self._count(_CLAIMS) - claims_before
                return Sent(
                    rate=len(bodies) / seconds,
                    claims=claims,
                    answered=tuple(took),
                    database_seconds=worked,
                    processor_seconds=in_all,
                )
        raise SystemExit("the articles were not ready in time")

    def _count(self, query: TextClause) -> int:
        with transaction(self.url) as conn:
            return int(conn.execute(query).scalar_one())

    def _database_seconds(self) -> float:
        """The processor's time that PostgreSQL has had, in all its processes, those that ended included."""
        server = psutil.Process(self.postgres_pid)
        return _processor_seconds([server, *server.children()])


def _processor_seconds(processes: Iterable[psutil.Process]) -> float:
    """The processor's time that processes have had, with those of their children that ended."""
    spent = 0.0
    for process in processes:
        with suppress(psutil.NoSuchProcess):
            spent += sum(process.cpu_times()[:4])  # user, system, and both of children
    return spent


def _seconds_of_all() -> float:
    """The processor's time that all processes have had that were started here."""
    return _processor_seconds(psutil.Process().children(recursive=True))


def _post(address: str, headers: dict[str, str], bodies: list[str], took: list[float]) -> None:
    with requests.Session() as session:
        for body in bodies:
            began = time.monotonic()
            answer = session.post(f"{address}/api/v1/articles", json={"text": body}, headers=headers, timeout=60)
            answer.raise_for_status()
            took.append(time.monotonic() - began)


@contextmanager
def running_desk(processes: int) -> Iterator[RunningDesk]:
    """A desk with one worker of so many processes; it ends, and its data go, with the block."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    with (
        empty_desk({"FACTDESK_BIND": f"127.0.0.1:{port}"}) as database,
        running("web"),
        running("worker", "--concurrency", str(processes)),
        running("worker", "--queues", "sweep", "--solo", "--with-beat"),
    ):
        headers = {"Authorization": f"Bearer {_token(database.url)}"}
        _await(address)
        yield RunningDesk(database.url, address, headers, database.process.pid)


def _token(url: str) -> str:
    with transaction(url) as conn:
        person = people.add_person(conn, EMAIL, "Bench", "admin", PASSWORD)
        return tokens.create_token(conn, person, "bench", tokens.SCOPES)


def _await(address: str) -> None:
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        time.sleep(0.3)
        try:
            if requests.get(f"{address}/healthz", timeout=5).ok:
                return
        except requests.RequestException:
            continue
    raise SystemExit("the desk did not start")
