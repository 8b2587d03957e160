"""Finds work that stands still and rings again; brings back claims whose snooze is over; has meanings filled."""

from itertools import groupby
from operator import itemgetter

from celery import shared_task

from settings import settings
from store import meanings, moves, work
from store.db import transaction
from workers import wake

_MOST = 1000


@shared_task(name="workers.sweep")
def hint() -> None:
    """Sweep once."""
    run()


def run() -> int:
    """Ring for work that is due and not held; returns for how much.

    The marks "rung for" are written only when the broker took the hints.
    """
    with transaction(settings().database_url) as conn:
        still = sorted(work.due(conn, _MOST, settings().lease_seconds))
        for kind, rows in groupby(still, key=itemgetter(0)):
            if not wake.ring(kind, [subject for _, subject in rows]):
                conn.rollback()
                return 0
    with transaction(settings().database_url) as conn:
        moves.wake_snoozed(conn)
        unfilled = meanings.any_left(conn)
    if unfilled:
        wake.ring("embed", [0])
    return len(still)
