"""Fills in embeddings of statements and passages that were written without one: imported, published, changed, read.

There is one job of this kind, and each run fills one batch, so that nothing else waits longer than that. The rows
themselves show what is left; the sweeper adds the job while there are any.
"""

from typing import Final

import structlog
from celery import shared_task

from settings import settings
from store.db import Connection, transaction
from store.embeddings import (
    count_missing_embeddings,
    count_words,
    fill_embeddings,
    take_missing_embeddings,
)
from workers import job

SUBJECT: Final = 0
_BATCH: Final = 100  # rows; each takes some 5 ms to encode, and some more in the index
_log = structlog.get_logger()


@shared_task(name="workers.embed")
def run(_: int = SUBJECT) -> None:
    """Fill in a batch, if any row waits."""
    job.run("embed", SUBJECT, _fill_batch)


def _fill_batch(_: int) -> job.Write:
    with transaction(settings().database_url) as conn:
        count_words(conn)

    def write(conn: Connection) -> job.Hints | job.PartDone:
        from checks.nlp.encoder import encoder  # the sweeper imports this module, and encodes nothing

        rows = take_missing_embeddings(conn, _BATCH)
        fill_embeddings(conn, rows, encoder().sentences([row.statement for row in rows]).tolist())
        if rows:
            _log.info("embeddings filled", rows=len(rows), left=count_missing_embeddings(conn))
        return job.PartDone() if rows else ()

    return write
