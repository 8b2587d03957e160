"""The claims of a copy get the suggestions of its original by one job, as soon as these are there."""

import pytest
from sqlalchemy import text

from store import articles, queue
from store.claims import claims
from store.db import transaction
from store.lookups import batches, lookups
from store.people import MACHINE
from tests.workers.lookups.test_copies import TEXT
from workers import job, source_runtime
from workers.tasks import lookup_batch, share, split, suggest


@pytest.fixture(autouse=True)
def _sources(desk: str) -> None:
    with transaction(desk) as conn:
        source_runtime.register(conn)


def _split(url: str, said: str) -> int:
    with transaction(url) as conn:
        received = articles.receive_article(conn, articles.Submission(said), MACHINE)
    split.run(received.revision_id)
    return received.revision_id


def _jobs(url: str) -> dict[str, list[int]]:
    with transaction(url) as conn:
        found: dict[str, list[int]] = {}
        for kind, subject in conn.execute(text("SELECT kind, subject FROM work ORDER BY kind, subject")):
            found.setdefault(kind, []).append(subject)
        return found


def _of(url: str, revision_id: int) -> list[claims.ClaimRecord]:
    with transaction(url) as conn:
        found = claims.list_claims(conn, claims.ClaimFilters(), sort="oldest")
        return [claim for claim in found if claim.revision_id == revision_id]


def test_a_copy_of_what_is_ready_is_done_by_one_job(desk: str) -> None:
    first = _split(desk, TEXT)
    for batch_id in _jobs(desk)[batches.KIND]:
        lookup_batch.run(batch_id)
    copy = _split(desk, f"{TEXT}\n\nThe Gazette.")
    assert _jobs(desk) == {"share": [copy]}
    share.run(copy)
    assert _jobs(desk) == {}
    by_statement = {claim.statement: claim for claim in _of(desk, first)}
    found = _of(desk, copy)
    assert len(found) == len(by_statement) >= 6
    for claim in found:
        original = by_statement[claim.statement]
        assert (claim.state, claim.head_id) == ("triage", original.head_id or original.id)
        assert (claim.suggestion, claim.suggestion_reasons) == (original.suggestion, original.suggestion_reasons)
        assert claim.evidence_ids == []  # the evidence stays with the original
    with transaction(desk) as conn:
        named = conn.execute(
            text("SELECT details->>'with' FROM audit WHERE subject = :id AND event = 'clustered'"),
            {"id": found[0].id},
        )
        assert named.scalar_one() == str(found[0].head_id)
        missing = text("SELECT count(*) FROM claim_embeddings WHERE embedding IS NULL")
        assert conn.execute(missing).scalar_one() == 0


def test_a_copy_that_came_too_soon_is_enqueued_by_what_it_waits_for(
    desk: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = _split(desk, TEXT)
    copy = _split(desk, f"{TEXT}\n\nThe Gazette.")
    share.run(copy)
    with transaction(desk) as conn:
        row = queue.find_job(conn, "share", copy)
    assert row
    assert (row.attempts, row.failed) == (0, False)
    assert row.reason
    assert "wait until those are looked up" in row.reason
    sent: list[tuple[str, list[int]]] = []
    monkeypatch.setattr(job, "send_hints", lambda hints: sent.extend(hints))
    for batch_id in _jobs(desk)[batches.KIND]:
        lookup_batch.run(batch_id)
    assert ("share", [copy]) in sent
    share.run(copy)  # due at once, not after the pause
    assert _jobs(desk) == {}
    assert {claim.state for claim in _of(desk, first) + _of(desk, copy)} == {"triage"}
    assert all(claim.head_id for claim in _of(desk, copy))


def test_a_claim_that_its_original_answers_no_more_is_looked_up_itself(desk: str) -> None:
    first = _split(desk, TEXT)
    for batch_id in _jobs(desk)[batches.KIND]:
        lookup_batch.run(batch_id)
    copy = _split(desk, f"{TEXT}\n\nThe Gazette.")
    declined = _of(desk, first)[0]
    with transaction(desk) as conn:
        conn.execute(
            text("UPDATE claims SET state = 'declined', decline_reason = 'not now' WHERE id = :id"),
            {"id": declined.id},
        )
    share.run(copy)
    same = next(claim for claim in _of(desk, copy) if claim.statement == declined.statement)
    with transaction(desk) as conn:
        assert lookups.list_lookups(conn, same.id)
    assert {claim.state for claim in _of(desk, copy) if claim.id != same.id} == {"triage"}


def test_a_copy_whose_job_breaks_each_time_is_looked_up_itself(desk: str, monkeypatch: pytest.MonkeyPatch) -> None:
    _split(desk, TEXT)
    for batch_id in _jobs(desk)[batches.KIND]:
        lookup_batch.run(batch_id)
    copy = _split(desk, f"{TEXT}\n\nThe Gazette.")

    def breaks(*_: object) -> None:
        raise ZeroDivisionError("by nought")

    monkeypatch.setattr(share, "link_copies", breaks)
    for _ in range(queue.MOST_ATTEMPTS):
        with transaction(desk) as conn:
            conn.execute(text("UPDATE work SET due_at = now() WHERE kind = 'share'"))
        share.run(copy)
    assert "share" not in _jobs(desk)
    assert _jobs(desk)["lookup"]
    for claim in _of(desk, copy):
        with transaction(desk) as conn:
            assert lookups.list_lookups(conn, claim.id)


def test_a_suggestion_that_was_asked_for_by_the_claim_is_left_to_its_revision(desk: str) -> None:
    _split(desk, TEXT)
    for batch_id in _jobs(desk)[batches.KIND]:
        lookup_batch.run(batch_id)
    copy = _split(desk, f"{TEXT}\n\nThe Gazette.")
    with transaction(desk) as conn:
        conn.execute(text("DELETE FROM work"))
        queue.add_jobs(conn, "suggest", [_of(desk, copy)[0].id])
    suggest.run(_of(desk, copy)[0].id)
    assert _jobs(desk) == {"share": [copy]}
