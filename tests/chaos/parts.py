"""A desk under attack: servers and workers of its own, the faults, and what must hold at the end."""

import os
import random
import shutil
import signal
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Literal, TypeAlias

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from embedded.postgres import start_postgres
from embedded.redis import start_redis
from settings import settings
from store import articles, db
from store.db import transaction
from store.migrate import upgrade
from store.people import MACHINE
from tests.conftest import environment
from tests.running.commands import Process, start_command
from workers import enqueue

LEASE_SECONDS = 4.0
Harm: TypeAlias = Literal["lost", "doubled", "stuck"]
_ANNOUNCED: Final = """
        WITH told AS (SELECT webhook_id, (CAST(body AS json)->'data'->>'article_id')::bigint AS article_id,
          count(*) AS times FROM deliveries WHERE event = 'article.ready' GROUP BY 1, 2)
        SELECT count(*) FROM revisions r CROSS JOIN webhooks w
        LEFT JOIN told ON told.webhook_id = w.id AND told.article_id = r.article_id"""
_VIOLATIONS: Final[Mapping[tuple[Harm, str], str]] = {
    ("lost", "an article that was not split, or has not its one claim"): """
        SELECT count(*) FROM revisions r
        WHERE split_at IS NULL OR NOT EXISTS (SELECT FROM claims c WHERE c.revision_id = r.id)""",
    ("lost", "a claim without its two lookups, each with an outcome"): """
        SELECT count(*) FROM claims c WHERE (SELECT count(outcome) FROM lookups l WHERE l.claim_id = c.id) < 2""",
    ("lost", "a claim that was not moved to triage"): """
        SELECT count(*) FROM claims c WHERE state <> 'triage' OR NOT EXISTS (SELECT FROM audit a
        WHERE a.subject_kind = 'claim' AND a.subject = c.id AND a.event = 'triage')""",
    ("lost", "a claim without its suggestion"): """
        SELECT count(*) FROM claims c WHERE NOT EXISTS (SELECT FROM suggestions s WHERE s.claim_id = c.id)""",
    ("lost", "an article of whose being ready a webhook was not told"): f"{_ANNOUNCED} WHERE times IS NULL",
    ("lost", "an event that has not arrived"): "SELECT count(*) FROM deliveries WHERE state <> 'delivered'",
    ("doubled", "an article with more than its one claim"): """
        SELECT count(*) FROM (SELECT FROM claims GROUP BY revision_id HAVING count(*) > 1) t""",
    ("doubled", "an article that was split twice"): """
        SELECT count(*) FROM (SELECT FROM audit WHERE event = 'split' GROUP BY subject HAVING count(*) > 1) t""",
    ("doubled", "a claim with more than its two lookups"): """
        SELECT count(*) FROM (SELECT FROM lookups GROUP BY claim_id HAVING count(*) > 2) t""",
    ("doubled", "a claim that was moved to triage twice"): """
        SELECT count(*) FROM (SELECT FROM audit WHERE subject_kind = 'claim' AND event = 'triage'
        GROUP BY subject HAVING count(*) > 1) t""",
    ("doubled", "an article of whose being ready a webhook was told twice"): f"{_ANNOUNCED} WHERE times > 1",
    ("stuck", "work that is stuck or has failed"): "SELECT count(*) FROM work",
}


@dataclass(frozen=True, slots=True)
class Violation:
    """So many of one kind that came to harm; what is stuck is among the lost for as long as it is."""

    harm: Harm
    count: int
    what: str

    def __str__(self) -> str:
        return f"{self.harm}: {self.count} × {self.what}"


