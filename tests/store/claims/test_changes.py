"""One function writes states: it asks the table, writes the audit entry with it, and nothing else can."""

from typing import Any

import psycopg
import pytest
from sqlalchemy import select, text

from store import audit
from store.claims import writes
from store.claims.states import list_claim_states
from store.claims.tables import claims
from store.claims.workflow import NotAllowed, TransitionContext, TransitionInput
from store.db import DatabaseError, transaction
from store.people import MACHINE
from tests.fixtures.cluster_parts import POLAND, Desk
from tests.fixtures.desk_parts import person


@pytest.fixture
def at(desk: str) -> Desk:
    return Desk(desk, person(desk, "checker"), person(desk, "reviewer"))


@pytest.mark.parametrize(
    "fields", [{"state": "published"}, {"owner_id": 1}, {"duplicate_of": 1}, {"snoozed_until": None}]
)
def test_what_belongs_to_a_state_is_written_by_a_transition_alone(at: Desk, fields: dict[str, Any]) -> None:
    claim_id = at.comes(POLAND)
    with transaction(at.url) as conn, pytest.raises(ValueError, match="only a transition"):
        writes.update_fields(conn, [claim_id], MACHINE, writes.HistoryEntry("sneaked"), fields)
    assert at.row(claim_id).state == "triage"


def test_a_transition_asks_the_table(at: Desk) -> None:
    claim_id = at.comes(POLAND)
    with transaction(at.url) as conn, pytest.raises(NotAllowed):
        writes.write_transition(
            conn, [claim_id], TransitionContext("triage"), "publish", at.reviewer, TransitionInput()
        )


def test_a_transition_of_a_claim_that_stands_elsewhere_writes_nothing(at: Desk) -> None:
    claim_id = at.comes(POLAND)
    before = at.events(claim_id)
    with pytest.raises(RuntimeError, match="were not snoozed"), transaction(at.url) as conn:
        writes.write_transition(
            conn, [claim_id], TransitionContext("snoozed"), "reopen", MACHINE, TransitionInput()
        )
    assert (at.row(claim_id).state, at.events(claim_id)) == ("triage", before)


def test_state_and_audit_entry_are_written_together(at: Desk) -> None:
    claim_id = at.comes(POLAND)
    with transaction(at.url) as conn:
        writes.write_transition(
            conn, [claim_id], TransitionContext("triage"), "decline", at.checker, TransitionInput("Opinion")
        )
        entry = audit.list_audit_entries(conn, "claim", claim_id, 1)[0]
        version = conn.execute(select(claims.c.version).where(claims.c.id == claim_id)).scalar_one()
    found = {name: getattr(entry, name) for name in ("event", "before", "after", "reason", "version", "actor_id")}
    assert found == {
        "event": "decline",
        "before": "triage",
        "after": "declined",
        "reason": "Opinion",
        "version": version,
        "actor_id": at.checker.id,
    }


def test_pages_are_sent_what_people_do_apart_from_how_the_machine_gets_on(at: Desk) -> None:
    first, second = at.comes(POLAND), at.comes(POLAND + " So it is.")
    with psycopg.connect(at.url.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute("LISTEN factdesk")
        with transaction(at.url) as conn:
            writes.update_fields(conn, [first], at.checker, writes.HistoryEntry("by a person"), {})
            writes.update_fields(conn, [first], MACHINE, writes.HistoryEntry("by the machine"), {})
            writes.update_fields(conn, [first, second], MACHINE, writes.HistoryEntry("by the machine"), {})
        reported = [note.payload for note in connection.notifies(timeout=20, stop_after=3)]
    assert reported == [f"claim {first}", f"progress {first}", "progress 0"]


def test_states_are_read_without_waiting_for_whoever_has_locked_them(at: Desk) -> None:
    claim_id = at.comes(POLAND)
    with transaction(at.url) as locking, transaction(at.url) as reading:
        reading.execute(text("SET LOCAL lock_timeout = '200ms'"))
        locked = list_claim_states(locking, [claim_id], lock=True)
        assert list_claim_states(reading, [claim_id]) == locked
        with pytest.raises(DatabaseError):
            list_claim_states(reading, [claim_id], lock=True)
