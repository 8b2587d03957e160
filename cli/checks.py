"""Fact-checks of others from the command line, sent to the running desk over its API."""

import csv
import json
import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any, Final
from urllib.parse import quote

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from cli.desk import Away, Desk

_PAUSE_SECONDS: Final = 0.5
_FIRST: Final = 5
_Json = dict[str, Any]


@click.group()
def checks() -> None:
    """Fact-checks of others."""


@checks.command("import")
@click.argument("files", nargs=-1, required=True, type=click.File("rb"))
@click.option(
    "--skipped", type=click.Path(dir_okay=False, path_type=Path), help="Write all skipped entries here, as CSV."
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object a file.")
@click.option("--timeout", default=3600.0, show_default=True, help="Seconds to wait at most for each file.")
def import_(files: tuple[IO[bytes], ...], skipped: Path | None, as_json: bool, timeout: float) -> None:
    """Import FILES of ClaimReview (- for standard input): JSON-LD, feeds, JSON Lines, web pages, CSV, also by gzip.

    Ends with what each brought. The exit status is 1 where anything was skipped.
    """
    desk, done = Desk.found(), []
    for file in files:
        with _progress() as progress:
            done.append(_brought(desk, file, progress, timeout))
        click.echo(json.dumps(done[-1], ensure_ascii=False) if as_json else _line(done[-1]))
        for entry in _skipped(desk, done[-1]["id"], _FIRST) if done[-1]["skipped"] and not as_json else ():
            click.echo(f"  {entry['place']}: {entry['reason']}", err=True)
    if skipped:
        _write(desk, done, skipped)
    raise SystemExit(any(each["skipped"] for each in done))


@checks.command()
@click.argument("numbers", nargs=-1, required=True, type=click.IntRange(1))
def remove(numbers: tuple[int, ...]) -> None:
    """Delete imports by their NUMBERS, with the fact-checks that they alone brought."""
    desk = Desk.found()
    for number in numbers:
        desk.ask(f"/api/v1/imports/{number}", method="DELETE")
        click.echo(f"{number}: deleted")


def _brought(desk: Desk, file: IO[bytes], progress: Progress, timeout: float) -> _Json:
    """Send a file and wait until it is read. Raises `ClickException` when it fails or takes too long."""
    name, size = Path(str(getattr(file, "name", "-"))).name, _size(file)
    sending = progress.add_task(f"{name}: sent", total=size)
    sent = desk.send("/api/v1/imports", _Counted(file, progress, sending), size, name=name)  # type: ignore[arg-type]
    reading = progress.add_task(f"{name}: read", total=sent["size"])
    deadline = time.monotonic() + timeout
    while sent["stage"] not in ("done", "failed"):
        if time.monotonic() > deadline:
            raise click.ClickException(
                f"{name} is still being read after {timeout:.0f} s; import {sent['id']} goes on"
            )
        time.sleep(_PAUSE_SECONDS)
        sent = _look(desk, sent)
        progress.update(reading, completed=sent["bytes_read"])
    if sent["stage"] == "failed":
        raise click.ClickException(
            f"{name}: {sent['failure']}; import {sent['id']} can be tried again in the desk"
        )
    return sent


def _look(desk: Desk, sent: _Json) -> _Json:
    try:
        return desk.ask(f"/api/v1/imports/{sent['id']}")
    except Away:
        return sent  # the file is on disk; a desk that restarts goes on with it


class _Counted:
    """A file that tells how much of it was read."""

    def __init__(self, file: IO[bytes], progress: Progress, task: TaskID) -> None:
        self._file, self._progress, self._task = file, progress, task

    def read(self, size: int = -1) -> bytes:
        """As the file's own."""
        data = self._file.read(size)
        self._progress.advance(self._task, len(data))
        return data

    def __iter__(self) -> Iterator[bytes]:
        """In pieces, for a file whose size is not known."""
        while data := self.read(1_000_000):
            yield data


def _size(file: IO[bytes]) -> int | None:
    try:
        found = os.fstat(file.fileno()).st_size
    except OSError:
        return None
    return found or None


def _skipped(desk: Desk, import_id: int, most: int | None = None) -> Iterator[_Json]:
    cursor, given = "", 0
    while cursor is not None:
        page = desk.ask(f"/api/v1/imports/{import_id}/skipped?limit=200{cursor and '&cursor='}{quote(cursor)}")
        for entry in page["items"]:
            if most is not None and given >= most:
                return
            given += 1
            yield entry
        cursor = page["next"]


def _write(desk: Desk, done: list[_Json], target: Path) -> None:
    with target.open("w", encoding="utf-8", newline="") as out:
        rows = csv.writer(out)
        rows.writerow(("file", "place", "reason"))
        for each in done:
            rows.writerows((each["name"], entry["place"], entry["reason"]) for entry in _skipped(desk, each["id"]))


def _line(done: _Json) -> str:
    return (
        f"{done['name']} (import {done['id']}): {done['new']:,} imported, {done['changed']:,} brought up to date, "
        f"{done['same']:,} already there, {done['skipped']:,} skipped"
    )


def _progress() -> Progress:
    """Bars on standard error; silent unless that is a terminal."""
    console = Console(stderr=True)
    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        TextColumn("{task.percentage:3.0f} %"),
        TimeElapsedColumn(),
    )
    return Progress(*columns, console=console, transient=True, disable=not console.is_terminal)
