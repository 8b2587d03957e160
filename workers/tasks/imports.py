"""Reads a file of external fact-checks, part after part; each part is a job that is done once.

A worker goes on from part to part for a while with the file open, then enqueues the next part and lets other jobs
run. The worker that takes the next part, also after one was killed, opens the file and skips the entries before
it. One file is read at a time, so that one of a worker's two processes is left for everything else.
"""

import io
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, BinaryIO, Final, cast

from celery import shared_task

from checks.claimreview import Entry, read_entries, read_fact_checks
from checks.suggestion.ratings import rating_rules_version, read_rating
from checks.types.fact_check import ExternalFactCheck, RatingReading, SkippedEntry
from settings import settings
from store.db import Connection, tell, transaction
from store.external.fact_checks import write_external_fact_checks
from store.external.import_parts import (
    ImportPart,
    finish_import,
    finish_import_part,
    get_import_part,
    get_import_piece,
    list_waiting_parts,
    may_read_import,
)
from workers import enqueue, job

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

_MOST_ENTRIES: Final = 2000  # in a part
_PART_SECONDS: Final = 10.0
_TASK_SECONDS: Final = 15.0  # after this time a task lets others run
_EMPTY_FILE: Final = SkippedEntry("the file", "there is no ClaimReview in it")


@shared_task(name="workers.import")
def run(part_id: int, seconds: float = _TASK_SECONDS) -> None:
    """Read a part, if that is still to be done, and the parts after it while the time lasts.

    Args:
        part_id: the part to begin with.
        seconds: how long to go on, counted from the end of the first part, because skipping to its first entry may
            take long.
    """
    next_parts, end = [part_id], None
    while next_parts:
        now = next_parts.pop()
        if end is not None and time.monotonic() > end:
            enqueue.enqueue("import", [now])
            return
        job.run("import", now, partial(_read_part, next_parts), _on_exhausted, _may_start)
        end = end or time.monotonic() + seconds


class _StoredFile(io.RawIOBase):
    """The bytes of a file that is kept in pieces in the store.

    Attributes:
        taken: how many bytes were read so far.
    """

    def __init__(self, import_id: int) -> None:
        self._id, self._number, self._rest, self.taken = import_id, 0, b"", 0

    def readable(self) -> bool:
        """True; `io.BufferedReader` asks."""
        return True

    def readinto(self, into: "WriteableBuffer") -> int:
        """Fill `into` from the current piece; returns how many bytes, 0 at the end of the file."""
        if not self._rest:
            with transaction(settings().database_url) as conn:
                self._rest = get_import_piece(conn, self._id, self._number)
            self._number += 1
        view = memoryview(into)
        size = min(len(view), len(self._rest))
        view[:size], self._rest = self._rest[:size], self._rest[size:]
        self.taken += size
        return size


class _OpenFile:
    """A file with the number of the entry that is read next, counted from 0."""

    def __init__(self, import_id: int) -> None:
        self.import_id, self.position = import_id, 0
        self.file = _StoredFile(import_id)
        self.entries: Iterator[Entry] = read_entries(cast(BinaryIO, self.file))


@dataclass
class _PartContent:
    """The fact-checks of a part with their readings, its skipped entries, how many entries it has, whether it is
    the last.
    """

    found: list[tuple[ExternalFactCheck, RatingReading]] = field(default_factory=list)
    skipped: list[SkippedEntry] = field(default_factory=list)
    entries: int = 0
    last: bool = False


_still_open: list[_OpenFile] = []  # the file that this process read last, none or one


def _read_part(next_parts: list[int], part_id: int) -> job.Write:
    """Read a part; what is returned writes it and appends the part that follows to `next_parts`."""
    with transaction(settings().database_url) as conn:
        part = get_import_part(conn, part_id)
    opened = _open_at(part)
    content = _read_content(opened)
    if not content.last:
        _still_open[:] = [opened]

    def write(conn: Connection) -> job.Hints:
        counts = write_external_fact_checks(conn, content.found, rating_rules_version(), part.import_id)
        if content.last:
            empty = not (part.first or content.found or content.skipped)
            finish_import(conn, part, counts, [_EMPTY_FILE] if empty else content.skipped)
            return [("import", list_waiting_parts(conn))]
        taken = opened.file.taken
        next_parts.append(finish_import_part(conn, part, content.entries, taken, counts, content.skipped))
        return ()

    return write


def _open_at(part: ImportPart) -> _OpenFile:
    """The file at the first entry of a part: the one that is still open, unless it is beyond that entry."""
    opened = _still_open.pop() if _still_open else None
    if opened is None or opened.import_id != part.import_id or opened.position > part.first:
        opened = _OpenFile(part.import_id)
    while opened.position < part.first and next(opened.entries, None) is not None:
        opened.position += 1
    return opened


def _read_content(opened: _OpenFile) -> _PartContent:
    """The next part of a file: so many entries, or those that can be read in its time."""
    end, content = time.monotonic() + _PART_SECONDS, _PartContent(last=True)
    for entry in opened.entries:
        content.entries += 1
        for each in read_fact_checks(entry):
            if isinstance(each, SkippedEntry):
                content.skipped.append(each)
            else:
                content.found.append((each, read_rating(each.publisher, each.rating, each.scale)))
        if content.entries >= _MOST_ENTRIES or time.monotonic() > end:
            content.last = False
            break
    opened.position += content.entries
    return content


def _on_exhausted(conn: Connection, part_id: int) -> job.Hints:
    """Tell open pages that an import has failed, and enqueue the next one."""
    tell(conn, "import", get_import_part(conn, part_id).import_id)
    return [("import", list_waiting_parts(conn))]


def _may_start(conn: Connection, _: int) -> bool:
    return may_read_import(conn)
