"""Plain text: a blank line parts its paragraphs."""

import re
from collections.abc import Iterator
from typing import Final

from checks.documents.formats.encodings import decoded
from checks.documents.formats.parts import parts
from checks.types.document import About, Part

_BLANK: Final = re.compile(r"\n[^\S\n]*\n")


def read_document(data: bytes, first: int = 0) -> tuple[About, Iterator[Part]]:
    """A text file as a document; it says nothing of itself.

    `first` is the number of the part to begin with, from 0. Raises `Unreadable` where no encoding makes text of it.
    """
    text = decoded(data).replace("\r\n", "\n").replace("\r", "\n")
    return About(), parts(((None, paragraph) for paragraph in _BLANK.split(text)), first)
