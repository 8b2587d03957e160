"""One step for many claims, and the next claim for each of two who ask at once."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import text

from store.claims.filters import ClaimFilters
from store.claims.workflow import OPEN, TransitionInput
from store.db import transaction
from store.people import Refused
from store.triage import bulk
from store.triage.bulk import BulkChange, BulkOutcome, SeenClaim, apply_to_claims
from store.triage.next_claim import take_next_claim
from tests.browser.parts import listed
from tests.fixtures.cluster_parts import AGAIN, POLAND, Desk
from tests.fixtures.desk_parts import person


@pytest.fixture
def at(desk: str) -> Desk:
    return Desk(desk, person(desk, "checker"), person(desk, "reviewer"))


def test_nobody_gets_the_claim_of_another_who_asks_at_the_same_moment(at: Desk) -> None:
    claims = listed(at.url, at.checker, 24)
    people = [person(at.url, "checker", f"checker{n}") for n in range(8)]
    start = Barrier(len(people))

    def three(n: int) -> list[int]:
        start.wait()
        found = []
        for _ in range(3):
            with transaction(at.url) as conn:
                taken = take_next_claim(conn, ClaimFilters(states=OPEN), "worth", people[n])
            assert taken is not None
            found.append(taken.id)
        return found

    with ThreadPoolExecutor(len(people)) as threads:
        taken = [claim_id for found in threads.map(three, range(len(people))) for claim_id in found]
    assert sorted(taken) == sorted(claims)
    with transaction(at.url) as conn:
        assert take_next_claim(conn, ClaimFilters(states=OPEN), "worth", at.checker) is None


def test_the_next_claim_is_the_first_of_the_list_that_somebody_else_does_not_hold_open(at: Desk) -> None:
    claims = listed(at.url, at.checker, 3)
    with transaction(at.url) as first:
        taken = take_next_claim(first, ClaimFilters(states=OPEN), "worth", at.checker)
        with transaction(at.url) as second:  # nobody waits for the other's transaction
            other = take_next_claim(second, ClaimFilters(states=OPEN), "worth", at.reviewer)
    assert taken is not None
    assert other is not None
    assert [taken.id, other.id] == claims[:2]


def test_of_a_cluster_the_next_claim_is_its_head_however_worthy_the_others_are(at: Desk) -> None:
    head, member = at.comes(POLAND), at.comes(AGAIN[0])
    with transaction(at.url) as conn:
        conn.execute(text("UPDATE claims SET worth = CASE WHEN id = :id THEN 1 ELSE 0.1 END"), {"id": member})
        taken = take_next_claim(conn, ClaimFilters(states=OPEN), "worth", at.checker)
    assert taken is not None
    assert (taken.id, at.row(member).state) == (head, "duplicate")


def test_a_preview_says_what_happens_and_changes_nothing(at: Desk) -> None:
    first, second, third, fourth = listed(at.url, at.checker, 4)
    at.step(second, "take", at.reviewer)
    seen = [
        SeenClaim(first, 1),
        SeenClaim(second, 2),
        SeenClaim(third, 7),
        SeenClaim(999_999, 1),
        SeenClaim(fourth, 1),
    ]

    def apply(dry_run: bool) -> list[tuple[int, bool]]:
        with transaction(at.url) as conn:
            outcomes = apply_to_claims(
                conn, seen, BulkChange("decline", TransitionInput("Opinion")), at.checker, dry_run=dry_run
            )
        return [(each.claim_id, each.problem is None) for each in outcomes]

    expected = [(first, True), (second, False), (third, False), (999_999, False), (fourth, True)]
    assert apply(dry_run=True) == expected
    assert [at.row(n).state for n in (first, fourth)] == ["new", "new"]
    assert apply(dry_run=False) == expected
    assert [at.row(n).state for n in (first, second, third, fourth)] == ["declined", "assigned", "new", "declined"]


def test_many_are_tagged_and_what_cannot_be_is_refused(at: Desk) -> None:
    ids = listed(at.url, at.checker, 3)
    seen = [SeenClaim(n, 1) for n in ids]
    with transaction(at.url) as conn:
        assert [o.problem for o in apply_to_claims(conn, seen, BulkChange("tag", tag="EU"), at.checker)] == [
            None
        ] * 3
        again = apply_to_claims(conn, seen, BulkChange("tag", tag="eu"), at.checker)
        assert {o.problem for o in again} == {"it has this tag already"}
        for action, tag in (("publish", None), ("tag", "<b>"), ("tag", None)):
            with pytest.raises(Refused):
                apply_to_claims(conn, seen, BulkChange(action, tag=tag), at.checker)
        with pytest.raises(Refused):
            apply_to_claims(conn, [SeenClaim(n) for n in range(201)], BulkChange("take"), at.checker)


def test_claims_are_locked_in_one_order_and_announced_in_the_order_given(
    at: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second, third = sorted(listed(at.url, at.checker, 3))
    asked: list[int] = []

    def noted(conn: object, seen: SeenClaim, *_: object, dry_run: bool) -> BulkOutcome:
        asked.append(seen.id)
        return BulkOutcome(seen.id, "", None)

    monkeypatch.setattr(bulk, "_apply", noted)
    with transaction(at.url) as conn:
        given = [SeenClaim(third, None), SeenClaim(first, None), SeenClaim(second, None)]
        reported = apply_to_claims(conn, given, BulkChange("take"), at.checker)
    assert asked == [first, second, third]
    assert [each.claim_id for each in reported] == [third, first, second]


def test_the_next_claim_is_one_that_waits_whatever_is_asked_for(at: Desk) -> None:
    waiting, taken, declined = listed(at.url, at.checker, 3)
    at.step(taken, "take", at.reviewer)
    at.step(declined, "decline", reason="Opinion")
    with transaction(at.url) as conn:
        for states in (("declined",), ("assigned", "declined")):
            assert take_next_claim(conn, ClaimFilters(states=states), "worth", at.checker) is None
        found = take_next_claim(conn, ClaimFilters(), "worth", at.checker)
        assert found is not None
        assert (found.id, found.state) == (waiting, "assigned")
        assert take_next_claim(conn, ClaimFilters(), "worth", at.checker) is None
