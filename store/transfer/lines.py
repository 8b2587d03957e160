"""The lines of an export as an import reads them: its header, its rows in batches, its end, and what is wrong with
which line.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from store.people import Refused
from store.transfer.export import END_TYPE, HEADER_TYPE
from store.transfer.tables import FORMAT, ExportedTable

MOST_FAULTS: Final = 20  # lines that are named; reading ends there
_ROWS: Final = 500  # that are written together, or fewer where they are
_CHARACTERS: Final = 4_000_000


@dataclass(frozen=True, slots=True)
class ExportHeader:
    """The first line of an export: how many rows of each type follow.

    Told to who imports, for progress; what ends the export is its last line.
    """

    rows: dict[str, int]


@dataclass(frozen=True, slots=True)
class Batch:
    """Rows of one table that follow each other; `first` is the number of the first one's line, the header's being 1."""

    table: ExportedTable
    lines: list[str]
    first: int


class WrongLines(Refused):
    """Lines of an export that cannot be imported; `faults` says of each, by its number, what is wrong with it."""

    def __init__(self, faults: Mapping[int, str]) -> None:
        super().__init__("file", "; ".join(faults.values()))
        self.faults = faults


class Faults:
    """Collects the faults of lines, so that all are reported at once."""

    def __init__(self) -> None:
        self._found: dict[int, str] = {}

    def __bool__(self) -> bool:
        return bool(self._found)

    def add(self, line: int, message: str) -> None:
        """Note a fault of a line. Raises `WrongLines` where there are too many to go on."""
        self._found.setdefault(line, message)
        if len(self._found) >= MOST_FAULTS:
            self.check()

    def check(self) -> None:
        """Raise `WrongLines` where there are any."""
        if self._found:
            raise WrongLines(dict(sorted(self._found.items())))


def parse_header(line: str, schema: str) -> ExportHeader:
    """The first line of an export.

    Args:
        line: as it stands there.
        schema: the migration that the database has come to.

    Raises:
        Refused: it is no export, or one of another version of the desk.
    """
    header = _parse_object(line)
    if header is None:
        raise Refused("file", "line 1 is no JSON object")
    if header.get("type") != HEADER_TYPE:
        raise Refused("file", "this is no export of a desk: its first line does not say so")
    if header.get("format") != FORMAT:
        raise Refused("file", f"its format is {header.get('format')}; this version reads {FORMAT}")
    if header.get("schema") != schema:
        raise Refused(
            "file",
            f"it was written by another version (migration {header.get('schema')}, here {schema}); import it "
            f"into a desk"
            " of that version, and update that",
        )
    rows = header.get("rows")
    return ExportHeader(rows if isinstance(rows, dict) else {})


def read_batches(lines: Iterable[str], tables: Mapping[str, ExportedTable], faults: Faults) -> Iterator[Batch]:
    """The rows of an export in batches, until its end; what is wrong with a line is added to `faults`.

    Args:
        lines: all after the header.
        tables: what may be there, by name.
        faults: a line in it is in no batch.

    Raises:
        Refused: the end is missing, is not the last line, or tells of another number of rows.
    """
    batches = _Batches()
    number, end = 1, None
    for number, line in enumerate(lines, start=2):
        if end is not None:
            raise Refused("file", f"line {number}: something follows after the end")
        row = _parse_object(line)
        if row is None:
            faults.add(number, f"line {number} is no JSON object")
            continue
        name = str(row.get("type"))
        if name == END_TYPE:
            end = row
            continue
        if name not in tables:
            faults.add(number, f"line {number}: there is no type “{name[:100]}”")
            continue
        if batch := batches.add(tables[name], line, number):
            yield batch
    if batch := batches.take():
        yield batch
    faults.check()
    if end is None:
        raise Refused("file", "it is not whole: its last line is missing")
    if end.get("rows") != number - 2:
        raise Refused("file", f"line {number}: it ends after {end.get('rows')} rows, but has {number - 2}")


class _Batches:
    """Rows that wait to be written together."""

    def __init__(self) -> None:
        self._batch: Batch | None = None
        self._size = 0

    def add(self, table: ExportedTable, line: str, number: int) -> Batch | None:
        """Hold a row; returns the rows before it where it begins another batch."""
        batch, done = self._batch, None
        full = batch is not None and (len(batch.lines) >= _ROWS or self._size >= _CHARACTERS)
        if batch is None or full or table is not batch.table or number != batch.first + len(batch.lines):
            done, self._batch, self._size = batch, Batch(table, [line], number), len(line)
        else:
            batch.lines.append(line)
            self._size += len(line)
        return done

    def take(self) -> Batch | None:
        """What waits."""
        return self._batch


def _parse_object(line: str) -> dict[str, object] | None:
    """A line as an object of JSON; None if it is none."""
    try:
        read = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return read if isinstance(read, dict) else None
