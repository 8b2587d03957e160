"""Faults at random while articles are split and looked up: how many were lost, doubled or stand still, and the
time to recover.

    ./run bench chaos [--articles N] [--faults N] [--seed N]

Real workers, a real Redis and a real PostgreSQL; workers are killed and frozen beyond their lease, Redis is killed
and comes back empty, PostgreSQL is restarted and crashes. The same as `tests/chaos`, on as many articles as you say;
nothing may be lost, doubled or stuck: of each it prints how many, and of what kinds. A full disk and a supervisor that
is killed are tests of their own (`tests/chaos/test_full_disk.py`, `tests/cli/test_up_survives.py`).
"""

import argparse
import sys
import time
from pathlib import Path
from typing import get_args

from bench.servers import server_folder
from tests.chaos.parts import Desk, Harm, Violation, attack

_RECOVERY_SECONDS = 300.0


def main() -> None:
    """Print the figures; leaves with 1 where anything was lost, doubled or stuck."""
    parser = argparse.ArgumentParser(prog="./run bench chaos", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--faults", type=int, help="else one for each hundred articles, and ten at least")
    parser.add_argument("--seed", type=int, default=time.time_ns() % 100_000)
    given = parser.parse_args()
    faults = given.faults or max(10, given.articles // 100)
    with server_folder() as folder:
        found = _run(folder, given.articles, faults, given.seed)
    sys.exit(1 if found else 0)


def _run(folder: Path, articles: int, faults: int, seed: int) -> list[Violation]:
    with Desk(folder) as desk:
        for _ in range(2):
            desk.start_worker()
        desk.start_beat()
        began = time.monotonic()
        desk.send(articles)
        done = attack(desk, faults, seed)
        attacked = time.monotonic()
        violations = desk.violations(_RECOVERY_SECONDS)
        ended = time.monotonic()
    print(f"{'articles':<34}{articles:>8}\n{'faults':<34}{len(done):>8}\n{'seed':<34}{seed:>8}")
    for harm in get_args(Harm):
        print(f"{harm:<34}{sum(each.count for each in violations if each.harm == harm):>8}")
    print(
        f"{'seconds under faults':<34}{attacked - began:>8.0f}\n{'seconds to recover':<34}{ended - attacked:>8.0f}"
    )
    print("\n".join(map(str, violations)))
    return violations


if __name__ == "__main__":
    main()
