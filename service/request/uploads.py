"""Files that are sent: taken in by the piece, so that none has to fit into memory."""

import hashlib
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from tempfile import SpooledTemporaryFile
from typing import IO, Final

from flask import request

from service import auth
from service.request.transaction import transaction
from store import audit
from store.external import import_uploads, imports
from workers import enqueue

_IN_MEMORY: Final = 1_000_000
_PIECE: Final = import_uploads.PIECE_SIZE


def pieces(file: IO[bytes]) -> Iterator[bytes]:
    """A file a piece at a time."""
    while piece := file.read(_PIECE):
        yield piece


@contextmanager
def body() -> Iterator[IO[bytes]]:
    """The request's body as a file that is all here: no transaction waits for a slow sender."""
    with SpooledTemporaryFile(_IN_MEMORY) as file:
        shutil.copyfileobj(request.stream, file)
        file.seek(0)
        yield file


def receive_import(stream: IO[bytes], name: str) -> int:
    """Keep a whole file of external fact-checks, each piece in a transaction of its own, and add the job that reads it.

    Args:
        stream: the file's bytes.
        name: the file's name.

    Returns:
        The import's id.

    Raises:
        Refused: the file has no name, is empty or is too large; then nothing of it is kept.
    """
    with transaction() as conn:
        import_id = import_uploads.start_import(conn, name, auth.actor())
    hashed = hashlib.sha256()
    try:
        for number, data in enumerate(pieces(stream)):
            hashed.update(data)
            with transaction() as conn:
                import_uploads.add_import_piece(conn, import_id, number, data)
        with transaction() as conn:
            part_id = import_uploads.finish_import_upload(conn, import_id, hashed.digest())
            audit.write_audit_entry(conn, auth.actor(), "import", import_id, "fact-checks sent", reason=name)
    except Exception:
        with transaction() as conn:
            imports.drop_import(conn, import_id)
        raise
    enqueue.enqueue("import", [part_id])
    return import_id
