"""The shelf's list is searched by any part of a word of a document's names, alike whether few or many fit."""

from collections.abc import Iterator

import pytest
from sqlalchemy import text

from store.db import transaction
from store.shelf.documents import list_documents
from tests.running.databases import Databases

_FILL = """
INSERT INTO documents (title, publisher, author, name, url)
SELECT CASE n % 400 WHEN 0 THEN 'Größe der Wälder ' WHEN 1 THEN '難民 report_100% ' ELSE 'Report ' END || n,
  'Office ' || n % 20, CASE WHEN n % 3 = 0 THEN 'Ada Łukasik' END, CASE WHEN n % 5 = 0 THEN 'table-' || n || '.CSV' END,
  'https://office.example.org/' || n
FROM generate_series(1, 4000) n"""


@pytest.fixture(scope="module")
def shelf(databases: Databases) -> Iterator[str]:
    """A shelf that is filled once; the tests change nothing in it."""
    url = databases.take()
    with transaction(url) as conn:
        conn.execute(text(_FILL))
        conn.execute(text("ANALYZE documents"))
    yield url
    databases.give_back(url)


@pytest.mark.parametrize(
    "words",
    ["report", "epo", "wäld", "WÄLD größe", "難", "難民", "100%", "_", "5", "office 19 ada", "csv 3995", "zzyzx",
     "ßeder", "ukasik łu", "e-39", "a" * 400],
)  # fmt: skip
def test_a_search_finds_what_holds_all_parts(shelf: str, words: str) -> None:
    with transaction(shelf) as conn:
        everything = list_documents(conn, limit=10_000)
        expected = [
            row.id
            for row in everything
            if all(
                part in " ".join(filter(None, (row.title, row.publisher, row.author, row.name))).lower()
                for part in words.lower().split()
            )
        ]
        assert [row.id for row in list_documents(conn, words=words, limit=10_000)] == expected
        assert [row.id for row in list_documents(conn, words=words, before=2_000, limit=3)] == [
            n for n in expected if n < 2_000
        ][:3]
