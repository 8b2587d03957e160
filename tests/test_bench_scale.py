"""What `./run bench scale` does to its desks: its writers finish what they begin, and a kept desk stays as it was."""

from sqlalchemy import text

from bench.scale.desks import written_to
from bench.scale.writers import write_article
from store import progress
from store.db import engine, transaction


def test_what_a_writer_writes_is_ready(desk: str) -> None:
    with transaction(desk) as conn:  # so that no batch has the number of its revision
        conn.execute(text("SELECT setval(pg_get_serial_sequence('lookup_batches', 'id'), 100)"))
    article_id = write_article("The town of Alder has 4,000 inhabitants. Unemployment rose by 3 percent in May.")
    with transaction(desk) as conn:
        assert progress.get_article(conn, article_id).stage == "ready"
        assert conn.execute(text("SELECT state FROM claims")).scalars().all() == ["triage"] * 2
        assert conn.execute(text("SELECT kind, subject FROM work WHERE kind <> 'embed'")).all() == []


def test_what_is_written_to_a_kept_desk_is_gone_afterwards(desk: str) -> None:
    with written_to(desk, kept=True) as copy:
        assert copy != desk
        with transaction(copy) as conn:
            conn.execute(text("INSERT INTO feeds (address, title) VALUES ('https://e.org/', 'A feed')"))
    with transaction(desk) as conn:
        assert conn.execute(text("SELECT count(*) FROM feeds")).scalar_one() == 0
        left = text("SELECT count(*) FROM pg_database WHERE datname = current_database() || '_written'")
        assert conn.execute(left).scalar_one() == 0
    engine(copy).dispose()


def test_a_desk_that_is_not_kept_is_written_to_itself(desk: str) -> None:
    with written_to(desk, kept=False) as same:
        assert same == desk
