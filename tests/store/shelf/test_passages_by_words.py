"""A search by words reads what has a rare word, and the rest only where there may be any."""

import pytest

from checks.types.document import About, Block, Part
from store.db import transaction
from store.shelf import incoming, passage_search

_SEARCHES = (
    "council roads",
    "council",
    "roads or ferries",
    "ferries",
    "the council of Tartu or a ferry",
    "the",
    "-!",
)
_TEXTS = (
    "The council of Tartu built roads.",
    "The council met.",
    "Ferries go to the islands.",
    "Roads and ferries cost money.",
)


@pytest.mark.parametrize(
    ("asked", "counts", "rare", "done"),
    [
        ("'boat' & 'sea'", {"sea": 5000.0}, "'boat'", True),
        ("'boat' | 'sea'", {"sea": 5000.0}, "'boat'", False),
        ("'boat' | 'sea'", {"sea": 2000.0}, "'boat' | 'sea'", True),
        ("'boat' & 'sea'", {"sea": 5000.0, "boat": 9000.0}, "", False),
    ],
)
def test_which_searches_are_done_by_their_rare_words(
    asked: str, counts: dict[str, float], rare: str, done: bool
) -> None:
    query = passage_search._query(3, asked, ["boat", "sea"], counts)
    assert (query.place, query.asked, query.rare, query.done_by_rare) == (3, asked, rare, done)


def test_rare_or_frequent_the_same_is_found(desk: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with transaction(desk) as conn:
        for n, said in enumerate(_TEXTS):
            arrival = incoming.DocumentSubmission("document", f"report {n}.txt", f"Report {n}", "Office")
            incoming.add_read_document(conn, arrival, About(), [Part(said, (Block(0, len(said)),))])
        rare = passage_search.search_many_passages(conn, _SEARCHES, 20)
        monkeypatch.setattr(passage_search, "_RARE", -1)
        frequent = passage_search.search_many_passages(conn, _SEARCHES, 20)
    assert rare == frequent
    assert [len(rare[words]) for words in _SEARCHES] == [1, 2, 3, 2, 3, 0, 0]
