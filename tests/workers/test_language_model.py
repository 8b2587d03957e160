"""The language model among the sources of a desk: it reads the desk's own shelf, and what it quotes becomes
evidence.
"""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from checks.documents.formats import paragraphs
from checks.types.document import About
from store.db import transaction
from store.lookups import evidence, lookups
from store.shelf import incoming
from tests.outside import Outside, Reply, outside
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


def test_an_address_is_all_that_it_must_be_told(model: Outside) -> None:
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
