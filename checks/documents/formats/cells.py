"""CSV and XLSX as rows of cells, each with where it stands; cells come as words, empty ones as ""."""

import csv
import io
import re
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Final, TypeAlias

from checks.documents.formats.archive import checked
from checks.documents.formats.encodings import decoded
from checks.documents.formats.errors import Unreadable
from checks.documents.formats.parts import plain

if TYPE_CHECKING:
    from openpyxl.cell.read_only import EmptyCell, ReadOnlyCell

Row: TypeAlias = tuple[str, list[str]]
MOST_ROWS: Final = 300_000
_MOST_COLUMNS: Final = 200
_MOST_SHEETS: Final = 50
_LONGEST_CELL: Final = 1_000  # characters
_LITERAL: Final = re.compile(r'"[^"]*"|[\\_*].')  # what a format of numbers writes as it stands
_DELIMITERS: Final = (",", ";", "\t", "|")


def csv_rows(data: bytes) -> Iterator[Row]:
    """The rows of a CSV file, counted as a spreadsheet counts them; the first row tells what parts its cells.

    Yields (where, cells): the row's number as people see it. Raises `Unreadable` for more than `MOST_ROWS` rows and
    for cells that cannot be parted.
    """
    text = decoded(data)
    head = text.lstrip("\ufeff\r\n").partition("\n")[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(_DELIMITERS, key=head.count), strict=True)
    csv.field_size_limit(100_000)
    number = 0
    while True:
        number += 1
        try:
            cells = next(reader, None)
        except csv.Error as error:
            raise Unreadable(f"row {number} is no CSV: {error}") from None
        if cells is None:
            return
        yield _counted(f"row {number}", number), [plain(cell)[:_LONGEST_CELL] for cell in cells[:_MOST_COLUMNS]]


def xlsx_sheets(data: bytes) -> Iterator[Iterator[Row]]:
    """The sheets of an XLSX file, each as its rows; of formulas what was worked out when the file was saved.

    Each row as `csv_rows` gives it. Raises `Unreadable`; external links and macros are never followed.
    """
    from openpyxl import load_workbook

    archive = checked(data)
    try:
        book = load_workbook(archive, read_only=True, data_only=True, keep_links=False)
        sheets = book.worksheets[:_MOST_SHEETS]
    except Exception as error:  # openpyxl raises whatever a broken file makes Python raise
        raise _broken(error) from None
    for sheet in sheets:
        yield _sheet(sheet)


def _sheet(sheet: object) -> Iterator[Row]:
    """The rows of an openpyxl sheet, empty ones among them; read as they are asked for. Raises `Unreadable`."""
    rows = sheet.iter_rows(max_row=MOST_ROWS + 2, max_col=_MOST_COLUMNS)  # type: ignore[attr-defined]
    title = plain(getattr(sheet, "title", ""))[:100]
    number = 0
    while True:
        number += 1
        try:
            row = next(rows, None)
            cells = None if row is None else [_shown(cell) for cell in row]
        except Exception as error:
            raise _broken(error, f"sheet {title}, row {number}: ") from None
        if cells is None:
            return
        yield _counted(f"sheet {title}, row {number}", number), cells


def _counted(where: str, number: int) -> str:
    """`where`, if a file may have so many rows. Raises `Unreadable`."""
    if number > MOST_ROWS + 1:
        raise Unreadable(f"it has more than {MOST_ROWS:,} rows; put it on the shelf in several files")
    return where


def _shown(cell: "ReadOnlyCell | EmptyCell") -> str:
    """A cell as it would be typed, with its percent sign: "5.3%" for 0.053 in a format of percents.

    A sign that the format only writes behind the number, quoted or escaped, multiplies nothing (ECMA-376,
    18.8.31).
    """
    value, form = cell.value, cell.number_format or ""
    if "%" not in form or isinstance(value, bool) or not isinstance(value, (int, float)):
        return _words(value)
    return f"{value * 100 if '%' in _LITERAL.sub('', form) else value:.12g}%"


def _words(cell: object) -> str:
    """A cell as it would be typed: 2024 for 2024.0, a day as 2024-01-31."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    return cell.isoformat()[:10] if isinstance(cell, date) else plain(str(cell))[:_LONGEST_CELL]


def _broken(error: Exception, where: str = "") -> Unreadable:
    """The error for a file that openpyxl cannot read, with as much of its reason as is fit to be shown."""
    return Unreadable(f"{where}it is a broken XLSX file: {plain(str(error))[:200] or type(error).__name__}")
