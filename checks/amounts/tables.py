"""Tables and lists as one line a row, each figure with what it is of.

    Grain exports of Ukraine, share in %        Grain exports of Ukraine, share in % / maize: 52.6 %
    maize 52.6                             →    Grain exports of Ukraine, share in % / wheat: 30.1 %
    wheat 30.1

So are lists behind a colon ("Goals conceded: Netherlands 7, Senegal 4") and cells between bars ("2022 | Visitors:
411,850"). A line "head / label: figure unit." has all three, and is read like any sentence.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final

# A number with its unit. Each text is of it in one way alone, as in `_ROW`, so that no text takes long to refuse.
_FIGURE: Final = (
    r"(?:[£€$]|[A-Z]{3}\s)?\d(?:[.,\s]*\d)*\s?(?:%|°[CF]|(?:[a-zA-Z]+[²³]?(?:\s[a-zA-Z]+[²³]?){0,2})?)"
)
# A label and a figure, and nothing else.
_ROW = re.compile(
    rf"[\s•*·-]*(?P<label>[^\W\d][^\d:|;]{{0,59}}?[^\d:|;\s])\s*(?:[:|–—-]\s*)?(?P<figure>{_FIGURE})[\s.]*"
)
# A list behind a colon.
_INLINE = re.compile(
    r"(?P<head>[^:.\n]{4,80}):\s(?P<items>(?:[^:.\n]|(?<=\d)\.(?=\d))*\d[^:.\n]*(?:\.(?=\d)[^:.\n]*)*)"
)
# Where an item of a list ends; not within a number.
_ITEM = re.compile(r"[,;]\s(?!\d)(?:and\s)?")
# Where a cell ends.
_CELL = re.compile(r"\s*\|\s*|\t+")
_PERCENT = re.compile(r"%|\bper ?cent\b", re.IGNORECASE)
# The unit in the head of a table: "in thousands of euros".
_IN_UNITS = re.compile(
    r"\b(?:in|by) ((?:thousand|million|billion)s?)?(?: of)? ?((?:tonnes|euros|dollars|hectares|km|kg)\b)?"
)
# A figure without a unit.
_BARE = re.compile(r"[\d.,\s]+")
# A line made of a row: "head / label: 12 t."
_LINE_OF_ROW = re.compile(r" / ([^\W\d][^/]*?): [£€$]?\d[^/]*\.\s*\Z")
# Rows that make a table.
_LEAST: Final = 2


def linearize_tables(text: str) -> str:
    """The text with rows and lists as lines that say what each figure is of; any other text as it is.

    A row counts as one of a table only if at least two rows stand together, so that a sentence with a colon is
    left alone.
    """
    lines: list[str] = []
    table: list[str] = []
    columns: list[str] = []
    for line in (*text.split("\n"), ""):
        cells = _cells(line)
        if columns and len(cells) == len(columns):
            lines.append(_of_columns(columns, cells))
        elif len(cells) > _LEAST:
            columns = [] if any(map(_BARE.fullmatch, cells)) else cells
            lines += _rows(cells) or [line]
        elif _ROW.fullmatch(line) or (line.strip() and not table):
            table.append(line)
        else:
            lines += _of_lines(table)
            table = [line] if line.strip() else []
    return "\n".join((*lines, *_of_lines(table)))


def row_label(row: str) -> str | None:
    """The label of the figure of a line that `linearize_tables` made; None for any other sentence."""
    return match[1] if (match := _LINE_OF_ROW.search(row)) else None


def _cells(line: str) -> list[str]:
    """The cells of a line, divided by bars or tabs."""
    return [cell.strip() for cell in _CELL.split(line.strip()) if cell.strip()]


def _of_columns(columns: Sequence[str], cells: Sequence[str]) -> str:
    """A row of a table with a head for each column: "Norway / Medals: 37." """
    name = next((cell for cell in cells if not _BARE.fullmatch(cell)), "")
    lines = (f"{name} / {column}: {cell}." for column, cell in zip(columns, cells, strict=True) if cell != name)
    return "\n".join(lines)


def _of_lines(lines: Sequence[str]) -> list[str]:
    """Lines that follow one another: a table with its head, or sentences with what they list."""
    return _rows(lines) or ["\n".join(_lists(line)) for line in lines]


def _rows(lines: Sequence[str]) -> list[str]:
    """A table's rows, each behind its head; empty if the lines are none.

    The first line is the head, unless it is a row with a label itself.
    """
    head, rows = (
        ("", lines)
        if lines and _ROW.fullmatch(lines[0]) and ":" in lines[0]
        else (lines[0] if lines else "", lines[1:])
    )
    found = [_ROW.fullmatch(row) for row in rows]
    if sum(row is not None for row in found) < _LEAST:
        return []
    return [_as_line(head, row) if row else line for line, row in zip(rows, found, strict=True)]


def _lists(line: str) -> Iterator[str]:
    """A sentence that lists figures behind a colon as one line for each.

    "Turnout by region: North 61 %, South 58 %, West 55 %" is three lines. A list within a list is left as it is.
    """
    match = _INLINE.search(line)
    items = [_ROW.fullmatch(item) for item in _ITEM.split(match["items"])] if match else []
    nested = match is not None and ";" in match["items"] and ", " in match["items"]
    if match is None or nested or len(items) < _LEAST or None in items:
        yield line
        return
    yield line[: match.start()]
    unit = ""
    for row in filter(None, items):
        figure = row["figure"].strip()
        bare = _BARE.fullmatch(figure)
        unit = unit if bare else figure.lstrip("0123456789., ")
        yield _as_line(match["head"].strip(), row, unit if bare else "")
    yield line[match.end() :]


def _as_line(head: str, row: "re.Match[str]", unit: str = "") -> str:
    """A row as a line: head, label and figure with its unit."""
    figure = row["figure"].strip()
    unit = unit or (_unit(head) if _BARE.fullmatch(figure) else "")
    return f"{head.strip().rstrip('.')} / {row['label'].strip()}: {figure} {unit}".strip().removeprefix("/ ") + "."


def _unit(head: str) -> str:
    """The unit that the head of a table gives for its figures.

    "%" for percent; a scale and unit such as "thousands of tonnes"; else empty.
    """
    if _PERCENT.search(head):
        return "%"
    match = _IN_UNITS.search(head)
    return " ".join(filter(None, match.groups())) if match else ""
