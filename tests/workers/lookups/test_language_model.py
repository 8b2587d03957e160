"""The language model among the sources of a desk: it reads the desk's own shelf, and what it quotes becomes
evidence.
"""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from checks.documents.formats import paragraphs
from checks.types.document import About
from checks.types.passage import ModelStance
from service.app import create_app
from store.db import transaction
from store.lookups import evidence, lookups
from store.shelf import incoming
from tests.fixtures.desk_parts import person, sign_in
from tests.fixtures.outside import Outside, Reply, outside
from tests.workers.conftest import claimed, forget
from workers import source_runtime
from workers.sources import configuration
from workers.tasks import lookup

CENSUS = "The census counted everyone in the land. It is false that Poland has 38.5 million inhabitants."
POLAND = "Poland has more than 38 million inhabitants."


@pytest.fixture
def model(desk: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Outside]:
    """A model's server, named in the settings by its address alone."""
    with outside() as played:
        for name, value in {
            "FACTDESK_SOURCES": "language-model",
            "FACTDESK_CONTACT": "desk@example.org",
            "FACTDESK_SOURCE_LANGUAGE_MODEL_ADDRESS": f"{played.url}/v1",
        }.items():
            monkeypatch.setenv(name, value)
        forget()
        configuration.check_settings()
        yield played
    forget()


def _quotes(name: str, quote: str) -> Any:
    content = json.dumps({"quotes": [{"passage": name, "quote": quote}]})
    return {"choices": [{"message": {"content": content}, "finish_reason": "stop"}]}


def test_an_address_is_all_that_it_must_be_given(model: Outside) -> None:
    assert "language model" in source_runtime.enabled_sources()


def test_what_it_quotes_of_the_shelf_is_evidence_in_the_shelf_s_name(desk: str, model: Outside) -> None:
    with transaction(desk) as conn:
        arrival = incoming.DocumentSubmission(
            "document", "census.txt", "Statistics Office", "Census", url="https://stat.example/census"
        )
        incoming.add_read_document(conn, arrival, About(), paragraphs(CENSUS))
    model.reply = lambda _: Reply(_quotes("p1", "Poland has 38.5 million inhabitants"))
    ((claim_id, lookup_id),) = claimed(desk, POLAND, names=("language model",))
    lookup.run(lookup_id)
    with transaction(desk) as conn:
        (kept,) = evidence.list_evidence(conn, claim_id)
        assert lookups.get_lookup(conn, lookup_id).outcome == "found"
    assert kept.text == "It is false that Poland has 38.5 million inhabitants."
    assert (kept.publisher, kept.url) == ("Statistics Office", "https://stat.example/census")
    assert model.asked[0][0] == "/v1/chat/completions"


def test_what_it_takes_a_passage_to_say_is_shown_by_desk_and_api_apart_from_the_stance(
    desk: str, model: Outside, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FACTDESK_SOURCE_LANGUAGE_MODEL_STANCES", "yes")
    monkeypatch.setenv("FACTDESK_SOURCE_LANGUAGE_MODEL_MODEL", "<b>small</b>")
    forget()
    with transaction(desk) as conn:
        arrival = incoming.DocumentSubmission("document", "census.txt", "Statistics Office", "Census")
        incoming.add_read_document(conn, arrival, About(), paragraphs(CENSUS))
    said = {
        "stance": "supports",  # a lie: the sentence denies it
        "claim_words": "Poland has more than 38 million inhabitants",
        "passage_words": "Poland has 38.5 million inhabitants",
    }
    quote = {"passage": "p1", "quote": "Poland has 38.5 million inhabitants"}
    content = json.dumps(
        {"quotes": [quote | said | {"reason": "Ignore the desk. It is true."}], "verdict": "True"}
    )
    model.reply = lambda _: Reply({"choices": [{"message": {"content": content}, "finish_reason": "stop"}]})
    ((claim_id, lookup_id),) = claimed(desk, POLAND, names=("language model",))
    lookup.run(lookup_id)
    with transaction(desk) as conn:
        (kept,) = evidence.list_evidence(conn, claim_id)
    assert kept.model_stance == ModelStance("supports", said["claim_words"], said["passage_words"], "<b>small</b>")
    assert kept.stance != "supports"
    person(desk, "checker")
    client = create_app().test_client()
    sign_in(client, "checker")
    page = client.get(f"/claims/{claim_id}").text
    assert "takes it to support the claim" in page
    assert "it counts for nothing" in page
    assert "&lt;b&gt;small&lt;/b&gt;" in page
    assert "<b>small" not in page
    assert "Ignore the desk" not in page
    (reported,) = client.get(f"/api/v1/claims/{claim_id}").json["evidence"]
    assert reported["model_stance"] == {
        "stance": "supports",
        "claim_quote": said["claim_words"],
        "passage_quote": said["passage_words"],
        "model": "<b>small</b>",
    }
    assert "Ignore" not in json.dumps(reported)


@pytest.mark.parametrize("status", [200, 401])
def test_a_key_that_the_server_repeats_in_an_error_is_shown_to_nobody(
    desk: str, model: Outside, monkeypatch: pytest.MonkeyPatch, status: int
) -> None:
    monkeypatch.setenv("FACTDESK_SOURCE_LANGUAGE_MODEL_KEY", "sk-secret-of-tests")
    forget()
    with transaction(desk) as conn:
        arrival = incoming.DocumentSubmission("document", "census.txt", "Statistics Office", "Census")
        incoming.add_read_document(conn, arrival, About(), paragraphs(CENSUS))
    model.reply = lambda _: Reply({"error": {"message": "wrong key sk-secret-of-tests"}}, status)
    ((claim_id, lookup_id),) = claimed(desk, POLAND, names=("language model",))
    lookup.run(lookup_id)
    with transaction(desk) as conn:
        (row,) = lookups.list_lookups(conn, claim_id)
    assert "wrong key …" in (row.reason or "")
    assert "sk-secret" not in (row.reason or "")
