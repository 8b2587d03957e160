"""Fills a desk with made-up claims by set-based SQL: a desk of three years, the same for the same seed."""

import time
from pathlib import Path
from typing import Final

import psycopg
from psycopg import sql

_SCRIPTS: Final = tuple(Path(__file__).with_name(name) for name in ("fill.sql", "desk_work.sql"))
_LEAST_BUSY: Final = 60  # claims in each state in which somebody works on them, so that a page of the list is full


def fill(url: str, claims: int, seed: int = 1) -> float:
    """Fill the migrated, empty database at `url` with so many claims, 1,000 or more.

    Returns the seconds that it took, without the statistics that are made afterwards.
    """
    began = time.perf_counter()
    busy = _LEAST_BUSY + claims // 2000
    scripts = [script.read_text().format(n=claims, seed=seed, busy=busy) for script in _SCRIPTS]
    with psycopg.connect(url.replace("+psycopg", "")) as conn:
        conn.execute(
            "SET session_replication_role = replica; SET work_mem = '256MB'; SET maintenance_work_mem = '512MB'"
        )
        for script in scripts:
            conn.execute(sql.SQL(script))
        conn.execute("SET session_replication_role = origin")
    took = time.perf_counter() - began
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as conn:
        conn.execute("VACUUM ANALYZE")
    return took
