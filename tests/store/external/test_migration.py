"""A database of the version before external fact-checks were renamed keeps all that it knows of them."""

from collections.abc import Iterator

import psycopg
import pytest
from sqlalchemy import Connection, text

from store import embeddings
from store.db import engine, transaction
from store.external import imports, rating_mappings
from store.external.candidates import find_fact_check_candidates
from store.external.fact_checks import list_external_fact_checks
from store.external.rating_list import list_rating_mappings
from store.migrate import upgrade
from store.people import Actor
from tests.store.earlier_desk import earlier_desk

BEFORE = "0019"
STATEMENT = "The town of Alder sold its bridge"
OLD_VECTOR = [1.0, *[0.0] * 255]
VECTOR = [1.0, *[0.0] * 383]


@pytest.fixture
def old_database(cluster: str) -> Iterator[str]:
    """An empty database of the version before."""
    with earlier_desk(cluster, BEFORE, "external_before") as (url, _):
        pass
    yield url
    engine(url).dispose()
    with psycopg.connect(cluster.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute("DROP DATABASE external_before")


def _fill(conn: Connection) -> None:
    """An import with one fact-check, whose rating was decided, and a claim; both with their embedding."""
    given = {"statement": STATEMENT, "vector": str(OLD_VECTOR)}
    for statement in (
        "INSERT INTO imports (name, received_at, finished_at, new) VALUES ('dump.json', now(), now(), 1)",
        "INSERT INTO fact_checks (url, statement, rating, summary, publisher, imported, meaning)"
        " VALUES ('https://x.example/1', :statement, 'Oh dear', 's', 'A', true, :vector)",
        "INSERT INTO import_checks SELECT imports.id, fact_checks.id FROM imports, fact_checks",
        "INSERT INTO foreign_ratings (publisher, label, key, rules, decided)"
        " VALUES ('A', 'Oh dear', 'oh dear', 'r', 'False')",
        "INSERT INTO rating_decisions (publisher, key, rating) VALUES ('A', 'oh dear', 'False')",
        "INSERT INTO lexemes VALUES ('bridg', 1)",
        "INSERT INTO articles (title, url, arrived_by) VALUES ('t', 'https://x.example/a', 'api')",
        "INSERT INTO revisions (article_id, number, received, format, sha256)"
        " SELECT id, 1, :statement, 'text', '\\x00' FROM articles",
        'INSERT INTO claims (revision_id, article_id, start, "end", text, statement, kind, worth, reasons)'
        " SELECT id, article_id, 0, 9, 't', :statement, 'statement', 0.5, '[]' FROM revisions",
        "UPDATE claim_meanings SET meaning = :vector",
    ):
        conn.execute(text(statement), given)


def test_data_of_the_version_before_are_kept_under_the_new_names(old_database: str) -> None:
    with engine(old_database).begin() as conn:
        _fill(conn)
    upgrade(old_database)
    with transaction(old_database) as conn:
        (check,) = list_external_fact_checks(conn)
        assert (check.statement, check.rating, check.mapped_rating) == (STATEMENT, "Oh dear", "False")
        assert [found.statement for found in find_fact_check_candidates(conn, [(STATEMENT, VECTOR)])[0]] == [
            STATEMENT
        ]
        assert conn.execute(text("SELECT word, document_frequency FROM lexemes")).all() == [("bridg", 1)]
        (rating,) = list_rating_mappings(conn)
        assert (rating.fact_checks, rating.decided) == (1, "False")
        admin = Actor(None, "admin")
        rating_mappings.decide_rating_mapping(conn, rating.id, rating_mappings.BY_RULE, admin)
        assert list_external_fact_checks(conn)[0].mapped_rating is None
        imports.delete_import(conn, imports.list_imports(conn)[0].id, admin)
        assert list_external_fact_checks(conn) == []


def _fill_embeddings(conn: Connection) -> list[tuple[str, str]]:
    """Fill what waits in; the table and the statement of each row that did."""
    found = []
    while rows := embeddings.take_missing_embeddings(conn, 5):
        embeddings.fill_embeddings(conn, rows, [VECTOR] * len(rows))
        found += [(row.table.name, row.statement) for row in rows]
    return found


def test_embeddings_of_the_version_before_are_made_anew(old_database: str) -> None:
    with engine(old_database).begin() as conn:
        _fill(conn)
    upgrade(old_database)
    with transaction(old_database) as conn:
        assert embeddings.any_embedding_missing(conn)
        assert embeddings.count_missing_embeddings(conn) == 2
        assert _fill_embeddings(conn) == [("fact_checks", STATEMENT), ("claim_embeddings", STATEMENT)]
        assert not embeddings.any_embedding_missing(conn)
        assert embeddings.count_missing_embeddings(conn) == 0


def test_an_embedding_is_still_cleared_with_its_statement(old_database: str) -> None:
    with engine(old_database).begin() as conn:
        _fill(conn)
    upgrade(old_database)
    with transaction(old_database) as conn:
        _fill_embeddings(conn)
    for table, key in (("claims", "claim_embeddings"), ("fact_checks", "fact_checks")):
        with transaction(old_database) as conn:
            conn.execute(text(f"UPDATE {table} SET statement = 'Another'"))
            assert _fill_embeddings(conn) == [(key, "Another")]
    with transaction(old_database) as conn:
        conn.execute(
            text(
                'INSERT INTO claims (revision_id, article_id, start, "end", text, statement, kind, worth, reasons)'
                " SELECT id, article_id, 9, 12, 't', 'New', 'statement', 0.5, '[]' FROM revisions"
            )
        )
        assert [row.statement for row in embeddings.take_missing_embeddings(conn, 5)] == ["New"]
