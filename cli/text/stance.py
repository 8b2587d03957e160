"""factdesk stance: how passages bear on claims, JSON Lines in and out, without any server."""

from functools import partial
from typing import TextIO

import click

from checks.quantities import quantities
from checks.stance.judge import compare
from checks.types.claim import Claim
from checks.types.passage import Passage
from cli.text.lines import Lines, Pair, pair, write

_LONGEST = 100_000


@click.command()
@click.argument("file", type=click.File("r", encoding="utf-8", errors="surrogateescape"), default="-")
def stance(file: TextIO) -> None:
    """Compare the passages of FILE (- for standard input) with their claims.

    One {"id", "claim", "passage"} a line in, perhaps with "claim_date" and "passage_date" (ISO 8601); one {"id",
    "stance", "confidence", "reason"} a line out, in the same order. The stance is supports, refutes, context (the
    same matter, but it does not decide) or none. A bad line is named on standard error and passed over; the command
    then ends with 1.
    """
    lines = Lines(file, partial(pair, longest=_LONGEST))
    write(judge_pair(each) for each in lines)
    raise SystemExit(bool(lines.bad))


def judge_pair(each: Pair) -> dict[str, object]:
    """The stance of one passage to one claim, as a JSON object."""
    text = each.claim
    claim = Claim(
        0,
        len(text),
        text,
        statement=text,
        kind="statement",
        claimant=None,
        worth=0.0,
        reasons=(),
        quantities=quantities(text),
    )
    passage = Passage(each.passage, "", "", published=each.passage_date)
    finding = compare(claim, passage, each.claim_date)
    return {
        "id": each.id,
        "stance": finding.stance,
        "confidence": round(finding.confidence, 3),
        "reason": finding.reason,
    }
