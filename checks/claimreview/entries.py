"""A file cut into entries as it is read, so that memory stays small however large it is.

The form is found by looking at the beginning: JSON (one object, a list, @graph, a DataFeed), JSON Lines, web pages and
the research set (a script a line), CSV; each of them also compressed by gzip. An entry that is broken says so and the
rest goes on, except within JSON, where nothing after a break can be told.
"""

import codecs
import gzip
import io
import json
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
from typing import Any, BinaryIO, Final, cast

import ijson

from checks.claimreview.csv import rows
from checks.claimreview.scripts import of_line, of_page

LONGEST_ENTRY: Final = 8_000_000  # bytes between two entries
LARGEST: Final = 1_000_000_000  # bytes after decompression
_HEAD: Final = 64_000
_PIECE: Final = 4096
_MOST_DEPTH: Final = 500
_STEP: Final = {ord("["): 1, ord("{"): 1, ord("]"): -1, ord("}"): -1}
_PLAIN: Final = bytes(byte for byte in range(256) if byte not in _STEP)
_LISTS: Final = frozenset(("dataFeedElement", "@graph", "itemListElement"))
_SCRIPT_A_LINE: Final = re.compile(rb"\s*<script\b[^>]*>.*</script\s*>\s*\n", re.IGNORECASE)
_BREAKS: Final = (OSError, EOFError, zlib.error)


@dataclass(frozen=True, slots=True)
class Entry:
    """A JSON value of a file, where it stands, and what is wrong with it, if it could not be read.

    `any_script`: it is a script of a web page, which need not hold a ClaimReview.
    """

    place: str
    value: Any = None
    wrong: str = ""
    any_script: bool = False


def entries(stream: BinaryIO) -> Iterator[Entry]:
    """The entries of a file, in order; what is wrong with the whole of it comes as an entry too."""
    file = _Bounded(stream)
    try:
        head = file.peek()
        if head[:2] == b"\x1f\x8b":
            file = _Bounded(cast(BinaryIO, gzip.GzipFile(fileobj=file.source)))
            head = file.peek()
        yield from _entries(file, head)
    except _TooLarge as error:
        yield Entry("the file", wrong=str(error))
    except _BREAKS as error:
        yield Entry("the file", wrong=f"it breaks off, and what follows cannot be read: {error}")


