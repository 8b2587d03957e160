"""Past fact-checks found in the store: how long a search takes, and how often it finds the one that is meant.

A PostgreSQL of its own is started and filled with made-up statements, first 3,000 and then 300,000, among them the
checks of `tests/data`. Bench and server share one core, and the encoder is part of every search. "cpu" is the time
that both had of that core; other programs do not lengthen it as they do the time that passed. The first 6,000
statements are encoded; the rest get vectors near theirs (cosine .8), since 300,000 take half an hour to encode.
That does for the time of a search, and says less of what is found among them. "found" is how often the statement
that was asked for in other words is among the five that a claim's lookup shows, and "first" of them; "same" how
often it is called the same claim, and "wrong" how many others are, for each asked. "by hand" is how often the
search hands the right check of the hand-written pairs to the ranking; hardly a word of these agrees.
"""

import gc
import logging
import os
import statistics
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from random import Random

import numpy as np
from sqlalchemy import Connection, text

from bench.match.pairs import asked, known
from bench.servers import empty_database
from bench.statements import Made, statements
from checks.matching.same_claim import compare_claims
from checks.nlp.encoder import encoder
from checks.types.embedding import ENCODER_DIMENSIONS, ENCODER_NAME
from embedded.process import Server
from settings import set_variables
from store import embeddings
from store.db import engine, transaction
from store.external.candidates import find_fact_check_candidates
from store.verdicts.fact_checks import fact_checks
from workers.sources.searches import find_past_fact_checks

SIZES = (3_000, 300_000)
_ASKED, _WARM = 200, 50
_ENCODED = 6_000  # statements whose embedding is computed
_NOISE = 0.75  # length of what is added to an embedding of length 1 to make another: cosine .8


_COLUMNS = (
    ("fact-checks", ",.0f"), ("p50 ms", ".1f"), ("p95 ms", ".1f"), ("p50 cpu", ".1f"), ("p95 cpu", ".1f"),
    ("found", ".3f"), ("first", ".3f"), ("same", ".3f"), ("wrong", ".3f"), ("by hand", ".3f"), ("filled/s", ".0f"),
    ("words s", ".1f"), ("index s", ".0f"), ("table MB", ".0f"), ("index MB", ".0f"),
)  # fmt: skip


def main() -> None:
    """Print the table."""
    logging.getLogger("alembic").setLevel(logging.WARNING)
    set_variables({"TOKENIZERS_PARALLELISM": "false"})  # this and what follows as in the workers
    made = list(statements(max(SIZES)))
    gc.collect()
    gc.freeze()
    print("\nin the store, searches on one core\n" + "".join(f"{name:>12}" for name, _ in _COLUMNS), flush=True)
    with empty_database() as server:
        p95: list[float] = []
        for stored, size in pairwise((0, *SIZES)):
            built = _fill(server.url, made[stored:size], with_known=not stored)
            with one_core(server):
                times, cpu, shares = _search(server.url, made[: SIZES[0]])
            p95.append(_p95(cpu))
            values = (
                size,
                statistics.median(times),
                _p95(times),
                statistics.median(cpu),
                p95[-1],
                *shares,
                _by_hand(server.url),
                *built,
                *_sizes(server.url),
            )
            shown = zip(values, _COLUMNS, strict=True)
            print("".join(f"{format(value, how):>12}" for value, (_, how) in shown), flush=True)
        print(f"p95 cpu of the larger over that of the smaller: {p95[-1] / p95[0]:.1f}")


def _p95(values: Sequence[float]) -> float:
    return statistics.quantiles(values, n=20)[-1]


def _sizes(url: str) -> tuple[float, float]:
    """Megabytes of the table and of the index of embeddings."""
    query = "SELECT pg_table_size('fact_checks') / 1e6, pg_relation_size('ix_fact_checks_embedding') / 1e6"
    with transaction(url) as conn:
        table, index = conn.execute(text(query)).one()
    return float(table), float(index)


@contextmanager
def one_core(server: Server) -> Iterator[None]:
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


def _fill(url: str, made: Sequence[Made], *, with_known: bool) -> tuple[float, float, float]:
    """Write statements as an import does, and fill in the embeddings of the first ones as the workers do.

    Returns how many were encoded a second and core, and the seconds for counting words and for the index. That is
    made at once afterwards to save the time of the bench: kept up to date row by row, as the desk does it, it takes
    some ms a fact-check more.
    """
    rows = [(c.claim, str(c.id)) for c in known() if with_known] + [(each.text, "made up") for each in made]
    with transaction(url) as conn:
        conn.execute(text("DROP INDEX ix_fact_checks_embedding"))
        _write(conn, "fact_checks", rows[:_ENCODED])
    rate = _encode(url)
    with transaction(url) as conn:
        conn.execute(text("SET LOCAL maintenance_work_mem = '1GB'; SET LOCAL statement_timeout = 0"))
        if rest := rows[_ENCODED:]:
            _write_near(conn, rest)
        start = time.perf_counter()
        embeddings.count_words(conn)
        counted = time.perf_counter()
        next(index for index in fact_checks.indexes if index.name == "ix_fact_checks_embedding").create(conn)
    took = counted - start, time.perf_counter() - counted
    with engine(url).connect().execution_options(isolation_level="AUTOCOMMIT") as conn:
        conn.execute(text("VACUUM ANALYZE"))
    return rate, *took


