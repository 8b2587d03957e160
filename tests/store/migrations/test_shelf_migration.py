"""What was on the shelf before it was read behind is there after the migration, and says where it stands."""

from sqlalchemy import Connection, text

from store import embeddings
from store.db import engine, transaction
from store.migrate import upgrade
from store.shelf import search
from tests.store.earlier_desk import earlier_desk


def test_documents_and_figures_of_the_version_before_are_kept(cluster: str) -> None:
    with earlier_desk(cluster, "0006", "shelf_before") as (url, conn):
        conn.execute(text("INSERT INTO documents (title, publisher) VALUES ('Report', 'Town')"))
        for number, words in ((1, "A ferry sank."), (2, "Boats: 40.")):
            given = {"number": number, "words": words}
            conn.execute(
                text("INSERT INTO document_passages (document_id, number, text) VALUES (1, :number, :words)"),
                given,
            )
        conn.execute(text("INSERT INTO figures VALUES ('Alder', 'boats', 2024, 40, NULL, 'Town')"))
    upgrade(url)
    with transaction(url) as conn:
        shelf = search.Shelf(conn)
        (passage,) = shelf.documents("boats", 5)
        assert shelf.figures("Alder", "boats")[0].value == 40
    assert passage.captured == "A ferry sank.\n\nBoats: 40."
    assert passage.captured[passage.start : passage.end] == passage.text == "Boats: 40."
    engine(url).dispose()


def test_passages_that_were_read_before_wait_for_their_embeddings(cluster: str) -> None:
    with earlier_desk(cluster, "0069", "passages_before") as (url, conn):
        conn.execute(
            text("INSERT INTO documents (title, publisher) VALUES ('Report', 'Town'), ('Minutes', 'Town')")
        )
        conn.execute(text("UPDATE documents SET read_at = NULL WHERE title = 'Minutes'"))
        conn.execute(text("""
            INSERT INTO document_passages (document_id, number, text)
            SELECT d.id, n, title || ' ' || n FROM documents d, generate_series(1, 30000) n
            WHERE title = 'Report' OR n <= 2"""))  # fmt: skip
    upgrade(url)
    with transaction(url) as conn:
        assert embeddings.count_missing_embeddings(conn) == 30_000
        conn.execute(text("UPDATE documents SET read_at = now() WHERE title = 'Minutes'"))
        assert embeddings.count_missing_embeddings(conn) == 30_002
        conn.execute(text("DELETE FROM documents WHERE title = 'Report'"))
        assert embeddings.count_missing_embeddings(conn) == 2
    engine(url).dispose()


def test_no_word_of_a_passage_or_fact_check_waits_to_be_put_into_its_index(cluster: str) -> None:
    passages = text("""
        INSERT INTO document_passages (document_id, number, text)
        SELECT d.id, n + (SELECT count(*) FROM document_passages), 'boats ' || n
        FROM documents d, generate_series(1, 40) n WHERE d.title = 'Report'""")  # fmt: skip
    checks = text("""
        INSERT INTO fact_checks (statement, summary, publisher, rating, url)
        SELECT 'boats ' || n, '', 'Town', 'False', 'https://town.example/' || n || random()
        FROM generate_series(1, 40) n""")  # fmt: skip
    with earlier_desk(cluster, "0078", "words_before") as (url, conn):
        conn.execute(text("INSERT INTO documents (title, publisher) VALUES ('Report', 'Town')"))
        conn.execute(passages)
        conn.execute(checks)
    upgrade(url)
    for written in (passages, checks):
        with transaction(url) as conn:
            assert _pages_that_wait(conn) == [0, 0]
            conn.execute(written)
            assert _pages_that_wait(conn) == [0, 0]
    with transaction(url) as conn:
        assert len(search.Shelf(conn).documents("boats", 100)) == 80
    engine(url).dispose()


def _pages_that_wait(conn: Connection) -> list[int]:
    """How many pages of words each index held that were not yet put in; they are now."""
    names = ("ix_document_passages_search", "ix_fact_checks_search")
    return [
        conn.execute(text("SELECT gin_clean_pending_list(CAST(:name AS regclass))"), {"name": name}).scalar_one()
        for name in names
    ]
