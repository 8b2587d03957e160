"""How long each migration keeps readers and writers of the large tables waiting.

    ./run bench migrations [--claims N] [--since REVISION] [--until REVISION] [--keep FOLDER]

Fills a desk of N claims, copies it into the tables of an earlier migration and brings the copy up to date, one
migration after the other. Meanwhile, for every table of more than 10,000 rows, somebody asks every 20 ms for the
lock of a reader, for that of a writer, and for one row to change; each is given up at once. Printed are the seconds
of each migration and the longest wait, with the table and who waited. Leaves with 1 where anybody waited for longer
than a second.
"""

import argparse
import logging
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from threading import Event, Thread
from typing import Final

import psycopg
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from psycopg import sql
from sqlalchemy import NullPool, create_engine

from bench.operations.earlier_desk import alembic_config, copied
from bench.scale.desks import filled
from bench.servers import servers
from settings import set_variables
from store.migrations import locks

_LARGE: Final = 10_000  # rows
_PAUSE: Final = 0.02  # seconds between two requests for one table
_SAMPLED: Final = 200.0  # rows, about, among which the one to be changed is chosen
_MOST_SECONDS: Final = 1.0
_OLDEST: Final = "0027"  # no desk was large before


@dataclass
class Waits:
    """The longest waits, in seconds, by table and who waited ("reads", "writes", "changes a row")."""

    longest: dict[tuple[str, str], float] = field(default_factory=dict)

    def add(self, table: str, who: str, seconds: float) -> None:
        """Keep a wait that is longer than those before."""
        self.longest[table, who] = max(seconds, self.longest.get((table, who), 0.0))


def large_tables(url: str) -> dict[str, float]:
    """The tables of more than 10,000 rows, with how many rows they have by PostgreSQL's statistics."""
    query = "SELECT relname, reltuples FROM pg_class WHERE relkind = 'r' AND reltuples > %s ORDER BY relname"
    with psycopg.connect(url) as conn:
        return {
            name: rows for name, rows in conn.execute(query, (_LARGE,)) if not name.startswith(("pg_", "sql_"))
        }


@contextmanager
def asked(url: str, tables: dict[str, float]) -> Iterator[Waits]:
    """Within it somebody asks for the locks of each table, every 20 ms; its waits."""
    waits, over = Waits(), Event()
    threads = [Thread(target=_ask, args=(url, name, rows, waits, over)) for name, rows in tables.items()]
    for thread in threads:
        thread.start()
    try:
        yield waits
    finally:
        over.set()
        for thread in threads:
            thread.join()


def _ask(url: str, name: str, rows: float, waits: Waits, over: Event) -> None:
    table = sql.Identifier(name)
    share = sql.Literal(min(100.0, 100.0 * _SAMPLED / rows))
    requests = {
        "reads": sql.SQL("LOCK TABLE {} IN ACCESS SHARE MODE").format(table),
        "writes": sql.SQL("LOCK TABLE {} IN ROW EXCLUSIVE MODE").format(table),
        "changes a row": sql.SQL("SELECT FROM {} TABLESAMPLE SYSTEM ({}) LIMIT 1 FOR UPDATE").format(table, share),
    }
    with psycopg.connect(url) as conn:
        while not over.wait(_PAUSE):
            for who, request in requests.items():
                began = time.perf_counter()
                conn.execute(request)
                waits.add(name, who, time.perf_counter() - began)
                conn.rollback()


def measured(url: str, since: str, until: str) -> float:
    """Bring the desk at `url`, which is at `since`, to `until`; print each migration, return the longest wait."""
    plain = url.replace("+psycopg", "")
    longest = 0.0
    with create_engine(url, poolclass=NullPool).connect() as conn:
        config = alembic_config()
        config.attributes["connection"] = conn
        locks.wait_briefly(conn)
        tables = large_tables(plain)
        print(f"tables of more than {_LARGE:,} rows: {', '.join(tables)}")
        print(f"{'migration':<12}{'seconds':>9}{'longest wait, ms':>18}")
        for revision in revisions(config, since, until):
            with asked(plain, tables) as waits:
                began = time.perf_counter()
                locks.repeat_until_given(conn, partial(command.upgrade, config, revision))
                conn.commit()
                took = time.perf_counter() - began
                time.sleep(2 * _PAUSE)  # whoever waited at the end is answered and counted
            none = (("no table is large", "nobody"), 0.0)
            (table, who), wait = max(waits.longest.items(), key=lambda item: item[1], default=none)
            longest = max(longest, wait)
            print(f"{revision:<12}{took:>9.1f}{wait * 1000:>18.0f}  {table}: {who}", flush=True)
    return longest


def revisions(config: Config, since: str, until: str = "head") -> list[str]:
    """The migrations behind `since`, in their order, and none behind `until`."""
    found = ScriptDirectory.from_config(config).iterate_revisions(until, since)
    return [script.revision for script in found][::-1]


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="./run bench migrations", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--claims", type=int, default=1_000_000)
    parser.add_argument("--since", default=_OLDEST, help="the migration to begin after")
    parser.add_argument("--until", default="head", help="the last migration")
    parser.add_argument("--keep", type=Path, help="a folder in which the filled desk stays for the next run")
    given = parser.parse_args()
    logging.disable(logging.WARNING)
    with servers(given.keep) as (cluster, broker):
        set_variables({"REDIS_URL": broker, "FACTDESK_SECRET_KEY": "of a bench", "FACTDESK_LOG_LEVEL": "ERROR"})
        earlier = copied(filled(cluster, given.claims), "earlier", given.since)
        longest = measured(earlier, given.since, given.until)
    sys.exit(1 if longest > _MOST_SECONDS else 0)


if __name__ == "__main__":
    main()
