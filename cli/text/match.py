"""factdesk match: which past fact-checks are of the same claim, JSON Lines in and out, without any server."""

import os
from functools import partial
from typing import TextIO

import click

from checks.matching.matcher import Matcher, PastCheck
from cli.text.lines import Lines, check, texts, write

_LONGEST = 100_000


@click.command()
@click.argument("file", type=click.File("r", encoding="utf-8", errors="surrogateescape"), default="-")
@click.option("--checks", "known", type=click.File("r", encoding="utf-8", errors="surrogateescape"), required=True,
              help='Past fact-checks, a line {"id", "claim", "title"?} each.')  # fmt: skip
def match(file: TextIO, known: TextIO) -> None:
    """Find the ten past fact-checks nearest to each text of FILE (- for standard input).

    One {"id", "text"} a line in; one {"id", "matches": [{"id", "score"}]} a line out, in the same order, the nearest
    first. A bad line of either file is named on standard error and passed over; the command then ends with 1.
    """
    past = Lines(known, partial(check, longest=_LONGEST))
    matcher = Matcher([PastCheck(*each) for each in past], threads=os.cpu_count() or 1)
    lines = texts(file, longest=_LONGEST)
    write(_answer(matcher, each.id, each.text) for each in lines)
    raise SystemExit(bool(lines.bad or past.bad))


def _answer(matcher: Matcher, identity: object, text: str) -> dict[str, object]:
    found = matcher.best(text)
    return {"id": identity, "matches": [{"id": each.past.id, "score": each.score} for each in found]}
