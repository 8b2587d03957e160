"""Times every list, filter, sort, search and page of a desk of N claims beside the same of a desk of 1,000, in one run.

    ./run bench scale [--claims N] [--repeats R] [--only TEXT] [--keep FOLDER]

Both desks are databases of one PostgreSQL. Each request is made R times on each, by turns. Of each is shown the least time
that the application and the database had of a core, which other programs do not lengthen, and the ratio of the two;
"passed" is the median of the time that passed with many claims, on this machine at this time. A request misses the target
that takes more than 1.5 times as long as with 1,000 claims and more than 5 ms longer, or more than 150 ms.
"""

import argparse
import logging
import re
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

import psycopg
from flask.testing import FlaskClient

from bench.scale.fill import fill
from bench.scale.questions import Question, questions
from embedded.postgres import start_postgres
from embedded.redis import start_redis
from service.app import create_app
from settings import tell
from store import people, tokens
from store.db import engine, transaction
from store.migrate import upgrade
from tests.desk_parts import sign_in

SMALL: Final = 1_000
_RATIO, _SLACK_MS, _MOST_MS = 1.5, 5.0, 150.0
_IDS: Final = {
    "published": "SELECT max(claim_id) FROM fact_checks WHERE withdrawn_at IS NULL AND claim_id IS NOT NULL",
    "waiting": "SELECT max(id) FROM claims WHERE state = 'triage'",
    "feed": "SELECT max(feed_id) FROM feed_entries",
    "document": "SELECT max(id) FROM documents WHERE built_in IS NULL",
    "articles": "SELECT max(id) FROM articles",
    "shelf": "SELECT max(id) FROM documents",
    "external fact-checks": "SELECT max(id) FROM fact_checks",
    "fact-checks": "SELECT max(id) FROM fact_checks",
    "imports": "SELECT max(id) FROM imports",
    "feeds": "SELECT max(id) FROM feeds",
}


class Desk:
    """A filled desk: its address, what is asked of it, and a browser and a program that ask."""

    def __init__(self, url: str, claims: int) -> None:
        self.url = url
        tell({"DATABASE_URL": url})
        with transaction(url) as conn:
            who = people.add_person(conn, "bench@example.org", "bench", "admin", "correct horse battery")
            self.token = tokens.create_token(conn, who, f"bench {time.time()}", ["read"])
        with psycopg.connect(url.replace("+psycopg", "")) as raw:
            ids = {name: raw.execute(query).fetchone()[0] or 1 for name, query in _IDS.items()}  # type: ignore[index,arg-type]
        self._raw = psycopg.connect(url.replace("+psycopg", ""), autocommit=True)
        app = create_app()
        self.questions = {each.name: each for each in questions(app, claims, ids)}
        self.browser: FlaskClient = app.test_client()
        self.program: FlaskClient = app.test_client()
        sign_in(self.browser, "bench")

    def ask(self, question: Question) -> tuple[float, float, int]:
        """The milliseconds of an answer, of a core and as they passed, and its status."""
        tell({"DATABASE_URL": self.url})
        backends = self._backends()
        api = question.path.startswith("/api/")
        headers = {"Authorization": f"Bearer {self.token}"} if api else {}
        client = self.program if api else self.browser
        began, worked, served = time.perf_counter(), time.process_time(), _on_core(backends)
        answer = client.get(question.path, headers=headers, follow_redirects=True)
        took, worked = time.perf_counter() - began, time.process_time() - worked
        served = _on_core(self._backends()) - served
        return (worked + served) * 1000, took * 1000, answer.status_code

    def _backends(self) -> list[int]:
        """The processes of the database that serve this desk, those that help one included."""
        query = "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        return [row[0] for row in self._raw.execute(query)]


