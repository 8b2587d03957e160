"""Articles from the command line, sent to the running desk over its API."""

import json
import time
from mimetypes import guess_type
from typing import Final

import click
from rich.console import Console

from cli.desk import Away, Desk, Json
from cli.text.read import read_document

_PAUSE_SECONDS: Final = 0.4


@click.group()
def article() -> None:
    """Articles of the running desk."""


@article.command("add")
@click.argument("source", metavar="FILE|URL|-")
@click.option("--title", default="", help="Its title; else its first line, or what the page says.")
@click.option("--url", help="Where FILE was published.")
@click.option("--published", help="When, as 2026-02-01 or 2026-02-01T09:30:00Z.")
@click.option("--html", is_flag=True, help="FILE is HTML; taken for granted where its name ends in .html or .htm.")
@click.option("--wait", is_flag=True, help="Show its claims and their lookups as they come in.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a claim.")
@click.option("--timeout", default=300.0, show_default=True, help="Seconds to wait at most.")
def add_article(
    source: str, title: str, url: str | None, published: str | None, html: bool, wait: bool, as_json: bool,
    timeout: float,
) -> None:  # fmt: skip
    """Send FILE (text, HTML, PDF or DOCX; - for standard input), or the address that the desk is to fetch.

    With --wait it ends with a line a claim.
    """
    given = {"title": title, "url": url, "published": published}
    if source.lower().startswith(("http://", "https://")):
        given["url"] = source
    else:
        given = {**_content(source, html), **{name: value for name, value in given.items() if value}}
    desk = Desk.found()
    sent = desk.ask("/api/v1/articles", {name: value for name, value in given.items() if value})
    if not wait:
        click.echo(_json(sent) if as_json else f"article {sent['id']}: {sent['title']} ({sent['stage']})")
        return
    failure, claims = _Watch(desk, sent["id"]).to_the_end(timeout)
    for claim in claims:
        click.echo(_json(_record(claim)) if as_json else _line(claim))
    if failure:
        raise click.ClickException(f"article {sent['id']} failed: {failure}")


class _Watch:
    """An article on its way, each claim and each answer told on standard error once."""

    def __init__(self, desk: Desk, article_id: int) -> None:
        self._desk, self._id = desk, article_id
        self._notes = Console(stderr=True, highlight=False, markup=False, soft_wrap=True)
        self._told: set[tuple[int, str]] = set()
        self._done: dict[int, Json] = {}
        self._stage = ""

    def to_the_end(self, timeout: float) -> tuple[str | None, list[Json]]:
        """Why it failed, if it did, and its claims. Raises `ClickException` when it is not done in time."""
        deadline, away = time.monotonic() + timeout, ""
        while True:
            try:
                article, claims = self._look()
                if article["stage"] in ("ready", "failed"):
                    return article["failure"], claims
                now, away = f"is still “{article['stage']}”", ""
            except Away as error:
                # The article is on disk; a desk that restarts goes on with it.
                now = error.message
                if now != away:
                    self._notes.print(now)
                away = now
            if time.monotonic() > deadline:
                raise click.ClickException(f"article {self._id}: {now} after {timeout:.0f} s")
            time.sleep(_PAUSE_SECONDS)

    def _look(self) -> tuple[Json, list[Json]]:
        # The stage is read before the claims, so that a stage which is an end has all its claims.
        article = self._desk.ask(f"/api/v1/articles/{self._id}")
        if article["stage"] != self._stage:
            self._stage = article["stage"]
            self._notes.print(f"article {self._id}: {self._stage}, {article['claims']} claims")
        ids = [claim["id"] for claim in self._desk.ask(f"/api/v1/articles/{self._id}/claims")["items"]]
        final = self._stage in ("ready", "failed")
        for claim_id in ids:
            if final or claim_id not in self._done:
                self._tell(self._desk.ask(f"/api/v1/claims/{claim_id}"))
        return article, [self._done[claim_id] for claim_id in ids] if final else []

    def _tell(self, claim: Json) -> None:
        news = [("", f"claim {claim['id']}: {claim['statement']}")]
        news += [
            (row["source"], f"claim {claim['id']}: {_lookup(row)}") for row in claim["lookups"] if row["outcome"]
        ]
        if claim["suggestion"]:
            news.append((" ", f"claim {claim['id']}: suggests {claim['suggestion']}"))
        for key, words in news:
            if (claim["id"], key) not in self._told:
                self._told.add((claim["id"], key))
                self._notes.print(words)
        if claim["suggestion"] or self._stage in ("ready", "failed"):
            self._done[claim["id"]] = claim


def _content(source: str, html: bool) -> dict[str, str]:
    """What is sent of a file: its text or HTML as it is; of a PDF or DOCX, and of text that is not UTF-8, what is
    read in it, with its title and day.
    """
    try:
        with click.open_file(source, "rb") as file:
            body: bytes = file.read()
    except OSError as error:
        raise click.BadParameter(f"{source}: {error.strerror}", param_hint="SOURCE") from None
    html = html or source.lower().endswith((".html", ".htm"))
    text = None if source.lower().endswith((".pdf", ".docx")) else _decoded(body)
    if text is not None:
        return {"html" if html else "text": text}
    page = read_document(body, "text/html" if html else guess_type(source)[0], None)
    if not page.is_article:
        raise click.ClickException(f"{source}: {page.reason}")
    said = {"title": page.title, "published": page.published and page.published.isoformat()}
    return {"text": page.text, **{name: value for name, value in said.items() if value}}


def _decoded(body: bytes) -> str | None:
    """The text of UTF-8; None for any other, whose kind the reader finds out."""
    try:
        return None if b"\0" in body else body.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None


def _lookup(row: Json) -> str:
    hits = ", ".join(f"“{query['text']}” {query['hits']}" for query in row["queries"])
    why = f" ({row['reason']})" if row["reason"] else ""
    found = f"; found {row['found']}, set aside {row['set_aside_count']}" if row["found"] else ""
    return f"{row['source']}: {row['outcome']}{why}{'; hits: ' if hits else ''}{hits}{found}"


def _record(claim: Json) -> Json:
    lookups = [{name: row[name] for name in ("source", "outcome", "queries")} for row in claim["lookups"]]
    named = {name: claim[name] for name in ("start", "end", "text", "statement", "suggestion")}
    return {**named, "reasons": claim["suggestion_reasons"] or [], "lookups": lookups}


def _line(claim: Json) -> str:
    reasons = "; ".join(claim["suggestion_reasons"] or [])
    return f"{claim['suggestion'] or 'no suggestion':14} {claim['statement']}{': ' if reasons else ''}{reasons}"


def _json(value: Json) -> str:
    return json.dumps(value, ensure_ascii=False)
