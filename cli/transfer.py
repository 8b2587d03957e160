"""A whole desk out and in again: `factdesk export` and `factdesk import`."""

import json
import os
import stat
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import IO, Final, TextIO, cast

import click
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from cli import migration
from cli.desk import Desk
from cli.up import alone
from settings import data_folder, given, set_variables, settings

_PATHS: Final = {"jsonl": "/api/v1/export", "csv": "/api/v1/export/csv"}
_IMPORT_PATH: Final = "/api/v1/import"
_NDJSON: Final = "application/x-ndjson"
_END: Final = b'{"type": "end"'


@click.command("export")
@click.argument("file", default="-", metavar="FILE|-")
@click.option("--format", "as_", type=click.Choice(list(_PATHS)), default="jsonl", show_default=True,
              help="jsonl for import; csv for spreadsheets, a ZIP file of one a table.")  # fmt: skip
@click.option("--resource", help="With --format csv: this table alone, as CSV.")
@click.option("--json", "as_json", is_flag=True, help="End with one JSON object, on standard error.")
def export_desk(file: str, as_: str, resource: str | None, as_json: bool) -> None:
    """Write everything that the running desk holds to FILE, or to standard output; for an admin's token.

    FILE is there once it is whole. The exit status is 1 where the export broke off.
    """
    if resource and as_ != "csv":
        raise click.UsageError("--resource goes with --format csv")
    path = f"{_PATHS[as_]}/{resource}" if resource else _PATHS[as_]
    size, began, last = 0, time.monotonic(), b""
    with _target(file) as out, _bytes_bar() as progress:
        task = progress.add_task("export", total=None)
        for piece in Desk.found().stream(path):
            out.write(piece)
            size, last = size + len(piece), (last + piece)[-200:]
            progress.update(task, completed=size)
        if as_ == "jsonl" and _END not in last:
            raise click.ClickException("the export broke off; nothing of it is kept")
    done = {"file": None if file == "-" else file, "bytes": size, "seconds": round(time.monotonic() - began, 1)}
    click.echo(json.dumps(done) if as_json else f"{size:,} bytes in {done['seconds']} s", err=True)


@click.command("import")
@click.argument("file", type=click.File("r", encoding="utf-8"))
@click.option("--running", is_flag=True, help="Send it to the running desk over its API, by an admin's token.")
@click.option("--json", "as_json", is_flag=True, help="End with one JSON object.")
def import_desk(file: IO[str], running: bool, as_json: bool) -> None:
    """Read FILE (- for standard input), an export in JSON Lines, into an empty desk.

    All of it is written or nothing. The desk is the one that DATABASE_URL names, else the one of `factdesk up` in
    FACTDESK_DATA, which must not be running. Nobody has a password then: `factdesk user link` makes a link to sign
    in, and `factdesk up` prints one for the first admin. With --running the admin who sends it keeps password and
    tokens, and must be in the export by the same e-mail address.
    """
    began = time.monotonic()
    if running:
        sent = Desk.found().send(_IMPORT_PATH, cast(TextIO, file).buffer, _size(file), _NDJSON)
        rows = int(sent["rows"])
    else:
        with nullcontext() if given("DATABASE_URL") else _embedded():
            rows = _import(file)
    done: dict[str, object] = {"rows": rows, "seconds": round(time.monotonic() - began, 1)}
    click.echo(json.dumps(done) if as_json else f"{rows:,} rows in {done['seconds']} s")


def _import(file: IO[str]) -> int:
    from store.db import engine, transaction
    from store.people import Refused
    from store.transfer.emptiness import require_empty
    from store.transfer.restore import read_header, restore

    url, rows = settings().database_url, 0
    migration.migrate_database(url)
    try:
        with transaction(url) as conn, _rows_bar() as progress:
            require_empty(conn)
            header = read_header(conn, file.readline())
            task = progress.add_task("import", total=sum(header.rows.values()) or None)
            for rows in restore(conn, file):
                progress.update(task, completed=rows)
    except UnicodeDecodeError as error:
        raise click.ClickException(f"{file.name} is not UTF-8: byte {error.start} is no part of it") from None
    except Refused as error:
        raise click.ClickException(str(error)) from None
    finally:
        engine(url).dispose()
    return rows


def _size(file: IO[str]) -> int | None:
    """The bytes of a file; None if it is not a file, such as a pipe."""
    try:
        status = os.fstat(file.fileno())
    except OSError:
        return None
    return status.st_size if stat.S_ISREG(status.st_mode) else None


@contextmanager
def _embedded() -> Iterator[None]:
    """The PostgreSQL of `factdesk up`, for as long as it takes."""
    from embedded.postgres import start_postgres
    from embedded.process import CannotStart

    try:
        with alone(data_folder()):
            server = start_postgres(data_folder())
            try:
                set_variables(
                    {"DATABASE_URL": server.url, "REDIS_URL": "redis://unused", "FACTDESK_SECRET_KEY": "unused"}
                )
                yield
            finally:
                server.stop()
    except (CannotStart, OSError, RuntimeError) as error:
        raise click.ClickException(str(error)) from None


@contextmanager
def _target(file: str) -> Iterator[IO[bytes]]:
    """Where the export goes: a file for its owner alone, that gets its name only when it is whole."""
    if file == "-":
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    path, part = Path(file), Path(f"{file}.part")
    try:
        part.unlink(missing_ok=True)
        part.touch(0o600, exist_ok=False)  # it holds everybody's mail addresses, and what nobody has published
        with part.open("wb") as out:
            yield out
        part.replace(path)
    except OSError as error:
        raise click.ClickException(f"{file}: {error.strerror}") from None
    finally:
        part.unlink(missing_ok=True)


def _bytes_bar() -> Progress:
    columns = (TextColumn("{task.description}"), DownloadColumn(), TimeElapsedColumn())
    return Progress(*columns, console=Console(stderr=True), transient=True)


def _rows_bar() -> Progress:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    return Progress(*columns, console=Console(stderr=True), transient=True)
