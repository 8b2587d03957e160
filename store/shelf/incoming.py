"""What comes to the shelf: a file in pieces with the work to read it, once, however often it is sent."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, NamedTuple

import sqlalchemy as sa

from checks.types.document import About, Part
from store import addresses, audit, queue
from store.db import tell
from store.people import Actor, Refused
from store.shelf import documents
from store.shelf.documents import documents as table

_PIECE: Final = 1_000_000  # bytes of a file in one row


@dataclass(frozen=True, slots=True)
class Arrival:
    """A file that comes: what kind of thing it is, its name and declared media type, and what its sender says of it."""

    kind: str
    name: str
    publisher: str
    title: str = ""
    declared: str = ""
    url: str | None = None
    published: date | None = None


class Put(NamedTuple):
    """The document that an arrival is, and whether it is new and to be read."""

    document_id: int
    new: bool


class AddressTaken(Refused):
    """Another document has this address."""


def put(conn: sa.Connection, arrival: Arrival, data: Iterable[bytes], largest: int, actor: Actor) -> Put:
    """Put a file on the shelf, to be read by a worker; the same bytes again are the same document.

    A file that was refused or failed before is read anew. Raises `Refused` naming the field, `AddressTaken`; then
    nothing is written.
    """
    row, url = _checked(arrival), addresses.checked(arrival.url)
    with conn.begin_nested() as point:
        write = sa.insert(table).values(**row, read_at=None, added_by=actor.id)
        made = int(conn.execute(write.returning(table.c.id)).scalar_one())
        size, sha256 = _keep(conn, made, data, largest)
        conn.execute(
            sa.select(sa.func.pg_advisory_xact_lock(int.from_bytes(sha256[:7])))
        )  # the same file, many at once
        there = _same(conn, arrival.kind, sha256)
        if there is not None and there["state"] != "failed":
            point.rollback()
            return Put(there["id"], False)
        if there is not None:
            documents.drop(conn, there["id"])
        _take_address(conn, made, url)
        conn.execute(sa.update(table).where(table.c.id == made).values(size=size, sha256=sha256))
        queue.add(conn, "shelf", [made])
        audit.write_audit_entry(conn, actor, "document", made, "put on the shelf", reason=row["title"])
        tell(conn, "document", made)
    return Put(made, True)


def add(conn: sa.Connection, arrival: Arrival, about: About, read: Sequence[Part], *, sample: bool = False) -> int:
    """Put a document on the shelf that is read already; returns its id."""
    row = {**_checked(arrival), "url": addresses.checked(arrival.url), "sample": sample, "read_at": None}
    made = int(conn.execute(sa.insert(table).values(row).returning(table.c.id)).scalar_one())
    documents.write(conn, made, about, read)
    documents.finish(conn, made)
    return made


def _checked(arrival: Arrival) -> dict[str, Any]:
    title = (arrival.title or arrival.name).strip()[: documents.LONGEST_TITLE] or "untitled"
    if arrival.kind == "document" and not arrival.publisher.strip():
        raise Refused("publisher", "say who published it")
    if len(arrival.publisher) > documents.LONGEST_PUBLISHER:
        raise Refused("publisher", f"the publisher has more than {documents.LONGEST_PUBLISHER} characters")
    return {
        "kind": arrival.kind,
        "title": title,
        "publisher": arrival.publisher.strip(),
        "published": arrival.published,
        "name": arrival.name.strip()[: documents.LONGEST_TITLE] or None,
        "declared": arrival.declared[:200] or None,
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
    held = bytearray()
    for piece in data:
        held += piece
        while len(held) >= _PIECE:
            yield bytes(held[:_PIECE])
            del held[:_PIECE]
    if held:
        yield bytes(held)


def _same(conn: sa.Connection, kind: str, sha256: bytes) -> sa.RowMapping | None:
    asked = documents.query().where(table.c.kind == kind, table.c.sha256 == sha256)
    return conn.execute(asked).mappings().first()


def _take_address(conn: sa.Connection, document_id: int, url: str | None) -> None:
    if not url:
        return
    conn.execute(sa.select(sa.func.pg_advisory_xact_lock(sa.func.hashtext(url))))
    if conn.execute(sa.select(table.c.id).where(table.c.url == url, table.c.built_in.is_(None))).first():
        raise AddressTaken("url", "another document with this address is on the shelf already")
    conn.execute(sa.update(table).where(table.c.id == document_id).values(url=url))