def main() -> None:
    """Print the table, and leave with 1 where a request fails the target."""
    parser = argparse.ArgumentParser(prog="./run bench scale", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--claims", type=int, default=100_000, help="how many the larger desk has, 1,000 or more")
    parser.add_argument("--repeats", type=int, default=5, help="requests of each kind to each desk")
    parser.add_argument("--only", default="", help="ask only what fits this regular expression")
    parser.add_argument("--keep", type=Path, help="a folder in which the filled desks stay for the next run")
    parser.add_argument("--verbose", action="store_true", help="print each request as it is measured")
    given = parser.parse_args()
    logging.disable(logging.WARNING)
    with _servers(given.keep) as (cluster, broker):
        tell({"REDIS_URL": broker, "FACTDESK_SECRET_KEY": "of a bench", "FACTDESK_LOG_LEVEL": "ERROR"})
        desks = [Desk(_filled(cluster, size), size) for size in (SMALL, given.claims)]
        failed = _measure(desks, given.repeats, given.only, verbose=given.verbose)
    sys.exit(1 if failed else 0)


def _measure(desks: list[Desk], repeats: int, only: str, *, verbose: bool = False) -> int:
    small = desks[0]
    rows: list[tuple[float, float, float, float, str]] = []
    all_times: list[float] = []
    full: dict[str, float] = {}
    for name in small.questions:
        if not re.search(only, name):
            continue
        times: list[list[float]] = [[], []]
        passed: list[float] = []
        for turn in range(repeats + 1):
            for place, desk in enumerate(desks):
                worked, took, status = desk.ask(desk.questions[name])
                if status >= 400:
                    print(f"{name} answered {status}", flush=True)
                if turn:  # the first one warms up
                    times[place].append(worked)
                    passed += [took] * place
        few, many = (min(each) for each in times)
        all_times.extend(times[1])
        path = name.split(" ")[0]
        if path not in full:  # the first of a path has no filter
            full[path] = min(small.ask(small.questions[name])[0] for _ in range(5))
        few = max(few, full[path])
        rows.append((many / few, few, many, statistics.median(passed), name))
        if verbose:
            print(f"{few:9.1f}{many:9.1f}{many / few:7.2f}{rows[-1][3]:9.1f}  {name}", flush=True)
    missed = [row for row in rows if (row[0] > _RATIO and row[2] - row[1] > _SLACK_MS) or row[2] > _MOST_MS]
    print(
        f"{'1,000':>9}{'many':>9}{'ratio':>7}{'passed':>9}  ms; {len(rows)} requests, the slowest and all that miss the target"
    )
    slowest = sorted(rows, key=lambda row: -row[2])[:10]
    for row in sorted({*missed, *slowest}, key=lambda row: -row[2]):
        mark = "*" if row in missed else " "
        print(f"{row[1]:9.1f}{row[2]:9.1f}{row[0]:7.2f}{row[3]:9.1f} {mark}{row[4]}")
    p95 = statistics.quantiles(all_times, n=20)[-1] if len(all_times) > 1 else 0.0
    print(f"p95 of all requests with many claims: {p95:.1f} ms; {len(missed)} of {len(rows)} miss the target")
    return len(missed)


def _on_core(pids: list[int]) -> float:
    """Seconds that processes have had of a core; none of those that have ended."""
    total = 0
    for pid in pids:
        with suppress(OSError):
            total += int(Path(f"/proc/{pid}/schedstat").read_text().split()[0])
    return total / 1e9


def _filled(cluster: str, claims: int) -> str:
    """The address of a desk of so many claims, which is made where it is not there yet."""
    name = f"scale_{claims}"
    url = cluster.replace("@/factdesk?", f"@/{name}?")
    with psycopg.connect(cluster.replace("+psycopg", ""), autocommit=True) as conn:
        there = conn.execute("SELECT FROM pg_database WHERE datname = %s", (name,)).rowcount > 0
        if not there:
            conn.execute(f"CREATE DATABASE {name}")  # type: ignore[arg-type]
    upgrade(url)
    if not there:
        print(f"{claims:,} claims filled in {fill(url, claims):.0f} s", flush=True)
    with psycopg.connect(url.replace("+psycopg", "")) as conn:
        conn.execute("DELETE FROM sessions WHERE person_id = (SELECT id FROM people WHERE name = 'bench')")
        conn.execute("DELETE FROM people WHERE name = 'bench'")
        size = conn.execute("SELECT pg_size_pretty(pg_database_size(current_database()))").fetchone()
    print(f"desk of {claims:,} claims: {size[0] if size else '?'}", flush=True)
    return url


@contextmanager
def _servers(keep: Path | None) -> Iterator[tuple[str, str]]:
    folder = keep or Path(tempfile.mkdtemp(prefix="factdesk-bench-"))
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o755)
    server, broker = start_postgres(folder, durable=False), start_redis(folder)
    try:
        yield server.url, broker.url
    finally:
        for each in (server, broker):
            each.stop()
        engine.cache_clear()
        if keep is None:
            shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
