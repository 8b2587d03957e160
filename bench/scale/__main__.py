"""Times every list, filter, sort, search and page of a desk of N claims beside the same of a desk of 1,000, in one run.

    ./run bench scale [--claims N] [--repeats R] [--only TEXT] [--keep FOLDER] [--writers W] [--plans P] [--year]

Both desks are databases of one PostgreSQL. Each request is made on the larger one, and beside it, every so often, its
list without a filter on the smaller one. Shown is the time that the application and the database had of a core, which
other programs lengthen little, and the ratio of the two; "passed" is the time that passed with many claims, on this
machine at this time. A request misses the target that takes more than 1.5 times as long as with 1,000 claims and more
than 5 ms longer; of all of them the 95th percentile is to be below 150 ms. What would miss is asked again R times on
both by turns, three times at most, and the least of its times counts: the first time warms up, and other programs come
and go.
Of the slowest ten the plan of the statement is printed that takes longest (EXPLAIN with ANALYZE and BUFFERS).

With `--writers 2` two workers split articles, look claims up and write suggestions on the larger desk meanwhile. With
`--year` the writes of a year are made on the larger desk first, with autovacuum as it is, and its tables measured.
Both write to a copy where the desk is kept: the next run finds it as it was filled.
"""

import argparse
import logging
import re
import statistics
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from bench.scale.desks import Desk, filled, written_to
from bench.scale.plans import shown
from bench.scale.writers import writing
from bench.scale.year import write_year
from bench.servers import servers
from settings import set_variables

SMALL: Final = 1_000
_RATIO, _SLACK_MS = 1.5, 5.0
_TOGETHER: Final = (
    10  # requests after which their list without a filter is asked again: the machine's speed changes
)
_OF_WHOLE: Final = 3  # times in a row at least, of which the least counts
_AGAIN: Final = 3  # times that what would miss is asked again


@dataclass(frozen=True, slots=True)
class _Row:
    """What a request took of a core in milliseconds on both desks, and how long it took on the larger one."""

    name: str
    few: float
    many: float
    passed: float

    @property
    def ratio(self) -> float:
        return self.many / self.few

    @property
    def missed(self) -> bool:
        return self.ratio > _RATIO and self.many - self.few > _SLACK_MS

    def __str__(self) -> str:
        mark = "*" if self.missed else " "
        return f"{self.few:9.1f}{self.many:9.1f}{self.ratio:7.2f}{self.passed:9.1f} {mark}{self.name}"


def main() -> None:
    """Print the table, and leave with 1 where a request fails the target."""
    parser = argparse.ArgumentParser(prog="./run bench scale", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--claims", type=int, default=100_000, help="how many the larger desk has, 1,000 or more")
    parser.add_argument(
        "--repeats", type=int, default=5, help="times that what would miss is asked again in a row"
    )
    parser.add_argument("--only", default="", help="ask only what fits this regular expression")
    parser.add_argument("--keep", type=Path, help="a folder in which the filled desks stay for the next run")
    parser.add_argument("--writers", type=int, default=0, help="workers that write to the larger desk meanwhile")
    parser.add_argument(
        "--plans", type=int, default=10, help="of how many of the slowest requests to print a plan"
    )
    parser.add_argument(
        "--year", action="store_true", help="write a year's work first, and measure tables and dead rows"
    )
    parser.add_argument("--verbose", action="store_true", help="print each request as it is measured")
    given = parser.parse_args()
    logging.disable(logging.WARNING)
    with servers(given.keep) as (cluster, broker):
        set_variables({"REDIS_URL": broker, "FACTDESK_SECRET_KEY": "of a bench", "FACTDESK_LOG_LEVEL": "ERROR"})
        small, large = (filled(cluster, size) for size in (SMALL, given.claims))
        written = given.keep is not None and (given.year or given.writers > 0)
        with written_to(large, kept=written) as large:
            if given.year:
                write_year(large, given.claims)
            desks = [Desk(small, SMALL), Desk(large, given.claims)]
            with writing(given.writers, large, broker):
                failed = _measure(desks, given.repeats, given.only, given.plans, verbose=given.verbose)
    sys.exit(1 if failed else 0)


def _measure(desks: list[Desk], repeats: int, only: str, plans: int, *, verbose: bool = False) -> int:
    small, large = desks
    rows: list[_Row] = []
    whole: dict[str, float] = {}  # what a list without a filter takes with few claims, by its name
    of_whole: list[float] = []
    asked: Counter[str] = Counter()
    unanswered: dict[str, int] = {}
    for name in small.questions:
        if not re.search(only, name):
            continue
        first = _unfiltered(small.questions, name)
        if asked[first] % _TOGETHER == 0:  # also where `only` leaves it out
            whole[first] = min(_by_turns([small], first, max(repeats, _OF_WHOLE))[0])
            of_whole.append(whole[first])
        asked[first] += 1
        many, passed, status = large.ask(large.questions[name])
        if status >= 400:
            unanswered[name] = status
        row = _Row(name, whole[first], many, passed)
        for _ in range(_AGAIN):
            if not row.missed:
                break
            # The first time warms up; and other programs may have begun since its list was asked for.
            fewer, times = _by_turns(desks, name, repeats)
            few = max(min(fewer), min(_by_turns([small], first, repeats)[0]))
            anew = replace(row, few=few, many=min(times))
            row = anew if not anew.missed or anew.ratio < row.ratio else row
        rows.append(row)
        if verbose:
            print(row, flush=True)
    missed = [row for row in rows if row.missed]
    print(
        f"{'1,000':>9}{'many':>9}{'ratio':>7}{'passed':>9}  ms; {len(rows)} requests, "
        "the slowest and all that miss the target"
    )
    slowest = sorted(rows, key=lambda row: -row.many)[:10]
    for row in sorted({*missed, *slowest}, key=lambda row: -row.many):
        print(row)
    print(
        f"p95 of all requests with many claims: {_p95([row.many for row in rows]):.1f} ms of a core "
        f"({_p95(of_whole):.1f} of lists without a filter with 1,000), {_p95([row.passed for row in rows]):.1f} "
        f"passed; {len(missed)} of {len(rows)} miss the target"
    )
    for name, status in unanswered.items():
        print(f"{name} was not measured: it answered {status}")
    for row in slowest[:plans]:
        if plan := desks[1].slowest_plan(desks[1].questions[row.name]):
            print(f"\n{row.name}: its slowest statement, {plan.ms:.0f} ms\n{shown(plan)}")
    return len(missed) + len(unanswered)


def _unfiltered(names: Iterable[str], name: str) -> str:
    """The list that a request narrows, which comes first; of a page itself."""
    whole = f"{name.split('?')[0]}?"
    if whole in names:
        return whole
    return next(each for each in names if each.split(" ")[0] == name.split(" ")[0])


def _by_turns(desks: Sequence[Desk], name: str, repeats: int) -> list[list[float]]:
    """What a request took of a core on each desk, asked by turns."""
    times: list[list[float]] = [[] for _ in desks]
    for turn in range(repeats + 1):
        for desk, each in zip(desks, times, strict=True):
            worked, _, _ = desk.ask(desk.questions[name])
            if turn:  # the first one warms up
                each.append(worked)
    return times


def _p95(times: list[float]) -> float:
    return statistics.quantiles(times, n=20)[-1] if len(times) > 1 else 0.0


if __name__ == "__main__":
    main()
