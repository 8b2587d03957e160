"""factdesk worth: how much each sentence is worth checking, without any server."""

from collections.abc import Iterator
from typing import TextIO

import click

from checks.extraction.worthiness.score import judge
from cli.text.lines import Record, batches, texts, write

_BATCH = 512


@click.command()
@click.argument("file", type=click.File("r", encoding="utf-8", errors="surrogateescape"), default="-")
def worth(file: TextIO) -> None:
    """Weigh the sentences of FILE (- for standard input): JSON Lines {"id","text"} in, one line each out.

    Each line out has "id", "worth" (0 to 1), "check_worthy" (worth of 0.5 or more) and "reasons" in words. A line
    that cannot be read is named on standard error; the others are weighed all the same, and the exit status is 1.
    """
    lines = texts(file)
    for records in batches(lines, _BATCH):
        write(_scored(records))
    raise SystemExit(bool(lines.bad))


def _scored(records: list[Record]) -> Iterator[dict[str, object]]:
    for record, judged in zip(records, judge([record.text for record in records]), strict=True):
        yield {
            "id": record.id,
            "worth": judged.worth.value,
            "check_worthy": judged.check_worthy,
            "reasons": list(judged.worth.reasons),
        }
