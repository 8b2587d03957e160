"""What a large desk shows without reading all of it is what reading all of it finds."""

import re
from collections.abc import Iterator

import pytest
from sqlalchemy import text

from bench.scale.fill import fill
from bench.scale.plans import explained
from store import progress
from store.db import engine, transaction
from store.external import fact_checks as external
from store.statistics import attention
from store.verdicts import fact_checks
from tests.running.databases import Databases


@pytest.fixture(scope="module")
def filled(databases: Databases) -> Iterator[str]:
    """A desk that is filled once; the tests leave nothing in it."""
    yield from _filled(databases, 2_000)


@pytest.fixture(scope="module")
def large(databases: Databases) -> Iterator[str]:
    """A large one, as above."""
    yield from _filled(databases, 20_000)


def _filled(databases: Databases, claims: int) -> Iterator[str]:
    url = databases.take()
    fill(url, claims)
    yield url
    databases.give_back(url)


@pytest.mark.parametrize("failing", [False, True])
def test_the_stage_of_each_article_is_that_of_what_it_has_left_to_do(filled: str, failing: bool) -> None:
    with engine(filled).connect() as conn:  # nothing is committed
        if failing:  # a lookup of each article with an open one
            conn.execute(text("UPDATE work SET failed = true, reason = 'it did not answer' WHERE kind = 'lookup'"))
        conn.execute(text(_ASKED_AGAIN))
        listed = progress.list_articles(conn, limit=500)
        assert len(listed) == 80
        expected = {row.id: row.stage for row in conn.execute(text(_STAGES))}
        assert {row.id: row.stage for row in listed} == expected
        assert {"ready", "failed" if failing else "split"} <= set(expected.values())
        for stage in ("failed", "received", "split", "looked up", "ready"):
            some = {row.id for row in progress.list_articles(conn, stage=stage, limit=500)}
            assert some == {article_id for article_id, at in expected.items() if at == stage}
            for way in ("feed", "api", "paste"):  # none was pasted
                narrowed = progress.ArticleFilters(arrived_by=(way,))
                narrow = {row.id for row in progress.list_articles(conn, stage=stage, filters=narrowed, limit=500)}
                assert narrow == {row.id for row in listed if row.id in some and row.arrived_by == way}
        assert all((row.failure == "it did not answer") == (row.stage == "failed") for row in listed
                   if row.failure != "reading it was cut off")  # fmt: skip


def test_articles_are_listed_without_reading_what_others_have_left_to_do(large: str) -> None:
    with engine(large).connect() as conn:  # nothing is committed
        conn.execute(
            text("UPDATE lookups SET outcome = NULL, reason = NULL, finished_at = NULL WHERE claim_id > 18000")
        )
        conn.execute(text("ANALYZE lookups"))
        with explained() as plans:
            progress.list_articles(conn, limit=5)
    lines = [line for plan in plans for line in plan.lines]
    read = [int(rows) for line in lines if "lookups" in line for rows in re.findall(r"rows=(\d+)", line)]
    assert read
    assert max(read) <= 60, lines  # of one article; 4,000 are open


def test_what_needs_somebody_is_found_without_reading_what_was_decided(large: str) -> None:
    with transaction(large) as conn:
        since = conn.execute(text("SELECT min(found_at) FROM claims WHERE state = 'triage'")).scalar_one()
        with explained() as plans:
            found = attention.read_attention(conn, 1)
    assert found.triage == since
    lines = [line for plan in plans for line in plan.lines]
    passed_over = [int(rows) for line in lines for rows in re.findall(r"Rows Removed by Filter: (\d+)", line)]
    assert max(passed_over, default=0) <= 1_000, lines  # of 19,000 that were decided


@pytest.mark.parametrize("words", ["government", "inquiry", "Kharkiv", "zzyzx"])
def test_searches_of_fact_checks_find_what_reading_all_of_them_finds(filled: str, words: str) -> None:
    query = text("""
        SELECT id FROM fact_checks WHERE slug IS NOT NULL AND withdrawn_at IS NULL AND id < :before
          AND to_tsvector('english', statement || ' ' || summary) @@ websearch_to_tsquery('english', :words)
        ORDER BY id DESC LIMIT 7""")
    with transaction(filled) as conn:
        last = conn.execute(text("SELECT max(id) FROM fact_checks")).scalar_one()
        for before in (last + 1, 150, 20, 1):
            expected = list(conn.execute(query, {"before": before, "words": words}).scalars())
            found = fact_checks.list_fact_checks(conn, words=words, before=before, limit=7)
            assert [row.id for row in found] == expected, before


@pytest.mark.parametrize(("publisher", "most_read"), [("Publisher 3", 100), ("Nobody", 0)])
def test_a_frequent_word_is_looked_for_among_the_fact_checks_of_its_publisher(
    large: str, publisher: str, most_read: int
) -> None:
    query = text("""
        SELECT id FROM fact_checks WHERE slug IS NULL AND publisher = :publisher AND statement LIKE '%government%'
        ORDER BY id DESC LIMIT 2""")
    with transaction(large) as conn:
        expected = list(conn.execute(query, {"publisher": publisher}).scalars())
        with explained() as plans:
            found = external.list_external_fact_checks(conn, words="government", publisher=publisher, limit=2)
    read = [line for plan in plans for line in plan.lines if "on fact_checks" in line or "Rows Removed" in line]
    assert [row.id for row in found] == expected
    assert max(int(n) for line in read for n in re.findall(r"(?:rows=|: )(\d+)", line)) <= most_read, (
        read
    )  # of 300


_ASKED_AGAIN = """
    UPDATE lookups SET outcome = NULL, reason = NULL, finished_at = NULL
    WHERE claim_id IN (
        SELECT min(id) FROM claims WHERE state = 'declined' AND article_id % 7 = 0 GROUP BY article_id)"""
_STAGES = """
    SELECT a.id, CASE
      WHEN EXISTS (SELECT FROM work WHERE kind = 'split' AND subject = r.id AND failed) THEN 'failed'
      WHEN r.split_at IS NULL THEN 'received'
      WHEN EXISTS (SELECT FROM work w JOIN lookups l ON l.id = w.subject JOIN claims c ON c.id = l.claim_id
                   WHERE w.kind = 'lookup' AND w.failed AND c.revision_id = r.id) THEN 'failed'
      WHEN EXISTS (SELECT FROM lookups l JOIN claims c ON c.id = l.claim_id
                   WHERE l.outcome IS NULL AND c.revision_id = r.id) THEN 'split'
      WHEN EXISTS (SELECT FROM claims c WHERE c.state = 'new' AND c.revision_id = r.id) THEN 'looked up'
      ELSE 'ready' END AS stage
    FROM articles a JOIN revisions r ON r.article_id = a.id
    WHERE r.number = (SELECT max(number) FROM revisions n WHERE n.article_id = a.id)"""
