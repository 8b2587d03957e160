"""One claim asked of one source: the answer frozen, every passage compared with the claim."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import partial

from celery import shared_task

import tracing
from checks.retrieval.sources import Source
from checks.suggestion.findings import find
from checks.types.answer import Answer, CouldNotAsk, Found, SearchFailed
from checks.types.claim import Claim
from checks.types.passage import Passage
from checks.types.stance import Finding
from settings import settings
from store import queue
from store.claims import claims
from store.claims.claims import StoredClaim
from store.db import Connection, transaction
from store.lookups import lookups, sources
from store.lookups.lookups import LookupRecord
from store.sample import contents
from workers import job, source_runtime
from workers.sources import asking


@shared_task(name="workers.lookup")
def run(lookup_id: int) -> None:
    """Ask, if that is still to be done."""
    job.run("lookup", lookup_id, _compute, _on_exhausted, sources.may_start_lookup)


def _compute(lookup_id: int) -> job.Write:
    source_runtime.refresh()
    with transaction(settings().database_url) as conn:
        row = lookups.start_lookup(conn, lookup_id)
        tracing.concern(claim=row.claim_id)
        stored = claims.load_claim(conn, row.claim_id)
        sample = contents.is_of_sample(conn, row.claim_id)
    claim, day = stored.claim, stored.reference_date
    source = source_runtime.enabled_sources().get(row.source)
    if source is None:
        off = CouldNotAsk("this source is not switched on")
        return lambda conn: [
            *_suggest(row.claim_id, lookups.record_answer(conn, lookup_id, off)),
            *_release_slot(conn, row),
        ]
    if not source.applies(claim):
        return lambda conn: [
            *_suggest(row.claim_id, lookups.drop_lookup(conn, lookup_id)),
            *_release_slot(conn, row),
        ]
    answer = _asked(source, stored, anew=row.asked_again, sample=sample)
    if isinstance(answer, CouldNotAsk):
        raise _again(row, answer)
    _let_others_ask(row)
    findings = _findings(claim, day, answer.passages) if isinstance(answer, Found) else []

    def write(conn: Connection) -> job.Hints:
        due = lookups.record_answer(conn, lookup_id, answer, findings)
        if sample:
            contents.mark_sample_evidence(conn, [lookup_id])
        return _suggest(row.claim_id, due)

    return write


def _findings(claim: Claim, day: date, passages: Sequence[Passage]) -> list[Finding]:
    with transaction(settings().database_url) as conn:
        passages = asking.on_our_scale(conn, passages)
    return [find(claim, passage, day) for passage in passages]


def _again(row: LookupRecord, answer: CouldNotAsk) -> job.TryAgain:
    """A `TryAgain` that records the failure; nothing is recorded if the source was only busy.

    A claim that breaks our code for a source counts once against the source, however often the claim is tried:
    otherwise one claim would pause it for all.
    """
    counts = not answer.broke or job.current_lease().attempts == 1

    def write(conn: Connection) -> job.Hints:
        due = lookups.record_answer(conn, row.id, answer)
        if counts:
            sources.record_failure(conn, row.source, answer.reason, answer.after)
        return [*_suggest(row.claim_id, due), *_release_slot(conn, row)]

    onward = partial(_release_slot, row=row) if answer.busy else write
    return job.TryAgain(answer.reason, after=answer.after, busy=answer.busy, write=onward)


def _let_others_ask(row: LookupRecord) -> None:
    """The source has answered: the next lookup may ask it while this one is compared and written down."""
    with transaction(settings().database_url) as conn:
        sources.record_success(conn, row.source)
        hints = _release_slot(conn, row)
    job.send_hints(hints)


def _asked(source: Source, stored: StoredClaim, *, anew: bool, sample: bool) -> Answer:
    """What a source answers, with passages of the `sample` or without."""
    try:
        context = source_runtime.context(source, anew=anew, sample=sample)
        context = replace(context, reference_date=stored.reference_date)
    except SearchFailed as failure:
        return failure.answer()
    return asking.ask(source, stored.claim, context)


def _suggest(claim_id: int, due: bool) -> job.Hints:
    return [("suggest", [claim_id])] if due else []


def _release_slot(conn: Connection, row: LookupRecord) -> job.Hints:
    """Those that have waited for this source while a lookup had its turn, which is over."""
    queue.release_slot(conn, job.current_lease())
    return [("lookup", sources.hand_out_lookups_after(conn, row.source))]


def _on_exhausted(conn: Connection, lookup_id: int) -> job.Hints:
    return _suggest(lookups.get_lookup(conn, lookup_id).claim_id, lookups.close_exhausted_lookup(conn, lookup_id))
