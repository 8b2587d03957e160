"""A file of external fact-checks while it arrives: begun, kept a piece at a time, complete."""

from typing import Final

import sqlalchemy as sa

from store.db import tell
from store.external.fact_checks import copy_import_links
from store.external.import_parts import add_import_part
from store.external.import_tables import import_pieces, imports
from store.external.imports import drop_import, list_failed_imports_of_file
from store.people import Actor, Refused

PIECE_SIZE: Final = 1_000_000  # bytes
LARGEST_IMPORT: Final = 1_000_000_000  # bytes of a file as it is sent
LONGEST_FILE_NAME: Final = 200  # characters


def start_import(conn: sa.Connection, name: str, actor: Actor) -> int:
    """Begin an import; returns its id.

    Args:
        name: the file's name; characters that cannot be printed are left out.
        actor: who sends it.

    Raises:
        Refused: nothing is left of the name, or it is too long.
    """
    name = " ".join("".join(c for c in name if c.isprintable()).split())
    if not name or len(name) > LONGEST_FILE_NAME:
        raise Refused("name", f"the file needs a name of at most {LONGEST_FILE_NAME} characters")
    add = sa.insert(imports).values(name=name, sent_by=actor.id).returning(imports.c.id)
    return int(conn.execute(add).scalar_one())


def add_import_piece(conn: sa.Connection, import_id: int, number: int, data: bytes) -> None:
    """Keep one piece of a file.

    Args:
        number: its place among the pieces, counted from 0.
        data: at most `PIECE_SIZE` bytes.

    Raises:
        Refused: the file becomes larger than `LARGEST_IMPORT`.
    """
    conn.execute(sa.insert(import_pieces).values(import_id=import_id, number=number, data=data))
    grown = sa.update(imports).where(imports.c.id == import_id).values(size=imports.c.size + len(data))
    if conn.execute(grown.returning(imports.c.size)).scalar_one() > LARGEST_IMPORT:
        raise Refused("file", f"the file is larger than {LARGEST_IMPORT:,} bytes")


def finish_import_upload(conn: sa.Connection, import_id: int, sha256: bytes) -> int:
    """Note that all pieces are there, and add the job that reads the first part.

    Failed imports of the same file are dropped; their fact-checks are linked to this one.

    Args:
        sha256: the hash of the whole file.

    Returns:
        The id of the first part.

    Raises:
        Refused: the file is empty.
    """
    complete = sa.update(imports).where(imports.c.id == import_id)
    complete = complete.values(received_at=sa.func.now(), sha256=sha256)
    if not conn.execute(complete.returning(imports.c.size)).scalar_one():
        raise Refused("file", "the file is empty")
    for failed in list_failed_imports_of_file(conn, sha256, but=import_id):
        copy_import_links(conn, failed, import_id)
        drop_import(conn, failed)
    tell(conn, "import", import_id)
    return add_import_part(conn, import_id, 0)


def drop_unfinished_uploads(conn: sa.Connection) -> None:
    """Delete imports whose upload broke off more than a day ago."""
    old = imports.c.started_at < sa.func.now() - sa.text("interval '1 day'")
    conn.execute(sa.delete(imports).where(imports.c.received_at.is_(None), old))
