"""The labels among a claim's words say what stands in other tables now, and claims are found by them."""

import pytest
from sqlalchemy import text

from bench.scale.fill import fill
from bench.scale.plans import explained
from store import articles
from store.claims import claims
from store.claims.claims import ClaimFilters
from store.claims.lists import ways
from store.db import Connection, engine, transaction
from store.migrate import upgrade
from store.people import Actor
from store.triage import tags
from tests.fixtures.desk_parts import person, work_through
from tests.store.earlier_desk import earlier_desk

_LABELS = text("""
    SELECT array_agg(lexeme ORDER BY lexeme) FROM claims, unnest(tsvector_to_array(search)) AS lexeme
    WHERE lexeme LIKE '% %' AND claims.id = :id""")
_BEFORE = """
INSERT INTO feeds (address, title) VALUES ('https://example.org/rss', 'Feed');
INSERT INTO articles (title, url, arrived_by, site, feed_id)
  SELECT 'A', 'https://example.org/1', 'feed', 'News.Example.org', id FROM feeds;
INSERT INTO revisions (article_id, number, received, format, sha256, text, language, split_at)
  SELECT id, 1, 'Words.', 'text', 'a', 'Words.', 'fr', now() FROM articles;
INSERT INTO claims (revision_id, article_id, start, "end", text, statement, kind, worth, reasons, state, claimant)
  SELECT r.id, r.article_id, n, n + 1, 'W', 'Words ' || n, 'statement', 0.5, '[]', 'triage', 'The Mayor'
  FROM revisions r, generate_series(1, 1200) n;
INSERT INTO claim_tags (claim_id, tag) SELECT id, 'eu' FROM claims WHERE start % 2 = 0;
"""


@pytest.fixture
def checker(desk: str) -> Actor:
    return person(desk, "checker")


def _labels(conn: Connection, claim_id: int) -> list[str]:
    return list(conn.execute(_LABELS, {"id": claim_id}).scalar_one() or ())


def test_labels_follow_what_they_are_of(desk: str, checker: Actor) -> None:
    with transaction(desk) as conn:
        sent = articles.Submission("Poland has more than 38 million inhabitants.", "One")
        articles.receive_article(conn, sent, checker)
    work_through(desk)
    with transaction(desk) as conn:
        (claim,) = claims.list_claims(conn, ClaimFilters())
        assert _labels(conn, claim.id) == ["language en"]
        tags.change_tags(conn, [claim.id], checker, add=["EU", "o neill"])
        assert _labels(conn, claim.id) == ["language en", "tag eu", "tag o neill"]
        tags.change_tags(conn, [claim.id], checker, remove=["eu", "o neill"])
        for change, expected in (
            ("UPDATE articles SET site = 'Le Monde'", ["language en", "publisher le monde"]),
            ("UPDATE revisions SET language = 'fr'", ["language fr", "publisher le monde"]),
            ("UPDATE articles SET site = NULL", ["language fr"]),
            ("UPDATE claims SET claimant = 'Zoë O''Neill'",
             ["claimant neill", "claimant o", "claimant zoe", "language fr"]),
        ):  # fmt: skip
            conn.execute(text(change))
            assert _labels(conn, claim.id) == expected, change
        conn.execute(text("INSERT INTO feeds (address, title) VALUES ('https://example.org/rss', 'Feed')"))
        conn.execute(text("UPDATE articles SET feed_id = (SELECT id FROM feeds)"))
        feed = conn.execute(text("SELECT id FROM feeds")).scalar_one()
        assert f"feed {feed}" in _labels(conn, claim.id)
        conn.execute(text("DELETE FROM articles"))
        assert claims.list_claims(conn, ClaimFilters()) == []


def test_no_word_of_a_text_is_taken_for_a_label(desk: str, checker: Actor) -> None:
    with transaction(desk) as conn:
        said = "The tag eu, “tag eu”, of https://tag/eu?tag=eu in language fr has 38 million readers."
        articles.receive_article(conn, articles.Submission(said, "publisher le monde"), checker)
    work_through(desk)
    with transaction(desk) as conn:
        (claim,) = claims.list_claims(conn, ClaimFilters())
        assert _labels(conn, claim.id) == ["language en"]


@pytest.mark.parametrize(("most", "by_labels"), [(ways.MOST_GATHERED, False), (20, True)])
def test_what_many_have_is_found_by_its_label_and_what_few_have_by_its_table(
    desk: str, most: int, by_labels: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(desk, 2_000)
    monkeypatch.setattr(ways, "MOST_GATHERED", most)
    asked = ClaimFilters(tag="politics", words="inquiry", claimant="the mayor")
    with transaction(desk) as conn:
        expected = list(conn.execute(text("""
            SELECT c.id FROM claims c JOIN claim_tags t ON t.claim_id = c.id AND t.tag = 'politics'
            WHERE statement LIKE '%inquiry%' AND claimant = 'the mayor'""")).scalars())  # fmt: skip
        with explained() as plans:
            found = claims.find_claim_ids(conn, asked)
    lines = [line for plan in plans for line in plan.lines]
    assert sorted(found) == sorted(expected)
    assert any("'tag politics'" in line for line in lines) is by_labels
    assert any("claim_tags" in line for line in lines) is not by_labels


def test_claims_that_were_there_get_labels(cluster: str) -> None:
    with earlier_desk(cluster, "0085", "before_labels") as (url, conn):
        conn.execute(text(_BEFORE))
    upgrade(url)
    with transaction(url) as conn:
        feed = conn.execute(text("SELECT id FROM feeds")).scalar_one()
        rows = conn.execute(
            text("SELECT start % 2 = 0 AS tagged, min(id), max(id) FROM claims GROUP BY 1 ORDER BY 1")
        )
        of_all = ["claimant mayor", "claimant the", f"feed {feed}", "language fr", "publisher news.example.org"]
        for tagged, first, last in rows.all():
            for claim_id in (first, last):
                assert _labels(conn, claim_id) == of_all + ["tag eu"] * tagged
    engine(url).dispose()
