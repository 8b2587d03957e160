"""Files read in a process of their own, so that none can take a worker down with it: `workers/sandbox/read_file.py`."""

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from tempfile import TemporaryFile
from typing import IO, Final

from pydantic import BaseModel, ConfigDict, ValidationError

from checks.documents.formats import Figures, Unreadable
from checks.types.document import About, Figure, Part
from checks.types.page import Page, unreadable

_LONGEST_LINE: Final = 200_000_000  # characters; a table of 300,000 rows has 60 million


class CutOff(RuntimeError):
    """The process that read a file ended before its time; another try may go better."""


@dataclass(slots=True)
class Portion:
    """What was read of a document in one go: its next parts, and whether those were the last."""

    about: About = field(default_factory=About)
    parts: list[Part] = field(default_factory=list)
    whole: bool = False


class _Line(BaseModel):
    """A line of the process that reads, which has met a hostile file and is believed only as far as this."""

    model_config = ConfigDict(extra="forbid")

    about: About | None = None
    part: Part | None = None
    end: bool = False
    page: Page | None = None
    figures: list[Figure] | None = None
    without_value: int = 0
    unreadable: str | None = None
    lines: list[str] = []


def read_portion(file: IO[bytes], name: str, declared: str, first: int, seconds: float) -> Portion:
    """The parts of a document from the one numbered `first` on, as many as take so many seconds, at least one.

    Raises `Unreadable`, `CutOff`.
    """
    made, until = Portion(), 0.0
    with _lines(file, "document", name, declared, str(first)) as lines:
        for line in lines:
            made.about = line.about or made.about
            made.whole = line.end
            if line.part is not None:
                made.parts.append(line.part)
                until = until or time.monotonic() + seconds  # opening a large file takes its time, each time
                if time.monotonic() > until:
                    break
            if line.end:
                break
    return made


def read_table(file: IO[bytes], name: str, declared: str, source: str) -> Figures:
    """The figures of a table. Raises `Unreadable`, `CutOff`."""
    with _lines(file, "figures", name, declared, source) as lines:
        for line in lines:
            if line.figures is not None:
                return Figures(tuple(line.figures), line.without_value)
    raise CutOff("reading it ended without a word")


def read_page(content: bytes, media_type: str | None, address: str | None, latest: date | None) -> Page:
    """A document as a page (`checks.documents.pages`); one that takes too much time or memory is "unreadable".

    Raises `CutOff`.
    """
    arguments = address or "", media_type or "", latest.isoformat() if latest else ""
    try:
        with _file_of(content) as file, _lines(file, "page", *arguments) as lines:
            for line in lines:
                if line.page is not None:
                    return line.page
    except Unreadable as error:
        return unreadable(address, str(error))
    raise CutOff("reading it ended without a word")


@contextmanager
def _file_of(content: bytes) -> Iterator[IO[bytes]]:
    with TemporaryFile() as file:
        file.write(content)
        file.seek(0)
        yield file


@contextmanager
def _lines(file: IO[bytes], *arguments: str) -> Iterator[Iterator[_Line]]:
    command = [sys.executable, "-m", "workers.sandbox.read_file", *(word.replace("\0", " ") for word in arguments)]
    # Nothing of this process's environment, which holds the store's password, is handed on.
    process = subprocess.Popen(  # noqa: S603 - our own module; its own arguments
        command, stdin=file, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env={"PYTHONUTF8": "1"}
    )
    try:
        yield _read(process)
    finally:
        process.kill()
        process.wait()
        if process.stdout is not None:
            process.stdout.close()


def _read(process: "subprocess.Popen[bytes]") -> Iterator[_Line]:
    """What the process tells until it ends; the end without a last word is `CutOff`."""
    out = process.stdout
    while out is not None and (raw := out.readline(_LONGEST_LINE)):
        try:
            line = _Line.model_validate_json(raw)
        except ValidationError:
            break
        if line.unreadable is not None:
            raise Unreadable(line.unreadable, line.lines)
        yield line
        if line.end or line.figures is not None or line.page is not None:
            return
    raise _ended(process.wait())


def _ended(code: int) -> Exception:
    if code == -signal.SIGXCPU:
        return Unreadable("a part of it takes more time to read than is given; it may be made to do so")
    how = f"by signal {-code}" if code < 0 else f"with code {code}"
    return CutOff(f"reading it was cut off {how}")
