"""Figure tables in their long form: one figure a row, entity × measure × year × value × unit × source.

A table with anything wrong in it is refused whole, with the rows that are wrong: half a table would answer lookups as
if it were all of it. Rows without a value are passed over and counted.
"""

import math
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from checks.documents.figures import unit_named
from checks.documents.formats.cells import Row, csv_rows, xlsx_sheets
from checks.documents.formats.detection import Format
from checks.documents.formats.errors import Unreadable
from checks.documents.measures import canonical_measure, unit_of
from checks.lexicon import load_table
from checks.types.document import Figure

MOST_LINES: Final = 100
_COLUMNS: Final[Mapping[str, list[str]]] = load_table("documents")["columns"]
_NEEDED: Final = ("entity", "measure", "year", "value")
_LONGEST: Final = 300  # characters of an entity, a measure, a unit or a source
_LARGEST: Final = (
    700  # bytes of an entity or a measure: an index of the store holds both with the source, in 2,704
)
_YEAR: Final = re.compile(r"\d{4}")
_FIRST_YEAR, _LAST_YEAR = 1000, 2200
_GROUPED: Final = re.compile(r"[-+−]?\d{1,3}(?:([,  '’])\d{3})(?:\1\d{3}){0,5}(?:\.\d{1,20})?")
_PLAIN: Final = re.compile(r"[-+−]?(?:\d{1,20}(?:\.\d{0,20})?|\.\d{1,20})(?:[eE][-+]?\d{1,3})?")
_EMPTY: Final = ("", "-", "–", "—", "..", "...", "n/a", "na", "nan", "null", "none")


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of a table, and how many of its rows had no value.

    One figure for each entity, measure, year and source; rows that say the same twice count once.
    """

    rows: tuple[Figure, ...]
    without_value: int = 0


@dataclass(slots=True)
class _Reading:
    """What came out of the rows so far.

    `found` has each figure with the place that it was read at; `wrong` the first `MOST_LINES` complaints, of which
    there are `count`.
    """

    source: str
    found: dict[tuple[str, str, int, str], tuple[Figure, str]] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)
    count: int = 0
    without_value: int = 0

    def complain(self, where: str, column: str, why: str) -> None:
        """Note that a cell is wrong.

        Its place, the name of its column, and the reason, in words for the sender of the table.
        """
        self.count += 1
        if len(self.wrong) < MOST_LINES:
            self.wrong.append(f"{where}, {column}: {why}")


def figures(data: bytes, kind: Format, source: str = "") -> Figures:
    """The figures of a CSV or XLSX file; `source` is who published those that name no source of their own.

    Raises `Unreadable`, with its `lines` where rows are wrong.
    """
    if kind not in ("csv", "xlsx"):
        raise Unreadable(f"a table of figures is CSV or XLSX; this is {kind.upper()}")
    reading = _Reading(source)
    sheets = iter([csv_rows(data)]) if kind == "csv" else xlsx_sheets(data)
    missing = [lack for sheet in sheets if (lack := _sheet(sheet, reading)) is not None]
    if missing and not reading.found and not reading.count:
        raise Unreadable(missing[0])
    if reading.count:
        places = "one place is" if reading.count == 1 else f"{reading.count:,} places are"
        raise Unreadable(f"{places} wrong in it, and nothing was taken from it", reading.wrong)
    if not reading.found:
        raise Unreadable("there are no figures in it, only the names of the columns")
    return Figures(tuple(figure for figure, _ in reading.found.values()), reading.without_value)


def _sheet(rows: Iterator[Row], reading: _Reading) -> str | None:
    """Read a sheet; what it lacks, in words, where its first row does not name the columns."""
    head = next((cells for _, cells in rows if any(cells)), None)
    if head is None:
        return "there is nothing in it"
    columns = _columns(head)
    if lacking := [name for name in _NEEDED if name not in columns]:
        given = ", ".join(f"“{cell[:60]}”" for cell in head if cell) or "nothing"
        return f"there is no column {' or '.join(lacking)}; the first row names {given}"
    if "source" not in columns and not reading.source:
        return "there is no column source; name one in it, or say who published the table"
    for where, cells in rows:
        if any(cells):
            _row(where, {name: cells[n] if n < len(cells) else "" for name, n in columns.items()}, reading)
    return None


def _columns(head: Iterable[str]) -> dict[str, int]:
    """Our name of each column that the first row names, with its place from 0; what it does not name is left out.

    Case and punctuation do not count. Our own name goes before what others call the same; of two such the first is
    taken.
    """
    found: dict[str, int] = {}
    for n, cell in enumerate(head):
        called = re.sub(r"[\W_]+", " ", cell).strip().lower()
        for name, others in _COLUMNS.items():
            if called == name or (called in others and name not in found):
                found[name] = n
    return found


def _row(where: str, cells: Mapping[str, str], reading: _Reading) -> None:
    """Read one row, whose cells come by our names of the columns: a figure, or complaints.

    An empty value is no fault and is counted. Where the table names no unit, that of a known measure is taken if
    it is percent; of money and weights nobody can tell it.
    """
    before = reading.count
    for name in ("entity", "measure"):
        if not cells[name]:
            reading.complain(where, name, "it is empty")
    for name in ("entity", "measure", "unit", "source"):
        if len(cells.get(name, "")) > _LONGEST:
            reading.complain(where, name, f"it has more than {_LONGEST} characters")
    measure = canonical_measure(cells["measure"])
    for name, text in (("entity", cells["entity"]), ("measure", measure)):
        if (size := len(text.encode())) > _LARGEST:
            reading.complain(where, name, f"it has {size:,} bytes; the most that is taken is {_LARGEST}")
    source = cells.get("source") or reading.source
    if not source:
        reading.complain(where, "source", "it is empty, and nobody is named who published the table")
    year = _year(where, cells["year"], reading)
    if cells["value"].lower() in _EMPTY:
        reading.without_value += 1
        return
    value, unit = _value(where, cells["value"], cells.get("unit", ""), reading)
    if unit is None and (usual := unit_of(measure)) is not None:
        unit = usual
        if usual != "percent":
            reading.complain(
                where, "unit", f"it is empty; say in which currency or unit “{measure}” is told, as {usual}"
            )
    if reading.count == before:
        _keep(
            where,
            Figure(entity=cells["entity"], measure=measure, year=year, value=value, unit=unit, source=source),
            reading,
        )


def _keep(where: str, figure: Figure, reading: _Reading) -> None:
    """Keep a figure, or complain where the table has another value for the same entity, measure, year and source."""
    key = figure.entity.lower(), figure.measure, figure.year, figure.source
    first, there = reading.found.setdefault(key, (figure, where))
    if first.value != figure.value:
        reading.complain(where, "value", f"{figure.value:g}, but {there} gives {first.value:g} for the same")


def _year(where: str, cell: str, reading: _Reading) -> int:
    """The year of a cell; 0, with a complaint, where it is none from 1000 to 2200 ("2024-Q1" is a part of one)."""
    if _YEAR.fullmatch(cell) and _FIRST_YEAR <= int(cell) <= _LAST_YEAR:
        return int(cell)
    if _YEAR.match(cell) and _FIRST_YEAR <= int(cell[:4]) <= _LAST_YEAR:
        reading.complain(where, "year", f"“{cell[:40]}” is a part of a year; only whole years are taken, as 2024")
    else:
        reading.complain(where, "year", f"“{cell[:40]}” is no year; write it as 2024")
    return 0


def _value(where: str, cell: str, unit: str, reading: _Reading) -> tuple[float, str | None]:
    """The value of a cell and its unit; 0.0, with a complaint, where it is no number.

    Thousands may be grouped by commas, apostrophes or blanks, all alike; the decimal mark is a point. A "%" behind
    the number is the unit where the row names none.
    """
    number, percent = cell.removesuffix("%").strip(), cell.endswith("%")
    if match := _GROUPED.fullmatch(number):
        number = number.replace(match[1], "")
    if not _PLAIN.fullmatch(number) or not math.isfinite(value := float(number.replace("−", "-"))):
        reading.complain(where, "value", f"“{cell[:40]}” is no number; write it as 1234567.8 or 1,234,567.8")
        return 0.0, None
    return value, "percent" if percent and not unit else unit_named(unit)
