"""Plain text: its encoding is guessed where it is not UTF; a blank line parts its paragraphs."""

import re
from collections.abc import Iterator
from typing import Final

from checks.documents.formats.errors import Unreadable
from checks.documents.formats.parts import parts
from checks.types.document import About, Part

_BLANK: Final = re.compile(r"\n[^\S\n]*\n")
_SAMPLE: Final = 200_000  # bytes that the encoding is guessed from
_MARKS: Final = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def read_document(data: bytes, first: int = 0) -> tuple[About, Iterator[Part]]:
    """A text file as a document; it says nothing of itself.

    `first` is the number of the part to begin with, from 0. Raises `Unreadable` where no encoding makes text of it.
    """
    text = decoded(data).replace("\r\n", "\n").replace("\r", "\n")
    return About(), parts(((None, paragraph) for paragraph in _BLANK.split(text)), first)


def decoded(data: bytes) -> str:
    """Bytes as text: UTF-8 if they are, else by a byte order mark, else in the likeliest encoding.

    Raises `Unreadable` where no encoding makes text of them.
    """
    encoding = next((name for mark, name in _MARKS if data.startswith(mark)), "utf-8")
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        if encoding != "utf-8":
            raise Unreadable(
                f"it is marked as {encoding}, but byte {error.start:,} is no part of such a text"
            ) from None
    from charset_normalizer import from_bytes

    best = from_bytes(data[:_SAMPLE]).best()
    if best is None:
        raise Unreadable("it is no text in any known encoding; save it as UTF-8")
    return data.decode(best.encoding, errors="replace")
