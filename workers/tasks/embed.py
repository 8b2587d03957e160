"""Fills in embeddings of statements and passages that were written without one: imported, published, changed, read.

There is one job of this kind, and each run fills one batch, so that nothing else waits longer than that. The rows
themselves show what is left; the sweeper adds the job while there are any.
"""

from collections.abc import Sequence
from itertools import accumulate
from typing import Final

import structlog
from celery import shared_task

from settings import settings
from store.db import Connection, transaction
from store.embeddings import (
    MissingEmbedding,
    count_missing_embeddings,
    count_words,
    fill_embeddings,
    take_missing_embeddings,
)
from workers import job

SUBJECT: Final = 0
_BATCH: Final = 100  # rows; a statement takes some 5 ms to encode, a long passage 25, and some more in the index
_MOST_CHARACTERS: Final = 20_000  # of a batch: a second
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

        rows = _first(take_missing_embeddings(conn, _BATCH))
        fill_embeddings(conn, rows, encoder().sentences([row.statement for row in rows]).tolist())
        if rows:
            _log.info("embeddings filled", rows=len(rows), left=count_missing_embeddings(conn))
        return job.PartDone() if rows else ()

    return write


def _first(rows: Sequence[MissingEmbedding]) -> list[MissingEmbedding]:
    """The first rows, whose texts take no longer than a batch may; one at least of any."""
    lengths = accumulate(len(row.statement) for row in rows)
    return [
        row
        for n, (row, length) in enumerate(zip(rows, lengths, strict=True))
        if not n or length <= _MOST_CHARACTERS
    ]
