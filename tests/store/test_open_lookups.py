"""A lookup names its claim's article exactly as long as it has no outcome, whatever is done to it."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import IntegrityError

from checks.types.answer import CouldNotAsk, Found, Nothing
from store import progress, queue
from store.db import engine, transaction
from store.lookups import batches, lookups
from store.migrate import upgrade
from tests.fixtures.desk_parts import article, person, work_through
from tests.store.earlier_desk import earlier_desk

_WRONG = text("""
    SELECT l.id, l.outcome, l.open_article_id, c.article_id FROM lookups l JOIN claims c ON c.id = l.claim_id
    WHERE l.open_article_id IS DISTINCT FROM CASE WHEN l.outcome IS NULL THEN c.article_id END""")
_OPEN = text("SELECT count(*) FROM lookups WHERE open_article_id IS NOT NULL")


def _batch(conn: Connection) -> None:
    started = datetime.now(UTC)
    for batch_id in conn.execute(text("SELECT id FROM lookup_batches ORDER BY id")).scalars().all():
        pending = batches.list_pending_lookups(conn, batch_id, lock=True)
        answered = [batches.AnsweredLookup(each, Nothing(())) for each in pending]
        batches.record_answers(conn, answered, started)


def _exhaust(conn: Connection) -> None:
    conn.execute(text("UPDATE work SET failed = true, reason = 'it is away' WHERE kind = 'lookup'"))
    assert queue.find_job(conn, "lookup", _first(conn)) is not None
    lookups.close_exhausted_lookup(conn, _first(conn))


def _first(conn: Connection) -> int:
    return int(conn.execute(text("SELECT min(id) FROM lookups")).scalar_one())


# Each with how many of the four lookups are open after it.
_STEPS: tuple[tuple[str, Callable[[Connection], object], int], ...] = (
    ("answered as a batch", _batch, 0),
    ("asked again, one claim", lambda c: lookups.restart_lookups(c, 1), 2),
    ("started", lambda c: lookups.start_lookup(c, _first(c)), 2),
    ("found", lambda c: lookups.record_answer(c, _first(c), Found((), ())), 1),
    ("asked again by its source", lambda c: lookups.restart_lookups_of_sources(c, [1], ["shelf"]), 2),
    ("could not be asked", lambda c: lookups.record_answer(c, _first(c), CouldNotAsk("it is away")), 1),
    ("asked again", lambda c: lookups.restart_lookups(c, 1), 2),
    ("failed for good", _exhaust, 1),
    ("asked again after that", lambda c: lookups.restart_lookups(c, 1), 2),
    ("not applicable", lambda c: lookups.drop_lookup(c, _first(c)), 1),
    ("written by hand", lambda c: c.execute(text("UPDATE lookups SET open_article_id = 77")), 1),
    ("forgotten", lambda c: lookups.reset_lookups(c, [1, 2]), 0),
    ("added", lambda c: lookups.add_lookups(c, [(1, ["shelf", "past-checks"]), (2, ["shelf"])]), 3),
    ("their claim deleted", lambda c: c.execute(text("DELETE FROM claims WHERE id = 2")), 2),
)


def test_no_step_of_a_lookup_parts_it_from_its_article(desk: str) -> None:
    actor = person(desk, "checker")
    article(desk, actor, "Unemployment rose by 3 percent in May. The town of Alder has 4,000 inhabitants.")
    work_through(desk)
    with transaction(desk) as conn:
        conn.execute(text("DELETE FROM work; DELETE FROM lookups"))
        sources = ["shelf", "past-checks"]
        lookups.add_lookups(conn, [(1, sources), (2, sources)], batched=sources)
        revision = conn.execute(text("SELECT revision_id FROM claims WHERE id = 1")).scalar_one()
        batches.add_batches(conn, revision, [1, 2])
        assert (conn.execute(_OPEN).scalar_one(), conn.execute(_WRONG).all()) == (4, [])
        for name, step, left in _STEPS:
            step(conn)
            assert conn.execute(_WRONG).all() == [], name
            assert conn.execute(_OPEN).scalar_one() == left, name


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE claims SET article_id = article_id + 1",
        "ALTER TABLE lookups DISABLE TRIGGER USER; UPDATE lookups SET open_article_id = NULL, outcome = NULL,"
        " finished_at = NULL",
    ],
)
def test_what_would_part_them_is_refused(desk: str, statement: str) -> None:
    article(desk, person(desk, "checker"))
    work_through(desk)
    with pytest.raises(IntegrityError), transaction(desk) as conn:
        conn.execute(text(statement))


def test_articles_with_lookups_left_are_those_of_every_page(desk: str) -> None:
    actor = person(desk, "checker")
    ids = [article(desk, actor, f"The town of Alder {n} has {4000 + n:,} inhabitants.") for n in range(7)]
    work_through(desk)
    with transaction(desk) as conn:
        asked = ids[::2]
        again = text("UPDATE lookups SET outcome = NULL, finished_at = NULL, reason = NULL WHERE claim_id IN"
                     " (SELECT id FROM claims WHERE article_id = ANY (:asked))")  # fmt: skip
        conn.execute(again, {"asked": asked})
        pages, before = [], None
        while page := progress.list_articles(conn, stage="split", limit=2, before=before):
            pages.append([row.id for row in page])
            before = page[-1].id
    assert [each for page in pages for each in page] == asked[::-1]


def test_lookups_of_an_earlier_desk_get_their_article(cluster: str) -> None:
    with earlier_desk(cluster, "0076", "open_lookups_before") as (url, conn):
        conn.execute(text("""
            INSERT INTO articles (title, url, arrived_by) VALUES ('A', 'https://example.org/', 'paste');
            INSERT INTO revisions (article_id, number, received, format, sha256, text, split_at)
              VALUES (1, 1, 'Words.', 'text', 'a', 'Words.', now());
            INSERT INTO claims (revision_id, article_id, start, "end", text, statement, kind, worth, reasons)
              VALUES (1, 1, 0, 1, 'W', 'Words', 'statement', 0.5, '[]');
            INSERT INTO lookups (claim_id, source) VALUES (1, 'shelf');
            INSERT INTO lookups (claim_id, source, outcome, finished_at) VALUES (1, 'past-checks', 'nothing', now());
            """))  # fmt: skip
    upgrade(url)
    with transaction(url) as conn:
        found = conn.execute(text("SELECT source, open_article_id FROM lookups ORDER BY source DESC")).all()
    engine(url).dispose()
    assert [tuple(row) for row in found] == [("shelf", 1), ("past-checks", None)]
