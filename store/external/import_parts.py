"""The parts of a file that is read: each one a job, read once, one file at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import sqlalchemy as sa

from checks.types.fact_check import SkippedEntry
from store import queue
from store.db import NotFound, tell
from store.external.fact_checks import WriteCounts
from store.external.import_tables import import_parts, import_pieces, import_skipped, imports
from store.rows import fetch_one

MOST_SKIPPED: Final = 10_000  # skipped entries of a file that are kept one by one; the rest is counted only
_CONCURRENCY_GROUP: Final = "import"
_LOCK: Final = 4_170_326  # advisory lock of those who ask whether a file is being read


@dataclass(frozen=True, slots=True)
class ImportPart:
    """A part of a file that is to be read: from entry number `first` (counted from 0) on."""

    id: int
    import_id: int
    first: int


def add_import_part(conn: sa.Connection, import_id: int, first: int) -> int:
    """Add the part that begins with entry number `first` (counted from 0), with its job; returns the part's id."""
    add = sa.insert(import_parts).values(import_id=import_id, first=first).returning(import_parts.c.id)
    part_id = int(conn.execute(add).scalar_one())
    queue.add_jobs(conn, "import", [part_id], groups={part_id: _CONCURRENCY_GROUP})
    return part_id


def get_import_part(conn: sa.Connection, part_id: int) -> ImportPart:
    """A part that is to be read.

    Raises:
        NotFound: there is none with this id, for example because its import was deleted.
    """
    query = sa.select(import_parts).where(import_parts.c.id == part_id)
    return fetch_one(conn, query, ImportPart, f"part {part_id}")


def get_import_piece(conn: sa.Connection, import_id: int, number: int) -> bytes:
    """The piece of a file with this number (counted from 0); empty after the last one."""
    query = sa.select(import_pieces.c.data).where(
        import_pieces.c.import_id == import_id, import_pieces.c.number == number
    )
    return bytes(conn.execute(query).scalar() or b"")


def may_read_import(conn: sa.Connection) -> bool:
    """Whether no file is being read now; another one who asks waits until this transaction ends."""
    conn.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))
    return not queue.count_running_jobs(conn, _CONCURRENCY_GROUP)


def list_waiting_parts(conn: sa.Connection) -> list[int]:
    """The id of the part that is due next, as a list; an empty one where no part waits."""
    job = queue.work.c
    query = sa.select(job.subject).where(
        job.concurrency_group == _CONCURRENCY_GROUP, ~job.failed, job.token.is_(None), job.due_at <= sa.func.now()
    )
    return list(conn.execute(query.order_by(job.due_at).limit(1)).scalars())


def finish_import_part(
    conn: sa.Connection,
    part: ImportPart,
    entries: int,
    bytes_read: int,
    written: WriteCounts,
    skipped: Sequence[SkippedEntry],
) -> int:
    """Record the result of a part that was not the last, and add the next one.

    Args:
        part: the part that was read.
        entries: how many entries it had.
        bytes_read: how many bytes of the file were read so far.
        written: what became of its fact-checks.
        skipped: its entries that were not taken.

    Returns:
        The id of the next part.

    Raises:
        NotFound: the import was deleted meanwhile.
    """
    _add_result(conn, part, written, skipped, bytes_read=bytes_read)
    return add_import_part(conn, part.import_id, part.first + entries)


def finish_import(
    conn: sa.Connection, part: ImportPart, written: WriteCounts, skipped: Sequence[SkippedEntry]
) -> None:
    """Record the result of the last part, and delete the file; arguments and errors as of `finish_import_part`."""
    _add_result(conn, part, written, skipped, finished_at=sa.func.now(), bytes_read=imports.c.size)
    conn.execute(sa.delete(import_pieces).where(import_pieces.c.import_id == part.import_id))


def _add_result(
    conn: sa.Connection, part: ImportPart, written: WriteCounts, skipped: Sequence[SkippedEntry], **values: object
) -> None:
    """Add the counts of a part to its import, keep what was skipped, and write `values` into the import."""
    this = imports.c.id == part.import_id
    before = conn.execute(sa.select(imports.c.skipped).where(this)).scalar() or 0
    rows = [{"import_id": part.import_id, "place": entry.place, "reason": entry.reason} for entry in skipped]
    if kept := rows[: max(0, MOST_SKIPPED - before)]:
        conn.execute(sa.insert(import_skipped), kept)
    counts = {name: imports.c[name] + getattr(written, name) for name in ("new", "changed", "same")}
    counts["skipped"] = imports.c.skipped + len(rows)
    if not conn.execute(sa.update(imports).where(this).values(**counts, **values)).rowcount:
        raise NotFound(f"there is no import {part.import_id}")
    tell(conn, "import", part.import_id)
