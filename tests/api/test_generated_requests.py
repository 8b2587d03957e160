"""Requests made of the API's own description: none meets an error of the server or an answer that it does not name."""

import os
from typing import Any

import pytest
from sqlalchemy import text

from service.app import create_app
from store import people, tokens
from store.db import transaction
from store.tokens import SCOPES
from tests.api.caller import Caller
from tests.fixtures.full_desk import fill_desk
from tests.fixtures.hints import Hints

# `FACTDESK_GENERATED_EXAMPLES=100 ./run test tests/api/test_generated_requests.py` looks longer.
_EXAMPLES = int(os.environ.get("FACTDESK_GENERATED_EXAMPLES", "2"))
# What refuses a request that fits the description: what stands in the desk, the time, and what fits together.
_REFUSALS = "|".join(
    (
        "there is (nobody|no) ",  # another thing, by its number
        "is not switched on",
        "has no address",
        "do not stand in",
        "lies? (more than a year )?ahead",
        "to today",
        "the deadline comes after",
        "not merged with itself",
        "write down what they said",
        "is told nothing of this name",
        "(owner|reason|until|duplicate of) is missing",  # which a step needs
        "the tag is empty",
        "choose what the rule does",
        "a tag has at most 40 letters",
        "file is empty",
        "say who published it",  # which a parameter does, but only beside a file
        "not read here",  # parameters beside a form that has them as fields
    )
)
_FOUND = {
    "articles/{article_id}": "SELECT min(id) FROM articles",
    "claims/{claim_id}": "SELECT min(claim_id) FROM evidence",
    "evidence/{evidence_id}": "SELECT min(id) FROM evidence",
    "fact-checks/{slug}": "SELECT slug FROM fact_checks WHERE slug IS NOT NULL LIMIT 1",
    "feeds/{feed_id}": "SELECT min(id) FROM feeds",
    "imports/{import_id}": "SELECT min(id) FROM imports",
    "rating-mappings/{rating_id}": "SELECT min(id) FROM external_ratings",
    "shelf/{document_id}": "SELECT max(id) FROM documents",
    "tokens/{token_id}": "SELECT min(id) FROM tokens",
    "webhooks/{webhook_id}": "SELECT min(id) FROM webhooks",
    "automation-rules/{rule_id}": "SELECT min(id) FROM automation_rules",
}
_NAMED = {"revisions/{number}": 1, "sources/{name}": "wikidata", "csv/{resource}": "claims"}


@pytest.mark.timeout(3600)
def test_no_request_is_answered_otherwise_than_described(desk: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from tests.api.generated import GeneratedRequests  # seconds, which only the process spends that runs this test

    fill_desk(desk)
    app = create_app()
    with transaction(desk) as conn:
        admin = people.add_person(conn, "generated@example.org", "generated", "admin")
        secrets = {scope: tokens.create_token(conn, admin, scope, [scope]) for scope in SCOPES}
        all_of_them = tokens.create_token(conn, admin, "all", SCOPES)
        ids = {place: conn.execute(text(query)).scalar_one() for place, query in _FOUND.items()}
    caller = Caller(app.test_client(), {"Authorization": f"Bearer {all_of_them}"}, people.Actor(admin, "admin"))
    ids |= {**_NAMED, **_made(caller, ids)}
    requests = GeneratedRequests(app, secrets, ids, _REFUSALS, _EXAMPLES, Hints(desk, monkeypatch))
    requests.ask_all()
    assert not requests.remarks, "\n\n".join(f"{what}: {said}" for what, said in sorted(requests.remarks.items()))


def _made(caller: Caller, ids: dict[str, Any]) -> dict[str, Any]:
    """What the filled desk has not: the ids of a note, a request, a view and a backfill."""
    claim, webhook = f"/claims/{ids['claims/{claim_id}']}", f"/webhooks/{ids['webhooks/{webhook_id}']}"
    note = caller.post(f"{claim}/notes", 201, text="A note.")
    reply = caller.post(f"{claim}/reply-requests", 201, asked_of="The town", deadline="2090-01-01")
    page = caller.post(f"{claim}/evidence-requests/address", 202, url="https://page.example/")
    view = caller.post("/views", 201, name="Boats", query="q=boats")
    backfill = caller.post("/backfills", 202, sources=["shelf"])
    caller.post(f"{webhook}/test", 202)
    delivery = caller.get(f"{webhook}/deliveries")["items"][0]
    return {
        "notes/{note_id}": note["id"],
        "reply-requests/{request_id}": reply["id"],
        "evidence-requests/{request_id}": page["id"],
        "views/{view_id}": view["id"],
        "backfills/{backfill_id}": backfill["id"],
        "deliveries/{delivery_id}": delivery["id"],
    }
