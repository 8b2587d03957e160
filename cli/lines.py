"""JSON Lines in: records from a file or standard input, bad lines reported by number and passed over."""

import json
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import Any, TextIO, TypeVar

import click
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

Item = TypeVar("Item")
_HALF = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Record:
    """One line: its id as it was given, its text, and the publication date, if one was."""

    id: Any
    text: str
    published: date | None = None


@dataclass(slots=True)
class Lines:
    """The records of a file of JSON Lines, read as they are asked for; `bad` counts the lines passed over."""

    file: TextIO
    longest: int | None = None
    bad: int = field(default=0, init=False)

    def __iter__(self) -> Iterator[Record]:
        """Give record after record; says on standard error which line is wrong, and goes on."""
        with _progress() as progress:
            task = progress.add_task("read", total=None)
            for number, line in enumerate(self.file, start=1):
                progress.advance(task)
                if not line.strip():
                    continue
                try:
                    yield record(line.removeprefix("\ufeff") if number == 1 else line, self.longest)
                except ValueError as error:
                    self.bad += 1
                    click.echo(f"line {number}: {error}", err=True)


def record(line: str, longest: int | None = None) -> Record:
    """Read one line: an object with "id", "text" and perhaps "published" (ISO 8601).

    Raises `ValueError` saying what is wrong; `longest` is the most characters a text may have.
    """
    try:
        entry = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise ValueError(f"not JSON: {error}") from None
    if not isinstance(entry, dict) or "id" not in entry:
        raise ValueError('not an object with "id" and "text"')
    _checked(entry["id"])
    text = entry.get("text")
    if not isinstance(text, str):
        raise ValueError('"text" is missing' if text is None else '"text" is not a string')
    if _HALF.search(text):
        raise ValueError('"text" holds bytes that are not UTF-8, or half of a surrogate pair')
    if longest is not None and len(text) > longest:
        raise ValueError(f'"text" has {len(text):,} characters; {longest:,} are the most')
    return Record(entry["id"], text, _day(entry.get("published")))


def _checked(identity: object) -> None:
    """An id comes back as it was given, so it must be something that JSON can hold. Raises `ValueError`."""
    try:
        written = json.dumps(identity, ensure_ascii=False, allow_nan=False)
    except ValueError:
        raise ValueError('"id" is no number that JSON has') from None
    if _HALF.search(written):
        raise ValueError('"id" holds bytes that are not UTF-8, or half of a surrogate pair')


def _day(value: object) -> date | None:
    if value is None or value == "":
        return None
    try:
        return date.fromisoformat(str(value)[:10])
    except ValueError:
        raise ValueError(f'"published" is not a date like 2026-11-24: {value!r}') from None


def batches(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    """Lists of at most `size` items, in order."""
    rest = iter(items)
    while batch := list(islice(rest, size)):
        yield batch


def write(records: Iterable[object]) -> None:
    """Print one JSON object a line."""
    out = sys.stdout
    for each in records:
        out.write(json.dumps(each, ensure_ascii=False) + "\n")
    out.flush()


def _progress() -> Progress:
    """A counter on standard error; silent unless that is a terminal."""
    console = Console(stderr=True)
    columns = SpinnerColumn(), TextColumn("{task.completed:,.0f} lines"), TimeElapsedColumn()
    return Progress(*columns, console=console, transient=True, disable=not console.is_terminal)
