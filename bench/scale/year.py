"""The writes of a year on a filled desk, in weeks, and what they leave behind in its tables."""

import time
from pathlib import Path
from typing import Any, Final

import psycopg
from psycopg import sql

_SCRIPT: Final = Path(__file__).with_name("year.sql")
_WEEKS: Final = 52
_YEARS_OF_DESK: Final = 3
_TABLES: Final = (
    "claims",
    "work",
    "lookups",
    "evidence",
    "suggestions",
    "claim_counts",
    "audit",
    "articles",
    "revisions",
)
# Dead rows above the table's share, or the server's, and the server's least.
_DUE: Final = """
    SELECT s.relname FROM pg_stat_user_tables s JOIN pg_class c ON c.oid = s.relid LEFT JOIN LATERAL (
        SELECT option_value::float FROM pg_options_to_table(c.reloptions)
        WHERE option_name = 'autovacuum_vacuum_scale_factor') own (share) ON true
    WHERE s.relname = ANY (%s) AND n_dead_tup > current_setting('autovacuum_vacuum_threshold')::int
        + coalesce(own.share, current_setting('autovacuum_vacuum_scale_factor')::float) * greatest(c.reltuples, 0)"""
_SIZES: Final = """
    SELECT relname, pg_table_size(relid), pg_indexes_size(relid), n_live_tup, n_dead_tup,
    autovacuum_count + vacuum_count FROM pg_stat_user_tables WHERE relname = ANY (%s)"""


def write_year(url: str, claims: int) -> None:
    """Write a year's claims with all that is done to them, then print sizes, dead rows and what a rewrite would save.

    Args:
        claims: how many the desk of three years was filled with.
    """
    each = claims // (_WEEKS * _YEARS_OF_DESK)
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as conn:
        before = _sizes(conn)
        began = time.perf_counter()
        for week in range(_WEEKS):
            script = _SCRIPT.read_text().format(n=each, week=week)
            for statement in script.split(";\n"):
                if statement.strip():
                    conn.execute(sql.SQL(statement))
            _vacuum_as_due(conn)
        took = time.perf_counter() - began
        written = conn.execute("SELECT count(*) FROM claims WHERE id > %s", [claims]).fetchone()
        after = _sizes(conn)
        print(f"a year: {written[0] if written else 0:,} claims written and worked on in {took:.0f} s")
        print(f"{'MB':<14}{'table':>16}{'indexes':>16}{'live rows':>12}{'dead':>9}{'vacuums':>9}{'rewritten':>11}")
        for name in _TABLES:
            (table, indexes, *_), (table_now, indexes_now, live, dead, vacuums) = before[name], after[name]
            conn.execute(sql.SQL("VACUUM FULL {}").format(sql.Identifier(name)))
            rewritten = sum(_sizes(conn)[name][:2])
            print(
                f"{name:<14}{_mb(table):>7} → {_mb(table_now):>6}{_mb(indexes):>7} → {_mb(indexes_now):>6}"
                f"{live:>12,}{dead:>9,}{vacuums:>9}{_mb(rewritten):>11}"
            )
        conn.execute("ANALYZE")


def _vacuum_as_due(conn: psycopg.Connection[Any]) -> None:
    """Vacuum by autovacuum's own rule what a week has made due; it looks once a minute, in which here years pass."""
    conn.execute("SELECT pg_stat_force_next_flush()")
    conn.execute("SELECT pg_stat_clear_snapshot()")
    for (name,) in conn.execute(_DUE, [list(_TABLES)]).fetchall():
        conn.execute(sql.SQL("VACUUM ANALYZE {}").format(sql.Identifier(name)))


def _sizes(conn: psycopg.Connection[Any]) -> dict[str, tuple[int, ...]]:
    return {row[0]: row[1:] for row in conn.execute(_SIZES, [list(_TABLES)])}


def _mb(size: int) -> str:
    return f"{size / 2**20:.1f}"
