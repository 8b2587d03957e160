"""Fills in what statements mean, in batches, for rows that were written without it: imported, published, older ones.

What is to be done is told by the rows themselves, so that a lost hint costs nothing: the sweeper rings again.
"""

import time
from typing import Final

from celery import shared_task

from checks.vectors import vectors
from settings import settings
from store import meanings
from store.db import transaction

_BATCH: Final = 500
_SECONDS: Final = 30.0  # a task this long lets others through; the next sweep rings for the rest


@shared_task(name="workers.embed")
def hint(_: int = 0) -> None:
    """Fill what waits."""
    run()


def run(seconds: float = _SECONDS) -> int:
    """Fill what waits, for at most so many seconds; returns how many rows were filled."""
    end, filled = time.monotonic() + seconds, 0
    while time.monotonic() < end:
        with transaction(settings().database_url) as conn:
            rows = meanings.take(conn, _BATCH)
            meanings.fill(conn, rows, vectors([row.statement for row in rows]).tolist())
        filled += len(rows)
        if not rows:
            break
    return filled
