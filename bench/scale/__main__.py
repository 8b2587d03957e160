"""Times every list, filter, sort, search and page of a desk of N claims beside the same of a desk of 1,000, in one run.

    ./run bench scale [--claims N] [--repeats R] [--only TEXT] [--keep FOLDER] [--writers W] [--plans P] [--year]

Both desks are databases of one PostgreSQL. Each request is made R times on each, by turns. Of each is shown the
least time that the application and the database had of a core, which other programs do not lengthen, and the ratio
of the two; "passed" is the median of the time that passed with many claims, on this machine at this time. A
request misses the target that takes more than 1.5 times as long as with 1,000 claims and more than 5 ms longer, or
more than 150 ms; one whose filter leaves the small desk few rows is compared with the small desk's list without it.
What would miss is asked again, twice at most, beside that list: other programs come and go.
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
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from bench.scale.desks import Desk, filled, written_to
from bench.scale.plans import shown
from bench.scale.writers import writing
from bench.scale.year import write_year
from bench.servers import servers
from settings import tell

SMALL: Final = 1_000
_RATIO, _SLACK_MS, _MOST_MS = 1.5, 5.0, 150.0
_AGAIN: Final = 2  # times that what would miss is asked again


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
        return (self.ratio > _RATIO and self.many - self.few > _SLACK_MS) or self.many > _MOST_MS

    def __str__(self) -> str:
        mark = "*" if self.missed else " "
        return f"{self.few:9.1f}{self.many:9.1f}{self.ratio:7.2f}{self.passed:9.1f} {mark}{self.name}"


def main() -> None:
    """Print the table, and leave with 1 where a request fails the target."""
    parser = argparse.ArgumentParser(prog="./run bench scale", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--claims", type=int, default=100_000, help="how many the larger desk has, 1,000 or more")
    parser.add_argument("--repeats", type=int, default=5, help="requests of each kind to each desk")
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
        tell({"REDIS_URL": broker, "FACTDESK_SECRET_KEY": "of a bench", "FACTDESK_LOG_LEVEL": "ERROR"})
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
    small = desks[0]
    rows: list[_Row] = []
    all_times: tuple[list[float], list[float]] = [], []
    all_passed: list[float] = []
    full: dict[str, float] = {}
    unanswered: dict[str, int] = {}
    for name in small.questions:
        if not re.search(only, name):
            continue
        times, passed, status = _by_turns(desks, name, repeats)
        if status >= 400:
            unanswered[name] = status
        few, many = (min(each) for each in times)
        for every, each in zip(all_times, times, strict=True):
            every.extend(each)
        all_passed.extend(passed)
        first = _unfiltered(small.questions, name)
        if first not in full:  # also where `only` leaves it out
            full[first] = few if first == name else min(_by_turns(desks, first, repeats)[0][0])
        row = _Row(name, max(few, full[first]), many, statistics.median(passed))
        for _ in range(_AGAIN):
            if not row.missed:
                break
            # Other programs may have begun since its list was asked for: both are asked beside each other.
            few, many = (min(each) for each in _by_turns(desks, name, repeats)[0])
            few = max(few, min(_by_turns(desks, first, repeats)[0][0]))
            anew = replace(row, few=few, many=many)
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
        f"p95 of all requests with many claims: {_p95(all_times[1]):.1f} ms of a core ({_p95(all_times[0]):.1f} with "
        f"1,000), {_p95(all_passed):.1f} passed; {len(missed)} of {len(rows)} miss the target"
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


def _by_turns(desks: list[Desk], name: str, repeats: int) -> tuple[list[list[float]], list[float], int]:
    """What a request took of a core on each desk, how long it took on the larger one, and its highest status."""
    times: list[list[float]] = [[], []]
    passed: list[float] = []
    highest = 0
    for turn in range(repeats + 1):
        for place, desk in enumerate(desks):
            worked, took, status = desk.ask(desk.questions[name])
            highest = max(highest, status)
            if turn:  # the first one warms up
                times[place].append(worked)
                passed += [took] * place
    return times, passed, highest


def _p95(times: list[float]) -> float:
    return statistics.quantiles(times, n=20)[-1] if len(times) > 1 else 0.0


if __name__ == "__main__":
    main()
