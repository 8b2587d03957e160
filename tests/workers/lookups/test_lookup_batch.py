"""The claims of an article asked of the sources in the store by one job: what is written, and what a failure costs."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import select, text

from checks.retrieval import comparing, queries
from checks.retrieval.sources import past
from checks.types.claim import Claim
from checks.types.document import About, Block, Part
from checks.types.passage import Passage
from checks.types.stance import Finding
from store import articles, dispatch, queue
from store.claims import claims
from store.claims.claims import ClaimFilters
from store.claims.tables import claims as claims_table
from store.db import transaction
from store.lookups import batches, evidence, lookups
from store.people import MACHINE
from store.shelf import incoming
from tests.fixtures.outside import Outside, Reply
from tests.workers.conftest import NAME
from workers import enqueue, source_runtime
from workers.tasks import lookup, lookup_batch, split, suggest

TEXT = (
    "Tartu has more than 90,000 inhabitants. Narva has 12 schools and 3 theatres. "
    "The council of Tartu spent 5 million euros on roads in 2021."
)
REPORT = "In 2021 the council of Tartu spent 7 million euros on roads. Tartu has 97,000 inhabitants."


def _arrive(url: str, said: str = TEXT) -> None:
    """An article that was split."""
    with transaction(url) as conn:
        revision_id = articles.receive_article(conn, articles.Submission(said), MACHINE).revision_id
    split.run(revision_id)


def _jobs(url: str) -> list[tuple[str, int]]:
    with transaction(url) as conn:
        return [(row.kind, row.subject) for row in conn.execute(select(queue.work).order_by(queue.work.c.kind))]


def _subjects(url: str, kind: str) -> list[int]:
    return [subject for of_kind, subject in _jobs(url) if of_kind == kind]


def _report(url: str) -> None:
    """A document on the shelf."""
    with transaction(url) as conn:
        arrival = incoming.DocumentSubmission("document", "report.txt", "Tartu", "Report")
        incoming.add_read_document(conn, arrival, About(), [Part(REPORT, (Block(0, len(REPORT)),))])


def _results(url: str) -> list[tuple[Any, ...]]:
    """What each claim came to, in the order of the claims."""
    with transaction(url) as conn:
        found = []
        for claim in claims.list_claims(conn, ClaimFilters(), sort="oldest"):
            asked = [
                (row.source, row.outcome, row.queries, row.found, row.evidence_count, row.set_aside)
                for row in lookups.list_lookups(conn, claim.id)
            ]
            kept = sorted((row.text, row.stance, row.reason) for row in evidence.list_evidence(conn, claim.id))
            found.append((claim.statement, claim.state, claim.suggestion, claim.suggestion_reasons, asked, kept))
        return found


def test_one_job_answers_all_claims_of_an_article_and_leaves_nothing_to_do(desk: str) -> None:
    _report(desk)
    _arrive(desk)
    (batch_id,) = _subjects(desk, batches.KIND)
    assert _jobs(desk) == [(batches.KIND, batch_id)]

    lookup_batch.run(batch_id)
    results = _results(desk)
    assert _jobs(desk) == []
    assert {state for _, state, *_ in results} == {"triage"}
    suggested = {statement: suggestion for statement, _, suggestion, *_ in results}
    assert {suggested[statement] for statement in suggested if "5 million" in statement} == {"refuted"}
    lookup_batch.run(batch_id)
    assert _results(desk) == results


def test_a_batch_comes_to_what_jobs_of_their_own_come_to(desk: str) -> None:
    with transaction(desk) as conn:
        source_runtime.register(conn)
    _report(desk)
    _arrive(desk)
    (batch_id,) = _subjects(desk, batches.KIND)
    lookup_batch.run(batch_id)
    together = _results(desk)
    with transaction(desk) as conn:
        conn.execute(text("TRUNCATE articles CASCADE"))

    _arrive(desk)
    (batch_id,) = _subjects(desk, batches.KIND)
    _fail_once(desk, batch_id)
    lookup_batch.run(batch_id)
    for lookup_id in _subjects(desk, "lookup"):
        lookup.run(lookup_id)
    for claim_id in _subjects(desk, "suggest"):
        suggest.run(claim_id)
    assert _results(desk) == together


def _fail_once(url: str, batch_id: int) -> None:
    """Count an attempt that came to nothing."""
    with transaction(url) as conn:
        conn.execute(text("UPDATE work SET attempts = 1 WHERE kind = :kind AND subject = :n"),
                     {"kind": batches.KIND, "n": batch_id})  # fmt: skip


def test_a_batch_gives_way_to_an_article_that_waits_and_asks_nothing_twice(
    desk: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = " ".join(f"In {1950 + n} the council of Tartu spent {n + 3} million euros on roads." for n in range(12))
    _report(desk)
    _arrive(desk, said)
    (batch_id,) = _subjects(desk, batches.KIND)
    ask, asked = past.ask, list[str]()

    def noted(claim: Any, context: Any) -> Any:
        asked.append(claim.statement)
        return ask(claim, context)

    monkeypatch.setattr(past, "ask", noted)
    monkeypatch.setattr(enqueue, "is_waiting", lambda kind: kind == "split")
    lookup_batch.run(batch_id)
    states = [state for _, state, *_ in _results(desk)]
    assert states == ["triage"] * 8 + ["new"] * 4
    with transaction(desk) as conn:
        row = queue.find_job(conn, batches.KIND, batch_id)
    assert row is not None
    assert (row.attempts, row.lease_until) == (0, None)

    lookup_batch.run(batch_id)
    results = _results(desk)
    assert [state for _, state, *_ in results] == ["triage"] * 12
    assert asked == [statement for statement, *_ in results]
    assert _jobs(desk) == []


def test_a_batch_that_broke_once_is_done_claim_by_claim(desk: str) -> None:
    _arrive(desk)
    (batch_id,) = _subjects(desk, batches.KIND)
    _fail_once(desk, batch_id)
    lookup_batch.run(batch_id)
    with transaction(desk) as conn:
        open_ = list(conn.execute(select(lookups.lookups.c.id).order_by(lookups.lookups.c.id)).scalars())
    assert sorted(_subjects(desk, "lookup")) == open_
    assert _subjects(desk, batches.KIND) == []


def test_a_claim_that_fails_alone_fails_alone(desk: str, monkeypatch: pytest.MonkeyPatch) -> None:
    ask = past.ask

    def breaks(claim: Any, context: Any) -> Any:
        if "Narva" in claim.statement:
            raise ZeroDivisionError("by nought")
        return ask(claim, context)

    monkeypatch.setattr(past, "ask", breaks)
    _arrive(desk)
    (batch_id,) = _subjects(desk, batches.KIND)
    lookup_batch.run(batch_id)

    with transaction(desk) as conn:
        states = {row.statement: row.state for row in claims.list_claims(conn, ClaimFilters())}
        left = [lookups.get_lookup(conn, lookup_id) for lookup_id in _subjects(desk, "lookup")]
    failed = {statement for statement in states if "Narva" in statement}
    assert {states[statement] for statement in failed} == {"new"}
    assert {state for statement, state in states.items() if statement not in failed} == {"triage"}
    assert [row.source for row in left] == [past.NAME] * len(failed)


def test_a_source_on_the_network_is_still_waited_for(gazette: Outside, desk: str) -> None:
    gazette.reply = lambda _: Reply({"texts": ["Tartu has 97,000 inhabitants."]})
    _arrive(desk, "Tartu has more than 90,000 inhabitants.")
    (batch_id,) = _subjects(desk, batches.KIND)
    lookup_batch.run(batch_id)
    with transaction(desk) as conn:
        (claim,) = claims.list_claims(conn, ClaimFilters())
        assert (claim.state, claim.suggestion) == ("new", None)
    (lookup_id,) = _subjects(desk, "lookup")
    with transaction(desk) as conn:
        assert lookups.get_lookup(conn, lookup_id).source == NAME
    lookup.run(lookup_id)
    assert _subjects(desk, "suggest") == [claim.id]


def test_a_claim_that_is_asked_again_meanwhile_is_left_to_that_job(desk: str) -> None:
    _arrive(desk, "Tartu has more than 90,000 inhabitants.")
    (batch_id,) = _subjects(desk, batches.KIND)
    with transaction(desk) as conn:
        (claim,) = claims.list_claims(conn, ClaimFilters())
        again = lookups.restart_lookups(conn, claim.id)
    lookup_batch.run(batch_id)
    assert sorted(_subjects(desk, "lookup")) == sorted(again)
    with transaction(desk) as conn:
        assert {row.outcome for row in lookups.list_lookups(conn, claim.id)} == {None}


def test_a_long_article_takes_turns(desk: str) -> None:
    count = 2 * batches.MOST_CLAIMS + 3
    _arrive(desk, "\n\n".join(f"Town {n} has {4000 + n:,} inhabitants." for n in range(count)))
    with transaction(desk) as conn:
        total = len(conn.execute(select(claims_table.c.id)).all())
        waits = conn.execute(
            text("SELECT extract(epoch FROM fair_at - min(fair_at) OVER ()) FROM work WHERE kind = :kind ORDER "
                 "BY subject"),
            {"kind": batches.KIND},
        ).scalars()  # fmt: skip
        steps = [round(float(wait) / queue.TURN_SECONDS) for wait in waits]
    assert steps == list(range(-(-total // batches.MOST_CLAIMS)))
    assert len(steps) >= 3


def test_a_batch_whose_message_was_lost_is_sent_again(desk: str) -> None:
    _arrive(desk)
    (batch_id,) = _subjects(desk, batches.KIND)
    with transaction(desk) as conn:
        assert dispatch.mark_due_jobs(conn, lease_seconds=0) == [(batches.KIND, batch_id)]


def test_only_sources_that_ask_nobody_outside_are_asked_together(gazette: Outside) -> None:
    assert NAME in source_runtime.enabled_sources()
    assert NAME not in source_runtime.stored()


def test_a_source_that_was_switched_off_meanwhile_says_so(desk: str, monkeypatch: pytest.MonkeyPatch) -> None:
    _arrive(desk, "Tartu has more than 90,000 inhabitants.")
    (batch_id,) = _subjects(desk, batches.KIND)
    left = {name: source for name, source in source_runtime.enabled_sources().items() if name != past.NAME}
    monkeypatch.setattr(source_runtime, "enabled_sources", lambda: left)
    lookup_batch.run(batch_id)
    (lookup_id,) = _subjects(desk, "lookup")
    lookup.run(lookup_id)
    with transaction(desk) as conn:
        assert lookups.get_lookup(conn, lookup_id).reason == "this source is not switched on"


def test_statements_that_splitting_has_read_are_not_parsed_again(
    desk: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    _report(desk)
    _arrive(desk)
    (batch,) = _subjects(desk, "lookup_batch")
    parsed: list[str] = []
    tagged = queries.tagged

    def watched(texts: list[str]) -> Any:
        parsed.extend(texts)
        return tagged(texts)

    monkeypatch.setattr(queries, "tagged", watched)
    monkeypatch.setattr(queries, "_kept", {})
    with transaction(desk) as conn:
        (changed, *others) = claims.list_claims(conn, ClaimFilters(), sort="oldest")
        assert set(batches.get_readings(conn, batch)) == {each.statement for each in (changed, *others)}
        conn.execute(
            claims_table.update()
            .where(claims_table.c.id == changed.id)
            .values(statement="Tartu has 91,000 inhabitants")
        )
    lookup_batch.run(batch)
    assert parsed == ["Tartu has 91,000 inhabitants"]
    assert _jobs(desk) == []


def test_what_a_search_compares_is_compared_once(desk: str, monkeypatch: pytest.MonkeyPatch) -> None:
    _report(desk)
    _arrive(desk)
    asked: list[tuple[str, str, date | None]] = []
    compare = comparing.compare

    def noted(claim: Claim, passage: Passage, day: date | None = None) -> Finding:
        finding = compare(claim, passage, day)
        asked.append((claim.statement, passage.text, day))
        return finding

    monkeypatch.setattr(comparing, "compare", noted)
    comparing.compared.cache_clear()
    lookup_batch.run(*_subjects(desk, batches.KIND))
    assert any(kept for *_, kept in _results(desk))
    assert asked
    assert len(asked) == len(set(asked))
    assert {day for *_, day in asked} == {datetime.now(UTC).date()}  # when the article came in
