"""The suggestion of one claim: what becomes of it where it cannot be made, and where an answer comes meanwhile."""

import pytest
from sqlalchemy import text

from store import queue
from store.claims import claims
from store.db import transaction
from store.lookups import evidence, lookups
from tests.fixtures.outside import Outside, Reply
from tests.workers.conftest import claimed
from workers.tasks import lookup, suggest

BRIDGE = "The old bridge in Tartu was closed in 2021."


def test_a_claim_that_cannot_be_suggested_comes_to_triage_and_says_why(
    desk: str, gazette: Outside, monkeypatch: pytest.MonkeyPatch
) -> None:
    gazette.reply = lambda _: Reply({"texts": [BRIDGE]})
    ((claim_id, lookup_id),) = claimed(desk, BRIDGE)
    lookup.run(lookup_id)

    def broken(*_: object) -> None:
        raise ValueError("no sum")

    monkeypatch.setattr(suggest, "suggest", broken)
    for _ in range(queue.MOST_ATTEMPTS):
        with transaction(desk) as conn:
            conn.execute(text("UPDATE work SET due_at = now() WHERE kind = 'suggest'"))
        suggest.run(claim_id)
    with transaction(desk) as conn:
        claim = claims.get_claim(conn, claim_id)
        assert queue.find_job(conn, "suggest", claim_id) is None
    assert (claim.state, claim.suggestion) == ("triage", "could not ask")
    assert claim.suggestion_reasons == ["what the sources answered could not be added up: ValueError: no sum"]


def test_an_answer_that_comes_while_another_source_waits_and_a_suggestion_is_made_is_not_lost(
    desk: str, gazette: Outside
) -> None:
    gazette.reply = lambda _: Reply({"texts": [BRIDGE]})
    ((claim_id, lookup_id),) = claimed(desk, BRIDGE)
    with transaction(desk) as conn:
        lookups.add_lookups(conn, [(claim_id, ("another",))])
        conn.execute(text("UPDATE work SET due_at = now() WHERE kind = 'suggest'"))
    with transaction(desk) as conn:
        lease = queue.lease_job(conn, "suggest", claim_id)  # and has read what is there: nothing
    assert lease is not None
    lookup.run(lookup_id)
    with transaction(desk) as conn, pytest.raises(queue.LeaseLost):
        queue.finish_job(conn, lease)
    suggest.run(claim_id)
    with transaction(desk) as conn:
        assert claims.get_claim(conn, claim_id).suggestion == "supported"


def test_a_suggestion_marks_what_says_the_same_thing_once_more(desk: str, gazette: Outside) -> None:
    gazette.reply = lambda _: Reply({"texts": [BRIDGE, "Nobody closed the old bridge in Tartu.", f"{BRIDGE} "]})
    ((claim_id, lookup_id),) = claimed(desk, BRIDGE)
    lookup.run(lookup_id)
    suggest.run(claim_id)
    with transaction(desk) as conn:
        found = evidence.list_evidence(conn, claim_id)
    first, again = sorted(row.id for row in found if row.text.strip() == BRIDGE)
    assert {row.id: row.copy_of for row in found if row.copy_of} == {again: first}
