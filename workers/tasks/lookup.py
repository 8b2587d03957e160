"""One claim asked of one source: the answer frozen, every passage held against the claim."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial

import structlog
from celery import shared_task

from checks.retrieval.sources import Source
from checks.suggestion.findings import find
from checks.types.answer import Answer, CouldNotAsk, Found, SearchFailed
from checks.types.claim import Claim
from checks.types.passage import Passage
from checks.types.source import SourceContext
from settings import settings
from store import queue
from store.claims import claims
from store.db import Connection, DatabaseError, is_away, transaction
from store.external import rating_mappings
from store.lookups import lookups, sources
from store.lookups.lookups import LookupRecord
from store.sample import contents
from workers import job, source_runtime

_log = structlog.get_logger()


@shared_task(name="workers.lookup")
def run(lookup_id: int) -> None:
    """Ask, if that is still to be done."""
    job.run("lookup", lookup_id, _compute, _on_exhausted, sources.may_start_lookup)


def _compute(lookup_id: int) -> job.Write:
    with transaction(settings().database_url) as conn:
        row = lookups.start_lookup(conn, lookup_id)
        claim, day = claims.load_claim(conn, row.claim_id)
        sample = contents.is_of_sample(conn, row.claim_id)
    source = source_runtime.on().get(row.source)
    if source is None:
        off = CouldNotAsk("this source is not switched on")
        return lambda conn: [
            *_suggest(row.claim_id, lookups.record_answer(conn, lookup_id, off)),
            *_next(conn, row),
        ]
    if not source.applies(claim):
        return lambda conn: [*_suggest(row.claim_id, lookups.drop_lookup(conn, lookup_id)), *_next(conn, row)]
    answer = _asked(source, claim, anew=row.asked_again, sample=sample)
    if isinstance(answer, CouldNotAsk):
        raise _again(row, answer)
    _let_others_ask(row)
    found = _on_our_scale(answer.passages) if isinstance(answer, Found) else ()
    findings = [find(claim, passage, day) for passage in found]

    def write(conn: Connection) -> job.Hints:
        due = lookups.record_answer(conn, lookup_id, answer, findings)
        if sample:
            contents.mark_sample_evidence(conn, lookup_id)
        return _suggest(row.claim_id, due)

    return write


def _again(row: LookupRecord, answer: CouldNotAsk) -> job.TryAgain:
    """What writes down that a source could not be asked, and has it asked again; not where its turn had not come."""

    def write(conn: Connection) -> job.Hints:
        yield from _suggest(row.claim_id, lookups.record_answer(conn, row.id, answer))
        sources.record_failure(conn, row.source, answer.reason, answer.after)
        yield from _next(conn, row)

    onward = partial(_next, row=row) if answer.busy else write
    return job.TryAgain(answer.reason, after=answer.after, busy=answer.busy, write=onward)


def _let_others_ask(row: LookupRecord) -> None:
    """The source has answered: the next lookup may ask it while this one is compared and written down."""
    with transaction(settings().database_url) as conn:
        sources.record_success(conn, row.source)
        hints = list(_next(conn, row))
    job.send_hints(hints)


def _asked(source: Source, claim: Claim, *, anew: bool, sample: bool) -> Answer:
    """What a source answers, with passages of the `sample` or without; one that breaks could not be asked."""
    url = settings().database_url
    try:
        context = SourceContext(
            source_runtime.Shelf(url, sample),
            source_runtime.PastFactChecks(url, sample),
            datetime.now(UTC),
            source_runtime.fetch(source, anew=anew),
            source_runtime.options(source),
        )
        return source.ask(claim, context)
    except SearchFailed as failure:
        return failure.answer()
    except Exception as error:
        if job.out_of_time(error):
            return CouldNotAsk("it took longer than it may")
        if isinstance(error, DatabaseError) and is_away(error):
            raise
        _log.exception("a source broke", source=source.NAME)
        return CouldNotAsk(f"{type(error).__name__}: {error}")


def _on_our_scale(passages: Sequence[Passage]) -> Sequence[Passage]:
    """Passages; external fact-checks among them with the rating on our scale that people decided or the rules gave."""
    kinds = {(p.publisher, p.rating) for p in passages if p.rating is not None and p.mapped_rating is None}
    if not kinds:
        return passages
    with transaction(settings().database_url) as conn:
        ours = rating_mappings.get_mapped_ratings(conn, sorted(kinds))
    return [replace(p, mapped_rating=ours.get((p.publisher, p.rating or ""), p.mapped_rating)) for p in passages]


def _suggest(claim_id: int, due: bool) -> job.Hints:
    return [("suggest", [claim_id])] if due else []


def _next(conn: Connection, row: LookupRecord) -> job.Hints:
    """Those that have waited for this source while a lookup had its turn, which is over."""
    queue.release_slot(conn, "lookup", row.id)
    return [("lookup", sources.hand_out_lookups_after(conn, row.source))]


def _on_exhausted(conn: Connection, lookup_id: int) -> job.Hints:
    return _suggest(lookups.get_lookup(conn, lookup_id).claim_id, lookups.close_exhausted_lookup(conn, lookup_id))
