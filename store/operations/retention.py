"""What the desk forgets by itself, by age and state; each rule is off until the operator names a number of days.

What was published, what a verdict cites, and what somebody works on is never forgotten.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

import sqlalchemy as sa

_AT_ONCE: Final = 200  # articles a run, so that no transaction is long; the next run goes on
_ROWS_AT_ONCE: Final = 10_000
# Articles all of whose claims were set aside, that nobody refers to from outside of them.
_ARTICLES: Final = """
    SELECT a.id FROM articles a
    WHERE a.arrived_at < clock_timestamp() - :age AND a.merged_into IS NULL
      AND NOT EXISTS (SELECT FROM claims c WHERE c.article_id = a.id AND c.state NOT IN ('declined', 'duplicate'))
      AND NOT EXISTS (SELECT FROM claims c JOIN verdicts v ON v.claim_id = c.id WHERE c.article_id = a.id)
      AND NOT EXISTS (SELECT FROM claims c JOIN claims d ON d.duplicate_of = c.id OR d.head_id = c.id
                      WHERE c.article_id = a.id AND d.article_id <> a.id)
      AND NOT EXISTS (SELECT FROM articles b WHERE b.merged_into = a.id)
      AND NOT EXISTS (SELECT FROM work w JOIN revisions r ON r.id = w.subject
                      WHERE w.kind = 'split' AND r.article_id = a.id)
    ORDER BY a.id"""
_CAPTURES: Final = """
    SELECT s.sha256 FROM captures s WHERE s.captured_at < clock_timestamp() - :age
      AND NOT EXISTS (SELECT FROM evidence e WHERE e.sha256 = s.sha256)"""
# Entries of claims that are gone, and of sign-in and settings; those of claims that are there tell their history.
_AUDIT: Final = """
    SELECT u.id FROM audit u WHERE u.at < clock_timestamp() - :age
      AND NOT (u.subject_kind = 'claim' AND EXISTS (SELECT FROM claims c WHERE c.id = u.subject)) ORDER BY u.id"""
_SESSIONS: Final = """
    SELECT s.id FROM sessions s
    WHERE s.seen_at < clock_timestamp() - :age AND s.seen_at < clock_timestamp() - interval '12 hours'"""

# What readers reported, with how they can be answered, once somebody has seen to it.
_REPORTS: Final = "SELECT r.id FROM error_reports r WHERE r.closed_at < clock_timestamp() - :age"


@dataclass(frozen=True, slots=True)
class Rules:
    """After how many days what is forgotten; None keeps it for ever."""

    articles: int | None = None
    captures: int | None = None
    audit: int | None = None
    sessions: int | None = None
    reports: int | None = None


_QUERIES: Final = {
    "articles": ("articles", "id", _ARTICLES, _AT_ONCE),
    "captures": ("captures", "sha256", _CAPTURES, _ROWS_AT_ONCE),
    "audit": ("audit", "id", _AUDIT, _ROWS_AT_ONCE),
    "sessions": ("sessions", "id", _SESSIONS, _ROWS_AT_ONCE),
    "reports": ("error_reports", "id", _REPORTS, _ROWS_AT_ONCE),
}


def count_due(conn: sa.Connection, rules: Rules) -> dict[str, int]:
    """How many rows of each kind the rules would forget now; nothing is changed."""
    found = {}
    for name, days in _named(rules).items():
        _, _, due, _ = _QUERIES[name]
        query = sa.text(f"SELECT count(*) FROM ({due}) due").bindparams(_age(days))  # noqa: S608 - parts of our own
        found[name] = int(conn.execute(query).scalar_one())
    return found


def forget_due(conn: sa.Connection, rules: Rules) -> dict[str, int]:
    """Delete what the rules name, some rows at a time.

    Returns:
        How many rows of each kind went; if it equals the size of a portion, there may be more.
    """
    gone = {}
    for name, days in _named(rules).items():
        table, key, due, most = _QUERIES[name]
        which = f"SELECT {key} FROM ({due} LIMIT {most}) due"  # noqa: S608 - parts of our own
        delete = sa.text(f"DELETE FROM {table} WHERE {key} IN ({which})")  # noqa: S608 - likewise
        gone[name] = int(conn.execute(delete.bindparams(_age(days))).rowcount)
    return gone


def _named(rules: Rules) -> dict[str, int]:
    return {name: days for name in _QUERIES if (days := getattr(rules, name)) is not None}


def _age(days: int) -> sa.BindParameter[timedelta]:
    return sa.bindparam("age", timedelta(days=days), sa.Interval())
