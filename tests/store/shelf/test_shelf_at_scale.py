"""One document of very many short paragraphs on the shelf: searches go on as if it were not there."""

import time

import pytest
from sqlalchemy import Connection, text

from checks.types.document import About, Block, Part
from store.db import transaction
from store.shelf import incoming, reading, search

_SEARCHES = (
    "Alderport police budget", "Alderport police", "Alderport", "police or budget or x or 5 or Alderport",
        "x or 5", "x 5"
)  # fmt: skip
_PARAGRAPHS = 100_000


def _put(conn: Connection, title: str, said: str) -> int:
    arrival = incoming.DocumentSubmission("document", f"{title}.txt", "City", title)
    return incoming.add_read_document(conn, arrival, About(), [Part(said, (Block(0, len(said)),))])


def _milliseconds(url: str) -> dict[str, float]:
    """The quickest of a few runs of each search, so that the machine's other work counts little."""
    took: dict[str, float] = {}
    for words in _SEARCHES:
        for _ in range(12):  # more than the driver and the server need to settle on a plan
            with transaction(url) as conn:
                began = time.perf_counter()
                search.Shelf(conn).documents(words, 20)
                took[words] = min(took.get(words, 1e9), (time.perf_counter() - began) * 1000)
    return took


@pytest.mark.timeout(240)
def test_a_document_of_100_000_short_paragraphs_slows_no_search_down(desk: str) -> None:
    with transaction(desk) as conn:
        for n in range(300):
            _put(
                conn,
                f"report {n}",
                f"In {1700 + n} the x police of Alderport had a budget of 5 million for {n} posts.",
            )
        conn.execute(text("ANALYZE document_passages"))
    before = _milliseconds(desk)
    with transaction(desk) as conn:
        large = _put(conn, "a large one", "x 5")
        conn.execute(
            text("INSERT INTO document_passages (document_id, number, part, text) "
                 "SELECT :id, n, 1, 'x 5' FROM generate_series(2, :last) n"), {"id": large, "last": _PARAGRAPHS}
        )  # fmt: skip
        conn.execute(text("UPDATE documents SET holds = :n WHERE id = :id"), {"id": large, "n": _PARAGRAPHS})
        reading.finish_reading(conn, large)
    after = _milliseconds(desk)
    assert sum(after.values()) <= 5 * sum(before.values()), (
        before,
        after,
    )  # of three times as many paragraphs it was 130-fold
    with transaction(desk) as conn:
        hits = search.Shelf(conn).documents("police or x or 5", 20)
        assert len(hits) == 20
        assert all("police" in hit.text for hit in hits)
        assert {hit.text for hit in search.Shelf(conn).documents("x 5", 20)} == {"x 5"}
