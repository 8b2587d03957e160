"""What was put on the shelf is read: a document in portions of a few seconds, a table of figures in one go.

After each portion its parts are written and the job is queued again, in one transaction, so that a worker which dies
loses one portion, and other jobs are done in between.
"""

from tempfile import TemporaryFile
from typing import Final

from celery import shared_task

from checks.documents.formats import NO_TEXT, Figures, Unreadable
from settings import settings
from store import queue
from store.db import Connection, tell, transaction
from store.shelf import documents, figures, reading
from workers import job
from workers.sandbox import reader
from workers.tasks import embed

SECONDS: Final = 5.0  # of one portion


@shared_task(name="workers.shelf")
def run(document_id: int) -> None:
    """Read on, if that is still to be done."""
    job.run("shelf", document_id, _compute, _on_exhausted)


def _compute(document_id: int) -> job.Write:
    try:
        return _read(document_id)
    except Unreadable as error:
        return _refusal(document_id, error)
    except reader.CutOff as error:
        raise job.TryAgain(str(error)) from None


def _read(document_id: int) -> job.Write:
    with TemporaryFile() as file:
        with transaction(settings().database_url) as conn:
            source = reading.copy_document_file(conn, document_id, file)
            tell(conn, "document", document_id)
        named = source.name or "", source.declared or ""
        if source.kind == "figures":
            return _figures(document_id, reader.read_table(file, *named, source.publisher))
        return _portion(source, reader.read_portion(file, *named, source.parts_read, SECONDS))


def _portion(source: reading.DocumentFile, read: reader.Portion) -> job.Write:
    document_id = source.id
    if read.whole and not source.holds and not any(part.blocks for part in read.parts):
        return _refusal(document_id, Unreadable(NO_TEXT))

    def write(conn: Connection) -> job.Hints | job.PartDone:
        reading.write_document_parts(conn, document_id, read.about, read.parts)
        if not read.whole:
            return job.PartDone()
        reading.finish_reading(conn, document_id)
        queue.add_jobs(conn, "embed", [embed.SUBJECT])  # its passages, by which it is found in other words
        return [("embed", [embed.SUBJECT])]

    return write


def _figures(document_id: int, read: Figures) -> job.Write:
    def write(conn: Connection) -> job.Hints:
        documents.get_document(conn, document_id)
        holds = figures.write_table_figures(conn, document_id, read.rows)
        reading.finish_reading(conn, document_id, holds=holds, without_value=read.without_value)
        return ()

    return write


def _refusal(document_id: int, error: Unreadable) -> job.Write:
    def write(conn: Connection) -> job.Hints:
        reading.refuse_document(conn, document_id, str(error), error.lines)
        return ()

    return write


def _on_exhausted(conn: Connection, document_id: int) -> job.Hints:
    tell(conn, "document", document_id)
    return ()
