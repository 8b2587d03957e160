"""factdesk split: the claims of a text, without any server."""

from collections.abc import Iterator
from datetime import datetime
from typing import TextIO

import click
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from checks.extraction import LONGEST, ArticleText, TextTooLong, split_many
from checks.extraction import split as split_text
from checks.types.claim import Claim, RemovedPart, SkippedPart, Split
from checks.types.quantity import Date
from cli.text.lines import Lines, Record, batches, texts, write
from cli.text.quantities import quantity_record

_BATCH = 50  # records that are parsed together


@click.command()
@click.argument("file", type=click.File("r", encoding="utf-8", errors="surrogateescape"), default="-")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a claim and line.")
@click.option(
    "--jsonl", is_flag=True, help='Read {"id","text","published"?,"title"?} lines; claims carry their "id".'
)
@click.option("--all", "everything", is_flag=True, help="Also show what was left out and passed over, and why.")
@click.option("--fast", is_flag=True, help="Do without the sentence encoder: faster, and a little less sure.")
@click.option("--published", type=click.DateTime(["%Y-%m-%d"]), help="Publication date, for “on Wednesday”.")
@click.option("--title", help="Its headline, where the text does not begin with one.")
def split(
    file: TextIO,
    as_json: bool,
    jsonl: bool,
    everything: bool,
    fast: bool,
    published: datetime | None,
    title: str | None,
) -> None:
    """Print the checkable claims of FILE (- for standard input)."""
    if jsonl and (published or title):
        raise click.UsageError("--published and --title are of one text; with --jsonl each line has its own")
    if jsonl:
        lines = texts(file, longest=LONGEST)
        write(_claims(lines, fast))
        raise SystemExit(bool(lines.bad))
    text = file.read().encode("utf-8", "replace").decode("utf-8", "replace")
    try:
        result = split_text(text, published.date() if published else None, fast=fast, title=title)
    except TextTooLong as error:
        raise click.ClickException(str(error)) from None
    if as_json:
        write(claim_record(claim) for claim in result.claims)
    else:
        _table(result)
        if everything:
            _rest(text, result)


def claim_record(claim: Claim) -> dict[str, object]:
    """A claim as a JSON object: quantities and dates as lists, numbers with a decimal point, days in ISO 8601.

    Programs read these names; a new field of a claim is printed when it gets a line here.
    """
    return {
        "start": claim.start,
        "end": claim.end,
        "text": claim.text,
        "statement": claim.statement,
        "kind": claim.kind,
        "claimant": claim.claimant,
        "worth": claim.worth,
        "reasons": claim.reasons,
        "quantities": [quantity_record(q) | {"low": q.low, "high": q.high} for q in claim.quantities],
        "dates": [_date_record(each) for each in claim.dates],
        "manner": claim.speech_act,
        "direct": claim.quoted,
        "notes": claim.notes,
        "context": claim.context,
    }


def _date_record(stated: Date) -> dict[str, object]:
    return {
        "start": stated.start,
        "end": stated.end,
        "text": stated.text,
        "first": stated.first and stated.first.isoformat(),
        "last": stated.last and stated.last.isoformat(),
        "assumed": stated.assumed,
    }


def _claims(lines: Lines[Record], fast: bool) -> Iterator[dict[str, object]]:
    """The claims of every record, in order, each with its record's id; articles are parsed in batches."""
    for records in batches(lines, _BATCH):
        try:
            articles = [ArticleText(each.text, each.published, each.title) for each in records]
            results: list[Split | None] = list(split_many(articles, fast=fast))
        except Exception:
            results = [_alone(record, lines, fast) for record in records]
        for record, result in zip(records, results, strict=True):
            claims = result.claims if result is not None else ()
            yield from ({"id": record.id, **claim_record(claim)} for claim in claims)


def _alone(record: Record, lines: Lines[Record], fast: bool) -> Split | None:
    """One record by itself: an error in it is told and counted, and stops none of the others."""
    try:
        return split_text(record.text, record.published, fast=fast, title=record.title)
    except Exception as error:
        lines.bad += 1
        click.echo(f"id {record.id!r}: {type(error).__name__}: {error}", err=True)
        return None


def _table(result: Split) -> None:
    table = Table(show_lines=False)
    for heading in ("worth", "claim", "kind", "said by", "quantities"):
        table.add_column(heading, justify="right" if heading == "worth" else "left")
    for c in result.claims:
        read = ", ".join(f"{q.comparator} {q.low if q.low is not None else q.high:,.10g} {q.unit or q.counted or ''}"
                         for q in c.quantities)  # fmt: skip
        table.add_row(f"{c.worth:.2f}", escape(c.statement), c.kind, escape(c.claimant or "—"), escape(read))
    console = Console()
    console.print(table if result.claims else "No claim found that can be checked.")
    for note in result.notes:
        console.print(f"Note: {note}", markup=False)


def _rest(text: str, result: Split) -> None:
    """What did not become a claim: parts that are not of the article, and sentences that state none."""
    table = Table(title="Removed and skipped")
    for heading in ("why", "text"):
        table.add_column(heading)
    parts: list[RemovedPart | SkippedPart] = [*result.removed, *result.skipped]
    for part in sorted(parts, key=lambda p: p.start):
        # Control characters of a hostile text must not reach the terminal.
        shown = "".join(c if c.isprintable() else " " for c in text[part.start : part.end])
        table.add_row(part.reason, escape(" ".join(shown.split())[:120]))
    Console().print(table)
