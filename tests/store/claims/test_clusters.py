"""The same claim in many articles is one thing to judge; one that was judged and comes again is told."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, event, select, text, update

from checks.types.embedding import ENCODER_FAMILY, ENCODER_NAME
from store import audit
from store.claims import claims, clusters, counts, similar_claims, transitions
from store.claims.claims import ClaimFilters
from store.claims.tables import claims as table
from store.claims.workflow import NotAllowed
from store.db import engine, transaction
from store.embeddings import claim_embeddings
from tests.fixtures.cluster_parts import AGAIN, POLAND, WAITING, Desk
from tests.fixtures.desk_parts import person
from workers.tasks import suggest

OTHER = ("Poland has more than 41 million inhabitants.", "Germany has more than 38 million inhabitants.")


@pytest.fixture
def at(desk: str) -> Desk:
    return Desk(desk, person(desk, "checker"), person(desk, "reviewer"))


def test_the_same_claim_in_many_articles_is_one_line_in_triage(at: Desk) -> None:
    head, *members = [at.comes(said) for said in (POLAND, *AGAIN)]
    others = [at.comes(said) for said in OTHER]
    assert {at.row(n).head_id for n in members} == {head}
    assert sorted(at.waiting()) == [head, *others]
    assert (at.row(head).article_count, at.row(others[0]).article_count) == (4, 1)
    assert at.events(members[0]) == ["clustered", "triage"]
    version = at.row(members[0]).version
    at.suggest_again(members[0])
    assert at.row(members[0]).version == version
    with transaction(at.url) as conn:
        assert counts.count_claims_by_state(conn)["triage"] == 3
        assert len(claims.list_claims(conn, ClaimFilters(cluster=head))) == 4


@pytest.mark.parametrize(
    ("action", "given", "state", "back"),
    [
        ("take", {}, "duplicate", "release"),
        ("assign", {"owner_id": 1}, "duplicate", "release"),
        ("decline", {"reason": "Opinion"}, "declined", "reopen"),
        ("snooze", {"until": datetime.now(UTC) + timedelta(hours=1)}, "snoozed", "reopen"),
    ],
)
def test_members_go_where_their_head_goes_and_come_back_with_it(
    at: Desk, action: str, given: dict[str, Any], state: str, back: str
) -> None:
    head, member = at.comes(POLAND), at.comes(AGAIN[0])
    at.step(head, action, **given)
    row = at.row(member)
    assert (row.state, row.head_id, row.decline_reason) == (state, head, given.get("reason"))
    assert row.duplicate_of == (head if state == "duplicate" else None)
    assert at.waiting() == []
    at.step(head, back)
    assert (at.row(member).state, at.row(member).head_id) == ("triage", head)
    assert at.waiting() == [head]
    follows = "duplicate" if state == "duplicate" else action
    assert at.events(member) == ["clustered", "triage", follows, "reopen"]


def test_a_claim_that_comes_while_somebody_works_on_the_same_is_its_duplicate(at: Desk) -> None:
    head = at.comes(POLAND)
    at.step(head, "take")
    member = at.comes(AGAIN[0])
    assert (at.row(member).state, at.row(member).duplicate_of) == ("duplicate", head)
    at.publish(head, "False")
    assert at.events(member)[-1] == "published with its head"
    at.step(head, "withdraw", at.reviewer, reason="wrong")
    assert at.events(member)[-1] == "withdrawn with its head"


def test_a_claim_is_not_tied_to_one_that_was_declined(at: Desk) -> None:
    declined = at.comes(POLAND)
    at.step(declined, "decline", reason="Too small to matter")
    again = at.comes(AGAIN[0])
    assert at.waiting() == [again]


def test_a_member_is_taken_out_for_good(at: Desk) -> None:
    head, out, alone = at.comes(POLAND), at.comes(AGAIN[0]), at.comes(AGAIN[1])
    at.step(out, "separate")
    at.step(alone, "take")
    assert (at.row(out).head_id, at.row(alone).head_id) == (None, None)
    at.suggest_again(out)
    assert sorted(at.waiting()) == [head, out]
    at.step(head, "take")
    assert (at.row(out).state, at.row(alone).state) == ("triage", "assigned")
    with pytest.raises(NotAllowed, match="no member"):
        at.step(out, "separate")


def test_a_false_claim_that_comes_again_returns_on_top_of_triage(at: Desk) -> None:
    past = at.comes(POLAND)
    at.publish(past, "False")
    worthier = at.comes("The government spent 900 million euros on 12 new hospitals in 2025, the minister said.")
    first, second = at.comes(AGAIN[0]), at.comes(AGAIN[1])
    assert at.row(first).worth < at.row(worthier).worth
    assert at.waiting() == [first, worthier]
    row = at.row(second)
    assert (row.repeat_of, row.head_id, row.repeat_count, row.past_rating) == (past, first, 2, "False")
    assert at.row(past).repeat_count == 2
    at.suggest_again(first)
    assert at.events(first).count("repeated") == 1
    with transaction(at.url) as conn:
        assert [r.id for r in claims.list_claims(conn, ClaimFilters(repeated=True, heads=True))] == [first]
        first_page = claims.list_claims(conn, WAITING, limit=1)
        assert [r.id for r in claims.list_claims(conn, WAITING, after=first_page[0].position())] == [worthier]


def test_where_a_repeated_claim_stands_follows_the_verdict(at: Desk) -> None:
    past = at.comes(POLAND)
    at.publish(past, "False")
    again = at.comes(AGAIN[0])
    at.step(past, "correct", reason="a new count")
    at.publish(past, "Half true")
    assert (at.row(again).repeats_false, at.row(again).past_rating) == (False, "Half true")
    at.step(past, "correct", reason="another")
    at.publish(past, "Mostly false")
    assert at.row(again).repeats_false
    at.step(past, "withdraw", at.reviewer, reason="wrong")
    assert (at.row(again).repeats_false, at.row(again).past_rating) == (False, None)


def test_a_true_claim_that_comes_again_leaves_nothing_to_do(at: Desk) -> None:
    past = at.comes(POLAND)
    at.publish(past, "Mostly true")
    again = at.comes(AGAIN[0])
    row = at.row(again)
    assert (row.state, row.duplicate_of, row.repeat_of, row.repeat_count) == ("duplicate", past, past, 1)
    assert at.waiting() == []


def test_a_new_revision_of_its_own_article_is_no_repeat(at: Desk) -> None:
    past = at.comes(POLAND, url="https://example.org/p")
    at.publish(past, "False")
    at.comes(f"How many are they now? {POLAND}", url="https://example.org/p")
    assert (at.row(past).state, at.row(past).repeat_count, at.row(past).revision) == ("published", 0, 2)


def test_a_claim_that_is_like_two_others_does_not_make_them_one(at: Desk) -> None:
    a, b, c, d = [at.comes(said, suggested=False) for said in (POLAND, *AGAIN)]
    with transaction(at.url) as conn:
        statements = {row.id: row.statement for row in conn.execute(select(table.c.id, table.c.statement))}
        clusters.link_claims(conn, {d: [c]}, lambda *_: True)
        unlike = {statements[a], statements[b]}
        clusters.link_claims(conn, {c: [a, b]}, lambda one, other: {one.statement, other.statement} != unlike)
    assert _heads(at) == {a: None, b: None, c: a, d: a}


def test_members_that_are_not_the_same_as_a_new_head_go_free(at: Desk) -> None:
    a, b, c = [at.comes(said, suggested=False) for said in (POLAND, AGAIN[0], AGAIN[1])]
    with transaction(at.url) as conn:
        odd = conn.execute(select(table.c.statement).where(table.c.id == c)).scalar_one()
        clusters.link_claims(conn, {c: [b]}, lambda *_: True)
        clusters.link_claims(conn, {b: [a]}, lambda _, other: other.statement != odd)
    assert _heads(at) == {a: None, b: a, c: None}
    assert at.events(c) == ["clustered", "no longer clustered"]


def test_claims_whose_clusters_lie_apart_are_linked_together_and_those_that_meet_in_their_order(at: Desk) -> None:
    a, b, c, d, e = [
        at.comes(said, suggested=False) for said in (POLAND, *AGAIN, "The bridge at Alder fell in 1999.")
    ]
    equals = {b: [a], d: [c], c: [a], e: []}
    with transaction(at.url) as conn:
        assert clusters.link_claims(conn, equals, lambda *_: True) == [c]
    assert _heads(at) == {a: None, b: a, c: None, d: c, e: None}
    with transaction(at.url) as conn:
        assert clusters.link_claims(conn, {c: [a]}, lambda *_: True) == []
    assert _heads(at) == {a: None, b: a, c: a, d: a, e: None}


def test_linking_takes_as_many_statements_for_many_claims_as_for_one(at: Desk) -> None:
    said = (POLAND, OTHER[1], "The bridge at Alder fell in 1999.", "Norway has 5 million inhabitants.")
    heads, again = ([at.comes(each, suggested=False) for each in said] for _ in range(2))
    pairs = [{claim_id: [head]} for claim_id, head in zip(again, heads, strict=True)]
    one = _counted(at, lambda conn: clusters.link_claims(conn, pairs[0], lambda *_: True))
    equals = {claim_id: others for pair in pairs[1:] for claim_id, others in pair.items()}
    assert _counted(at, lambda conn: clusters.link_claims(conn, equals, lambda *_: True)) == one
    assert _heads(at) == {**dict.fromkeys(heads), **dict(zip(again, heads, strict=True))}
    with transaction(at.url) as conn:
        entries = [audit.list_audit_entries(conn, "claim", claim_id) for claim_id in again]
    assert [[(entry.event, entry.details) for entry in each] for each in entries] == [
        [("clustered", {"with": head})] for head in heads
    ]


def _at_once(calls: list[Callable[[], object]]) -> None:
    with ThreadPoolExecutor(len(calls)) as threads:
        for done in [threads.submit(call) for call in calls]:
            done.result()


def _heads(at: Desk) -> dict[int, int | None]:
    with transaction(at.url) as conn:
        return {row.id: row.head_id for row in conn.execute(select(table.c.id, table.c.head_id))}


def test_many_workers_who_cluster_at_once_make_one_cluster(at: Desk) -> None:
    ids = [at.comes(said, suggested=False) for said in (POLAND, *AGAIN, *AGAIN)]
    _at_once([lambda n=n: suggest.run(n) for n in ids])  # type: ignore[misc]
    assert at.due("suggest") == []
    heads = _heads(at)
    assert len([n for n in ids if heads[n] is None]) == 1
    assert len({heads[n] for n in ids} - {None}) == 1


def test_two_clusters_of_one_claim_become_one_and_nobody_is_lost(at: Desk) -> None:
    a, b, c, d = [at.comes(said, suggested=False) for said in (POLAND, *AGAIN)]
    with transaction(at.url) as conn:
        clusters.link_claims(conn, {c: [a]}, lambda *_: True)
        clusters.link_claims(conn, {d: [b]}, lambda *_: True)
    _at_once([lambda: suggest.run(a), lambda: suggest.run(b)])
    assert _heads(at) == {a: None, b: a, c: a, d: a}


def test_people_and_workers_at_once_leave_no_chain_and_no_circle(at: Desk) -> None:
    ids = [at.comes(said, suggested=False) for said in (POLAND, *AGAIN, *AGAIN)]

    def taken(claim_id: int) -> None:
        try:
            at.step(claim_id, "take")
            at.step(claim_id, "release")
        except (transitions.StaleClaim, NotAllowed):
            pass

    _at_once([lambda n=n, f=f: f(n) for n in ids for f in (suggest.run, taken)])  # type: ignore[misc]
    heads = _heads(at)
    assert all(head is None or heads[head] is None for head in heads.values())
    with transaction(at.url) as conn:
        rows = conn.execute(select(table)).mappings().all()
        assert {row["state"] for row in rows} <= {"triage", "assigned", "duplicate"}
        assert all(row["duplicate_of"] == row["head_id"] for row in rows if row["state"] == "duplicate")


def _grown(at: Desk, head: int, count: int) -> None:
    """Give a claim so many members, copies of itself."""
    own = ("id", "start", "end", "head_id", "search", "finding_rank", "priority")
    copied = [c.name for c in table.c if c.name not in own]
    columns = ", ".join(copied)
    with transaction(at.url) as conn:
        conn.execute(
            text(
                f'INSERT INTO claims ({columns}, start, "end", head_id) SELECT {columns}, n, n + 1, id '
                "FROM claims, generate_series(1000, 999 + :count) AS n WHERE id = :head"
            ),
            {"count": count, "head": head},
        )


def _statements_of(at: Desk, head: int, action: str, **given: Any) -> int:
    """How many statements the store executes for a step."""
    return _counted(at, lambda _: at.step(head, action, **given))


def _counted(at: Desk, done: Callable[[Connection], object]) -> int:
    """How many statements the store executes for what is done."""
    seen: list[str] = []

    def count(*what: Any) -> None:
        seen.append(what[2])

    event.listen(engine(at.url), "before_cursor_execute", count)
    try:
        with transaction(at.url) as conn:
            done(conn)
    finally:
        event.remove(engine(at.url), "before_cursor_execute", count)
    return len(seen)


def test_a_step_takes_as_many_statements_for_a_hundred_members_as_for_one(at: Desk) -> None:
    head, other = at.comes(POLAND), at.comes(OTHER[1])
    _grown(at, head, 1)
    _grown(at, other, 100)
    for action, given in (("take", {}), ("release", {}), ("decline", {"reason": "Opinion"}), ("reopen", {})):
        assert _statements_of(at, head, action, **given) == _statements_of(at, other, action, **given)
    with transaction(at.url) as conn:
        for member in clusters.list_member_ids(conn, other):
            assert at.events(member) == ["duplicate", "reopen", "decline", "reopen"]


def test_a_step_leaves_the_index_of_embeddings_alone(at: Desk) -> None:
    head = at.comes(POLAND)
    _grown(at, head, 100)
    with transaction(at.url) as conn:
        conn.execute(update(claim_embeddings).values(embedding=[0.0] * 383 + [1.0], encoder=ENCODER_NAME))
    size = text("SELECT pg_relation_size('ix_claim_embeddings_embedding')")
    with transaction(at.url) as conn:
        before = conn.execute(size).scalar_one()
    for action in ("take", "release", "take", "release"):
        at.step(head, action)
    with transaction(at.url) as conn:
        assert conn.execute(size).scalar_one() == before


def test_the_nearest_claims_are_found_by_the_index(at: Desk) -> None:
    claim_id = at.comes(POLAND)
    with transaction(at.url) as conn:
        conn.execute(update(claim_embeddings).values(embedding=[0.0] * 383 + [1.0], encoder=ENCODER_NAME))
        conn.execute(text("SET LOCAL enable_sort = off"))
        given = {"claims": [claim_id], "most": 60, "least": 0.5, "family": f"{ENCODER_FAMILY}/"}
        explained = text(f"EXPLAIN {similar_claims._SIMILAR_OF.text}")
        plan = "\n".join(conn.execute(explained, given).scalars())
        assert "ix_claim_embeddings_embedding" in plan
        assert similar_claims.find_similar_claims_of(conn, [claim_id]) == {claim_id: []}
