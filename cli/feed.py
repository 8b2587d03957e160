"""Feeds from the command line, over the API of the running desk."""

import json
import sys
import time
from collections.abc import Iterator
from io import BytesIO
from typing import IO, Final
from urllib.parse import urlencode

import click

from cli.desk import Away, Desk, Json

_PAUSE_SECONDS: Final = 0.4
_as_json = click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
_numbers = click.argument("numbers", nargs=-1, required=True, type=click.IntRange(1))


@click.group()
def feed() -> None:
    """Feeds that the running desk follows."""


@feed.command("add")
@click.argument("urls", nargs=-1, required=True)
@click.option("--title", default="", help="Its title; else the one that it gives itself.")
@click.option("--section", default="", help="The section of the newsroom that it belongs to.")
@click.option("--language", help="Its language, as de or pt-BR; else the one that it gives itself.")
@click.option("--priority", type=click.Choice(["low", "normal", "high"]), default="normal", show_default=True)
@click.option(
    "--source", "sources", multiple=True, help="Look its claims up in this source alone; may be repeated."
)
@click.option(
    "--owner", type=click.IntRange(1), help="The number of the person who gets the claims of its articles."
)
@click.option("--full-text/--no-full-text", default=True, show_default=True,
              help="Fetch an article's page where the feed gives only a summary.")  # fmt: skip
@click.option("--wait/--no-wait", default=True, show_default=True, help="Wait until it was polled once.")
@click.option("--timeout", default=120.0, show_default=True, help="Seconds to wait at most.")
@_as_json
def add_feeds(
    urls: tuple[str, ...], wait: bool, timeout: float, as_json: bool, sources: tuple[str, ...], **given: object
) -> None:
    """Follow feeds by their URLS, or by those of sites that name them.

    Ends with a line for each. The exit status is 1 where one could not be read.
    """
    desk = Desk.found()
    body = {
        "title": given["title"], "section": given["section"], "language": given["language"],
        "priority": given["priority"],
        "sources": list(sources) or None, "owner_id": given["owner"], "fetch_full_text": given["full_text"],
    }  # fmt: skip
    deadline, bad = time.monotonic() + timeout, 0
    for url in urls:
        try:
            row = desk.ask("/api/v1/feeds", {"url": _with_scheme(url), **body})
            row = _await_poll(desk, row, None, deadline) if wait else row
        except click.ClickException as error:
            click.echo(f"{url}: {error.message}", err=True)
            bad += 1
            continue
        _show(row, as_json)
        bad += row["health"] not in ("well", "new")
    raise SystemExit(bool(bad))


@feed.command("list")
@click.option("--health", type=click.Choice(["new", "well", "failing", "paused", "gone", "stopped"]))
@click.option("--words", default="", help="Only those with these words in title, address or section.")
@_as_json
def list_feeds(health: str | None, words: str, as_json: bool) -> None:
    """List the feeds, the newest first."""
    for row in _rows(Desk.found(), {"q": words, **({"health": health} if health else {})}):
        _show(row, as_json)


@feed.command("poll")
@_numbers
@click.option("--wait/--no-wait", default=True, show_default=True, help="Wait until they were polled.")
@click.option("--timeout", default=120.0, show_default=True, help="Seconds to wait at most.")
@_as_json
def poll_feeds(numbers: tuple[int, ...], wait: bool, timeout: float, as_json: bool) -> None:
    """Poll feeds by their NUMBERS now. The exit status is 1 where one could not be read."""
    desk, bad = Desk.found(), 0
    deadline = time.monotonic() + timeout
    before = {number: desk.ask(f"/api/v1/feeds/{number}")["polled_at"] for number in numbers}
    rows = [desk.ask(f"/api/v1/feeds/{number}/poll", method="POST") for number in numbers]
    for row in rows:
        row = _await_poll(desk, row, before[row["id"]], deadline) if wait else row
        _show(row, as_json)
        bad += wait and row["health"] != "well"
    raise SystemExit(bool(bad))


@feed.command("pause")
@_numbers
@click.option("--resume", is_flag=True, help="Poll them again instead.")
@_as_json
def pause_feeds(numbers: tuple[int, ...], resume: bool, as_json: bool) -> None:
    """Poll feeds no more, by their NUMBERS, until they are resumed."""
    desk = Desk.found()
    for number in numbers:
        _show(desk.ask(f"/api/v1/feeds/{number}", {"paused": not resume}, method="PATCH"), as_json)


@feed.command("remove")
@_numbers
@_as_json
def remove_feeds(numbers: tuple[int, ...], as_json: bool) -> None:
    """Follow feeds no more, by their NUMBERS. Their articles stay."""
    desk = Desk.found()
    for number in numbers:
        desk.ask(f"/api/v1/feeds/{number}", method="DELETE")
        click.echo(json.dumps({"id": number, "removed": True}) if as_json else f"{number}: removed")


@feed.command("import-opml")
@click.argument("file", type=click.File("rb"))
@_as_json
def import_opml(file: IO[bytes], as_json: bool) -> None:
    """Follow the feeds of an OPML FILE (- for standard input). The exit status is 1 where one could not be taken."""
    data = file.read()
    done = Desk.found().send("/api/v1/feeds/opml", BytesIO(data), len(data), "text/x-opml")
    for wrong in done["wrong"]:
        click.echo(wrong, err=True)
    said = f"{done['new']} new, {done['known']} followed already, {len(done['wrong'])} not taken"
    click.echo(json.dumps(done, ensure_ascii=False) if as_json else said)
    raise SystemExit(bool(done["wrong"]))


@feed.command("export-opml")
@click.argument("file", type=click.File("wb"), default="-")
@_as_json
def export_opml(file: IO[bytes], as_json: bool) -> None:
    """Write all feeds as OPML to FILE, or to standard output.

    As JSON they are a line each, as `list` gives them, for programs that read no OPML.
    """
    desk = Desk.found()
    if as_json:
        file.writelines(f"{json.dumps(row, ensure_ascii=False)}\n".encode() for row in _rows(desk, {}))
    else:
        file.write(desk.read("/api/v1/feeds/opml"))


def _rows(desk: Desk, query: dict[str, str]) -> Iterator[Json]:
    """The feeds that a query asks for, page by page, the newest first."""
    cursor = ""
    while True:
        page = desk.ask(f"/api/v1/feeds?{urlencode({**query, 'limit': 200, 'cursor': cursor})}")
        yield from page["items"]
        cursor = page["next"]
        if not cursor:
            return


def _with_scheme(address: str) -> str:
    """An address as people give it, `news.example.org`, with the scheme that most sites have."""
    return address if "://" in address else f"https://{address}"


def _await_poll(desk: Desk, row: Json, before: str | None, deadline: float) -> Json:
    """A feed once it was polled after `before`. Raises `ClickException` when that takes too long."""
    while row["polled_at"] == before and row["health"] in ("new", "well", "failing"):
        if time.monotonic() > deadline:
            raise click.ClickException(
                f"feed {row['id']} was not polled in time; it will be, once a worker is free"
            )
        time.sleep(_PAUSE_SECONDS)
        try:
            row = desk.ask(f"/api/v1/feeds/{row['id']}")
        except Away as error:
            print(error.message, file=sys.stderr)  # it is on disk; a desk that restarts goes on with it
    return row


def _show(row: Json, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(row, ensure_ascii=False))
        return
    why = f": {row['reason']}" if row["reason"] else ""
    click.echo(f"{row['id']:6} {row['health']:8} {row['title']} ({row['url']}), {row['entries']} entries{why}")
