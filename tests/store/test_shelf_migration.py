"""What was on the shelf before it was read behind is there after the migration, and says where it stands."""

from sqlalchemy import text

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
        held = search.Shelf(conn)
        (passage,) = held.documents("boats", 5)
        assert held.figures("Alder", "boats")[0].value == 40
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
