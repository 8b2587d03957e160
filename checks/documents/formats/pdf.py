"""PDF, by pypdf: one part a page. No picture is looked into, so a scan without a text layer has nothing to quote."""

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from io import BytesIO
from typing import Final

from pypdf import PdfReader
from pypdf.errors import DependencyError, PyPdfError

from checks.documents.formats.errors import Unreadable
from checks.documents.formats.parts import part, plain, within
from checks.types.document import About, Part

MOST_PAGES: Final = 5_000
_LONGEST_PAGE: Final = 200_000  # characters; a page of a newspaper has 20,000
_LONGEST_SAID: Final = 500
_SENTENCE_END: Final = re.compile(r"[.!?:][\"'”’)\]]*$")
_SHORT: Final = 0.7  # of the longest line: a line this short that ends a sentence ends its paragraph
_HYPHEN: Final = re.compile(r"(?<=[a-z])[-\u00ad\u2010]$")


def read_document(data: bytes, first: int = 0) -> tuple[About, Iterator[Part]]:
    """A PDF as a document; of pages before `first` nothing is read.

    Raises `Unreadable` for an encrypted or broken file and for one without pages, also from the iterator: a page is
    read when it is asked for.
    """
    try:
        reader = PdfReader(BytesIO(data), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            raise Unreadable("it is encrypted; save it without a password")
        pages = len(reader.pages)
        about = _about(reader, pages)
    except DependencyError:
        raise Unreadable("it is encrypted; save it without a password") from None
    except Unreadable:
        raise
    except Exception as error:  # pypdf raises whatever a broken file makes Python raise
        raise _broken(error) from None
    if not pages:
        raise Unreadable("it has no pages")
    if pages > MOST_PAGES:
        raise Unreadable(
            f"it has {pages:,} pages; {MOST_PAGES:,} are taken at most. Put it on the shelf in several files"
        )
    return about, _pages(reader, pages, first)


def _pages(reader: PdfReader, pages: int, first: int) -> Iterator[Part]:
    """The pages from the one numbered `first` (from 0), one part each, read when it is asked for.

    Raises `Unreadable` for a page that cannot be read or is too long, with its number as people count.
    """
    whole = 0
    for number in range(first, pages):
        try:
            text = reader.pages[number].extract_text()
        except RecursionError:
            raise Unreadable(f"page {number + 1} is nested too deeply to be read") from None
        except Exception as error:
            raise _broken(error, f"page {number + 1}: ") from None
        if len(text) > _LONGEST_PAGE:
            raise Unreadable(
                f"page {number + 1} has {len(text):,} characters; {_LONGEST_PAGE:,} are taken at most"
            )
        whole = within(whole + len(text))
        yield part(((None, paragraph) for paragraph in _paragraphs(text)), number + 1)


def _paragraphs(text: str) -> Iterator[str]:
    """The lines of a page put together again; words that a line's end parts are made whole."""
    lines = [line.strip() for line in text.splitlines()]
    widest = max(map(len, lines), default=0)
    pending = ""
    for line in lines:
        if not line:
            yield pending
            pending = ""
            continue
        cut = _HYPHEN.search(pending)
        pending = pending[: cut.start()] + line if cut and line[0].islower() else f"{pending} {line}"
        if len(line) < _SHORT * widest and _SENTENCE_END.search(line):
            yield pending
            pending = ""
    yield pending


def _about(reader: PdfReader, pages: int) -> About:
    """The title, author and day of making that its information names, where they can be read at all."""
    title = author = None
    made: date | None = None
    with suppress(PyPdfError, ValueError, TypeError, KeyError, AttributeError):
        information = reader.metadata
        if information is not None:
            title, author = _said(information.title), _said(information.author)
            made = information.creation_date.date() if information.creation_date else None
    return About(title, author, made, pages)


def _said(given: object) -> str | None:
    """What the information of a PDF gives, on one line and cut; None if it gives nothing."""
    return plain(str(given))[:_LONGEST_SAID] or None if given else None


def _broken(error: Exception, where: str = "") -> Unreadable:
    """The error for a file that pypdf cannot read, with as much of its reason as is fit to be shown."""
    why = plain(str(error))[:200] or type(error).__name__
    return Unreadable(f"{where}it is a broken PDF: {why}")
