"""The plans of the statements that a request makes, taken while it is answered: same connection, same settings."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

import sqlalchemy as sa

_READS: Final = ("SELECT", "WITH")
_TIME: Final = re.compile(r"(?:Planning|Execution) Time: ([\d.]+) ms")
_LONGEST_CONDITION: Final = 110  # characters of a line of a plan
_NOWHERE: Final = 10**6
_BESIDE: Final = re.compile(
    r"\s*(Planning|Output|Buffers|Heap (Fetches|Blocks)|Sort Method|Worker|Cache|Hits|Rows Removed|Recheck Cond|"
    r"Execution Time|Buckets|Batches)"
)
_ACTUAL: Final = re.compile(r"\(actual time=[\d.]+\.\.([\d.]+) rows=(\d+)( loops=\d+)?\)")


@dataclass(frozen=True, slots=True)
class Plan:
    """A statement's plan with the milliseconds that planning and executing it took."""

    ms: float
    lines: tuple[str, ...]


@contextmanager
def explained() -> Iterator[list[Plan]]:
    """Within it every statement that reads is explained before it is executed; gives the plans, one a statement."""
    plans: list[Plan] = []

    def explain(_: Any, cursor: Any, statement: str, parameters: Any, *__: Any) -> None:
        if not statement.lstrip().startswith(_READS) or "FOR UPDATE" in statement or "set_config" in statement:
            return
        with cursor.connection.cursor() as beside:
            beside.execute(f"EXPLAIN (ANALYZE, BUFFERS, COSTS OFF) {statement}", parameters)
            lines = tuple(str(row[0]) for row in beside.fetchall())
            plans.append(Plan(sum(float(ms) for ms in _TIME.findall("\n".join(lines))), lines))

    sa.event.listen(sa.Engine, "before_cursor_execute", explain)
    try:
        yield plans
    finally:
        sa.event.remove(sa.Engine, "before_cursor_execute", explain)


def shown(plan: Plan) -> str:
    """A plan as it is printed: its nodes with their conditions, the milliseconds and rows of each; long lines are cut.
    What was not executed is left out, and of what is appended all but the first.
    """
    kept: list[str] = []
    left_out = _NOWHERE  # the indentation of a node that is left out with all within it
    appended: dict[int, int] = {}  # by their indentation, how many appended nodes there were
    for line in plan.lines:
        indentation = len(line) - len(line.lstrip())
        if indentation > left_out or _BESIDE.match(line):
            continue
        if indentation in appended and line.lstrip().startswith("->"):
            appended[indentation] += 1
        unwanted = "(never executed)" in line or appended.get(indentation, 0) > 1
        left_out = indentation if unwanted else _NOWHERE
        if "Append (" in line:
            appended[indentation + 6] = 0
        if not unwanted:
            kept.append(_ACTUAL.sub(r"(\1 ms, \2 rows\3)", line.replace(" loops=1)", ")")))
    return "\n".join(
        line if len(line) <= _LONGEST_CONDITION else f"{line[:_LONGEST_CONDITION]} …" for line in kept
    )
