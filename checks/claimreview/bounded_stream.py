"""A stream of bytes with limits: on one entry, on the whole file, and on how deep its JSON nests."""

import io
from collections.abc import Iterator
from itertools import accumulate
from typing import TYPE_CHECKING, BinaryIO, Final, cast

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

LONGEST_ENTRY: Final = 8_000_000  # bytes between two entries
LARGEST_FILE: Final = 1_000_000_000  # bytes after decompression
HEAD: Final = 64_000  # bytes at the beginning by which the form of a file is found
MOST_DEPTH: Final = 500  # levels of JSON
_STEP: Final = {ord("["): 1, ord("{"): 1, ord("]"): -1, ord("}"): -1}
_NO_BRACKETS: Final = bytes(byte for byte in range(256) if byte not in _STEP)


class TooLarge(Exception):
    """A limit was reached; the message says which, and that what follows was not read."""


class BoundedStream:
    """Reads `source` in pieces and raises `TooLarge` where a limit is passed.

    Attributes:
        spent: bytes since the last entry; whoever finds an entry sets it to 0.
        depth: how deep the JSON is nested where the last piece ended; likewise.
        nests: whether to count brackets, because a parser holds the open levels in memory.
    """

    def __init__(self, source: BinaryIO) -> None:
        self.source = io.BufferedReader(cast(io.RawIOBase, source), HEAD)
        self.spent = self.depth = self._total = 0
        self.nests = False

    def peek(self) -> bytes:
        """The first bytes, at most `HEAD`; they are read once more afterwards."""
        return self.source.peek(HEAD)[:HEAD]

    def peek_line(self) -> bytes:
        """The first line, at most `LONGEST_ENTRY` bytes, and the first bytes behind it; read once more likewise."""
        line, rest = self.source.readline(LONGEST_ENTRY + 1), self.source
        behind = rest.peek(HEAD)[:HEAD]
        self.source = io.BufferedReader(_Rejoined(line, cast(BinaryIO, rest)), HEAD)
        return line + behind

    def skip(self, mark: bytes) -> int:
        """Leave `mark` at the beginning out; returns its length in bytes."""
        return len(self.source.read(len(mark)))

    def read(self, size: int = -1) -> bytes:
        """At most `size` bytes, empty at the end.

        Raises:
            TooLarge: an entry is too long or too deep, or the file too large.
        """
        data = self.source.read(size)
        self.spent += len(data)
        self._add_to_total(len(data))
        deepest, self.depth = bracket_depth(data, self.depth) if self.nests else (0, 0)
        if deepest > MOST_DEPTH:
            raise TooLarge(f"an entry of it is nested more than {MOST_DEPTH} deep; what follows was not read")
        if self.spent > LONGEST_ENTRY + HEAD:
            raise TooLarge(f"an entry of it is longer than {LONGEST_ENTRY:,} bytes; what follows was not read")
        return data

    def lines(self) -> Iterator[tuple[int, bytes | None]]:
        """The lines with their numbers, from 1; None in place of one that is longer than `LONGEST_ENTRY` bytes.

        Raises:
            TooLarge: the file is too large.
        """
        number = 0
        while line := self.source.readline(LONGEST_ENTRY + 1):
            number += 1
            whole = len(line) <= LONGEST_ENTRY
            self._add_to_total(len(line))
            yield number, line if whole else None
            while not whole and not line.endswith(b"\n") and (line := self.source.readline(LONGEST_ENTRY)):
                self._add_to_total(len(line))

    def _add_to_total(self, size: int) -> None:
        self._total += size
        if self._total > LARGEST_FILE:
            raise TooLarge(f"it holds more than {LARGEST_FILE:,} bytes; what follows was not read")


class _Rejoined(io.RawIOBase):
    """A stream of which the first bytes were read, with them in front again."""

    def __init__(self, first: bytes, rest: BinaryIO) -> None:
        self._first, self._rest = io.BytesIO(first), rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "WriteableBuffer") -> int:
        view = memoryview(buffer)
        data = self._first.read(len(view)) or self._rest.read(len(view))
        view[: len(data)] = data
        return len(data)


def bracket_depth(data: bytes, before: int) -> tuple[int, int]:
    """How deep the brackets of a piece of JSON nest, those within strings counted too.

    Args:
        data: the piece.
        before: how many brackets are open where it begins.

    Returns:
        The greatest depth within the piece, and the depth at its end.
    """
    steps = map(_STEP.__getitem__, data.translate(None, _NO_BRACKETS))
    depths = list(accumulate(steps, initial=before))
    return max(depths), depths[-1]
