"""The tables in the code and the migrated database agree; wrong states are impossible."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

import store.tables
from store import articles, people
from store.db import engine, metadata, transaction
from store.people import Refused

assert store.tables.MODULES


def test_migrations_make_what_the_code_says(database_url: str) -> None:
    with engine(database_url).connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE claims SET state = 'declined'",
        "UPDATE claims SET state = 'published'",
        "UPDATE claims SET state = 'nonsense'",
        "UPDATE claims SET worth = 2",
        'UPDATE claims SET "end" = start',
        "UPDATE lookups SET outcome = 'could not ask', finished_at = now()",
        "INSERT INTO verdicts (claim_id, number, rating, summary, explanation, author_id, reviewer_id, "
        "reviewed_at, decision) SELECT c.id, 1, 'True', 's', 'e', p.id, p.id, now(), 'approved' FROM claims c, "
        "people p LIMIT 1",
    ],
)
def test_the_store_refuses(desk: str, statement: str) -> None:
    from tests.fixtures.desk_parts import article, person

    article(desk, person(desk, "checker"))
    with pytest.raises(IntegrityError), transaction(desk) as conn:
        conn.execute(text(statement))


def test_same_address_other_text_is_a_revision(desk: str) -> None:
    with transaction(desk) as conn:
        first = articles.receive_article(
            conn, articles.Submission("One.", url="https://example.org/a"), people.MACHINE
        )
        second = articles.receive_article(
            conn, articles.Submission("Two.", url="https://example.org/a"), people.MACHINE
        )
        assert (second.article_id, second.new_article, second.new_revision) == (first.article_id, False, True)
        with pytest.raises(Refused, match="empty") as refused:
            articles.receive_article(conn, articles.Submission("  \x00 "), people.MACHINE)
        assert refused.value.field == "text"
