"""The claims of one batch asked of all sources that answer from the store, and what they add up to.

The same steps as `workers.tasks.lookup` and `workers.tasks.suggest`, for many claims at once: one connection for all
searches, one transaction for all that is written. A lookup that cannot be answered here gets a job of its own; once
the batch itself has failed, every lookup in it does. A batch gives way to articles that wait to be split: what it has
answered by then is written, and the rest is due again.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from typing import Final

from celery import shared_task

from checks.matching.matcher import same_claims
from checks.nlp.pipeline import reading
from checks.retrieval import shelf_documents
from checks.suggestion.copies import copies
from checks.suggestion.findings import find
from checks.suggestion.suggest import suggest
from checks.types.answer import CouldNotAsk, Found
from checks.types.passage import Passage
from checks.types.reading import StatementReading
from checks.types.stance import Finding
from settings import settings
from store import embeddings, queue
from store.automation import arrival
from store.claims import claims, similar_claims
from store.claims.claims import StoredClaim
from store.claims.similar_claims import SimilarClaim
from store.db import Connection, tell, transaction
from store.deliveries import ready
from store.feeds.entries import get_article_defaults
from store.lookups import batches, evidence, sources, suggestions
from store.lookups.batches import KIND, AnsweredLookup, PendingLookup, RecordedBatch
from store.sample import contents
from store.shelf import search
from store.verdicts import citations
from workers import enqueue, job, source_runtime
from workers.copies import resume_copies
from workers.embeddings import fill_claim_embeddings
from workers.linking import link_all
from workers.sources.asking import ask, on_our_scale
from workers.sources.searches import PreparedFactChecks, embedder

_CLAIMS_OF_PART: Final = 8  # of a batch that are asked about before it may give way


@dataclass(frozen=True, slots=True)
class _Batch:
    """What the sources answered about a batch, and what its claims are compared with, computed before anything is
    written.

    Attributes:
        owner_id: who has the claims of the article's feed by default.
        equals: by claim id, the ids of claims that are the same claim, the most similar first.
        cited: what our own fact-checks among the evidence cite, by their addresses.
        failed: lookups that could not be answered here.
    """

    started_at: datetime
    sample: bool
    owner_id: int | None
    answered: list[AnsweredLookup]
    failed: list[PendingLookup]
    equals: dict[int, list[int]]
    cited: Mapping[str, Sequence[Passage]]


@shared_task(name=f"workers.{KIND}")
def run(batch_id: int) -> None:
    """Answer what is still to be answered of one batch."""
    job.run(KIND, batch_id, _compute, _on_exhausted)


def _compute(batch_id: int) -> job.Write:
    source_runtime.refresh()
    with transaction(settings().database_url) as conn:
        row = queue.find_job(conn, KIND, batch_id)
        pending = batches.list_pending_lookups(conn, batch_id)
    if row is not None and row.attempts > 1:  # something in it broke the job: each for itself now
        return lambda conn: _release(conn, batch_id, job.current_lease().turn)
    begun = _begun(pending)
    fill_claim_embeddings({each.claim_id for each in begun})
    begun = _begun(begun)  # an article may have come while they were encoded
    with transaction(settings().database_url) as conn:
        batch = _ask_all(conn, begun, batches.get_readings(conn, batch_id))
    link_all(batch.equals)  # before its own claims are locked
    if len(batch.answered) + len(batch.failed) == len(pending):
        return lambda conn: _write(conn, batch_id, batch, is_whole=True)
    return lambda conn: job.PartDone(_write(conn, batch_id, batch, is_whole=False))


def _ask_all(
    conn: Connection, pending: Sequence[PendingLookup], readings: Mapping[str, StatementReading]
) -> _Batch:
    """Ask the sources about all claims of a batch and hold what they found against them.

    `readings` is what is known of their statements.
    """
    ids = sorted({each.claim_id for each in pending})
    stored, started_at = claims.load_claims(conn, ids), datetime.now(UTC)
    sample = bool(ids) and contents.is_of_sample(conn, ids[0])
    vectors = embeddings.read_claim_embeddings(conn, ids)
    asked_for = {stored[claim_id].claim.statement: vector for claim_id, vector in vectors.items()}
    shelf = search.Shelf(conn, sample=sample, embed=embedder(asked_for))
    past_checks = PreparedFactChecks(conn, asked_for, sample=sample)
    answered: list[AnsweredLookup] = []
    failed: list[PendingLookup] = []
    with reading():
        asked = [(each.claim, each.reference_date) for each in stored.values()]
        shelf_documents.prepare(asked, shelf, readings)
        for lookup in _until_splits_wait(pending):
            source = source_runtime.enabled_sources().get(lookup.source)
            if source is None:  # switched off meanwhile, which its own job writes down
                failed.append(lookup)
                continue
            claim, day = stored[lookup.claim_id].claim, stored[lookup.claim_id].reference_date
            context = source_runtime.store_context(source, shelf, past_checks, day)
            answer = ask(source, claim, context, in_transaction=True)
            if isinstance(answer, CouldNotAsk):
                failed.append(lookup)
            else:
                answered.append(AnsweredLookup(lookup, answer))
        answered = _with_findings(conn, answered, stored)
        done = {each.claim_id for each in failed} | {each.lookup.claim_id for each in answered}
        similar = similar_claims.find_similar_claims_of(conn, done)
        equals = {claim_id: _equals(stored[claim_id], near) for claim_id, near in similar.items() if near}
    urls = {finding.passage.url for each in answered for finding in each.findings if finding.passage}
    cited = citations.list_cited_passages(conn, urls)
    owner_id = get_article_defaults(conn, pending[0].article_id).owner_id if pending else None
    return _Batch(
        started_at=started_at,
        sample=sample,
        owner_id=owner_id,
        answered=answered,
        failed=failed,
        equals=equals,
        cited=cited,
    )


def _begun(pending: Sequence[PendingLookup]) -> Sequence[PendingLookup]:
    """What is begun of a batch: all of it, or its first few claims while an article waits to be split."""
    return _parts(pending)[0] if pending and enqueue.is_waiting("split") else pending


def _until_splits_wait(pending: Sequence[PendingLookup]) -> Iterator[PendingLookup]:
    """The lookups of a batch; those of the claims behind the first few only while no article waits to be split."""
    for place, part in enumerate(_parts(pending)):
        if place and enqueue.is_waiting("split"):
            return
        yield from part


def _parts(pending: Sequence[PendingLookup]) -> list[list[PendingLookup]]:
    """The lookups of a batch by a few claims each, in their order."""
    ids = list(dict.fromkeys(each.claim_id for each in pending))
    part = {claim_id: place // _CLAIMS_OF_PART for place, claim_id in enumerate(ids)}
    return [list(of_part) for _, of_part in groupby(pending, lambda each: part[each.claim_id])]


def _with_findings(
    conn: Connection, answered: Sequence[AnsweredLookup], stored: Mapping[int, StoredClaim]
) -> list[AnsweredLookup]:
    passages = [each.answer.passages if isinstance(each.answer, Found) else () for each in answered]
    rated = iter(on_our_scale(conn, [passage for of_one in passages for passage in of_one]))
    return [
        AnsweredLookup(
            each.lookup, each.answer, tuple(_find(stored[each.lookup.claim_id], next(rated)) for _ in of_one)
        )
        for each, of_one in zip(answered, passages, strict=True)
    ]


def _find(stored: StoredClaim, passage: Passage) -> Finding:
    return find(stored.claim, passage, stored.reference_date)


def _equals(stored: StoredClaim, near: Sequence[SimilarClaim]) -> list[int]:
    places = same_claims(stored.claim.contextual, [(each.contextual, each.cosine) for each in near])
    return [near[place].id for place in places]


def _write(conn: Connection, batch_id: int, batch: _Batch, *, is_whole: bool) -> job.Hints:
    """Write the answers, the suggestions of claims that are complete with them, and a batch that is whole as done."""
    open_ids = {each.id for each in batches.list_pending_lookups(conn, batch_id, lock=True)}
    answered = [each for each in batch.answered if each.lookup.id in open_ids]
    recorded = batches.record_answers(conn, answered, batch.started_at)
    if batch.sample:
        contents.mark_sample_evidence(conn, [each.lookup.id for each in answered])
    for name in sorted(
        {each.lookup.source for each in answered}
    ):  # in one order: batches do not wait for each other
        sources.record_success(conn, name)
    suggested = _suggest(conn, batch, answered, recorded)
    batches.give_jobs(conn, [each for each in batch.failed if each.id in open_ids], job.current_lease().turn)
    if is_whole:
        batches.delete_batch(conn, batch_id)
    article_ids = {each.lookup.article_id for each in batch.answered}
    ready.note_ready_articles(conn, article_ids)
    for article_id in article_ids:
        tell(conn, "article", article_id)
    hints = [("suggest", recorded.due), *resume_copies(conn, suggested)]
    if batch.failed:
        hints.append(("lookup", sources.hand_out_lookups(conn)))
    return hints


def _suggest(
    conn: Connection, batch: _Batch, answered: Sequence[AnsweredLookup], recorded: RecordedBatch
) -> list[int]:
    """Suggest for the claims that have all their answers, and send them to triage; returns their ids."""
    by_claim: dict[int, list[AnsweredLookup]] = {}
    for each in answered:
        if each.lookup.claim_id in recorded.complete:
            by_claim.setdefault(each.lookup.claim_id, []).append(each)
    made, copied = [], dict[int, int]()
    for claim_id, lookups in by_claim.items():
        found = [(evidence_id, finding) for each in lookups for evidence_id, finding in _kept(each, recorded)]
        ids, findings = [evidence_id for evidence_id, _ in found], [finding for _, finding in found]
        answers = [(source_runtime.title(each.lookup.source), each.answer) for each in lookups]
        result = suggest(findings, answers, batch.cited)
        made.append((claim_id, result, [ids[place] for place in result.finding_indices], len(ids)))
        copied |= {ids[place]: ids[first] for place, first in copies(findings).items()}
    suggestions.write_first_suggestions(conn, made)
    evidence.mark_first_copies(conn, copied)
    arrival.receive_in_triage(conn, list(by_claim), batch.owner_id)
    return list(by_claim)


def _kept(each: AnsweredLookup, recorded: RecordedBatch) -> list[tuple[int, Finding]]:
    """The findings of a lookup that are evidence, with its ids."""
    kept = (finding for finding in each.findings if finding.passage)
    return list(zip(recorded.evidence_ids[each.lookup.id], kept, strict=True))


def _release(conn: Connection, batch_id: int, turn: int = 0) -> job.Hints:
    """Give every lookup that is left a job of its own, from this `turn` on."""
    batches.give_jobs(conn, batches.list_pending_lookups(conn, batch_id, lock=True), turn)
    batches.delete_batch(conn, batch_id)
    return [("lookup", sources.hand_out_lookups(conn))]


def _on_exhausted(conn: Connection, batch_id: int) -> job.Hints:
    hints = list(_release(conn, batch_id))
    queue.drop_job(conn, KIND, batch_id)
    return hints
