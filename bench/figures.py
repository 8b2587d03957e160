"""Statements that the starter figures decide, or do not, looked up on a shelf that holds nothing else.

    python -m bench.figures [FILE ...]

FILE holds JSON Lines {"id", "statement", "date"?, "stance", "way"}: "supports" and "refutes" for what the figures of
inhabitants, gross domestic product and prices decide, "context" for what they do not. Without one the six sets in
`tests/data` are read: one that the words of `figure_measures.toml` were made with, and five that were held out once.
A PostgreSQL of its own is started. "Right" is the share of those that can be decided that came out as marked, "wrong"
counts those that came out as the contrary or that were decided and cannot be, "silent" is the rest.
"""

import json
import logging
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from bench.servers import empty_database
from checks.dates import dates
from checks.quantities import quantities
from checks.retrieval.sources import shelf
from checks.stance.judge import compare
from checks.suggestion.suggest import suggest
from checks.types.claim import Claim
from checks.types.source import SourceContext
from cli.migration import migrate_database
from settings import set_variables
from workers import source_runtime

_DATA = Path(__file__).parents[1] / "tests/data"
_SETS = (
    "figure_statements.jsonl",
    "figure_statements_held_out.jsonl",
    "figure_statements_second_held_out.jsonl",
    "figure_statements_third_held_out.jsonl",
    "figure_statements_fourth_held_out.jsonl",
    "figure_statements_fifth_held_out.jsonl",
)
_STANCE = {"supported": "supports", "refuted": "refutes"}


def main() -> None:
    """Print what came out for each set, and each statement that came out otherwise than marked."""
    logging.getLogger("alembic").setLevel(logging.WARNING)
    with _shelf() as context:
        for path in map(Path, sys.argv[1:] or [str(_DATA / name) for name in _SETS]):
            _report(path, context)


def _report(path: Path, context: SourceContext) -> None:
    counts: Counter[str] = Counter()
    ways: dict[str, list[bool]] = defaultdict(list)
    print(f"\n{path.name}")
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        given, reason = judge_statement(
            row["statement"], date.fromisoformat(row.get("date", "2024-06-01")), context
        )
        decides, right = row["stance"] != "context", given == row["stance"]
        wrong = not right and given != "context"
        counts["decidable"] += decides
        counts["right"] += decides and right
        counts["wrong"] += wrong
        counts["silent"] += decides and given == "context"
        counts["left open as they should be"] += not decides and right
        ways[row["way"]].append(right)
        if not right:
            print(f"  {row['stance']} → {given}: {row['statement']} ({reason})")
    print(", ".join(f"{name} {count}" for name, count in counts.items()))
    print("; ".join(f"{way} {sum(right)}/{len(right)}" for way, right in sorted(ways.items())))


def judge_statement(statement: str, day: date, context: SourceContext) -> tuple[str, str]:
    """What the shelf suggests of a statement: "supports", "refutes" or "context", and the first reason."""
    end = len(statement)
    claim = Claim(
        0,
        end,
        statement,
        statement=statement,
        kind="quantity",
        claimant=None,
        worth=0.0,
        reasons=(),
        quantities=quantities(statement),
        dates=dates(statement, 0, end, day),
    )
    answer = shelf.ask(claim, context)
    findings = [compare(claim, passage, day) for passage in getattr(answer, "passages", ())]
    suggestion = suggest(findings, [("shelf", answer)])
    reason = suggestion.reasons[0] if suggestion.reasons else ""
    return _STANCE.get(suggestion.outcome, "context"), f"{suggestion.outcome}: {reason}"


@contextmanager
def _shelf() -> Iterator[SourceContext]:
    """A shelf with the starter figures alone."""
    with empty_database() as server:
        migrate_database(server.url)
        # No Redis is asked for anything here.
        set_variables(
            {"DATABASE_URL": server.url, "REDIS_URL": "redis://127.0.0.1:0", "FACTDESK_SECRET_KEY": "bench"}
        )
        yield source_runtime.context(source_runtime.enabled_sources()["shelf"])


if __name__ == "__main__":
    main()
