"""The newsroom's shelf from the command line, over the API of the running desk."""

import json
import mimetypes
import time
from pathlib import Path
from typing import Final
from urllib.parse import urlencode

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn

from cli.desk import Away, Desk, Json

_PAUSE_SECONDS: Final = 0.4
_TABLES: Final = (".csv", ".tsv", ".xlsx", ".xlsm")


@click.group()
def shelf() -> None:
    """Documents and figure tables on the shelf of the running desk."""


@shelf.command("add")
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--publisher", default="", help="Who published them; needed but for tables with a column source.")
@click.option("--title", help="The title of a single file; else what it says itself, else its name.")
@click.option("--url", help="Where a single file was published.")
@click.option("--published", help="When, as 2026-02-01; else what the file says itself.")
@click.option("--wait/--no-wait", default=True, show_default=True, help="Wait until all of them are read.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a file.")
@click.option("--timeout", default=3600.0, show_default=True, help="Seconds to wait at most.")
def add_files(
    files: tuple[Path, ...], publisher: str, title: str | None, url: str | None, published: str | None, wait: bool,
    as_json: bool, timeout: float,
) -> None:  # fmt: skip
    """Put FILES on the shelf: text, HTML, PDF and DOCX as documents, CSV and XLSX as figure tables.

    A file that is refused is named on standard error, the rest goes on; the command then ends with 1.
    """
    if len(files) > 1 and (title or url):
        raise click.UsageError("--title and --url are of one file")
    desk, notes = Desk.found(), Console(stderr=True, highlight=False, markup=False, soft_wrap=True)
    fields = {"publisher": publisher, "title": title, "url": url, "published": published}
    sent, bad = [], 0
    for path in files:
        try:
            sent.append(_send(desk, path, fields))
        except click.ClickException as error:
            notes.print(f"{path}: {error.message}")
            bad += 1
    read = _Watch(desk, notes).to_the_end([row["id"] for row in sent], timeout) if wait else sent
    for row in read:
        click.echo(json.dumps(row, ensure_ascii=False) if as_json else _line(row))
        for wrong in row["errors"]:
            notes.print(f"{row['name']}: {wrong}")
    raise SystemExit(bool(bad) or any(row["state"] == "failed" for row in read))


@shelf.command("list")
@click.option("--words", default="", help="Only those with these words in title, publisher or name.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
def many(words: str, as_json: bool) -> None:
    """List what is on the shelf, the newest first."""
    desk, cursor = Desk.found(), ""
    while True:
        page = desk.ask(f"/api/v1/shelf?{urlencode({'q': words, 'limit': 200, 'cursor': cursor})}")
        for row in page["items"]:
            click.echo(json.dumps(row, ensure_ascii=False) if as_json else _line(row))
        cursor = page["next"]
        if not cursor:
            return


@shelf.command("remove")
@click.argument("numbers", nargs=-1, required=True, type=click.IntRange(1))
def remove_documents(numbers: tuple[int, ...]) -> None:
    """Take documents or tables off the shelf by their NUMBERS, with their passages or figures."""
    desk = Desk.found()
    for number in numbers:
        desk.ask(f"/api/v1/shelf/{number}", method="DELETE")
        click.echo(f"{number}: off the shelf")


def _send(desk: Desk, path: Path, fields: dict[str, str | None]) -> Json:
    media = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    room = "figures" if path.suffix.lower() in _TABLES else "documents"
    with path.open("rb") as file:
        return desk.send(
            f"/api/v1/shelf/{room}", file, path.stat().st_size, _not_json(media), name=path.name, **fields
        )


def _not_json(media: str) -> str:
    """JSON would be taken for the request's own words."""
    return "text/plain" if "json" in media else media


class _Watch:
    """Files on their way, with a bar for each that has pages, on standard error."""

    def __init__(self, desk: Desk, notes: Console) -> None:
        self._desk = desk
        name, how = TextColumn("{task.description}", markup=False), TextColumn("{task.fields[how]}", markup=False)
        self._bars = Progress(name, BarColumn(), how, console=notes, transient=True)
        self._tasks: dict[int, TaskID] = {}

    def to_the_end(self, ids: list[int], timeout: float) -> list[Json]:
        """Each file as it is when it is read or has failed. Raises `ClickException` when that takes too long."""
        deadline = time.monotonic() + timeout
        done: dict[int, Json] = {}
        with self._bars:
            while waiting := [number for number in ids if number not in done]:
                for number in waiting:
                    row = self._look(number)
                    if row is not None and row["state"] in ("ready", "failed"):
                        done[number] = row
                if time.monotonic() > deadline:
                    raise click.ClickException(f"not read after {timeout:.0f} s: {', '.join(map(str, waiting))}")
                time.sleep(_PAUSE_SECONDS if len(done) < len(ids) else 0)
        return [done[number] for number in ids]

    def _look(self, number: int) -> Json | None:
        try:
            row = self._desk.ask(f"/api/v1/shelf/{number}")
        except Away:
            return None  # the file is on disk; a desk that restarts goes on with it
        how = f"{row['pages_read']} of {row['pages']} pages" if row["pages"] else row["state"]
        if number not in self._tasks:
            self._tasks[number] = self._bars.add_task(row["title"][:40], total=None, how=how)
        self._bars.update(self._tasks[number], total=row["pages"], completed=row["pages_read"] or 0, how=how)
        return row


def _line(row: Json) -> str:
    holds = f"{row['holds']:,} {'figures' if row['kind'] == 'figures' else 'passages'}"
    how = {"ready": holds, "failed": row["failure"] or "failed"}.get(row["state"], row["state"])
    return f"{row['id']:6} {row['state']:8} {row['title']} ({row['publisher'] or 'as the table says'}): {how}"
