"""The whole store in one file, and a store made of such a file again."""

import re
import shutil
import subprocess
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit

import click

from cli.operations.servers import use_servers
from embedded.postgres import program_folder
from settings import environment, settings
from store.db import StoreError
from store.migrate import StoreTooNew, upgrade
from store.operations import copies

_NEXT_TO_IT: Final = "Keep FACTDESK_SECRET_KEY (under ./run up: secret.key in the data folder) with it, elsewhere."


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def backup(file: Path) -> None:
    """Write the store to FILE (pg_dump's custom format), as it is at one moment, while the desk goes on."""
    use_servers()
    part = file.with_name(f"{file.name}.part")
    part.unlink(missing_ok=True)
    part.touch(0o600, exist_ok=False)  # it holds password hashes and everything that was written
    try:
        _run("pg_dump", "--format=custom", "--no-owner", "--no-acl", f"--file={part}")
        entries = _run("pg_restore", "--list", str(part), connect=False)
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)
    tables = len(re.findall(r"TABLE DATA", entries))
    click.echo(f"{file}: {tables} tables, {file.stat().st_size / 1e6:.1f} MB. {_NEXT_TO_IT}")


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--replace", is_flag=True, help="Drop what the store holds first. Stop web, workers and beat before."
)
def restore(file: Path, replace: bool) -> None:
    """Fill the store with what `factdesk backup` wrote to FILE: all of it or nothing; then bring it to this version."""
    use_servers()
    url = settings().database_url
    _run(
        "pg_restore", "--list", str(file), connect=False
    )  # a file that is none is refused before anything is dropped
    try:
        if copies.holds_tables(url):
            if not replace:
                raise click.ClickException("the store is not empty; --replace drops what it holds")
            if others := copies.count_other_connections(url):
                raise click.ClickException(
                    f"{others} connections to the store are open; stop web, workers and beat first"
                )
            copies.set_aside(url)
        try:
            _run("pg_restore", "--single-transaction", "--exit-on-error", "--no-owner", "--no-acl",
                 "--no-comments", f"--dbname={_address(url)}", str(file))  # fmt: skip
            upgrade(url)
        except BaseException:  # also when somebody stops it: the store is as it was, or is the copy
            copies.bring_back(url)
            raise
        copies.drop_what_was_set_aside(url)
    except StoreTooNew as error:
        raise click.ClickException(f"{file}: {error}; nothing was changed") from None
    except StoreError as error:
        raise click.ClickException(f"the store: {error.__class__.__name__}: {error}") from None
    click.echo(f"restored {file}; start the desk with the secret key that it had")


def _run(program: str, *arguments: str, connect: bool = True) -> str:
    """What a program of PostgreSQL prints. Raises `click.ClickException` with its last line."""
    url = settings().database_url
    variables = environment({"PGPASSWORD": unquote(urlsplit(url).password or "")} if connect else {})
    named = [f"--dbname={_address(url)}"] if program == "pg_dump" else []
    done = subprocess.run(
        [_program(program), *named, *arguments],
        env=variables,
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
    )
    if done.returncode:
        lines = [line for line in done.stderr.strip().splitlines() if "error" in line] or [
            f"code {done.returncode}"
        ]
        raise click.ClickException(f"{program}: {lines[0]}")
    return done.stdout


def _address(url: str) -> str:
    """The address for libpq without its password, which would be seen by everybody who lists processes."""
    return re.sub(r"(://[^:/@]*):[^@]*@", r"\1@", url.replace("+psycopg", ""))


def _program(name: str) -> str:
    """The system's program or the one that comes with the desk: that of the server's version, else the next newer one.

    An older pg_dump refuses, and what a newer one writes an older server may not understand.
    """
    found = [path for path in (shutil.which(name), str(program_folder() / name)) if path]
    server = copies.get_server_version(settings().database_url)
    fit = sorted((_version(path), path) for path in found if _version(path) >= server)
    if not fit:
        raise click.ClickException(
            f"{name} of PostgreSQL {server} is needed, the server's version; none was found"
        )
    return fit[0][1]


def _version(path: str) -> int:
    """The major version of a program of PostgreSQL; 0 of one that does not run."""
    try:
        said = subprocess.run([path, "--version"], capture_output=True, text=True).stdout
    except OSError:
        return 0
    numbers = re.search(r" (\d+)", said)
    return int(numbers[1]) if numbers else 0
