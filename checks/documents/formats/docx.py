"""DOCX, by python-docx: paragraphs under their headings, and tables, a row a paragraph.

The day that it says it was made on is that of its template as often as not, so none is taken from it.
"""

from collections.abc import Iterator
from typing import Final

from docx import Document
from docx.document import Document as Opened
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from checks.documents.formats.archive import checked
from checks.documents.formats.errors import Unreadable
from checks.documents.formats.parts import parts, plain
from checks.types.document import About, Part

_HEADINGS: Final = ("heading", "title")
_LONGEST_SAID: Final = 500
_MOST_CELLS: Final = 500_000


def read_document(data: bytes, first: int = 0) -> tuple[About, Iterator[Part]]:
    """A DOCX file as a document. Word keeps no pages in it, so there are none to name.

    `first` is the number of the part to begin with, from 0. Raises `Unreadable`, also from the iterator.
    """
    archive = checked(data)
    try:
        opened = Document(archive)
        about = _about(opened)
    except Exception as error:  # lxml and zipfile raise whatever a broken file makes them raise
        raise _broken(error) from None
    return about, _read(opened, first)


def _read(opened: Opened, first: int) -> Iterator[Part]:
    """The parts from `first` on. Raises `Unreadable` for whatever a broken file makes the library raise."""
    try:
        yield from parts(_paragraphs(opened), first)
    except Unreadable:
        raise
    except Exception as error:
        raise _broken(error) from None


def _paragraphs(opened: Opened) -> Iterator[tuple[str | None, str]]:
    """The paragraphs in their order, each with the heading that it stands under, if any.

    A table's rows are paragraphs. Raises `Unreadable` for more than `_MOST_CELLS` cells: merged ones are counted
    as often as they are read.
    """
    heading: str | None = None
    cells = 0
    for each in opened.iter_inner_content():
        if isinstance(each, Table):
            for row in _rows(each):
                cells += len(row)
                if cells > _MOST_CELLS:
                    raise Unreadable(f"its tables have more than {_MOST_CELLS:,} cells")
                yield heading, _row(row)
        elif _is_heading(each):
            heading = plain(each.text)[:_LONGEST_SAID] or heading
        else:
            yield heading, each.text


def _rows(table: Table) -> Iterator[tuple[_Cell, ...]]:
    """The rows of a table, each before those of the tables within its cells: pages are laid out in such ones."""
    for row in table.rows:
        yield row.cells
        for cell in dict.fromkeys(row.cells):
            for inner in cell.tables:
                yield from _rows(inner)


def _row(cells: tuple[_Cell, ...]) -> str:
    """The cells of a row; one that spans several columns is told once."""
    different = list(dict.fromkeys(cells))
    return " | ".join(text for cell in different if (text := plain(cell.text)))


def _is_heading(paragraph: Paragraph) -> bool:
    """Whether a paragraph has one of Word's styles for headings and titles.

    These keep their English names in any language.
    """
    name = paragraph.style.name if paragraph.style is not None else None
    return bool(name and name.lower().startswith(_HEADINGS))


def _about(opened: Opened) -> About:
    """The title and author that the core properties name (ECMA-376, part 2); None for an empty one.

    python-docx makes such properties up, with a title, for a file that has none.
    """
    if not any(each.reltype == RELATIONSHIP_TYPE.CORE_PROPERTIES for each in opened.part.package.rels.values()):
        return About(None, None)
    core = opened.core_properties
    return About(plain(core.title)[:_LONGEST_SAID] or None, plain(core.author)[:_LONGEST_SAID] or None)


def _broken(error: Exception) -> Unreadable:
    """The error for a file that python-docx cannot read, with as much of its reason as is fit to be shown."""
    return Unreadable(f"it is a broken DOCX file: {plain(str(error))[:200] or type(error).__name__}")
