"""A desk of the version before, with data, gets its lists and counts."""

import pytest
from sqlalchemy import inspect, text
from sqlalchemy.exc import IntegrityError

from store.claims import claims, counts
from store.claims.claims import ClaimFilters
from store.db import engine, transaction
from store.migrate import upgrade
from store.migrations import steps
from tests.store.earlier_desk import earlier_desk

_FILL = """
INSERT INTO people (name, email, role) VALUES ('Ada', 'ada@example.org', 'checker');
INSERT INTO articles (title, url, arrived_by) SELECT 'A' || n, 'https://example.org/' || n, 'paste' FROM
generate_series(1, 3) n;
INSERT INTO revisions (article_id, number, received, format, sha256, text, split_at)
  SELECT n, 1, 'Words.', 'text', 'a', 'Words.', now() FROM generate_series(1, 3) n;
INSERT INTO claims (revision_id, article_id, start, "end", text, statement, kind, worth, reasons, state, decline_reason)
  SELECT 1 + n % 3, 1 + n % 3, n, n + 1, 'W', 'Words ' || n, 'statement', 0.5, '[]',
    CASE WHEN n % 2 = 0 THEN 'triage' ELSE 'declined' END,
    CASE WHEN n % 2 = 1 THEN 'opinion' END FROM generate_series(1, 300) n;
INSERT INTO suggestions (claim_id, outcome, reasons, evidence_ids)
  SELECT id, CASE WHEN id % 10 = 0 THEN 'refuted' ELSE 'nothing found' END, '[]', '[]' FROM claims;
"""

_ANOTHER = """
INSERT INTO claims (revision_id, article_id, start, "end", text, statement, kind, worth, reasons)
  VALUES (1, 1, 900, 901, 'W', 'Words again', 'statement', 0.5, '[]')"""


@pytest.fixture
def upgraded(cluster: str, request: pytest.FixtureRequest) -> str:
    """A desk of revision 0031 with 300 claims, brought up to date."""
    with earlier_desk(cluster, "0031", f"before {request.node.name}"[:60]) as (url, conn):
        conn.execute(text(_FILL))
    upgrade(url)
    return url


def test_suggestions_are_copied_and_states_counted(upgraded: str) -> None:
    with transaction(upgraded) as conn:
        refuted = claims.list_claims(conn, ClaimFilters(suggestions=("refuted",)), limit=200)
        by_state = counts.count_claims_by_state(conn)
        # what changes from here on is counted and copied in the same transaction
        conn.execute(text("UPDATE suggestions SET outcome = 'supported' WHERE claim_id = 10"))
        conn.execute(text("UPDATE claims SET state = 'declined', decline_reason = 'opinion' WHERE id <= 20"))
        conn.execute(text("DELETE FROM claims WHERE id = 300"))
        after = counts.count_claims_by_state(conn)
        supported = claims.find_claim_ids(conn, ClaimFilters(suggestions=("supported",)))
    engine(upgraded).dispose()
    assert len(refuted) == 30
    assert (by_state["triage"], by_state["declined"]) == (150, 150)
    assert (after["triage"], after["declined"]) == (139, 160)
    assert supported == [10]


def test_findings_have_their_place_in_the_order_and_keep_it(upgraded: str) -> None:
    orders = text("""
        SELECT DISTINCT suggestion, finding_rank, round((priority - worth)::numeric, 4)::float FROM claims
        WHERE id = ANY (:ids)""")
    with transaction(upgraded) as conn:
        there = {tuple(row) for row in conn.execute(orders, {"ids": list(range(1, 301))})}
        conn.execute(text("UPDATE suggestions SET outcome = 'conflicting' WHERE claim_id = 2"))
        conn.execute(text(_ANOTHER))
        (new,) = (tuple(row) for row in conn.execute(orders, {"ids": [301]}))
        conn.execute(text("INSERT INTO suggestions (claim_id, outcome, reasons, evidence_ids)"
                          " VALUES (301, 'context only', '[\"so it is\"]', '[]')"))  # fmt: skip
        conn.execute(text("UPDATE claims SET state = 'triage' WHERE id = 301"))
        changed = [tuple(*conn.execute(orders, {"ids": [claim_id]})) for claim_id in (2, 301)]
    engine(upgraded).dispose()
    assert there == {("refuted", 5, 0.5), ("nothing found", 1, 0)}
    assert new == (None, 0, 0)
    assert changed == [("conflicting", 4, 0.4), ("context only", 3, 0.1)]


def test_a_broken_off_migration_leaves_the_version_before_its_search(
    cluster: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, found = (
        steps.make_index,
        text("SELECT count(*) FROM claims WHERE search @@ to_tsquery('english', 'word')"),
    )
    counted = []

    def make_index(name: str, on: str) -> None:
        made(name, on)
        if name == "ix_claims_claimant":
            raise RuntimeError("the power is cut")

    with earlier_desk(cluster, "0040", "search_before") as (url, conn):
        conn.execute(text(_FILL))
    monkeypatch.setattr(steps, "make_index", make_index)
    with pytest.raises(RuntimeError, match="the power is cut"):
        upgrade(url)
    with transaction(url) as conn:
        conn.execute(text(_ANOTHER))
        counted.append(conn.execute(found).scalar_one())
    monkeypatch.undo()
    upgrade(url)
    with transaction(url) as conn:
        counted.append(conn.execute(found).scalar_one())
        columns = inspect(conn).get_columns("claims")
    engine(url).dispose()
    assert counted == [301, 301]
    assert "search_anew" not in {column["name"] for column in columns}


def test_suggestions_of_copies_get_a_list_of_evidence(cluster: str) -> None:
    with earlier_desk(cluster, "0070", "copies_before") as (url, conn):
        conn.execute(text(_FILL.replace(", '[]', '[]' FROM claims", ", '[\"Reason\"]', '{}' FROM claims")))
    upgrade(url)
    with transaction(url) as conn:
        assert {
            (*c.evidence_ids, *c.suggestion_reasons) for c in claims.list_claims(conn, ClaimFilters(), limit=200)
        } == {("Reason",)}
    with pytest.raises(IntegrityError, match="ck_suggestions_lists"), transaction(url) as conn:
        conn.execute(text("UPDATE suggestions SET evidence_ids = '{}' WHERE claim_id = 1"))
    engine(url).dispose()


def test_a_second_run_changes_nothing(cluster: str, database_url: str) -> None:
    before = _version(database_url)
    upgrade(database_url)
    assert _version(database_url) == before


def _version(url: str) -> str:
    with transaction(url) as conn:
        return str(conn.execute(text("SELECT version_num FROM alembic_version")).scalar_one())


def test_claims_that_were_there_are_found_by_the_title_of_their_article(upgraded: str) -> None:
    with transaction(upgraded) as conn:
        found = claims.find_claim_ids(conn, ClaimFilters(words="A2"), limit=200)
        of_article = claims.find_claim_ids(conn, ClaimFilters(article_id=2), limit=200)
    engine(upgraded).dispose()
    assert found == of_article
    assert len(found) == 100
