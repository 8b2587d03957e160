"""Passages of the shelf are found by what they mean: from a file that is put there to the evidence of a claim."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select, text

from checks.nlp.encoder import encoder
from checks.retrieval.shelf_documents import LEAST_COSINE
from checks.types.document import About, Block, Part
from store import embeddings, queue
from store.claims import claims
from store.claims.claims import ClaimFilters
from store.db import Connection, transaction
from store.lookups import evidence, lookups
from store.operations.monitoring import count_waiting_embeddings
from store.people import Actor
from store.shelf import documents, incoming, nearest_passages, search
from tests.fixtures.desk_parts import article, person
from tests.workers.lookups.test_shelf import put
from workers.sources.searches import Shelf, embedder
from workers.tasks import embed
from workers.tasks import shelf as step

TROOPS = "More than 100,000 Russian troops were massed near the Ukrainian border."
SOLDIERS = (
    "Ukraine's defence minister said on 3 December 2021 that Russia had moved roughly 127,000 soldiers to areas "
    "close to Ukraine."
)
WITHDRAWN = "Russian troops have been withdrawn from the border with Ukraine after an exercise, Tass wrote."
BOATS = "The harbour master of Alder counted 40 boats."


@pytest.fixture
def checker(desk: str) -> Actor:
    return person(desk, "checker")


def _fill(url: str) -> int:
    """Let the background task fill in all embeddings; returns how many runs that took."""
    runs = 0
    while True:
        with transaction(url) as conn:
            if not embeddings.any_embedding_missing(conn):
                return runs
            queue.add_jobs(conn, "embed", [embed.SUBJECT])
        embed.run()
        runs += 1


def _on_shelf(conn: Connection, said: str, *, sample: bool = False) -> int:
    """A document of one passage that is read, whose title says nothing."""
    arrival = incoming.DocumentSubmission("document", "a.txt", "Office", f"No. {hash(said)}")
    return incoming.add_read_document(conn, arrival, About(), [Part(said, (Block(0, len(said)),))], sample=sample)


def _like(conn: Connection, statement: str, *, sample: bool = False) -> list[str]:
    shelf = search.Shelf(conn, sample=sample, embed=embedder({}))
    return [hit.text for hit in shelf.documents_like(statement, 20, LEAST_COSINE)]


def test_a_passage_in_other_words_becomes_evidence(desk: str, checker: Actor) -> None:
    for name, said in (("minister.txt", SOLDIERS), ("tass.txt", WITHDRAWN), ("boats.txt", BOATS)):
        step.run(put(desk, checker, said.encode(), name))
    with transaction(desk) as conn:
        assert queue.find_job(conn, "embed", embed.SUBJECT) is not None  # at once, not when the sweeper comes by
        assert (
            search.Shelf(conn).documents("Russian or troops or massed or near or Ukrainian", 20)[0].text
            != SOLDIERS
        )
        assert count_waiting_embeddings(conn) == 3
    embed.run()
    article(desk, checker, TROOPS, published=datetime(2021, 12, 5, tzinfo=UTC))
    with transaction(desk) as conn:
        (claim,) = claims.list_claims(conn, ClaimFilters())
        kept = {row.text: row.stance for row in evidence.list_evidence(conn, claim.id)}
        (row,) = [each for each in lookups.list_lookups(conn, claim.id) if each.source == "shelf"]
    assert kept[SOLDIERS] == "supports"
    assert claim.suggestion == "supported"
    assert BOATS not in kept
    assert BOATS not in {each.text for each in row.set_aside}  # too far from the claim to be found at all
    hits = {query.text: query.hits for query in row.queries}
    assert hits["documents by meaning"] == 2
    assert row.found == row.set_aside_count + row.evidence_count


def test_searched_one_by_one_or_many_at_once_the_same_is_found(desk: str) -> None:
    statements = [TROOPS, "Alder has a fleet of 40 ships.", "The moon is made of green cheese.", TROOPS]
    with transaction(desk) as conn:
        for said in (SOLDIERS, WITHDRAWN, BOATS):
            _on_shelf(conn, said)
    _fill(desk)
    with transaction(desk) as conn:
        shelf = search.Shelf(conn, embed=embedder({TROOPS: encoder().sentences([TROOPS])[0].tolist()}))
        shelf.prepare(statements, ["soldiers", "nothing of this"], 20, LEAST_COSINE)
        together = [shelf.documents_like(statement, 20, LEAST_COSINE) for statement in statements]
        assert [hit.text for hit in shelf.documents("soldiers", 20)] == [SOLDIERS]
    alone = [Shelf(desk).documents_like(statement, 20, LEAST_COSINE) for statement in statements]
    assert [[hit.text for hit in hits] for hits in together] == [[hit.text for hit in hits] for hits in alone]
    assert [hit.text for hit in together[0]] == [SOLDIERS, WITHDRAWN]
    assert together[1][0].text == BOATS
    assert together[2] == ()
    assert together[0][0].cosine == pytest.approx(0.737, abs=0.005)


def test_nothing_is_encoded_or_searched_while_the_shelf_has_no_embeddings(desk: str) -> None:
    def fails(_: object) -> list[list[float]]:
        raise AssertionError("encoded")

    with transaction(desk) as conn:
        shelf = search.Shelf(conn, embed=fails)
        shelf.prepare([TROOPS], ["soldiers"], 20, LEAST_COSINE)
        assert (shelf.documents_like(TROOPS, 20, LEAST_COSINE), shelf.documents("soldiers", 20)) == ((), ())
        _on_shelf(conn, SOLDIERS)
        shelf = search.Shelf(conn, embed=fails)
        shelf.prepare([TROOPS], ["soldiers"], 20, LEAST_COSINE)
        assert shelf.documents_like(TROOPS, 20, LEAST_COSINE) == ()
        assert [hit.text for hit in shelf.documents("soldiers", 20)] == [SOLDIERS]


def test_passages_of_the_sample_are_found_for_claims_of_the_sample_alone(desk: str) -> None:
    with transaction(desk) as conn:
        _on_shelf(conn, SOLDIERS, sample=True)
        _on_shelf(conn, WITHDRAWN)
    _fill(desk)
    with transaction(desk) as conn:
        assert _like(conn, TROOPS) == [WITHDRAWN]
        assert _like(conn, TROOPS, sample=True) == [SOLDIERS, WITHDRAWN]


def test_a_document_is_found_by_meaning_when_all_of_it_is_read(desk: str, checker: Actor) -> None:
    number = put(desk, checker, SOLDIERS.encode(), "minister.txt")
    with transaction(desk) as conn:
        conn.execute(text("INSERT INTO document_passages (document_id, number, text) VALUES (:id, 7, 'half read')"),
                     {"id": number})  # fmt: skip
        assert not embeddings.any_embedding_missing(conn)
    step.run(number)
    _fill(desk)
    with transaction(desk) as conn:
        assert _like(conn, TROOPS) == [SOLDIERS]
        conn.execute(documents.documents.update().values(read_at=None))
        assert _like(conn, TROOPS) == []


def test_embeddings_go_with_their_document(desk: str, checker: Actor) -> None:
    number = put(desk, checker, SOLDIERS.encode(), "minister.txt")
    step.run(number)
    _fill(desk)
    with transaction(desk) as conn:
        count = select(func.count()).select_from(embeddings.passage_embeddings)
        assert conn.execute(count).scalar_one() == 1
        documents.remove_document(conn, number, checker)
        assert conn.execute(count).scalar_one() == 0
        assert _like(conn, TROOPS) == []


def test_embeddings_of_another_encoder_are_made_anew_and_those_of_its_family_used_meanwhile(desk: str) -> None:
    with transaction(desk) as conn:
        _on_shelf(conn, SOLDIERS)
    _fill(desk)
    for encoder_name, found in (("all-MiniLM-L6-v2/older", [SOLDIERS]), ("another/1", [])):
        with transaction(desk) as conn:
            conn.execute(text("UPDATE passage_embeddings SET encoder = :name"), {"name": encoder_name})
            assert embeddings.any_embedding_missing(conn)
            assert embeddings.count_missing_embeddings(conn) == 1
            assert _like(conn, TROOPS) == found
        assert _fill(desk) == 1
        with transaction(desk) as conn:
            assert _like(conn, TROOPS) == [SOLDIERS]


def test_a_large_document_and_a_large_import_take_turns(desk: str) -> None:
    checks = """
        INSERT INTO fact_checks (statement, summary, rating, publisher, url)
        SELECT 'Check ' || n, '', 'False', 'A', 'https://a.example/' || n FROM generate_series(1, 50) n"""
    with transaction(desk) as conn:
        conn.execute(text(checks))
        for n in range(20):
            _on_shelf(conn, f"In {1900 + n} the harbour had {n} boats.")
        taken = [row.table.name for row in embeddings.take_missing_embeddings(conn, 30)]
    assert taken.count("passage_embeddings") == 15


def test_a_run_of_the_task_fills_in_no_more_text_than_it_has_time_for(desk: str) -> None:
    with transaction(desk) as conn:
        for n in range(40):
            _on_shelf(conn, f"In {1900 + n} the harbour had boats. " * 20)  # 680 characters
    assert _fill(desk) == 2


def test_no_more_passages_than_asked_for_come_the_nearest_first(desk: str) -> None:
    with transaction(desk) as conn:
        for said in (WITHDRAWN, SOLDIERS, BOATS):
            _on_shelf(conn, said)
    _fill(desk)
    vectors = encoder().sentences([TROOPS, BOATS]).tolist()
    with transaction(desk) as conn:
        troops, boats = nearest_passages.find_nearest_passages(conn, vectors, 2, least=-1.0)
        assert nearest_passages.find_nearest_passages(conn, [], 2, least=-1.0) == []
    assert [hit.text for hit, _ in troops] == [SOLDIERS, WITHDRAWN]
    assert len(boats) == 2
    assert (boats[0][0].text, boats[0][1]) == (BOATS, pytest.approx(1.0, abs=1e-3))
