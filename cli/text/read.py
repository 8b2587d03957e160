"""factdesk read: what the page reader makes of a document, without any server."""

import json
import sys
from datetime import UTC, datetime, timedelta
from importlib.metadata import version
from mimetypes import guess_type
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import click
from pydantic import TypeAdapter
from rich.console import Console
from rich.markup import escape

from checks.documents.formats.parts import plain
from checks.documents.pages import LARGEST
from checks.retrieval.fetch.web import WHOLE, FetchFailed, Web
from checks.types.address import InsideHosts
from checks.types.page import Page, unreadable
from settings import given
from workers.sandbox import reader

NO_ARTICLE: Final = 3  # exit status
_SECONDS: Final = 30.0


@click.command()
@click.argument("source", metavar="FILE|URL|-")
@click.option("--address", help="Where FILE was published, for its day, its site and its links.")
@click.option(
    "--type", "media_type", help="Its media type, as “text/html; charset=utf-8”; else told by its first bytes."
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def read(source: str, address: str | None, media_type: str | None, as_json: bool) -> None:
    """Print the article in a document (HTML, PDF, DOCX, text) and what it says of itself.

    The exit status is 0 for an article, 3 where there is none (an index, a paywall, an error page …; the reason is
    given), 1 where the document could not be got at all, 2 for wrong arguments.
    """
    if urlsplit(source).scheme in ("http", "https"):
        page = _fetched(source)
    else:
        page = read_document(_body(source), media_type or guess_type(source)[0], address)
    if as_json:
        click.echo(json.dumps(TypeAdapter(Page).dump_python(page, mode="json"), ensure_ascii=False))
    else:
        _show(page)
    raise SystemExit(0 if page.is_article else NO_ARTICLE)


def _body(source: str) -> bytes:
    try:
        if source == "-":
            return sys.stdin.buffer.read(LARGEST + 1)
        with Path(source).open("rb") as file:
            return file.read(LARGEST + 1)
    except OSError as error:
        raise click.ClickException(f"{source}: {error.strerror}") from None


def _fetched(url: str) -> Page:
    """The page at an address. The host that is named may stand in one's own network, since it is named by hand."""
    try:
        parts = urlsplit(url)
        port = parts.port or {"http": 80, "https": 443}[parts.scheme]
        inside = InsideHosts.parse((f"{parts.hostname}:{port}",))
        agent = f"Factdesk/{version('factdesk')} ({given('FACTDESK_CONTACT') or 'no contact named'})"
        answer = Web(agent, _SECONDS, LARGEST, inside=inside).get(url)
    except (FetchFailed, ValueError) as error:
        raise click.ClickException(f"{url}: {error}") from None
    if answer.status not in WHOLE:
        return unreadable(url, f"the site answered {answer.status}")
    return read_document(answer.content, answer.headers.get("content-type"), answer.url)


def read_document(body: bytes, media_type: str | None, address: str | None) -> Page:
    """Read in a process of its own, as the desk does, so that a hostile file can take no more than its share."""
    try:
        return reader.read_page(body, media_type, address, datetime.now(UTC).date() + timedelta(days=1))
    except reader.CutOff as error:
        raise click.ClickException(str(error)) from None


def _show(page: Page) -> None:
    console = Console(highlight=False, soft_wrap=True)
    rows = {
        "title": page.title, "by": ", ".join(page.authors), "published": page.published, "modified": page.modified,
        "site": page.site, "address": page.address, "language": page.language,
    }  # fmt: skip
    for name, value in rows.items():
        if value:
            console.print(f"[bold]{name:10}[/bold] {escape(plain(str(value)))}")
    if page.reason:
        console.print(f"[bold]{page.kind:10}[/bold] {escape(plain(page.reason))}")
    for paragraph in page.text.split("\n\n") if page.text else ():
        console.print(f"\n{escape(plain(paragraph))}")
