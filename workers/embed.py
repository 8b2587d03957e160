"""Fills in what statements mean, for rows that were written without it: imported, published, older ones.

One batch is one step of the one piece of work of this kind, so that nothing else waits longer than that. What is to be
done is told by the rows themselves: the sweeper adds the work while any waits.
"""

from typing import Final

from celery import shared_task
from sqlalchemy import Connection

from checks.nlp.embeddings import vectors
from store import embeddings
from workers import job

SUBJECT: Final = 0
_BATCH: Final = 250  # rows; each takes some 2 ms in the index


@shared_task(name="workers.embed")
def run(_: int = SUBJECT) -> None:
    """Fill a batch of what waits, if that is still to be done."""
    job.run("embed", SUBJECT, _think)


def _think(_: int) -> job.Write:
    def write(conn: Connection) -> job.Hints:
        rows = embeddings.take_missing_embeddings(conn, _BATCH)
        embeddings.fill_embeddings(conn, rows, vectors([row.statement for row in rows]).tolist())
        return [("embed", [SUBJECT])] if rows else []

    return write
