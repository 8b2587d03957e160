"""JSON Lines in: records from a file or standard input, bad lines reported by number and passed over."""

import json
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from itertools import islice
from typing import Generic, TextIO, TypeVar

import click
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

Item = TypeVar("Item")
_HALF = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Record:
    """One line: its id as it was given, its text, and the publication date and the headline, if they were."""

    id: object
    text: str
    published: date | None = None
    title: str | None = None


@dataclass(frozen=True, slots=True)
class Pair:
    """One claim and one passage, each with the day that it was told on, if one was given."""

    id: object
    claim: str
    passage: str
    claim_date: date | None = None
    passage_date: date | None = None


@dataclass(slots=True)
class Lines(Generic[Item]):
    """What the lines of a file say, each read by `read` as it is asked for; `bad` counts the lines passed over."""

    file: TextIO
    read: Callable[[str], Item]
    bad: int = field(default=0, init=False)

    def __iter__(self) -> Iterator[Item]:
        """Give record after record; says on standard error which line is wrong, and goes on."""
        with _progress() as progress:
            task = progress.add_task("read", total=None)
            for number, line in enumerate(self.file, start=1):
                progress.advance(task)
                if not line.strip():
                    continue
                try:
                    yield self.read(line.removeprefix("\ufeff") if number == 1 else line)
                except ValueError as error:
                    self.bad += 1
                    click.echo(f"line {number}: {error}", err=True)


def texts(file: TextIO, longest: int | None = None) -> Lines[Record]:
    """The records of a file, an object with "id" and "text" a line."""
    return Lines(file, partial(record, longest=longest))


def record(line: str, longest: int | None = None) -> Record:
    """Read one line: an object with "id", "text" and perhaps "published" (ISO 8601) and "title".

    Raises `ValueError` saying what is wrong; `longest` is the most characters a text may have.
    """
    entry = _entry(line, "text")
    text, title = _text(entry, "text", longest), _optional_text(entry, "title", longest)
    return Record(entry["id"], text, _day(entry, "published"), title)


def pair(line: str, longest: int | None = None) -> Pair:
    """Read one line: an object with "id", "claim", "passage" and perhaps "claim_date" and "passage_date" (ISO 8601).

    Raises `ValueError` saying what is wrong; `longest` is the most characters of each text.
    """
    entry = _entry(line, "claim", "passage")
    claim, passage = (_text(entry, name, longest) for name in ("claim", "passage"))
    return Pair(
        id=entry["id"],
        claim=claim,
        passage=passage,
        claim_date=_day(entry, "claim_date"),
        passage_date=_day(entry, "passage_date"),
    )


def check(line: str, longest: int | None = None) -> tuple[object, str, str]:
    """Read one line: an object with "id", "claim" and perhaps "title"; gives the three.

    Raises `ValueError` saying what is wrong; `longest` is the most characters of each text.
    """
    entry = _entry(line, "claim")
    return entry["id"], _text(entry, "claim", longest), _optional_text(entry, "title", longest) or ""


def _entry(line: str, *names: str) -> dict[str, object]:
    try:
        entry = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise ValueError(f"not JSON: {error}") from None
    if not isinstance(entry, dict) or "id" not in entry:
        wanted = " and ".join(", ".join(f'"{name}"' for name in ("id", *names)).rsplit(", ", 1))
        raise ValueError(f"not an object with {wanted}")
    _checked(entry["id"])
    return entry


def _text(entry: dict[str, object], name: str, longest: int | None) -> str:
    text = entry.get(name)
    if not isinstance(text, str):
        raise ValueError(f'"{name}" is missing' if text is None else f'"{name}" is not a string')
    if _HALF.search(text):
        raise ValueError(f'"{name}" holds bytes that are not UTF-8, or half of a surrogate pair')
    if longest is not None and len(text) > longest:
        raise ValueError(f'"{name}" has {len(text):,} characters; {longest:,} are the most')
    return text


def _optional_text(entry: dict[str, object], name: str, longest: int | None) -> str | None:
    return _text(entry, name, longest) if entry.get(name) is not None else None


def _checked(identity: object) -> None:
    """An id comes back as it was given, so it must be something that JSON can hold. Raises `ValueError`."""
    try:
        written = json.dumps(identity, ensure_ascii=False, allow_nan=False)
    except ValueError:
        raise ValueError('"id" is no number that JSON has') from None
    if _HALF.search(written):
        raise ValueError('"id" holds bytes that are not UTF-8, or half of a surrogate pair')


def _day(entry: dict[str, object], name: str) -> date | None:
    value = entry.get(name)
    if value is None or value == "":
        return None
    try:
        return date.fromisoformat(str(value)[:10])
    except ValueError:
        raise ValueError(f'"{name}" is not a date like 2026-11-24: {value!r}') from None


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
