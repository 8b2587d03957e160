"""One claim asked of one source: the answer frozen, every passage held against the claim."""

from datetime import UTC, datetime
from typing import Any

from celery import shared_task
from sqlalchemy import Connection

from checks.compare import compare
from checks.match import ranked
from checks.sources import sources
from checks.types import Answer, CouldNotAsk, Found, Passage, Reach, SearchFailed
from checks.vectors import vectors
from settings import settings
from store import claims, lookups, match
from store.db import transaction
from store.shelf import Shelf
from workers import step


@shared_task(name="workers.lookup")
def hint(lookup_id: int) -> None:
    """Ask, if that is still to be done."""
    run(lookup_id)


def run(lookup_id: int) -> None:
    """Ask, if that is still to be done."""
    step.run("lookup", lookup_id, _think, _gave_up)


class PastChecks:
    """`checks.types.PastChecks` over one connection."""

    def __init__(self, conn: Connection) -> None:
        self._conn = conn

    def like(self, statement: str, limit: int) -> tuple[Passage, ...]:
        """Fact-checks of the same claim as `statement`, then related ones."""
        (meaning,) = vectors([statement]).tolist()
        found = match.near(self._conn, statement, meaning)
        best = ranked(statement, [(passage.text, likeness) for passage, likeness in found], limit)
        return tuple(found[n][0] for n, _ in best)


class Unreachable:
    """`checks.types.Fetch` for a desk that asks nobody outside."""

    def json(self, url: str, *given: Any, **more: Any) -> Any:
        """Nothing."""
        raise SearchFailed(f"no source on the network is on; {url} was not asked")


def _think(lookup_id: int) -> step.Write:
    with transaction(settings().database_url) as conn:
        row = lookups.begin(conn, lookup_id)
        claim = claims.as_claim(conn, row["claim_id"])
    source = sources().get(row["source"])
    if source is None:
        raise step.TryAgain(f"there is no source “{row['source']}” any more")
    # Searches of the store are short; a source on the network is asked with no transaction open.
    with transaction(settings().database_url) as conn:
        answer: Answer = source.ask(claim, Reach(Shelf(conn), PastChecks(conn), datetime.now(UTC), Unreachable()))
    if isinstance(answer, CouldNotAsk):
        raise step.TryAgain(answer.reason)
    findings = [compare(claim, passage) for passage in answer.passages] if isinstance(answer, Found) else []

    def write(conn: Connection) -> step.Hints:
        if lookups.record(conn, lookup_id, answer, findings):
            yield "suggest", [row["claim_id"]]

    return write


def _gave_up(conn: Connection, lookup_id: int) -> step.Hints:
    if lookups.give_up(conn, lookup_id):
        yield "suggest", [lookups.get(conn, lookup_id)["claim_id"]]
