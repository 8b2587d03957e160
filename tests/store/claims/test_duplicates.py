"""Duplicates name their last original: no chain, no circle, whatever people and the machine do in whatever order."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, select

from checks.types.passage import Passage
from checks.types.stance import Finding
from store.claims import claims, clusters, transitions
from store.claims.tables import claims as table
from store.claims.workflow import NotAllowed, TransitionInput
from store.db import engine
from store.lookups import evidence
from store.people import Refused
from store.verdicts.verdicts import VerdictContent
from tests.fixtures.cluster_parts import POLAND, Desk
from tests.fixtures.desk_parts import person

TEXTS = (
    POLAND,
    "The town of Alder has 4,017 inhabitants.",
    "The ministry spent 12 million euros on 40 new schools in 2024.",
    "Germany exported 3.2 million cars in 2023.",
    "Unemployment in Spain fell to 11.2 percent in 2024.",
)
ACTIONS = ("duplicate",) * 4 + ("reopen", "take", "release", "separate", "decline", "snooze", "link", "publish")


@pytest.fixture
def at(desk: str) -> Desk:
    return Desk(desk, person(desk, "checker"), person(desk, "reviewer"))


@pytest.fixture
def ids(at: Desk) -> list[int]:
    return [at.comes(said) for said in TEXTS]


def _step(conn: Connection, at: Desk, claim_id: int, action: str, **more: Any) -> None:
    version = claims.get_claim(conn, claim_id).version
    transitions.apply_transition(conn, claim_id, action, at.checker, version, TransitionInput(**more))


@contextmanager
def _undone(url: str) -> Iterator[Connection]:
    """A transaction of which nothing stays."""
    with engine(url).connect() as conn:
        try:
            yield conn
        finally:
            conn.rollback()


def _is_sound(conn: Connection) -> None:
    rows = {row.id: row for row in conn.execute(select(table))}
    for row in rows.values():
        assert (row.state == "duplicate") == (row.duplicate_of is not None)
        if row.duplicate_of is not None:
            original = rows[row.duplicate_of]
            assert original.duplicate_of is None, f"{row.id} → {original.id} → {original.duplicate_of}"
        if row.head_id is not None:
            assert rows[row.head_id].head_id is None
            assert row.head_id != row.id


_STEPS = st.lists(
    st.tuples(st.sampled_from(ACTIONS), st.integers(0, len(TEXTS) - 1), st.integers(0, len(TEXTS) - 1)),
    max_size=14,
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=_STEPS)
@example(steps=[("duplicate", 1, 0), ("link", 1, 2)])
def test_no_sequence_of_steps_makes_a_chain_or_a_circle(
    at: Desk, ids: list[int], steps: list[tuple[str, int, int]]
) -> None:
    with _undone(at.url) as conn:
        for action, a, b in steps:
            attempt = conn.begin_nested()
            try:
                _any(conn, at, action, ids[a], ids[b])
                attempt.commit()
            except (Refused, NotAllowed):
                attempt.rollback()
            _is_sound(conn)


def _any(conn: Connection, at: Desk, action: str, one: int, other: int) -> None:
    match action:
        case "link":
            clusters.link_claims(conn, {one: [] if one == other else [other]}, lambda *_: True)
        case "publish":
            _publish(conn, at, one)
        case "duplicate":
            _step(conn, at, one, action, duplicate_of=other)
        case _:
            until = datetime.now(UTC) + timedelta(hours=1)
            _step(conn, at, one, action, reason="because", until=until)


def _publish(conn: Connection, at: Desk, claim_id: int) -> None:
    """Publish a verdict that says it is true, which settles whatever says the same."""
    if claims.get_claim(conn, claim_id).state == "triage":
        _step(conn, at, claim_id, "take")
    row = claims.get_claim(conn, claim_id)
    counted = Finding("supports", "r", 0.5, Passage("They were counted.", "p. 1", "Office"))
    cites = [evidence.add_evidence(conn, claim_id, counted, at.checker)]
    transitions.write_verdict(
        conn, claim_id, VerdictContent("True", "Yes.", "Counted.", cites), at.checker, row.version
    )
    _step(conn, at, claim_id, "submit")
    for action in ("approve", "publish"):
        version = claims.get_claim(conn, claim_id).version
        transitions.apply_transition(conn, claim_id, action, at.reviewer, version, TransitionInput())


def test_three_claims_marked_in_a_circle_leave_one_of_them_to_judge(at: Desk, ids: list[int]) -> None:
    a, b, c = ids[:3]
    at.step(a, "duplicate", duplicate_of=b)
    at.step(b, "duplicate", duplicate_of=c)
    assert at.row(a).duplicate_of == c
    assert at.events(a)[-1] == "original changed"
    with pytest.raises(Refused, match=f"claim {a} is itself judged with this claim"):
        at.step(c, "duplicate", duplicate_of=a)
    assert at.row(c).state == "triage"


def test_a_duplicate_of_a_duplicate_names_the_original(at: Desk, ids: list[int]) -> None:
    a, b, c = ids[:3]
    at.step(b, "duplicate", duplicate_of=c)
    at.step(a, "duplicate", duplicate_of=b)
    assert at.row(a).duplicate_of == c


def test_a_claim_is_no_duplicate_of_itself_nor_of_one_that_is_not(at: Desk, ids: list[int]) -> None:
    with pytest.raises(Refused, match="of itself"):
        at.step(ids[0], "duplicate", duplicate_of=ids[0])
    with pytest.raises(Refused, match="no claim 99"):
        at.step(ids[0], "duplicate", duplicate_of=99)


def test_another_field_of_a_request_makes_no_duplicate_of_the_members(at: Desk, ids: list[int]) -> None:
    head, member = ids[0], at.comes("More than 38 million inhabitants live in Poland.")
    assert at.row(member).head_id == head
    at.step(head, "take", duplicate_of=ids[1])
    assert at.row(member).duplicate_of == head
