"""A file cut into entries while it is read.

The form is found from the first bytes: JSON (one object, a list, `@graph`, a DataFeed), JSON Lines, web pages and the
research data set (a `<script>` a line), CSV; each of them also compressed by gzip. An entry that is broken says so
and the next ones are read, except within one JSON value, where nothing after a syntax error can be told.
"""

import codecs
import gzip
import io
import json
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, Final, cast

import ijson

from checks.claimreview.bounded_stream import LONGEST_ENTRY, MOST_DEPTH, BoundedStream, TooLarge, bracket_depth
from checks.claimreview.csv import read_csv_reviews
from checks.claimreview.microdata import items_of_page
from checks.claimreview.scripts import script_of_line, scripts_of_page
from checks.documents.json_ld import parse_json_ld

_GZIP: Final = b"\x1f\x8b"  # RFC 1952, 2.3.1
_JSON_BUFFER: Final = 4096
_LISTS: Final = frozenset(("dataFeedElement", "@graph", "itemListElement", "claims"))
_SCRIPT_A_LINE: Final = re.compile(rb"\s*<script\b[^>]*>.*</script\s*>\s*\n", re.IGNORECASE)
_BREAKS: Final = (OSError, EOFError, zlib.error)
_TOO_LONG: Final = f"it is longer than {LONGEST_ENTRY:,} bytes"


@dataclass(frozen=True, slots=True)
class Entry:
    """A JSON value of a file.

    Attributes:
        place: where it stands: "line 7", "element 3", "the file".
        value: the value as `json.loads` gives it.
        wrong: why it could not be read; empty if it could.
        any_script: it is a script of a web page, which need not hold a ClaimReview.
    """

    place: str
    value: object = None
    wrong: str = ""
    any_script: bool = False


def read_entries(stream: BinaryIO) -> Iterator[Entry]:
    """The entries of a file, in its order.

    Args:
        stream: the bytes of the file; they are read a piece at a time, as the entries are asked for.

    Returns:
        Entries. What is wrong with the file as a whole (too large, broken compression, no UTF-8) is an entry too,
        the last.
    """
    file = BoundedStream(stream)
    try:
        head = file.peek()
        if head.startswith(_GZIP):
            file = BoundedStream(cast(BinaryIO, gzip.GzipFile(fileobj=file.source)))
            head = file.peek()
        yield from _entries_by_form(file, head)
    except TooLarge as error:
        yield Entry("the file", wrong=str(error))
    except _BREAKS as error:
        yield Entry("the file", wrong=f"it breaks off, and what follows cannot be read: {error}")


def parse_json(text: bytes | str, place: str, *, any_script: bool = False) -> Entry:
    """The entry that is written as JSON in `text`, at most `LONGEST_ENTRY` bytes; `wrong` says why it is none."""
    try:
        decoded = text.decode() if isinstance(text, bytes) else text
        return Entry(place, parse_json_ld(decoded), any_script=any_script)
    except UnicodeDecodeError as error:
        return Entry(place, wrong=f"it is not UTF-8 text: byte {error.start}")
    except (ValueError, RecursionError) as error:
        return Entry(place, wrong=f"it is not JSON: {error}")


def _entries_by_form(file: BoundedStream, head: bytes) -> Iterator[Entry]:
    if head.startswith(codecs.BOM_UTF8):
        head = head[file.skip(codecs.BOM_UTF8) :]
    start = head.lstrip()
    if start[:1] == b"{" and b"\n" not in start and _path_of_list(head) is None:  # a line longer than the head
        start = file.peek_line().lstrip()
    if not start:
        yield Entry("the file", wrong="it is empty")
    elif head[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE) or b"\x00" in head[:200]:
        yield Entry("the file", wrong="it is not UTF-8 text")
    elif start[:1] in b"[{":
        yield from _entries_of_json_lines(file) if _is_json_lines(start) else _entries_of_json(file, head)
    elif start[:1] == b"<":
        yield from _entries_of_script_lines(file) if _SCRIPT_A_LINE.match(start) else _entries_of_page(file)
    else:
        yield from _entries_of_csv(file)


