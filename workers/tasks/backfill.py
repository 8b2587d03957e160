"""Sources asked again for all claims that wait: each run queues a portion of the lookups, or waits until few are
left.
"""

from typing import Final

from celery import shared_task

from store import queue
from store.db import Connection
from store.lookups import backfills, sources
from workers import job

_PAUSE: Final = 1.0  # seconds until it is looked at again, by the next sweep


@shared_task(name=f"workers.{backfills.KIND}")
def run(backfill_id: int) -> None:
    """Queue the next portion of a backfill, if it is its time."""
    job.run(backfills.KIND, backfill_id, _compute, _on_exhausted)


def _compute(backfill_id: int) -> job.Write:
    def write(conn: Connection) -> job.Hints | job.PartDone:
        outcome = backfills.queue_next_portion(conn, backfill_id)
        if outcome == "ended":
            return ()
        if outcome == "queued":
            return job.PartDone([("lookup", sources.hand_out_lookups(conn))])
        raise job.TryAgain("it waits for what it asked before", after=_PAUSE, busy=True)

    return write


def _on_exhausted(conn: Connection, backfill_id: int) -> job.Hints:
    found = queue.find_job(conn, backfills.KIND, backfill_id)
    backfills.fail_backfill(conn, backfill_id, (found and found.reason) or "it failed")
    queue.drop_job(conn, backfills.KIND, backfill_id)
    return ()
