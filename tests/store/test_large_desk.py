"""What a large desk shows without reading all of it is what reading all of it finds."""

import re
from collections.abc import Callable

import pytest
from sqlalchemy import text

from bench.scale.plans import explained
from store import progress
from store.articles import search
from store.db import engine, transaction
from store.external import fact_checks as external
from store.statistics import attention
from store.verdicts import fact_checks


@pytest.fixture
def small(filled: Callable[[int], str]) -> str:
    """A desk with claims in every state."""
    return filled(2_000)


@pytest.fixture
def large(filled: Callable[[int], str]) -> str:
    """A large one, as above."""
    return filled(8_000)


@pytest.mark.parametrize("failing", [False, True])
def test_the_stage_of_each_article_is_that_of_what_it_has_left_to_do(small: str, failing: bool) -> None:
    with engine(small).connect() as conn:  # nothing is committed
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


@pytest.mark.parametrize("portions", [progress._PORTIONS, (2, 3, 5)])
@pytest.mark.parametrize("few", [0, 1_000])  # articles that are found by their words beforehand
def test_narrowed_articles_at_a_stage_are_those_that_asking_each_finds(
    small: str, portions: tuple[int, ...], few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(progress, "_PORTIONS", portions)
    monkeypatch.setattr(search, "_FEW", few)
    with engine(small).connect() as conn:  # nothing is committed
        conn.execute(text(_ASKED_AGAIN))
        stages = {row.id: row.stage for row in conn.execute(text(_STAGES))}
        at = conn.execute(text("SELECT arrived_at FROM articles WHERE id = 40")).scalar_one()
        feed = conn.execute(text("SELECT feed_id FROM articles WHERE feed_id IS NOT NULL LIMIT 1")).scalar_one()
        for given, holds in (
            ({"since": at}, "arrived_at >= :at"),
            ({"until": at}, "arrived_at < :at"),
            ({"feed_id": feed}, "feed_id = :feed"),
            *(({"words": words}, f"{_TEXT} ~* '{words}'") for words in ("government", "inquiry", "zzyzx")),
            ({"words": "inquiry", "until": at}, f"{_TEXT} ~* 'inquiry' AND arrived_at < :at"),
        ):
            query = text(f"SELECT a.id FROM articles a WHERE {holds} ORDER BY a.id DESC")  # noqa: S608 - of our own
            fit = list(conn.execute(query, {"at": at, "feed": feed} if ":" in holds else {}).scalars())
            for stage in ("failed", "split", "ready", "looked up"):
                listed = progress.list_articles(
                    conn, stage=stage, filters=progress.ArticleFilters(**given), limit=7
                )
                assert [row.id for row in listed] == [n for n in fit if stages[n] == stage][:7], (given, stage)


def test_ready_articles_of_long_ago_are_passed_over_in_an_index_alone(large: str) -> None:
    with transaction(large) as conn:
        conn.execute(text("ANALYZE articles"))
        at = conn.execute(text("SELECT arrived_at FROM articles WHERE id = 200")).scalar_one()
        with explained() as plans:
            found = progress.list_articles(conn, stage="ready", filters=progress.ArticleFilters(until=at), limit=5)
    assert [row.id for row in found] == [199, 198, 197, 196, 195]
    lines = [line for plan in plans for line in plan.lines if "Scan" in line and " on articles" in line]
    read = {line.split(" using ")[1].split(" on ")[0] for line in lines}
    assert read <= {"ix_articles_listed", "pk_articles"}, lines
    assert [n for line in lines for n in re.findall(r"using pk_articles.* rows=(\d+)", line)] == ["5"], lines


def test_articles_are_listed_without_reading_what_others_have_left_to_do(large: str) -> None:
    with engine(large).connect() as conn:  # nothing is committed
        conn.execute(
            text("UPDATE lookups SET outcome = NULL, reason = NULL, finished_at = NULL WHERE claim_id > 7200")
        )
        conn.execute(text("ANALYZE lookups"))
        with explained() as plans:
            progress.list_articles(conn, limit=5)
    lines = [line for plan in plans for line in plan.lines]
    read = [int(rows) for line in lines if "lookups" in line for rows in re.findall(r"rows=(\d+)", line)]
    assert read
    assert max(read) <= 60, lines  # of one article; 1,600 are open


def test_what_needs_somebody_is_found_without_reading_what_was_decided(large: str) -> None:
    with transaction(large) as conn:
        since = conn.execute(text("SELECT min(found_at) FROM claims WHERE state = 'triage'")).scalar_one()
        with explained() as plans:
            found = attention.read_attention(conn, 1)
    assert found.triage == since
    lines = [line for plan in plans for line in plan.lines]
    passed_over = [int(rows) for line in lines for rows in re.findall(r"Rows Removed by Filter: (\d+)", line)]
    assert max(passed_over, default=0) <= 400, lines  # of some 7,600 that were decided


@pytest.mark.parametrize("words", ["government", "inquiry", "Kharkiv", "zzyzx"])
def test_searches_of_fact_checks_find_what_reading_all_of_them_finds(small: str, words: str) -> None:
    query = text("""
        SELECT id FROM fact_checks WHERE slug IS NOT NULL AND withdrawn_at IS NULL AND id < :before
          AND to_tsvector('english', statement || ' ' || summary) @@ websearch_to_tsquery('english', :words)
        ORDER BY id DESC LIMIT 7""")
    with transaction(small) as conn:
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
_TEXT = """(title || ' ' || coalesce(
    (SELECT r.text FROM revisions r WHERE r.article_id = a.id ORDER BY r.number DESC LIMIT 1), ''))"""
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
