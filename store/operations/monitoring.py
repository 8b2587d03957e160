"""What an operator watches: the queue, the sources, what waits for embeddings; read by indexes, whatever the size
of the desk.
"""

from dataclasses import dataclass
from typing import Final

import sqlalchemy as sa

from store.queue import DUE_SQL, FREE_SQL, KINDS
from store.rows import fetch_all, fetch_one

_MOST_COUNTED: Final = 100_000  # embeddings that wait; to count more says no more


@dataclass(frozen=True, slots=True)
class QueueDepth:
    """The jobs of one kind.

    Attributes:
        waiting: due, or due later, and held by nobody.
        running: held under a lease.
        failed: given up.
        oldest_seconds: how long the one has been due that has been due longest; 0 if none is. Lookups that wait
            for a source which limits them do not count: their line may be long though all goes on.
    """

    kind: str
    waiting: int
    running: int
    failed: int
    oldest_seconds: float


@dataclass(frozen=True, slots=True)
class SourceState:
    """How a reference source has done in the last quarter of an hour.

    Attributes:
        paused: whether it is paused after failing.
        failures: how many in a row.
        answers: lookups that ended; median_seconds and p95_seconds are of these, None without any.
    """

    name: str
    paused: bool
    failures: int
    answers: int
    median_seconds: float | None
    p95_seconds: float | None


@dataclass(frozen=True, slots=True)
class StoreSize:
    """How large the store is, and its clock.

    Attributes:
        database_bytes: on disk, with indexes.
        connections: that are open to this database, of `most_connections`.
        oldest_transaction_seconds: how long the oldest open transaction has lasted; 0 without any.
        now: its clock, in seconds since 1970.
    """

    database_bytes: int
    connections: int
    most_connections: int
    oldest_transaction_seconds: float
    now: float
    version: str


_QUEUE: Final = sa.text(f"""
    SELECT kind, count(*) FILTER (WHERE NOT failed AND {FREE_SQL.format(work="work")}) AS waiting,
      count(*) FILTER (WHERE NOT failed AND NOT {FREE_SQL.format(work="work")}) AS running,
      count(*) FILTER (WHERE failed) AS failed,
      coalesce(extract(epoch FROM now() - min(due_at) FILTER (
        WHERE {DUE_SQL.format(work="work")} AND limited.name IS NULL)), 0)::float AS oldest_seconds
    FROM work LEFT JOIN sources limited ON limited.name = concurrency_group AND limited.at_once IS NOT NULL
    GROUP BY kind""")  # noqa: S608 - parts of our own
_SOURCES: Final = sa.text("""
    SELECT s.name, coalesce(s.paused_until > now(), false) AS paused, s.failures, coalesce(l.answers, 0) AS answers,
      l.median_seconds, l.p95_seconds
    FROM sources s LEFT JOIN (
      SELECT source, count(*) AS answers,
        percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM finished_at - started_at))::float
          AS median_seconds,
        percentile_cont(0.95) WITHIN GROUP (ORDER BY extract(epoch FROM finished_at - started_at))::float
          AS p95_seconds
      FROM lookups WHERE queued_at > now() - interval '15 minutes' AND finished_at IS NOT NULL GROUP BY source
    ) l ON l.source = s.name WHERE s.switched_on ORDER BY s.name""")
_SIZE: Final = sa.text("""
    SELECT pg_database_size(current_database()) AS database_bytes,
      (SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()) AS connections,
      current_setting('max_connections')::int AS most_connections,
      coalesce((SELECT extract(epoch FROM max(now() - xact_start)) FROM pg_stat_activity
                WHERE datname = current_database() AND pid <> pg_backend_pid()), 0)::float
        AS oldest_transaction_seconds,
      extract(epoch FROM clock_timestamp())::float AS now, current_setting('server_version') AS version""")
_WAITING_EMBEDDINGS: Final = sa.text("""
    SELECT (SELECT count(*) FROM (SELECT FROM claim_embeddings WHERE encoder IS NULL LIMIT :most) c)
         + (SELECT count(*) FROM (SELECT FROM fact_checks WHERE encoder IS NULL LIMIT :most) f)
         + (SELECT count(*) FROM (SELECT FROM passage_embeddings WHERE encoder IS NULL LIMIT :most) p)""")


def list_queue_depths(conn: sa.Connection) -> list[QueueDepth]:
    """The jobs in the queue by kind; of a kind without jobs zeros, so that its counts begin and end with a figure."""
    found = {depth.kind: depth for depth in fetch_all(conn, _QUEUE, QueueDepth)}
    return [found.get(kind, QueueDepth(kind, 0, 0, 0, oldest_seconds=0.0)) for kind in KINDS]


def list_source_states(conn: sa.Connection) -> list[SourceState]:
    """The sources that are switched on."""
    return fetch_all(conn, _SOURCES, SourceState)


def get_store_size(conn: sa.Connection) -> StoreSize:
    """How large the store is, and its clock."""
    return fetch_one(conn, _SIZE, StoreSize, "store")


def difference_of_clocks(now: float, asked: float, answered: float) -> float:
    """By how many seconds at least the store's clock is ahead of this machine's; negative if it is behind.

    Args:
        now: what the store's clock said, between `asked` and `answered` by this machine's clock. A slow answer is no
            difference.
    """
    return max(now - answered, 0.0) + min(now - asked, 0.0)


def count_waiting_embeddings(conn: sa.Connection) -> int:
    """How many claims, fact-checks and passages of the shelf wait for their embedding, of each up to 100,000."""
    return int(conn.execute(_WAITING_EMBEDDINGS, {"most": _MOST_COUNTED}).scalar_one())
