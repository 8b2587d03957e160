"""What the machine's steps on claims leave alone, and what is refused of writes that the table does not know."""

import pytest
import sqlalchemy as sa

from store.claims.followers import list_followers, map_followers
from store.claims.tables import claims
from store.claims.transitions import assign_to_default_owner
from store.claims.workflow import TransitionContext, TransitionInput
from store.claims.writes import HistoryEntry, update_fields, write_transition
from store.db import transaction
from store.people import MACHINE
from tests.fixtures.cluster_parts import AGAIN, POLAND, Desk
from tests.fixtures.desk_parts import person

_ALDER = "The town of Alder {} has {} inhabitants."


@pytest.fixture
def at(desk: str) -> Desk:
    return Desk(desk, person(desk, "checker"), person(desk, "reviewer"))


def test_the_owner_of_a_feed_gets_what_waits_in_triage_and_is_in_no_cluster(at: Desk) -> None:
    head, member, taken = at.comes(POLAND), at.comes(AGAIN[0]), at.comes(_ALDER.format("A", "4,017"))
    at.step(taken, "take", at.reviewer)
    before = {claim_id: at.row(claim_id).version for claim_id in (head, member, taken)}
    owner = at.checker.id or 0
    with transaction(at.url) as conn:
        for claim_id in (member, taken, 999_999):
            assign_to_default_owner(conn, claim_id, owner)
    assert {claim_id: at.row(claim_id).version for claim_id in before} == before
    assert [at.row(n).owner for n in (head, member, taken)] == [None, None, "reviewer"]
    with transaction(at.url) as conn:
        assign_to_default_owner(conn, head, owner)
    assert (at.row(head).state, at.row(head).owner) == ("assigned", "checker")


def test_a_claim_is_followed_by_members_duplicates_and_what_repeats_it_in_triage(at: Desk) -> None:
    head, member = at.comes(POLAND), at.comes(AGAIN[0])
    duplicate, repeating, in_work, other = (at.comes(_ALDER.format(n, f"{n},017")) for n in (3, 4, 5, 6))
    at.step(duplicate, "duplicate", duplicate_of=head)
    at.step(in_work, "take")
    with transaction(at.url) as conn:
        repeats = sa.update(claims).where(claims.c.id.in_([repeating, in_work]))
        conn.execute(repeats.values(repeat_of=head))
        assert map_followers(conn, [head, other]) == {head: {member, duplicate, repeating}, other: set()}
        assert list_followers(conn, [other]) == set()


def test_only_a_step_writes_a_state_and_only_from_the_state_that_was_seen(at: Desk) -> None:
    claim_id = at.comes(POLAND)
    before = at.row(claim_id)
    with transaction(at.url) as conn:
        for fields in ({"state": "declined", "worth": 0.1}, {"owner_id": 1}, {"snoozed_until": None}):
            with pytest.raises(ValueError, match=f"only a transition writes {next(iter(fields))}"):
                update_fields(conn, [claim_id], MACHINE, HistoryEntry("changed"), fields)
        update_fields(conn, [], MACHINE, HistoryEntry("changed"), {"worth": 0.1})
        write_transition(conn, [], TransitionContext("new"), "triage", MACHINE, TransitionInput())
    with (
        pytest.raises(RuntimeError, match="1 of the claims for “triage” were not new"),
        transaction(at.url) as conn,
    ):
        write_transition(conn, [claim_id], TransitionContext("new"), "triage", MACHINE, TransitionInput())
    assert at.row(claim_id) == before
