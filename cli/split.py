"""factdesk split: the claims of a text, without any server."""

import json
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date
from typing import Any, TextIO

import click
from rich.console import Console
from rich.table import Table

from checks.split import TextTooLong
from checks.split import split as split_text
from checks.types import Claim


@click.command()
@click.argument("file", type=click.File("r", encoding="utf-8"), default="-")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a claim and line.")
@click.option("--jsonl", is_flag=True, help='Read {"id","text","published"?} lines; claims carry their "id".')
@click.option("--published", type=click.DateTime(["%Y-%m-%d"]), help="Publication date, for “on Wednesday”.")
def split(file: TextIO, as_json: bool, jsonl: bool, published: Any) -> None:
    """Print the checkable claims of FILE (- for standard input)."""
    if jsonl:
        bad = 0
        for number, line in enumerate(file, start=1):
            try:
                for record in _of_line(line):
                    click.echo(json.dumps(record, ensure_ascii=False))
            except (ValueError, KeyError, TypeError, TextTooLong) as error:
                bad += 1
                click.echo(f"line {number}: {_what(error)}", err=True)
        raise SystemExit(bool(bad))
    claims = split_text(file.read(), published.date() if published else None).claims
    if as_json:
        for claim in claims:
            click.echo(json.dumps(as_record(claim), ensure_ascii=False))
    else:
        _table(claims)


def as_record(claim: Claim) -> dict[str, Any]:
    """A claim as a JSON object: quantities and dates as lists, days in ISO 8601."""
    record: dict[str, Any] = json.loads(json.dumps(asdict(claim), default=date.isoformat))
    return record


def _of_line(line: str) -> Iterator[dict[str, Any]]:
    if not line.strip():
        return
    entry = json.loads(line)
    if not isinstance(entry, dict) or not isinstance(entry.get("text"), str) or "id" not in entry:
        raise ValueError('a line is a JSON object with "id" and a "text" that is a string')
    day = date.fromisoformat(entry["published"][:10]) if entry.get("published") else None
    for claim in split_text(entry["text"], day).claims:
        yield {"id": entry["id"], **as_record(claim)}


def _what(error: Exception) -> str:
    return f"not JSON: {error}" if isinstance(error, json.JSONDecodeError) else str(error)


def _table(claims: tuple[Claim, ...]) -> None:
    table = Table(show_lines=False)
    for heading in ("worth", "claim", "kind", "said by", "quantities"):
        table.add_column(heading, justify="right" if heading == "worth" else "left")
    for c in claims:
        read = ", ".join(f"{q.comparator} {q.low if q.low is not None else q.high:,g} {q.unit or q.counted or ''}"
                         for q in c.quantities)  # fmt: skip
        table.add_row(f"{c.worth:.2f}", c.statement, c.kind, c.claimant or "—", read)
    Console().print(table if claims else "No claim found that can be checked.")
