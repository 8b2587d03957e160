"""Past fact-checks found in the store: how long a search takes, and how often it finds the one that is meant.

A PostgreSQL of its own is started and filled with made-up statements, first 3,000 and then 300,000, among them the
checks of `tests/data`. Bench and server share one core. "found" is how often the statement that was asked for in other
words is among the five that a claim's lookup shows, and first of them; "by hand" how often the search hands the right
check of the hand-written pairs to the ranking, most of which share no word with it.
"""

import gc
import os
import shutil
import statistics
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from random import Random

from sqlalchemy import text

from bench.match import asked, known
from bench.statements import Made, statements
from checks.vectors import vectors
from cli import servers
from store import match, meanings
from store.db import engine, transaction
from store.fact_checks import fact_checks
from store.migrate import upgrade
from workers.lookup import PastChecks

SIZES = (3_000, 300_000)
_ASKED = 400


def main() -> None:
    """Print the table."""
    with _database() as server:
        url = server.url
        made = list(statements(max(SIZES)))
        gc.collect()
        gc.freeze()  # as in the workers
        stored, p95 = 0, []
        print(f"\nin the store, one core\n{'fact-checks':>12}{'p50 ms':>9}{'p95 ms':>9}{'found':>8}{'first':>8}{'by hand':>9}"
              f"{'filled s':>10}{'index s':>9}{'table MB':>10}{'index MB':>10}", flush=True)  # fmt: skip
        for size in SIZES:
            took, indexed = _fill(url, made[stored:size], with_known=not stored)
            stored = size
            with _one_core(server):
                times, found, first = _search(url, made[: SIZES[0]])
            with transaction(url) as conn:
                table, index = conn.execute(text(
                    "SELECT pg_table_size('fact_checks') / 1e6, pg_relation_size('ix_fact_checks_meaning') / 1e6"
                )).one()  # fmt: skip
            p95.append(statistics.quantiles(times, n=20)[-1])
            print(f"{size:>12,}{statistics.median(times):>9.1f}{p95[-1]:>9.1f}{found:>8.3f}{first:>8.3f}{_by_hand(url):>9.3f}"
                  f"{took:>10.0f}{indexed:>9.0f}{table:>10.0f}{index:>10.0f}", flush=True)  # fmt: skip
        print(f"p95 of the larger over that of the smaller: {p95[-1] / p95[0]:.1f}")


@contextmanager
def _database() -> Iterator[servers.Server]:
    folder = Path(tempfile.mkdtemp(prefix="factdesk-bench-"))
    folder.chmod(0o755)
    server = servers.postgres(folder, durable=False)
    try:
        upgrade(server.url)
        yield server
    finally:
        engine(server.url).dispose()
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _one_core(server: servers.Server) -> Iterator[None]:
    """Let bench and server share one core, where the system can do that."""
    if not hasattr(os, "sched_setaffinity"):
        yield
        return
    engine(server.url).dispose()  # what connects from here on inherits the server's core
    ours, all_cores = (0, server.process.pid), os.sched_getaffinity(0)
    for process in ours:
        os.sched_setaffinity(process, {max(all_cores)})
    yield
    for process in ours:
        os.sched_setaffinity(process, all_cores)


def _fill(url: str, made: Sequence[Made], *, with_known: bool) -> tuple[float, float]:
    """Write statements as an import does, and fill their meanings as the workers do.

    Returns the seconds for that and for the index, which is made at once afterwards to save the time of the bench: kept
    up to date row by row, as the desk does it, it takes about 2 ms a fact-check more.
    """
    start = time.perf_counter()
    rows = [(each.text, "made up") for each in made] + [(c.claim, str(c.id)) for c in known() if with_known]
    with transaction(url) as conn:
        conn.execute(text("DROP INDEX ix_fact_checks_meaning"))
        raw = conn.connection.cursor()
        with raw.copy("COPY fact_checks (statement, summary, rating, publisher, url) FROM STDIN") as copy:  # type: ignore[attr-defined]
            for n, (statement, summary) in enumerate(rows, int(start * 1000)):
                copy.write_row((statement, summary, "False", "Bench", f"https://example.org/{n}"))
    while True:
        with transaction(url) as conn:
            batch = meanings.take(conn, 1000)
            if not batch:
                break
            meanings.fill(conn, batch, vectors([row.statement for row in batch]).tolist())
    filled = time.perf_counter()
    with transaction(url) as conn:
        conn.execute(text("SET LOCAL maintenance_work_mem = '1GB'"))
        next(index for index in fact_checks.indexes if index.name == "ix_fact_checks_meaning").create(conn)
    with engine(url).connect().execution_options(isolation_level="AUTOCOMMIT") as conn:
        conn.execute(text("VACUUM ANALYZE"))
    return filled - start, time.perf_counter() - filled


def _search(url: str, made: Sequence[Made]) -> tuple[list[float], float, float]:
    """Milliseconds of every search, how often the one that is meant is among the five, and how often first."""
    wanted = Random(2).sample(list(made), _ASKED)
    times, found, first = [], 0, 0
    for n, each in enumerate([*wanted[:50], *wanted]):
        start = time.perf_counter()
        with transaction(url) as conn:
            hits = [hit.text for hit in PastChecks(conn).like(each.other_words, 5)]
        if n >= 50:
            times.append((time.perf_counter() - start) * 1000)
            found += each.text in hits
            first += each.text in hits[:1]
    return times, found / _ASKED, first / _ASKED


def _by_hand(url: str) -> float:
    pairs = asked()
    with transaction(url) as conn:
        return sum(
            any(passage.locator == right for passage, _ in match.near(conn, words, vectors([words])[0].tolist()))
            for words, right in pairs
        ) / len(pairs)


if __name__ == "__main__":
    main()
