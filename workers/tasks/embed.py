"""Fills in embeddings of statements that were written without one: imported, published, changed.

There is one job of this kind, and each run fills one batch, so that nothing else waits longer than that. The rows
themselves show what is left; the sweeper adds the job while there are any.
"""

from typing import Final

from celery import shared_task

from checks.nlp.embeddings import vectors
from store.db import Connection
from store.embeddings import fill_embeddings, take_missing_embeddings
from workers import job

SUBJECT: Final = 0
_BATCH: Final = 250  # rows; each takes some 2 ms in the index


@shared_task(name="workers.embed")
def run(_: int = SUBJECT) -> None:
    """Fill in a batch, if any row waits."""
    job.run("embed", SUBJECT, _fill_batch)


def _fill_batch(_: int) -> job.Write:
    def write(conn: Connection) -> job.Hints:
        rows = take_missing_embeddings(conn, _BATCH)
        fill_embeddings(conn, rows, vectors([row.statement for row in rows]).tolist())
        return [("embed", [SUBJECT])] if rows else []

    return write
