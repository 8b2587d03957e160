"""Past fact-checks in the store: found by embedding and by rare words, and told apart from related ones."""

from collections.abc import Sequence

import pytest
from sqlalchemy import Connection, select, text

from checks.nlp.encoder import Encoder, encoder
from checks.suggestion.findings import compare_rated
from checks.types.claim import Claim
from checks.types.embedding import ENCODER_FAMILY
from checks.types.fact_check import ExternalFactCheck
from store import embeddings, queue
from store.claims.tables import claims
from store.db import transaction
from store.external.candidates import _rare_words, find_fact_check_candidates
from store.external.fact_checks import add_external_fact_check
from tests.fixtures.desk_parts import article, person
from workers.sources.searches import PreparedFactChecks, find_past_fact_checks
from workers.tasks import embed, sweep

CHECKS = (
    "Unemployment in Poland fell to 5.2 percent in 2023",
    "Unemployment in Germany fell to 5.2 percent in 2023",
    "Unemployment in Poland fell to 7.9 percent in 2023",
    "Vaccines cause autism",
    "A shark swam on a flooded motorway in Texas",
    "The town of Grelkhaven sold its swimming pool",
)


def _imported(conn: Connection, statements: Sequence[str] = CHECKS) -> None:
    for n, statement in enumerate(statements):
        add_external_fact_check(
            conn,
            ExternalFactCheck(
                statement=statement,
                rating="False",
                summary="s",
                publisher="Office",
                url=f"https://example.org/{n}",
            ),
        )


def _fill(url: str) -> list[int]:
    """Fill what waits, step by step; how many rows waited before each."""
    left: list[int] = []
    with transaction(url) as conn:
        queue.add_jobs(conn, "embed", [embed.SUBJECT])
    while True:
        with transaction(url) as conn:
            if queue.find_job(conn, "embed", embed.SUBJECT) is None:
                return left
            left.append(len(embeddings.take_missing_embeddings(conn, 100)))
        embed.run()


def _like(conn: Connection, statement: str) -> list[str]:
    return [hit.text for hit in find_past_fact_checks(conn, statement, 5)]


@pytest.mark.parametrize("filled", [True, False])
def test_the_same_claim_comes_before_related_ones_and_nothing_else_comes(desk: str, filled: bool) -> None:
    with transaction(desk) as conn:
        _imported(conn)
    if filled:
        _fill(desk)
    with transaction(desk) as conn:
        found = _like(conn, "Poland's jobless rate dropped to 5.2 percent in 2023.")
        assert found[0] == CHECKS[0]
        assert set(found) <= set(CHECKS[:3])
        assert _like(conn, "In Grelkhaven, the swimming pool was sold by the town.") == [CHECKS[5]]
        assert _like(conn, "The orchestra of Alder plays on Friday.") == []
        assert _like(conn, "") == _like(conn, "the of \x00 '\\ | & !") == []


def test_one_that_was_withdrawn_is_not_found(desk: str) -> None:
    with transaction(desk) as conn:
        _imported(conn)
        conn.execute(text("UPDATE fact_checks SET withdrawn_at = now()"))
        assert _like(conn, CHECKS[3]) == []


def test_nearer_ones_that_were_withdrawn_or_deleted_take_no_place(desk: str) -> None:
    further = "The town of Grelkhaven sold its swimming pool"
    with transaction(desk) as conn:
        _imported(conn, [*(f"Vaccines cause autism, study {n} says" for n in range(180)), further])
    _fill(desk)
    nearer = "FROM fact_checks WHERE statement LIKE 'Vaccines%'"
    with transaction(desk) as conn:
        conn.execute(text(f"DELETE {nearer} AND id % 2 = 0"))
        conn.execute(text(f"UPDATE fact_checks SET withdrawn_at = now() WHERE id IN (SELECT id {nearer})"))
    with transaction(desk) as conn:
        conn.execute(text("SET LOCAL enable_seqscan = off"))  # as in a large table
        vector = encoder().sentences(["Vaccines cause autism"])[0].tolist()
        (found,) = find_fact_check_candidates(conn, [("", vector)])
        assert [each.statement for each in found] == [further]


def test_an_embedding_is_filled_once_counted_and_forgotten_with_its_statement(desk: str) -> None:
    with transaction(desk) as conn:
        _imported(conn)
        assert embeddings.any_embedding_missing(conn)
    assert _fill(desk) == [len(CHECKS), 0]
    with transaction(desk) as conn:
        assert not embeddings.any_embedding_missing(conn)
        counts = {row.word: row.document_frequency for row in conn.execute(select(embeddings.lexemes))}
        assert (counts["unemploy"], counts["shark"]) == (3, 1)
        _imported(conn, CHECKS[:1])  # the same statement again keeps its embedding
        assert not embeddings.any_embedding_missing(conn)
        _imported(conn, ["Another statement"])
        assert [row.statement for row in embeddings.take_missing_embeddings(conn, 10)] == ["Another statement"]


