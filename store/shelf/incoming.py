"""What comes to the shelf: a file in pieces with the work to read it, once, however often it is sent."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import sqlalchemy as sa

from checks.types.document import About, Part
from store import addresses, audit, queue
from store.db import tell
from store.people import Actor, Refused
from store.rows import fetch_first
from store.shelf import documents, reading
from store.shelf.documents import documents as table

_PIECE: Final = 1_000_000  # bytes of a file in one row


@dataclass(frozen=True, slots=True)
class DocumentSubmission:
    """A file that is sent to the shelf, and what its sender says of it.

    Attributes:
        kind: "document" or "figures".
        name: of the file.
        declared: the media type that its sender named.
        published: the day of the document.
    """

    kind: str
    name: str
    publisher: str
    title: str = ""
    declared: str = ""
    url: str | None = None
    published: date | None = None


@dataclass(frozen=True, slots=True)
class AddedDocument:
    """The document that a submission is, and whether it is new and to be read."""

    document_id: int
    new: bool


class AddressTaken(Refused):
    """Another document has this address."""


def add_document_file(
    conn: sa.Connection, submission: DocumentSubmission, data: Iterable[bytes], largest: int, actor: Actor
) -> AddedDocument:
    """Put a file on the shelf, to be read by a worker; the same bytes again are the same document.

    A file that was refused or failed before is read again. Nothing is written where this raises.

    Args:
        submission: what its sender says of it.
        data: the file's bytes, in pieces of any size.
        largest: the most bytes that are taken.

    Raises:
        Refused: the file is empty or too large, or a value cannot be stored; names the field.
        AddressTaken: another document has this address.
    """
    row, url = _checked(submission), addresses.checked(submission.url)
    with conn.begin_nested() as point:
        write = sa.insert(table).values(**row, read_at=None, added_by=actor.id)
        made = int(conn.execute(write.returning(table.c.id)).scalar_one())
        size, sha256 = _keep(conn, made, data, largest)
        conn.execute(
            sa.select(sa.func.pg_advisory_xact_lock(int.from_bytes(sha256[:7])))
        )  # the same file, many at once
        there = _same(conn, submission.kind, sha256)
        if there is not None and there.state != "failed":
            point.rollback()
            return AddedDocument(there.id, False)
        if there is not None:
            documents.delete_document(conn, there.id)
        _take_address(conn, made, url)
        conn.execute(sa.update(table).where(table.c.id == made).values(size=size, sha256=sha256))
        queue.add_jobs(conn, "shelf", [made])
        audit.write_audit_entry(conn, actor, "document", made, "put on the shelf", reason=_title(submission))
        tell(conn, "document", made)
    return AddedDocument(made, True)


def add_read_document(
    conn: sa.Connection,
    submission: DocumentSubmission,
    about: About,
    read: Sequence[Part],
    *,
    sample: bool = False,
) -> int:
    """Put a document on the shelf that is read already.

    Args:
        about: what the file says of itself.
        read: its parts with their passages.
        sample: whether it belongs to the sample and is deleted with it.

    Returns:
        Its id.
    """
    row = {**_checked(submission), "url": addresses.checked(submission.url), "sample": sample, "read_at": None}
    made = int(conn.execute(sa.insert(table).values(row).returning(table.c.id)).scalar_one())
    reading.write_document_parts(conn, made, about, read)
    reading.finish_reading(conn, made)
    return made


def _title(submission: DocumentSubmission) -> str:
    return (submission.title or submission.name).strip()[: documents.LONGEST_TITLE] or "untitled"


def _checked(submission: DocumentSubmission) -> dict[str, object]:
    if submission.kind == "document" and not submission.publisher.strip():
        raise Refused("publisher", "say who published it")
    if len(submission.publisher) > documents.LONGEST_PUBLISHER:
        raise Refused("publisher", f"the publisher has more than {documents.LONGEST_PUBLISHER} characters")
    return {
        "kind": submission.kind,
        "title": _title(submission),
        "publisher": submission.publisher.strip(),
        "published": submission.published,
        "name": submission.name.strip()[: documents.LONGEST_TITLE] or None,
        "declared": submission.declared[:200] or None,
    }


def _keep(conn: sa.Connection, document_id: int, data: Iterable[bytes], largest: int) -> tuple[int, bytes]:
    """Write a file's pieces; returns its size and hash."""
    size, hashed = 0, hashlib.sha256()
    for number, piece in enumerate(_even(data), 1):
        size += len(piece)
        if size > largest:
            raise Refused(
                "file", f"the file is larger than {largest / 1e6:.0f} MB, which is the most that is taken"
            )
        hashed.update(piece)
        conn.execute(sa.insert(documents.pieces).values(document_id=document_id, number=number, bytes=piece))
    if not size:
        raise Refused("file", "the file is empty")
    return size, hashed.digest()


def _even(data: Iterable[bytes]) -> Iterable[bytes]:
    buffer = bytearray()
    for piece in data:
        buffer += piece
        while len(buffer) >= _PIECE:
            yield bytes(buffer[:_PIECE])
            del buffer[:_PIECE]
    if buffer:
        yield bytes(buffer)


def _same(conn: sa.Connection, kind: str, sha256: bytes) -> documents.Document | None:
    """The document of this kind whose file has this hash."""
    query = documents.select_documents().where(table.c.kind == kind, table.c.sha256 == sha256)
    return fetch_first(conn, query, documents.Document)


def _take_address(conn: sa.Connection, document_id: int, url: str | None) -> None:
    if not url:
        return
    conn.execute(sa.select(sa.func.pg_advisory_xact_lock(sa.func.hashtext(url))))
    if conn.execute(sa.select(table.c.id).where(table.c.url == url, table.c.built_in.is_(None))).first():
        raise AddressTaken("url", "another document with this address is on the shelf already")
    conn.execute(sa.update(table).where(table.c.id == document_id).values(url=url))