def _is_json_lines(start: bytes) -> bool:
    """Whether the first line is a whole object with another line after it."""
    line, _, rest = start.partition(b"\n")
    try:
        return isinstance(json.loads(line), dict) and rest.lstrip()[:1] == b"{"
    except (ValueError, RecursionError):
        return False


def _entries_of_json_lines(file: BoundedStream) -> Iterator[Entry]:
    for number, line in file.lines():
        place = f"line {number}"
        if line is None:
            yield Entry(place, wrong=_TOO_LONG)
        elif line.strip():
            yield parse_json(line, place)


def _entries_of_json(file: BoundedStream, head: bytes) -> Iterator[Entry]:
    """The elements of a list, or of the first list of `_LISTS` in an object; else the object as a whole."""
    prefix = _path_of_list(head)
    if prefix is None:
        whole = file.read(LONGEST_ENTRY + 1)
        yield (
            parse_json(whole, "the object")
            if len(whole) <= LONGEST_ENTRY
            else Entry("the object", wrong=_TOO_LONG)
        )
        return
    number, file.nests = 0, True
    try:
        # Read by the small piece: memory grows with the square of the depth, which is counted a piece at a time.
        for number, value in enumerate(ijson.items(file, prefix, buf_size=_JSON_BUFFER, use_float=True), 1):
            file.spent = file.depth = 0
            yield Entry(f"element {number}", value)
    except (ijson.JSONError, ValueError, RecursionError) as error:
        where = f"after element {number}" if number else "at its beginning"
        reason = " ".join(str(error).split())[:150]
        yield Entry(where, wrong=f"the JSON is broken, and what follows cannot be read: {reason}")


def _path_of_list(head: bytes) -> str | None:
    """The ijson path of the list whose elements are to be read one by one; None if the first bytes show no such
    list.
    """
    if head.lstrip()[:1] == b"[":
        return "item"
    if bracket_depth(head, 0)[0] > MOST_DEPTH:
        return None
    try:
        for prefix, event, _ in ijson.parse(io.BytesIO(head)):
            if event == "start_array" and prefix in _LISTS:
                return f"{prefix}.item"
    except (ijson.JSONError, ValueError):
        pass
    return None


def _entries_of_script_lines(file: BoundedStream) -> Iterator[Entry]:
    for number, line in file.lines():
        if line is None:
            yield Entry(f"line {number}", wrong=_TOO_LONG)
        elif line.strip():
            yield parse_json(script_of_line(line), f"line {number}")


def _entries_of_page(file: BoundedStream) -> Iterator[Entry]:
    page = file.read(LONGEST_ENTRY + 1)
    if len(page) > LONGEST_ENTRY:
        yield Entry("the page", wrong=_TOO_LONG)
        return
    text = page.decode("utf-8", "replace")
    scripts, items = scripts_of_page(text), items_of_page(text)
    for number, script in enumerate(scripts, 1):
        yield parse_json(script, f"script {number}", any_script=True)
    for number, item in enumerate(items, 1):
        yield Entry(f"microdata {number}", item, any_script=True)
    if not scripts and not items:
        yield Entry("the page", wrong="there is no script of the type application/ld+json in it, and no microdata")


def _entries_of_csv(file: BoundedStream) -> Iterator[Entry]:
    too_long: list[int] = []

    def lines() -> Iterator[bytes]:
        for number, line in file.lines():
            if line is None:
                too_long.append(number)
            yield line or b"\n"

    for number, review, wrong in read_csv_reviews(lines()):
        yield Entry(f"line {number}", review, wrong)
        while too_long:
            yield Entry(f"line {too_long.pop()}", wrong=_TOO_LONG)
    yield from (Entry(f"line {number}", wrong=_TOO_LONG) for number in too_long)
