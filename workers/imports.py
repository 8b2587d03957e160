"""A file of fact-checks into the desk, part after part; each part is a piece of work that is done once.

A worker goes on from part to part for a while, with the file open where it is, and then lets others through. Whoever
takes the next part, after a kill too, reads on from its first entry: what lies before is read over. One file is read at a
time, so that of two processes one is left for everything else.
"""

import io
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Any, BinaryIO, Final, cast

from celery import shared_task
from sqlalchemy import Connection

from checks.claimreview import Entry, read_entries, read_fact_checks
from checks.suggestion import ratings
from checks.types.fact_check import ExternalFactCheck, RatingReading, SkippedEntry
from settings import settings
from store.db import tell, transaction
from store.external import import_parts
from store.external.fact_checks import write_external_fact_checks
from workers import enqueue, job

_MOST: Final = 2000  # entries in a part
_PART_SECONDS: Final = 10.0
_SECONDS: Final = 15.0  # a task this long lets others through
_NOTHING: Final = SkippedEntry("the file", "there is no ClaimReview in it")


@shared_task(name="workers.import")
def run(part_id: int, seconds: float = _SECONDS) -> None:
    """Read a part, if that is still to be done, and those after it for at most so many seconds more.

    The time counts from the end of the first part, so that what lies before it in the file takes nothing of it.
    """
    ahead, end = [part_id], None
    while ahead:
        now = ahead.pop()
        if end is not None and time.monotonic() > end:
            enqueue.enqueue("import", [now])
            return
        job.run("import", now, partial(_think, ahead), _gave_up, _has_turn)
        end = end or time.monotonic() + seconds


class _File(io.RawIOBase):
    """A file that is kept in the store, read piece by piece; `taken` counts its bytes."""

    def __init__(self, import_id: int) -> None:
        self._id, self._number, self._rest, self.taken = import_id, 0, b"", 0

    def readable(self) -> bool:
        """It is."""
        return True

    def readinto(self, into: Any) -> int:
        """Fill `into` as far as the piece at hand goes."""
        if not self._rest:
            with transaction(settings().database_url) as conn:
                self._rest = import_parts.get_import_piece(conn, self._id, self._number)
            self._number += 1
        size = min(len(into), len(self._rest))
        into[:size], self._rest = self._rest[:size], self._rest[size:]
        self.taken += size
        return size


class _Open:
    """A file open at an entry."""

    def __init__(self, import_id: int) -> None:
        self.import_id, self.at = import_id, 0
        self.file = _File(import_id)
        self.entries: Iterator[Entry] = read_entries(cast(BinaryIO, self.file))


@dataclass
class _Gathered:
    """What a part holds, in how many entries, and whether the file ends with it."""

    found: list[tuple[ExternalFactCheck, RatingReading]] = field(default_factory=list)
    skipped: list[SkippedEntry] = field(default_factory=list)
    entries: int = 0
    last: bool = False


_kept: list[_Open] = []  # the file that this process read last, to go on without reading over what lies before


def _think(ahead: list[int], part_id: int) -> job.Write:
    with transaction(settings().database_url) as conn:
        part = import_parts.get_import_part(conn, part_id)
    opened = _at(part.import_id, part.first)
    gathered = _gather(opened)
    if not gathered.last:
        _kept[:] = [opened]

    def write(conn: Connection) -> job.Hints:
        written = write_external_fact_checks(conn, gathered.found, ratings.rating_rules_version(), part.import_id)
        if gathered.last:
            nothing = not (part.first or gathered.found or gathered.skipped)
            import_parts.finish_import(conn, part, written, [_NOTHING] if nothing else gathered.skipped)
            return [("import", import_parts.list_waiting_parts(conn))]
        taken = opened.file.taken
        ahead.append(
            import_parts.finish_import_part(conn, part, gathered.entries, taken, written, gathered.skipped)
        )
        return ()

    return write


def _at(import_id: int, first: int) -> _Open:
    """The file open at this entry: the one at hand if it is not beyond it."""
    opened = _kept.pop() if _kept else None
    if opened is None or opened.import_id != import_id or opened.at > first:
        opened = _Open(import_id)
    while opened.at < first and next(opened.entries, None) is not None:
        opened.at += 1
    return opened


def _gather(opened: _Open) -> _Gathered:
    end, gathered = time.monotonic() + _PART_SECONDS, _Gathered(last=True)
    for entry in opened.entries:
        gathered.entries += 1
        for each in read_fact_checks(entry):
            if isinstance(each, SkippedEntry):
                gathered.skipped.append(each)
            else:
                gathered.found.append((each, ratings.read_rating(each.publisher, each.rating, each.scale)))
        if gathered.entries >= _MOST or time.monotonic() > end:
            gathered.last = False
            break
    opened.at += gathered.entries
    return gathered


def _gave_up(conn: Connection, part_id: int) -> job.Hints:
    tell(conn, "import", import_parts.get_import_part(conn, part_id).import_id)
    return [("import", import_parts.list_waiting_parts(conn))]


def _has_turn(conn: Connection, _: int) -> bool:
    return import_parts.may_read_import(conn)
