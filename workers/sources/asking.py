"""A source asked about a claim, whichever job asks: what breaks in it is an answer that could not be had."""

from collections.abc import Sequence
from dataclasses import replace

import structlog

import tracing
from checks.retrieval.sources import Source, options
from checks.types.answer import Answer, CouldNotAsk, SearchFailed
from checks.types.claim import Claim
from checks.types.passage import Passage
from checks.types.source import SourceContext
from store.db import Connection, DatabaseError, is_away
from store.external import rating_mappings
from workers import job

_log = structlog.get_logger()


def ask(source: Source, claim: Claim, context: SourceContext, *, in_transaction: bool = False) -> Answer:
    """What a source answers about a claim; one that breaks could not be asked.

    Args:
        in_transaction: whether its searches run in a transaction of the caller's, which an error of the store has
            ended.

    Raises:
        DatabaseError: the store is away, or its error ended the caller's transaction.
    """
    answer = _ask(source, claim, context, in_transaction=in_transaction)
    return _without_secrets(answer, source, context) if isinstance(answer, CouldNotAsk) else answer


def _ask(source: Source, claim: Claim, context: SourceContext, *, in_transaction: bool) -> Answer:
    try:
        with tracing.span("ask source", "client", factdesk__source=source.NAME):
            return source.ask(claim, context)
    except SearchFailed as failure:
        return failure.answer()
    except Exception as error:
        if isinstance(error, DatabaseError) and (
            in_transaction or (is_away(error) and not job.out_of_time(error))
        ):
            raise
        if job.out_of_time(error):
            return CouldNotAsk("it took longer than it may")
        _log.exception("a source broke", source=source.NAME)
        return CouldNotAsk(f"{type(error).__name__}: {error}", broke=True)


def _without_secrets(answer: CouldNotAsk, source: Source, context: SourceContext) -> CouldNotAsk:
    """Why a source could not be asked, without the key that a service may repeat: the newsroom is shown the reason, and
    so are readers, in the evidence pack.
    """
    for option in options(source):
        if option.secret and (value := context.options.get(option.name)):
            answer = replace(answer, reason=answer.reason.replace(value, "…"))
    return answer


def on_our_scale(conn: Connection, passages: Sequence[Passage]) -> Sequence[Passage]:
    """Passages; external fact-checks among them with the rating on our scale that people decided or the rules gave."""
    kinds = {(p.publisher, p.rating) for p in passages if p.rating is not None and p.mapped_rating is None}
    if not kinds:
        return passages
    ours = rating_mappings.get_mapped_ratings(conn, sorted(kinds))
    return [replace(p, mapped_rating=ours.get((p.publisher, p.rating or ""), p.mapped_rating)) for p in passages]
