"""Articles from the command line, sent to the running desk over its API."""

import json
import sys
import time
import urllib.error
import urllib.request
from typing import Any, TextIO

import click
from rich.console import Console

from settings import data_folder, given

_PAUSE_SECONDS = 0.4
_notes = Console(stderr=True)


@click.group()
def article() -> None:
    """Articles of the running desk."""


@article.command()
@click.argument("file", type=click.File(encoding="utf-8"))
@click.option("--title", default="", help="Its title; else its first line.")
@click.option("--url", help="Where it was published.")
@click.option("--wait", is_flag=True, help="Show its claims and their lookups as they come in.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a claim.")
@click.option("--timeout", default=300.0, show_default=True, help="Seconds to wait at most.")
def add(file: TextIO, title: str, url: str | None, wait: bool, as_json: bool, timeout: float) -> None:
    """Send FILE (- for standard input) and, with --wait, end with a line a claim."""
    desk = _Desk.found()
    sent = desk.ask("/api/v1/articles", {"text": file.read(), "title": title, "url": url})
    if not wait:
        click.echo(json.dumps(sent) if as_json else f"article {sent['id']}: {sent['title']} ({sent['stage']})")
        return
    for claim in _looked_up(desk, sent["id"], timeout):
        click.echo(json.dumps(_record(claim), ensure_ascii=False) if as_json else _line(claim))


class _Desk:
    """The desk's address and a token of its API."""

    def __init__(self, url: str, token: str) -> None:
        self._url, self._token = url.rstrip("/"), token

    @classmethod
    def found(cls) -> "_Desk":
        """The desk that FACTDESK_URL and FACTDESK_TOKEN name, else the one that `factdesk up` started here."""
        url, token = given("FACTDESK_URL"), given("FACTDESK_TOKEN")
        if url and token:
            return cls(url, token)
        try:
            kept = json.loads((data_folder() / "cli.json").read_text())
        except OSError:
            raise click.ClickException(
                "no desk is known; start ./run up, or set FACTDESK_URL and FACTDESK_TOKEN"
            ) from None
        return cls(url or kept["url"], token or kept["token"])

    def ask(self, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
        """The answer to one request. Raises `ClickException` with what the desk said was wrong."""
        headers = {"Authorization": f"Bearer {self._token}", "Content-Type": "application/json"}
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self._url + path, data, headers)  # noqa: S310 - the desk's own address
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310
                found: dict[str, Any] = json.load(answer)
        except urllib.error.HTTPError as error:
            raise click.ClickException(_said(error)) from None
        except OSError as error:
            raise click.ClickException(f"the desk at {self._url} does not answer: {error}") from None
        return found


def _said(error: urllib.error.HTTPError) -> str:
    try:
        return str(json.load(error)["detail"])
    except (ValueError, KeyError):
        return f"the desk answered {error.code}"


def _looked_up(desk: _Desk, article_id: int, timeout: float) -> list[dict[str, Any]]:
    deadline, seen = time.monotonic() + timeout, set[int]()
    while True:
        article = desk.ask(f"/api/v1/articles/{article_id}")
        claims = desk.ask(f"/api/v1/articles/{article_id}/claims")["items"]
        for claim in claims:
            if claim["suggestion"] and claim["id"] not in seen:
                seen.add(claim["id"])
                _notes.print(f"{len(seen)} of {len(claims)} claims looked up", end="\r", highlight=False)
        if article["stage"] == "failed":
            _notes.print(f"failed: {article['failure']}", markup=False)
            sys.exit(1)
        if article["stage"] == "ready":
            return [desk.ask(f"/api/v1/claims/{claim['id']}") for claim in claims]
        if time.monotonic() > deadline:
            raise click.ClickException(f"article {article_id} is still {article['stage']} after {timeout:.0f} s")
        time.sleep(_PAUSE_SECONDS)


def _record(claim: dict[str, Any]) -> dict[str, Any]:
    lookups = [{name: row[name] for name in ("source", "outcome", "queries")} for row in claim["lookups"]]
    named = {name: claim[name] for name in ("start", "end", "text", "statement", "suggestion")}
    return {**named, "reasons": claim["suggestion_reasons"] or [], "lookups": lookups}


def _line(claim: dict[str, Any]) -> str:
    return f"{claim['suggestion'] or 'looking up':14} {claim['statement']}: {'; '.join(claim['suggestion_reasons'] or [])}"
