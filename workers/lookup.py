"""One claim asked of one source: the answer frozen, every passage held against the claim."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial

import structlog
from celery import shared_task
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from checks.compare import compare
from checks.sources import Source
from checks.types import Answer, Claim, CouldNotAsk, Found, Passage, Reach, SearchFailed
from settings import settings
from store import claims, lookups, mappings, sources
from store.db import is_away, transaction
from workers import reference, step

_log = structlog.get_logger()


@shared_task(name="workers.lookup")
def hint(lookup_id: int) -> None:
    """Ask, if that is still to be done."""
    run(lookup_id)


def run(lookup_id: int) -> None:
    """Ask, if that is still to be done."""
    step.run("lookup", lookup_id, _think, _gave_up, sources.has_turn)


def _think(lookup_id: int) -> step.Write:
    with transaction(settings().database_url) as conn:
        row = lookups.begin(conn, lookup_id)
        claim, told = claims.as_claim(conn, row["claim_id"]), claims.told_on(conn, row["claim_id"])
    name, source = row["source"], reference.on().get(row["source"])
    if source is None:
        off = CouldNotAsk("this source is not switched on")
        return lambda conn: [*_suggest(row["claim_id"], lookups.record(conn, lookup_id, off)), *_next(conn, name)]
    if not source.applies(claim):
        return lambda conn: [*_suggest(row["claim_id"], lookups.drop(conn, lookup_id)), *_next(conn, name)]
    answer = _asked(source, claim, anew=row["asked_again"])
    found = _on_our_scale(answer.passages) if isinstance(answer, Found) else ()
    findings = [compare(claim, passage, told) for passage in found]

    def write(conn: Connection) -> step.Hints:
        yield from _suggest(row["claim_id"], lookups.record(conn, lookup_id, answer, findings))
        if isinstance(answer, CouldNotAsk):
            sources.failed(conn, name, answer.reason, answer.after)
        else:
            sources.answered(conn, name)
        yield from _next(conn, name)

    if isinstance(answer, CouldNotAsk):
        onward = partial(_next, name=name) if answer.busy else write
        raise step.TryAgain(answer.reason, after=answer.after, busy=answer.busy, write=onward)
    return write


def _asked(source: Source, claim: Claim, *, anew: bool) -> Answer:
    """What a source answers; one that breaks could not be asked."""
    url = settings().database_url
    try:
        reach = Reach(
            reference.Shelf(url),
            reference.PastChecks(url),
            datetime.now(UTC),
            reference.fetch(source, anew=anew),
            reference.options(source),
        )
        return source.ask(claim, reach)
    except SearchFailed as failure:
        return failure.answer()
    except Exception as error:
        if step.out_of_time(error):
            return CouldNotAsk("it took longer than it may")
        if isinstance(error, DBAPIError) and is_away(error):
            raise
        _log.exception("a source broke", source=source.NAME)
        return CouldNotAsk(f"{type(error).__name__}: {error}")


def _on_our_scale(passages: Sequence[Passage]) -> Sequence[Passage]:
    """Fact-checks of others with what their publisher's words are with us, as people have decided it."""
    kinds = {(p.publisher, p.rating) for p in passages if p.rating is not None and p.rated is None}
    if not kinds:
        return passages
    with transaction(settings().database_url) as conn:
        ours = mappings.known(conn, sorted(kinds))
    return [replace(p, rated=ours.get((p.publisher, p.rating or ""), p.rated)) for p in passages]


def _suggest(claim_id: int, due: bool) -> step.Hints:
    return [("suggest", [claim_id])] if due else []


def _next(conn: Connection, name: str) -> step.Hints:
    """Those that have waited for this source while the present lookup had its turn."""
    return [("lookup", sources.next_turns(conn, name, leaving=1))]


def _gave_up(conn: Connection, lookup_id: int) -> step.Hints:
    return _suggest(lookups.get(conn, lookup_id)["claim_id"], lookups.give_up(conn, lookup_id))
