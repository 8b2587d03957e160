"""Chains and circles of duplicates that an earlier version could make are ended when a desk is migrated."""

from sqlalchemy import text

from store.db import engine, transaction
from store.migrate import upgrade
from tests.store.earlier_desk import earlier_desk

# 1 → 2 → 3 (a chain); 4 → 5 → 6 → 5 (into a circle); 7 → 8 (as it should be); 3, 8 wait.
_DUPLICATES = {1: 2, 2: 3, 4: 5, 5: 6, 6: 5, 7: 8}


def test_chains_and_circles_of_an_earlier_version_are_ended(cluster: str) -> None:
    with earlier_desk(cluster, "0015", "duplicates_before") as (url, conn):
        conn.execute(
            text("INSERT INTO articles (title, url, arrived_by) VALUES ('A', 'https://example.org/', 'paste')")
        )
        conn.execute(
            text(
                "INSERT INTO revisions (article_id, number, received, format, sha256) VALUES (1, 1, 'Words', "
                "'text', '\\x00')"
            )
        )
        for number in range(1, 9):
            conn.execute(
                text(
                    'INSERT INTO claims (revision_id, article_id, start, "end", text, statement, kind, worth, reasons) '
                    "VALUES (1, 1, :n, :n + 1, 'Words', 'Words', 'statement', 0.5, '[]')"
                ),
                {"n": number},
            )
        for duplicate, original in _DUPLICATES.items():
            conn.execute(
                text("UPDATE claims SET state = 'duplicate', duplicate_of = :original WHERE id = :duplicate"),
                {"duplicate": duplicate, "original": original},
            )
    upgrade(url)
    with transaction(url) as conn:
        rows = conn.execute(text("SELECT id, state, duplicate_of, version FROM claims ORDER BY id")).all()
        reported = conn.execute(text("SELECT subject, event FROM audit ORDER BY subject")).all()
    assert {row.id: row.duplicate_of for row in rows} == {1: 3, 2: 3, 3: None, 4: 5, 5: None, 6: 5, 7: 8, 8: None}
    assert rows[4].state == "triage"
    assert [tuple(row) for row in reported] == [(1, "original changed"), (5, "reopen")]
    assert [row.version for row in rows] == [2, 1, 1, 1, 2, 1, 1, 1]
    engine(url).dispose()
