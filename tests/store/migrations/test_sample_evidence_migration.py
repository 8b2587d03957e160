"""Evidence of the sample, on a desk of the version before: marked as such, and taken out of claims of other
articles.
"""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, text

from store.db import engine, transaction
from store.migrate import upgrade
from tests.store.earlier_desk import earlier_desk

_SAMPLE, _OURS = 1, 2  # articles, and their claims
_OF_SAMPLE = {"publisher": "Harbour office", "url": "https://sample.example/report"}
_FACT_CHECK = {"publisher": "Checkers", "url": "https://sample.example/check"}
_OTHER = {"publisher": "Another office", "url": "https://sample.example/report"}


def test_evidence_of_the_sample_is_marked_and_other_claims_are_asked_again(cluster: str) -> None:
    with earlier_desk(cluster, "0020", "sample_evidence_before") as (url, conn):
        _fill(conn)
    upgrade(url)
    with transaction(url) as conn:
        evidence = conn.execute(text("SELECT id, sample FROM evidence ORDER BY id")).all()
        lookups = conn.execute(text("SELECT id, outcome, finished_at, asked_again FROM lookups ORDER BY id")).all()
        work = conn.execute(text("SELECT kind, subject, concurrency_group, failed, attempts FROM work")).all()
        published = conn.execute(
            text("SELECT slug, sample FROM fact_checks WHERE slug IS NOT NULL ORDER BY slug")
        ).all()
    # The last two: of another publisher at the same address, and what a person added by hand.
    assert [tuple(row) for row in evidence] == [(1, True), (2, True), (3, True), (4, False), (5, False)]
    assert [(row.id, row.outcome, row.asked_again) for row in lookups] == [
        (1, "found", False), (2, None, True), (3, None, True), (4, "found", False),
    ]  # fmt: skip
    assert [row.finished_at is None for row in lookups] == [False, True, True, False]
    assert sorted(tuple(row) for row in work) == [
        ("lookup", 2, "shelf", False, 0),
        ("lookup", 3, "past", False, 0),
    ]
    assert [tuple(row) for row in published] == [("of-ours", False), ("of-the-sample", True)]
    engine(url).dispose()


def _fill(conn: Connection) -> None:
    """An article of the sample and one of the newsroom; one claim of each, with evidence of the sample and other."""
    _insert(conn, "documents", title="Report", sample=True, **_OF_SAMPLE)
    _insert(conn, "fact_checks", statement="Words", rating="False", summary="No", sample=True, **_FACT_CHECK)
    for number, sample, slug in ((_SAMPLE, True, "of-the-sample"), (_OURS, False, "of-ours")):
        _insert(
            conn, "articles", title="A", url=f"https://example.org/{number}", arrived_by="paste", sample=sample
        )
        _insert(conn, "revisions", article_id=number, number=1, received="Words", format="text", sha256=b"1")
        _insert(
            conn, "claims", revision_id=number, article_id=number, start=0, end=1, text="Words", statement="Words",
            kind="statement", worth=0.5, reasons="[]",
        )  # fmt: skip
        _insert(
            conn, "fact_checks", claim_id=number, slug=slug, statement="Words", rating="False", summary="No",
            publisher="Newsroom", verdict_id=_verdict(conn, number),
        )  # fmt: skip
    for claim, source in ((_SAMPLE, "shelf"), (_OURS, "shelf"), (_OURS, "past"), (_OURS, "gazette")):
        _insert(conn, "lookups", claim_id=claim, source=source, outcome="found", finished_at=datetime.now(UTC))
    # Work of an earlier attempt that was given up: it begins anew.
    _insert(conn, "work", kind="lookup", subject=2, lane="shelf", attempts=5, failed=True, reason="gave up")
    for claim, lookup, where in (
        (_SAMPLE, 1, _OF_SAMPLE), (_OURS, 2, _OF_SAMPLE), (_OURS, 3, _FACT_CHECK), (_OURS, 4, _OTHER),
        (_OURS, None, _OF_SAMPLE),
    ):  # fmt: skip
        _insert(
            conn, "evidence", claim_id=claim, lookup_id=lookup, text="Passage", locator="part 1", sha256=b"1",
            stance="context", reason="said",
            added_by=None if lookup else 1, **where,
        )  # fmt: skip


def _verdict(conn: Connection, claim: int) -> int:
    conn.execute(
        text(
            "INSERT INTO people (email, name, role) VALUES ('a@example.org', 'a', 'checker') ON CONFLICT DO NOTHING"
        )
    )
    return _insert(
        conn, "verdicts", claim_id=claim, number=1, rating="False", summary="s", explanation="e", author_id=1
    )


def _insert(conn: Connection, table: str, **values: Any) -> int:
    columns = ", ".join(f'"{name}"' for name in values)
    key = "subject" if table == "work" else "id"
    places = ", ".join(f":{name}" for name in values)
    statement = f"INSERT INTO {table} ({columns}) VALUES ({places}) RETURNING {key}"
    return int(conn.execute(text(statement), values).scalar_one())
