"""CSV that is safe to open in a spreadsheet: the one way in which the desk writes it."""

import csv
import io
import json
import re
from collections.abc import Iterable
from typing import Final

# A spreadsheet takes a cell that begins so for a formula (OWASP, "CSV Injection"); one of East Asia may take the wide
# forms of these signs for them.
_SIGNS: Final = "=+-@\uff1d\uff0b\uff0d\uff20"
FORMULA: Final = (*_SIGNS, "\t", "\r", "\n")
# Where semicolons part cells, as in Germany and France, a spreadsheet knows none of the quotes that stand behind a
# comma: a cell begins behind a semicolon or a tab within a text, and a row behind a line break. A quote there, which
# is written twice, is an empty quoted part of the cell.
_CELL_WITHIN: Final = re.compile(rf'[;\t\r\n][ "]*(?=[{re.escape(_SIGNS)}])')


def csv_cell(value: object) -> str:
    """A value as a cell: nothing for None, lists and objects as JSON.

    A text that a spreadsheet would take for a formula gets an apostrophe before it, and so does what it would take
    for one within a text.
    """
    if value is None:
        return ""
    if isinstance(value, str):
        begun = f"'{value}" if value.startswith(FORMULA) else value
        return _CELL_WITHIN.sub(r"\g<0>'", begun)
    return _CELL_WITHIN.sub(r"\g<0>'", json.dumps(value, ensure_ascii=False, default=str))


def csv_line(cells: Iterable[object]) -> str:
    """A line of cells, ended by CR LF (RFC 4180); cells with commas, quotes or line breaks are quoted."""
    line = io.StringIO()
    csv.writer(line).writerow(cells)
    return line.getvalue()