def _entries(file: "_Bounded", head: bytes) -> Iterator[Entry]:
    if head.startswith(codecs.BOM_UTF8):
        head = head[file.skip(codecs.BOM_UTF8) :]
    start = head.lstrip()
    if not start:
        yield Entry("the file", wrong="it is empty")
    elif head[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\x00" in head[:200]:
        yield Entry("the file", wrong="it is not UTF-8 text")
    elif start[:1] in b"[{":
        yield from _json_lines(file) if _is_lines(start) else _json(file, head)
    elif start[:1] == b"<":
        yield from _scripts(file, a_line=bool(_SCRIPT_A_LINE.match(start)))
    else:
        yield from _rows(file)


def _is_lines(start: bytes) -> bool:
    """Whether the first line is a whole object with another line after it."""
    line, _, rest = start.partition(b"\n")
    try:
        return isinstance(json.loads(line), dict) and rest.lstrip()[:1] == b"{"
    except (ValueError, RecursionError):
        return False


def _json_lines(file: "_Bounded") -> Iterator[Entry]:
    for number, line in file.lines():
        place = f"line {number}"
        if line is None:
            yield Entry(place, wrong=f"it is longer than {LONGEST_ENTRY:,} bytes")
        elif line.strip():
            yield loaded(line, place)


def loaded(text: bytes | str, place: str, *, any_script: bool = False) -> Entry:
    """An entry out of JSON text."""
    try:
        said = text.decode() if isinstance(text, bytes) else text
        return Entry(place, json.loads(said), any_script=any_script)
    except UnicodeDecodeError as error:
        return Entry(place, wrong=f"it is not UTF-8 text: byte {error.start}")
    except (ValueError, RecursionError) as error:
        return Entry(place, wrong=f"it is not JSON: {error}")


def _json(file: "_Bounded", head: bytes) -> Iterator[Entry]:
    """The elements of a list, or of the first known list in an object; else the object as a whole."""
    prefix = _list_in(head)
    if prefix is None:
        whole = file.read(LONGEST_ENTRY + 1)
        yield loaded(whole, "the object") if len(whole) <= LONGEST_ENTRY else Entry("the object", wrong=_TOO_LONG)
        return
    number, file.nests = 0, True
    try:
        # Read by the small piece: memory grows with the square of the depth, which is counted a piece at a time.
        for number, value in enumerate(ijson.items(file, prefix, buf_size=_PIECE, use_float=True), 1):
            file.spent = file.depth = 0
            yield Entry(f"element {number}", value)
    except (ijson.JSONError, ValueError, RecursionError) as error:
        where = f"after element {number}" if number else "at its beginning"
        yield Entry(where, wrong=f"the JSON is broken, and what follows cannot be read: {_short(error)}")


def _list_in(head: bytes) -> str | None:
    """The path of the list whose elements are to be read one by one."""
    if head.lstrip()[:1] == b"[":
        return "item"
    if _deepest(head, 0)[0] > _MOST_DEPTH:
        return None
    try:
        for prefix, event, _ in ijson.parse(io.BytesIO(head)):
            if event == "start_array" and prefix in _LISTS:
                return f"{prefix}.item"
    except (ijson.JSONError, ValueError):
        pass
    return None


def _scripts(file: "_Bounded", *, a_line: bool) -> Iterator[Entry]:
    if a_line:
        for number, line in file.lines():
            if line is None:
                yield Entry(f"line {number}", wrong=_TOO_LONG)
            elif line.strip():
                yield loaded(of_line(line), f"line {number}")
        return
    page = file.read(LONGEST_ENTRY + 1)
    if len(page) > LONGEST_ENTRY:
        yield Entry("the page", wrong=_TOO_LONG)
        return
    scripts = of_page(page.decode("utf-8", "replace"))
    for number, script in enumerate(scripts, 1):
        yield loaded(script, f"script {number}", any_script=True)
    if not scripts:
        yield Entry("the page", wrong="there is no script of the type application/ld+json in it")


def _rows(file: "_Bounded") -> Iterator[Entry]:
    too_long: list[int] = []

    def lines() -> Iterator[bytes]:
        for number, line in file.lines():
            if line is None:
                too_long.append(number)
            yield line or b"\n"

    for number, review, wrong in rows(lines()):
        yield Entry(f"line {number}", review, wrong)
        while too_long:
            yield Entry(f"line {too_long.pop()}", wrong=_TOO_LONG)
    yield from (Entry(f"line {number}", wrong=_TOO_LONG) for number in too_long)


_TOO_LONG: Final = f"it is longer than {LONGEST_ENTRY:,} bytes"


def _short(error: Exception) -> str:
    return " ".join(str(error).split())[:150]


def _deepest(data: bytes, before: int) -> tuple[int, int]:
    """How deep brackets nest in a piece that begins `before` deep, and where it ends; those in strings count too."""
    steps = map(_STEP.__getitem__, data.translate(None, _PLAIN))
    depths = list(accumulate(steps, initial=before))
    return max(depths), depths[-1]


class _TooLarge(Exception):
    """The file is larger than may be read."""


class _Bounded:
    """A stream that is read in pieces, never more than `LONGEST_ENTRY` bytes between two entries."""

    def __init__(self, source: BinaryIO) -> None:
        self.source = io.BufferedReader(cast(Any, source), _HEAD)
        self.spent = self.depth = self._all = 0
        self.nests = False  # whether what is read is held in memory as deep as it nests

    def peek(self) -> bytes:
        """The first bytes, which are read once more afterwards."""
        return self.source.peek(_HEAD)[:_HEAD]

    def skip(self, mark: bytes) -> int:
        """Leave a mark at the beginning out; returns its length."""
        return len(self.source.read(len(mark)))

    def read(self, size: int = -1) -> bytes:
        """At most `size` bytes. Raises `_TooLarge`."""
        data = self.source.read(size)
        self.spent += len(data)
        self._count(len(data))
        deepest, self.depth = _deepest(data, self.depth) if self.nests else (0, 0)
        if deepest > _MOST_DEPTH:
            raise _TooLarge(f"an entry of it is nested more than {_MOST_DEPTH} deep; what follows was not read")
        if self.spent > LONGEST_ENTRY + _HEAD:
            raise _TooLarge(f"an entry of it is longer than {LONGEST_ENTRY:,} bytes; what follows was not read")
        return data

    def lines(self) -> Iterator[tuple[int, bytes | None]]:
        """Numbered lines from 1; None for one that is too long."""
        number = 0
        while line := self.source.readline(LONGEST_ENTRY + 1):
            number += 1
            whole = len(line) <= LONGEST_ENTRY
            self._count(len(line))
            yield number, line if whole else None
            while not whole and not line.endswith(b"\n") and (line := self.source.readline(LONGEST_ENTRY)):
                self._count(len(line))

    def _count(self, size: int) -> None:
        self._all += size
        if self._all > LARGEST:
            raise _TooLarge(f"it holds more than {LARGEST:,} bytes; what follows was not read")
