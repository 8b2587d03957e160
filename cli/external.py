"""External fact-checks from the command line, sent to the running desk over its API."""

import json
import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Final, cast
from urllib.parse import quote

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from cli.desk import Away, Desk, Json
from store.transfer.csv_cells import csv_cell, csv_line

_PAUSE_SECONDS: Final = 0.5
_REASONS_SHOWN: Final = 5
_PIECE: Final = 1_000_000  # bytes


@click.group()
def external() -> None:
    """External fact-checks: those of other publishers."""


@external.command("import")
@click.argument("files", nargs=-1, required=True, type=click.File("rb"))
@click.option(
    "--skipped", type=click.Path(dir_okay=False, path_type=Path), help="Write all skipped entries here, as CSV."
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object a file.")
@click.option("--timeout", default=3600.0, show_default=True, help="Seconds to wait at most for each file.")
def import_files(files: tuple[IO[bytes], ...], skipped: Path | None, as_json: bool, timeout: float) -> None:
    """Import FILES of ClaimReview (- for standard input): JSON-LD, feeds, JSON Lines, web pages, CSV, also by gzip.

    Ends with a line for each file. The exit status is 1 where anything was skipped.
    """
    desk, done = Desk.found(), []
    for file in files:
        with _progress_bars() as progress:
            done.append(_import_file(desk, file, progress, timeout))
        click.echo(json.dumps(done[-1], ensure_ascii=False) if as_json else _summary_line(done[-1]))
        shown = (
            _skipped_entries(desk, done[-1]["id"], _REASONS_SHOWN) if done[-1]["skipped"] and not as_json else ()
        )
        for entry in shown:
            click.echo(f"  {entry['place']}: {entry['reason']}", err=True)
    if skipped:
        _write_skipped(desk, done, skipped)
    raise SystemExit(any(each["skipped"] for each in done))


@external.command("remove")
@click.argument("numbers", nargs=-1, required=True, type=click.IntRange(1))
def remove_imports(numbers: tuple[int, ...]) -> None:
    """Delete imports by their NUMBERS, with the fact-checks that no other import contained."""
    desk = Desk.found()
    for number in numbers:
        desk.ask(f"/api/v1/imports/{number}", method="DELETE")
        click.echo(f"{number}: deleted")


# The name that the group had before; hidden, so that scripts that use it go on.
checks = click.Group("checks", external.commands, help=external.help, hidden=True)


def _import_file(desk: Desk, file: IO[bytes], progress: Progress, timeout: float) -> Json:
    """Send a file and wait until it is read; returns the import as the API gives it.

    Args:
        timeout: seconds to wait at most, from the end of sending.

    Raises:
        ClickException: the desk refuses it, the reading fails or takes too long.
    """
    name, size = Path(str(getattr(file, "name", "-"))).name, _size_of(file)
    sending = progress.add_task(f"{name}: sent", total=size)
    counted = cast(IO[bytes], _CountedFile(file, progress, sending))
    sent = desk.send("/api/v1/imports", counted, size, name=name)
    reading = progress.add_task(f"{name}: read", total=sent["size"])
    deadline = time.monotonic() + timeout
    while sent["stage"] not in ("done", "failed"):
        if time.monotonic() > deadline:
            raise click.ClickException(
                f"{name} is still being read after {timeout:.0f} s; import {sent['id']} goes on"
            )
        time.sleep(_PAUSE_SECONDS)
        sent = _refresh(desk, sent)
        progress.update(reading, completed=sent["bytes_read"])
    if sent["stage"] == "failed":
        raise click.ClickException(
            f"{name}: {sent['failure']}; import {sent['id']} can be tried again in the desk"
        )
    return sent


def _refresh(desk: Desk, sent: Json) -> Json:
    """An import as it is now; as it was where the desk cannot answer."""
    try:
        return desk.ask(f"/api/v1/imports/{sent['id']}")
    except Away:
        return sent  # the file is on disk; a desk that restarts goes on with it


class _CountedFile:
    """A file that shows on a progress bar how much of it was read."""

    def __init__(self, file: IO[bytes], progress: Progress, task: TaskID) -> None:
        self._file, self._progress, self._task = file, progress, task

    def read(self, size: int = -1) -> bytes:
        """At most `size` bytes, as `io.RawIOBase.read`."""
        data = self._file.read(size)
        self._progress.advance(self._task, len(data))
        return data

    def __iter__(self) -> Iterator[bytes]:
        """The file in pieces, for one whose size is not known."""
        while data := self.read(_PIECE):
            yield data


def _size_of(file: IO[bytes]) -> int | None:
    """Bytes of a regular file; None for a pipe."""
    try:
        found = os.fstat(file.fileno()).st_size
    except OSError:
        return None
    return found or None


def _skipped_entries(desk: Desk, import_id: int, most: int | None = None) -> Iterator[Json]:
    """The skipped entries of an import, page after page, at most so many."""
    cursor, given = "", 0
    while cursor is not None:
        page = desk.ask(f"/api/v1/imports/{import_id}/skipped?limit=200{cursor and '&cursor='}{quote(cursor)}")
        for entry in page["items"]:
            if most is not None and given >= most:
                return
            given += 1
            yield entry
        cursor = page["next"]


def _write_skipped(desk: Desk, done: list[Json], target: Path) -> None:
    with target.open("w", encoding="utf-8", newline="") as out:
        out.write(csv_line(("file", "place", "reason")))
        for each in done:
            for entry in _skipped_entries(desk, each["id"]):
                out.write(csv_line(map(csv_cell, (each["name"], entry["place"], entry["reason"]))))


def _summary_line(done: Json) -> str:
    return (
        f"{done['name']} (import {done['id']}): {done['new']:,} new, {done['changed']:,} updated, "
        f"{done['same']:,} unchanged, {done['skipped']:,} skipped"
    )


def _progress_bars() -> Progress:
    """Bars on standard error; silent unless that is a terminal."""
    console = Console(stderr=True)
    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        TextColumn("{task.percentage:3.0f} %"),
        TimeElapsedColumn(),
    )
    return Progress(*columns, console=console, transient=True, disable=not console.is_terminal)
