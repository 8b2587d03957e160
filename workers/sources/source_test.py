"""A source asked about one plain claim, whether it is on or not, and what came of it in words."""

from celery import shared_task

from checks.retrieval import sources as kinds
from checks.types.answer import Answer, CouldNotAsk, Found, SearchFailed
from checks.types.claim import Claim
from settings import settings
from store.db import Connection, transaction
from store.lookups import source_tests
from store.lookups.source_tests import KIND
from workers import job, source_runtime
from workers.sources import asking

STATEMENT = "Germany has a population of 83 million."


@shared_task(name=f"workers.{KIND}")
def run(test_id: int) -> None:
    """Ask, if that is still to be done."""
    job.run(KIND, test_id, _compute, _on_exhausted)


def _compute(test_id: int) -> job.Write:
    with transaction(settings().database_url) as conn:
        name = source_tests.get_tested_source(conn, test_id)
    source_runtime.refresh(most_seconds=0.0)
    outcome, words = describe(_ask(name))

    def write(conn: Connection) -> job.Hints:
        source_tests.record_test(conn, test_id, outcome, words)
        return ()

    return write


def _ask(name: str) -> Answer:
    """What the source answers, asked again."""
    source = kinds.sources().get(name)
    if source is None:
        return CouldNotAsk("no worker offers it any more")
    claim = Claim(
        0, len(STATEMENT), STATEMENT, statement=STATEMENT, kind="quantity", claimant=None, worth=0.5, reasons=()
    )
    try:
        context = source_runtime.context(source, anew=True)
    except SearchFailed as failure:
        return failure.answer()
    return asking.ask(source, claim, context)


def describe(answer: Answer) -> tuple[str, str]:
    """The outcome, and what it means, in words."""
    match answer:
        case Found(passages=passages):
            count = len(passages)
            found = (
                f"found {count} {'passage' if count == 1 else 'passages'}" if count else "set aside all it found"
            )
            return "found", f"It answers: {found} for “{STATEMENT}”"
        case CouldNotAsk(reason=reason):
            return "could not ask", f"It could not be asked: {reason}"
        case _:
            return "nothing", f"It answers, and has nothing on “{STATEMENT}”"


def _on_exhausted(conn: Connection, test_id: int) -> job.Hints:
    source_tests.record_test(conn, test_id, "could not ask", "It could not be asked: the test broke off each time")
    return ()
