"""A file of fact-checks taken in as it comes, in pieces, each kept in a transaction of its own."""

from functools import partial
from typing import IO

from service import auth
from service.within import transaction
from store import audit, imports
from workers import wake


def receive(stream: IO[bytes], name: str) -> int:
    """Keep a whole file and have it read behind; returns the import's id.

    Raises `Refused` for a file without a name, without anything in it, or too large; then nothing of it is kept.
    """
    with transaction() as conn:
        import_id = imports.begin(conn, name, auth.actor())
    try:
        for number, data in enumerate(iter(partial(stream.read, imports.PIECE), b"")):
            with transaction() as conn:
                imports.keep(conn, import_id, number, data)
        with transaction() as conn:
            part_id = imports.arrived(conn, import_id)
            audit.write(conn, auth.actor(), "import", import_id, "fact-checks sent", reason=name)
    except Exception:
        with transaction() as conn:
            imports.forget(conn, import_id)
        raise
    wake.ring("import", [part_id])
    return import_id