@dataclass
class Desk:
    """Servers, workers and beat of one chaos run.

    Attributes:
        migrated: whether the store is brought to the newest migration at once.
    """

    folder: Path
    worker: tuple[str, ...] = ()
    migrated: bool = True
    processes: list[Process] = field(default_factory=list)

    def __enter__(self) -> "Desk":
        self.postgres = start_postgres(self.folder)
        self.redis = start_redis(self.folder)
        variables = environment(self.postgres.url, self.redis.url)
        variables |= {"FACTDESK_LEASE_SECONDS": str(LEASE_SECONDS), "FACTDESK_SWEEP_SECONDS": "0.5"}
        self.environment = {**os.environ, **variables}
        os.environ.update(variables)
        settings.cache_clear()
        enqueue.broker_client.cache_clear()
        if self.migrated:
            upgrade(settings().database_url)
        return self

    def __exit__(self, *_: object) -> None:
        for process in self.processes:
            _signal(process, signal.SIGKILL)
            process.wait()
        db.engine(settings().database_url).dispose()
        self.redis.stop()
        self.postgres.stop()
        settings.cache_clear()
        enqueue.broker_client.cache_clear()

    def start_worker(self) -> None:
        """One more worker with one process."""
        self.start(*self.worker, module="tests.chaos.worker")

    def start_beat(self) -> None:
        """The bell of the sweeper."""
        self.start("beat")

    def start(self, *arguments: str, module: str = "cli") -> Process:
        """A process of this desk: a command of factdesk, or another module with its arguments."""
        log = self.folder / "log" / "chaos.log"
        process = start_command(*arguments, module=module, log=log, environment=self.environment)
        self.processes.append(process)
        return process

    def send(self, count: int, first: int = 0) -> None:
        """Articles of one claim each; every second one is rung for, some of them twice."""
        for number in range(first, first + count):
            sent = articles.Submission(f"The town of Alder {number} has {4000 + number:,} inhabitants.")
            with transaction(settings().database_url) as conn:
                received = articles.receive_article(conn, sent, MACHINE)
            if number % 2:
                enqueue.enqueue("split", [received.revision_id] * random.choice((1, 2)))

    def kill_worker(self) -> None:
        """SIGKILL a worker with its children; another takes its place."""
        victim = random.choice(self.workers())
        _signal(victim, signal.SIGKILL)
        victim.wait()
        self.processes.remove(victim)
        self.start_worker()

    def freeze_worker(self, until: Callable[[], bool] = lambda: True) -> None:
        """SIGSTOP a worker for longer than the lease, and on until `until` holds."""
        victim = random.choice(self.workers())
        _signal(victim, signal.SIGSTOP)
        time.sleep(LEASE_SECONDS + 1.5)
        deadline = time.monotonic() + 40
        while not until() and time.monotonic() < deadline:
            time.sleep(0.1)
        _signal(victim, signal.SIGCONT)

    def lose_redis(self) -> None:
        """Kill the broker; it comes back empty."""
        self.redis.process.kill()
        self.redis.process.wait()
        shutil.rmtree(self.folder / "redis")
        self.redis = start_redis(self.folder)

    def restart_postgres(self) -> None:
        """Restart the database under everybody's hands."""
        self.postgres.stop()
        self.postgres = start_postgres(self.folder)

    def crash_postgres(self) -> None:
        """Stop the database as a crash would (PostgreSQL's immediate shutdown): it reads its log again at the start."""
        self.postgres.process.send_signal(signal.SIGQUIT)
        self.postgres.process.wait(30)
        self.postgres = start_postgres(self.folder)

    def workers(self) -> list[Process]:
        """The worker processes."""
        return [p for p in self.processes if "tests.chaos.worker" in p.args]  # type: ignore[operator]

    def violations(self, patience: float) -> list[Violation]:
        """What does not hold once all is done, or once nothing has moved on for `patience` seconds.

        How long all of it takes depends on the machine and on what else runs there; work that is stuck does not move.
        """
        before, moved = self._violations(), time.monotonic()
        while before and time.monotonic() - moved < patience:
            time.sleep(0.5)
            hasten()
            asked = time.monotonic()
            if (found := self._violations()) != before:
                before, moved = found, time.monotonic()
            time.sleep(10 * (time.monotonic() - asked))  # of many articles counting takes long
        return before

    def splitting(self) -> int:
        """How many articles are being split now."""
        query = "SELECT count(*) FROM work WHERE kind = 'split' AND lease_until > clock_timestamp()"
        with transaction(settings().database_url) as conn:
            return int(conn.execute(text(query)).scalar_one())

    def splits(self) -> int:
        """How many articles were split so far."""
        with transaction(settings().database_url) as conn:
            return int(conn.execute(text("SELECT count(*) FROM audit WHERE event = 'split'")).scalar_one())

    def _violations(self) -> list[Violation]:
        try:
            with transaction(settings().database_url) as conn:
                counted = {what: conn.execute(text(query)).scalar_one() for what, query in _VIOLATIONS.items()}
        except DBAPIError:
            return [Violation("stuck", 1, "a store that does not answer")]
        return [Violation(harm, count, what) for (harm, what), count in counted.items() if count]


def hasten() -> None:
    """Have what failed for a fault be due now: by itself it waits for up to 80 s, which shows nothing more."""
    late = "UPDATE work SET due_at = now() WHERE token IS NULL AND attempts > 0 AND NOT failed AND due_at > now()"
    with suppress(DBAPIError), transaction(settings().database_url) as conn:
        conn.execute(text(late))


def attack(desk: Desk, faults: int, seed: int) -> list[str]:
    """Random faults one after the other; returns their names."""
    random.seed(seed)
    kinds: list[Callable[[], None]] = [
        desk.kill_worker,
        desk.freeze_worker,
        desk.lose_redis,
        desk.restart_postgres,
        desk.crash_postgres,
    ]
    done = []
    for number in range(faults):
        time.sleep(random.uniform(0.2, 1.0))
        fault = kinds[number % len(kinds)] if number < len(kinds) else random.choice(kinds[:3])
        fault()
        done.append(fault.__name__)
    return done


def _signal(process: Process, number: signal.Signals) -> None:
    with suppress(ProcessLookupError):
        os.killpg(process.pid, number)