def test_those_of_another_encoder_are_made_anew_and_compared_only_within_a_family(desk: str) -> None:
    with transaction(desk) as conn:
        _imported(conn, CHECKS[3:5])
    _fill(desk)
    query = "Shots give children autism"
    with transaction(desk) as conn:
        vector = encoder().sentences([query])[0].tolist()
        set_ = text("UPDATE fact_checks SET encoder = :encoder WHERE statement LIKE 'Vaccines%'")
        for name, comparable in (
            (f"{ENCODER_FAMILY}/0000", True),
            ("another/1234", False),
            (f"{ENCODER_FAMILY}/ff", True),
        ):
            conn.execute(set_, {"encoder": name})
            found = {c.statement: c.distance for c in find_fact_check_candidates(conn, [(query, vector)])[0]}
            assert (found[CHECKS[3]] is not None) == comparable  # found by its rare words in any case
            assert embeddings.count_missing_embeddings(conn) == 1
            assert [row.statement for row in embeddings.take_missing_embeddings(conn, 5)] == [CHECKS[3]]
    assert _fill(desk) == [1, 0]


def test_words_are_counted_before_embeddings_are_made_and_again_when_many_came(desk: str) -> None:
    with transaction(desk) as conn:
        _imported(conn, CHECKS[:4])
        assert embeddings.count_words(conn)
        assert not embeddings.count_words(conn)
        counted = select(embeddings.lexemes.c.document_frequency).where(embeddings.lexemes.c.word == "unemploy")
        assert conn.execute(counted).scalar_one() == 3
        _imported(conn, [f"Unemployment in Alder fell to {n} percent" for n in range(3)])
        assert embeddings.count_words(conn)
        assert conn.execute(counted).scalar_one() == 6


def test_filling_goes_on_in_short_steps(desk: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embed, "_BATCH", 2)
    with transaction(desk) as conn:
        _imported(conn, CHECKS[:5])
    assert _fill(desk) == [5, 3, 1, 0]


def test_two_who_fill_at_once_do_not_do_the_same(desk: str) -> None:
    with transaction(desk) as conn:
        _imported(conn)
    with transaction(desk) as one, transaction(desk) as other:
        assert len(embeddings.take_missing_embeddings(one, 10)) == len(CHECKS)
        assert embeddings.take_missing_embeddings(other, 10) == []


def test_the_sweeper_rings_for_what_waits(desk: str, monkeypatch: pytest.MonkeyPatch) -> None:
    enqueued: list[str] = []
    monkeypatch.setattr("workers.enqueue.enqueue", lambda kind, subjects: enqueued.append(kind) or True)
    sweep.run()
    with transaction(desk) as conn:
        _imported(conn)
    sweep.run()
    sweep.run()
    assert enqueued == ["embed"]
    embed.run()
    assert enqueued == ["embed", "embed"]  # a step that filled something rings for the next


def test_the_claims_of_an_article_have_their_embedding_at_once(desk: str) -> None:
    article(desk, person(desk, "checker"))
    with transaction(desk) as conn:
        asked = encoder().sentences(["Russia has more than 100,000 troops near the border."])[0].tolist()
        embedding = embeddings.claim_embeddings.c.embedding
        embeddings.set_search(conn)
        query = (
            select(claims.c.statement)
            .join(embeddings.claim_embeddings)
            .order_by(embedding.op("<#>")(asked))
            .limit(1)
        )
        assert "100,000 troops" in conn.execute(query).scalar_one()
        assert not embeddings.any_embedding_missing(conn)


def test_a_claim_that_says_something_else_waits_for_another_embedding(desk: str) -> None:
    article(desk, person(desk, "checker"))
    with transaction(desk) as conn:
        conn.execute(text("UPDATE claims SET statement = 'Another' WHERE id = (SELECT min(id) FROM claims)"))
        assert [row.statement for row in embeddings.take_missing_embeddings(conn, 10)] == ["Another"]
    assert _fill(desk) == [1, 0]
    with transaction(desk) as conn:
        assert not embeddings.any_embedding_missing(conn)


def test_a_search_looks_for_rare_words_only(desk: str) -> None:
    with transaction(desk) as conn:
        conn.execute(
            text(
                "INSERT INTO lexemes VALUES ('unemploy', 90000), ('poland', 900), ('fell', 4000), ('2023', 90000)"
            )
        )
        (found,) = _rare_words(conn, ["Unemployment in Poland fell in Grelkhaven's 2023"])
        assert found == "'grelkhaven' | ('poland' & 'fell') | ('poland' & '2023') | ('poland' & 'unemploy')"


def test_many_statements_are_searched_for_at_once_and_encoded_once(
    desk: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with transaction(desk) as conn:
        _imported(conn)
    _fill(desk)
    asked = ["Poland's jobless rate dropped to 5.2 percent in 2023.", "Vaccines cause autism.", "Nothing like it."]
    vectors = dict(zip(asked, encoder().sentences(asked).tolist(), strict=True))
    with transaction(desk) as conn:
        one_by_one = [find_past_fact_checks(conn, statement, 5) for statement in asked]
        monkeypatch.setattr(Encoder, "sentences", None)  # from here on nothing is encoded
        prepared = PreparedFactChecks(conn, vectors, sample=False)
        assert [prepared.like(statement, 5) for statement in asked] == one_by_one
    assert [len(hits) for hits in one_by_one] == [3, 1, 0]
    kinds = [
        [
            compare_rated(
                Claim(
                    0,
                    len(statement),
                    statement,
                    statement=statement,
                    kind="number",
                    claimant=None,
                    worth=0.5,
                    reasons=(),
                ),
                hit,
            ).match_kind
            for hit in prepared.like(statement, 5)
        ]
        for statement in asked
    ]
    assert kinds == [["the same claim", "related", "related"], ["the same claim"], []]
