"""Columns get the field's words on a desk of the version before, and what they hold stays."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import Connection, literal, text

from store import queue
from store.claims import claims
from store.db import engine, transaction
from store.lookups import evidence
from store.migrate import upgrade
from tests.store.earlier_desk import earlier_desk

_FILL = """
INSERT INTO people (name, email, role) VALUES ('Ada', 'ada@example.org', 'checker');
INSERT INTO articles (title, url, arrived_by) VALUES ('A', 'https://example.org/a', 'paste');
INSERT INTO revisions (article_id, number, received, format, sha256) VALUES (1, 1, 'Words.', 'text', 'a');
INSERT INTO claims (revision_id, article_id, start, "end", text, statement, kind, worth, reasons, manner, direct)
  VALUES (1, 1, 0, 1, 'W', 'Words', 'statement', 0.5, '[]', 'denies', true);
INSERT INTO claims (revision_id, article_id, start, "end", text, statement, kind, worth, reasons, apart,
repeats, returned)
  VALUES (1, 1, 1, 2, 'o', 'Words', 'statement', 0.5, '[]', true, 1, true);
INSERT INTO evidence (claim_id, text, locator, publisher, sha256, stance, reason, kin, added_by)
  VALUES (1, 'Passage', 'part 1', 'Office', 'a', 'context', 'said', 'the same claim', 1);
INSERT INTO suggestions (claim_id, outcome, reasons, rests_on) VALUES (1, 'context only', '[]', '[1]');
INSERT INTO work (kind, subject, lane) VALUES ('lookup', 7, 'shelf');
"""


# What revision 0050 renames, by the words of the one before.
_FILL_JOBS = """
INSERT INTO articles (title, url, arrived_by) VALUES ('A', 'https://example.org/a', 'paste');
INSERT INTO work (kind, subject, woken_at, answered) VALUES ('split', 7, '2026-01-02 03:04+00', true);
INSERT INTO imports (name, began_at) VALUES ('old.csv', '2026-01-02 03:04+00');
INSERT INTO audit (subject_kind, subject, event) VALUES
  ('claim', 1, 'returned'), ('claim', 2, 'no longer returned'), ('article', 1, 'fetched anew'),
  ('article', 1, 'dated anew by its feed'), ('article', 1, 'received');
"""


@pytest.fixture
def upgraded(cluster: str) -> str:
    """A desk of revision 0023 with one row of each table that is renamed in, and brought up to date."""
    with earlier_desk(cluster, "0023", "names_before") as (url, conn):
        conn.execute(text(_FILL))
    upgrade(url)
    return url


def test_jobs_imports_and_steps_keep_what_they_held_under_their_new_names(cluster: str) -> None:
    with earlier_desk(cluster, "0049", "jobs_before") as (url, conn):
        conn.execute(text(_FILL_JOBS))
    upgrade(url)
    with transaction(url) as conn:
        job = queue.find_job(conn, "split", 7)
        released = conn.execute(text("SELECT slot_released FROM work")).scalar_one()
        started = conn.execute(text("SELECT started_at FROM imports")).scalar_one()
        events = list(conn.execute(text("SELECT event FROM audit ORDER BY id")).scalars())
        names = _names(conn)
    engine(url).dispose()
    assert job is not None
    assert job.enqueued_at == started == datetime(2026, 1, 2, 3, 4, tzinfo=UTC)
    assert released is True
    assert events == [
        "repeats a false claim", "no longer repeats a false claim", "fetched again",
            "date changed by its feed", "received",
    ]  # fmt: skip
    assert not [name for name in names if "woken" in name.split("_")]


def test_what_the_columns_hold_stays_under_their_new_names(upgraded: str) -> None:
    with transaction(upgraded) as conn:
        first, second = claims.get_claim(conn, 1), claims.get_claim(conn, 2)
        (passage,) = evidence.list_evidence(conn, 1)
        in_group = queue.select_waiting_jobs(literal(5))
        waiting = list(conn.execute(in_group, {"concurrency_group": "shelf"}).scalars())
        names = _names(conn)
    engine(upgraded).dispose()
    assert (first.speech_act, first.quoted, first.evidence_ids) == ("denies", True, [1])
    assert (second.excluded_from_clusters, second.repeat_of, second.repeats_false) == (True, 1, True)
    assert passage.match_kind == "the same claim"
    assert waiting == [7]
    assert not [name for name in names if {"lane", "kin", "manner", "repeats"} & set(name.split("_"))]


def _names(conn: Connection) -> list[str]:
    """The names of all constraints and indexes of the desk's tables."""
    query = """SELECT conname AS name FROM pg_constraint WHERE connamespace = 'public'::regnamespace
               UNION SELECT indexname FROM pg_indexes WHERE schemaname = 'public'"""
    return list(conn.execute(text(query)).scalars())
