"""What a worker does with a file on the shelf: takes its bytes, writes what was read part by part, and ends the
reading.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import IO, Final

import sqlalchemy as sa

from checks.types.document import About, Part
from store.db import NotFound, tell
from store.rows import fetch_one
from store.shelf.documents import documents, parts, passages, pieces

_MANY: Final = 1000  # passages that change which words are rare; searches go by the statistics
_ANALYZE: Final = sa.text("ANALYZE document_passages")
_BETWEEN: Final = 2  # characters between two parts: a blank line


@dataclass(frozen=True, slots=True)
class DocumentFile:
    """What is known of a file that is read.

    Attributes:
        id: the document's.
        kind: "document" or "figures".
        name: of the file.
        declared: the media type that its sender named.
        parts_read: how many parts are read already.
        holds: how many passages were found in these.
    """

    id: int
    kind: str
    name: str | None
    declared: str | None
    publisher: str
    parts_read: int
    holds: int


def copy_document_file(conn: sa.Connection, document_id: int, file: IO[bytes]) -> DocumentFile:
    """Write the bytes of a document's file into `file`, a piece at a time, and go back to its beginning.

    Raises:
        NotFound: there is no such document.
    """
    columns = (documents.c[name] for name in DocumentFile.__dataclass_fields__)
    query = sa.select(*columns).where(documents.c.id == document_id)
    found = fetch_one(conn, query, DocumentFile, f"document {document_id} on the shelf")
    number = 1
    while piece := conn.execute(
        sa.select(pieces.c.bytes).where(pieces.c.document_id == document_id, pieces.c.number == number)
    ).scalar():
        file.write(piece)
        number += 1
    file.flush()
    file.seek(0)
    return found


def write_document_parts(conn: sa.Connection, document_id: int, about: About, read: Sequence[Part]) -> None:
    """Write the next parts of a document behind those that are written.

    Args:
        about: what the file says of itself; what its sender told goes before it.
        read: the parts, each with its passages as blocks, whose offsets count characters of the part.

    Raises:
        NotFound: there is no such document.
    """
    row = _lock_document(conn, document_id)
    start, holds, number = row.length, row.holds, row.parts_read
    kept: list[dict[str, object]] = []
    quoted: list[dict[str, object]] = []
    for part in read:
        number += 1
        belongs = {"document_id": document_id, "page": part.page}
        kept.append({**belongs, "number": number, "start": start, "text": part.text})
        for block in part.blocks:
            holds += 1
            at = {"start": start + block.start, "end": start + block.end, "heading": block.heading}
            text = part.text[block.start : block.end]
            quoted.append({**belongs, **at, "number": holds, "part": number, "text": text})
        start += len(part.text) + _BETWEEN
    for table, rows in ((parts, kept), (passages, quoted)):
        if rows:
            conn.execute(sa.insert(table), rows)
    described = {"author": row.author or about.author, "published": row.published or about.published}
    if about.title and row.title in (row.name, "untitled"):
        described["title"] = about.title
    values = {"pages": about.pages, "parts_read": number, "length": start, "holds": holds, **described}
    conn.execute(sa.update(documents).where(documents.c.id == document_id).values(values))
    tell(conn, "document", document_id)


def finish_reading(
    conn: sa.Connection, document_id: int, *, holds: int | None = None, without_value: int | None = None
) -> None:
    """Note that all of a document is read: lookups find it now, and its file goes.

    Args:
        holds: how many figures a table has; None for documents, whose passages were counted as they were written.
        without_value: rows of a table that state no value; None for documents.

    Raises:
        NotFound: the shelf has no such document.
    """
    counts = {"holds": holds, "without_value": without_value}
    known = {name: count for name, count in counts.items() if count is not None}
    done = sa.update(documents).where(documents.c.id == document_id).values(read_at=sa.func.now(), **known)
    count = conn.execute(done.returning(documents.c.holds)).scalar()
    if count is None:
        raise NotFound(f"there is no document {document_id} on the shelf")
    conn.execute(sa.delete(pieces).where(pieces.c.document_id == document_id))
    if count >= _MANY:
        conn.execute(_ANALYZE)
    tell(conn, "document", document_id)


def refuse_document(conn: sa.Connection, document_id: int, reason: str, lines: Sequence[str] = ()) -> None:
    """Note that a document cannot be read; its file is deleted, and so are the parts already read.

    Args:
        reason: why, in words.
        lines: what is wrong in each line of a table.

    Raises:
        NotFound: there is no such document.
    """
    _lock_document(conn, document_id)
    values = {"refused": [reason, *lines], "holds": 0}
    conn.execute(sa.update(documents).where(documents.c.id == document_id).values(values))
    for table in (pieces, parts, passages):
        conn.execute(sa.delete(table).where(table.c.document_id == document_id))
    tell(conn, "document", document_id)


@dataclass(frozen=True, slots=True)
class _StoredDocument:
    """A document as far as it is read: `length` characters, `holds` passages, and what is known of it."""

    length: int
    holds: int
    parts_read: int
    name: str | None
    title: str
    author: str | None
    published: date | None


def _lock_document(conn: sa.Connection, document_id: int) -> _StoredDocument:
    query = sa.select(*(documents.c[field.name] for field in fields(_StoredDocument)))
    locked = query.where(documents.c.id == document_id).with_for_update()
    return fetch_one(conn, locked, _StoredDocument, f"document {document_id} on the shelf")
