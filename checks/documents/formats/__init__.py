"""Files of the newsroom's shelf, read: documents into parts that can be quoted, tables into figures. One file a format.

Every file is hostile until it is read: sizes are bounded before and after decompression, nothing in it is run or
fetched, and what can't be read says why in words (`Unreadable`). What no limit in here catches, the process that reads
is stopped by: its memory and its time are bounded from outside (`workers/sandbox/reader.py`).
"""

from collections.abc import Iterator
from importlib import import_module
from typing import Final

from checks.documents.formats import text
from checks.documents.formats.detection import TABLES, Format, recognised
from checks.documents.formats.errors import Unreadable
from checks.documents.formats.tables import Figures, figures
from checks.types.document import About, Part

__all__ = [
    "NO_TEXT",
    "TABLES",
    "Figures",
    "Format",
    "Unreadable",
    "document",
    "figures",
    "paragraphs",
    "recognised",
]

NO_TEXT: Final = "there is no text in it; a scan needs text recognition (OCR) first"
_DOCUMENTS: Final = ("text", "html", "pdf", "docx")


def document(data: bytes, kind: Format, first: int = 0) -> tuple[About, Iterator[Part]]:
    """What a document says of itself, and its parts from the one numbered `first` (0 is the first) on.

    The parts of a PDF are its pages, one for every page, also where it is empty. Raises `Unreadable`, also from the
    iterator.
    """
    if kind not in _DOCUMENTS:
        raise Unreadable(f"{kind.upper()} is read as a table of figures, not as a document")
    # Loaded when it is wanted: of the libraries behind, a file needs one.
    made: tuple[About, Iterator[Part]] = import_module(f"{__name__}.{kind}").read_document(data, first)
    return made


def paragraphs(words: str) -> tuple[Part, ...]:
    """The parts of a text that is no file.

    A blank line parts its paragraphs, as in a text file.
    """
    return tuple(text.read_document(words.encode())[1])