def _write(conn: Connection, table: str, rows: Sequence[tuple[str, str]]) -> None:
    """Write pairs of a statement and a summary."""
    raw, first = conn.connection.cursor(), time.time_ns()
    columns = "(statement, summary, rating, publisher, url)"
    with raw.copy(f"COPY {table} {columns} FROM STDIN") as copy:
        for n, (statement, summary) in enumerate(rows, first):
            copy.write_row((statement, summary, "False", "Bench", f"https://example.org/{n}"))


def _encode(url: str) -> float:
    """Fill in what waits; how many a second of this process's time."""
    filled, seconds = 0, 0.0
    while True:
        with transaction(url) as conn:
            if not (batch := embeddings.take_missing_embeddings(conn, 500)):
                return filled / seconds
            start = time.process_time()
            vectors = encoder().sentences([row.statement for row in batch])
            seconds, filled = seconds + time.process_time() - start, filled + len(batch)
            embeddings.fill_embeddings(conn, batch, vectors.tolist())


def _write_near(conn: Connection, rows: Sequence[tuple[str, str]]) -> None:
    """Write statements with vectors near those that are there, instead of their own."""
    noise = np.random.default_rng(3).standard_normal((997, ENCODER_DIMENSIONS))
    noise *= _NOISE / np.linalg.norm(noise, axis=1, keepdims=True)
    conn.execute(
        text(
            "CREATE TEMP TABLE made (LIKE fact_checks INCLUDING DEFAULTS INCLUDING IDENTITY INCLUDING GENERATED) "
            "ON COMMIT DROP"
        )
    )
    conn.execute(text("CREATE TEMP TABLE noise (n integer, vector halfvec) ON COMMIT DROP"))
    values = [{"n": n, "vector": str(row.round(4).tolist())} for n, row in enumerate(noise)]
    conn.execute(text("INSERT INTO noise VALUES (:n, :vector)"), values)
    _write(conn, "made", rows)
    conn.execute(
        text("""
            WITH near AS (SELECT row_number() OVER (ORDER BY id) - 1 AS n, embedding FROM fact_checks)
            INSERT INTO fact_checks (statement, summary, rating, publisher, url, embedding, encoder)
            SELECT statement, summary, rating, publisher, url, l2_normalize(near.embedding + noise.vector), :encoder
            FROM made JOIN near ON near.n = made.id % (SELECT count(*) FROM fact_checks)
            JOIN noise ON noise.n = made.id % 997
        """),
        {"encoder": ENCODER_NAME},
    )


def _search(url: str, made: Sequence[Made]) -> tuple[list[float], list[float], list[float]]:
    """Milliseconds of every search: that passed, and that bench and server had of their core; and for each asked how
    often the one that is meant is found, first, and called the same claim, and how often another is."""
    wanted = Random(2).sample(list(made), _ASKED)
    times, cpu, counts = [], [], np.zeros(4)
    for n, each in enumerate([*wanted[:_WARM], *wanted]):
        with transaction(url) as conn:
            server = conn.execute(text("SELECT pg_backend_pid()")).scalar_one()
        start, worked = time.perf_counter(), on_core(server)
        with transaction(url) as conn:
            hits = [hit.text for hit in find_past_fact_checks(conn, each.other_words, 5)]
        took = (time.perf_counter() - start) * 1000
        if n >= _WARM:
            times.append(took)
            cpu.append(on_core(server) - worked)
            kinds = {hit: found.kind for hit in hits if (found := compare_claims(each.other_words, hit))}
            same = {hit for hit, kind in kinds.items() if kind == "the same claim"}
            counts += each.text in hits, each.text in hits[:1], each.text in same, len(same - {each.text})
    return times, cpu, list(counts / _ASKED)


def on_core(server: int) -> float:
    """Milliseconds that this process and the server's process `server` had of a core; 0 where the system tells none."""
    files = [Path(f"/proc/{process}/schedstat") for process in ("self", server)]
    return sum(int(file.read_text().split()[0]) for file in files if file.exists()) / 1e6


def _by_hand(url: str) -> float:
    pairs = asked()
    with transaction(url) as conn:
        return sum(
            any(
                each.check.summary == right
                for found in find_fact_check_candidates(conn, [(words, encoder().sentences([words])[0].tolist())])
                for each in found
            )
            for words, right in pairs
        ) / len(pairs)


if __name__ == "__main__":
    main()
