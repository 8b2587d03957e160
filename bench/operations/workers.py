"""Articles per second with 1, 2 and 4 worker processes, beside the same splitting in bare loops on as many processes.

For each a whole desk is started (`bench.intake.running_desk`). Where the desk scales, the ratio and the
processor's time that the database has for an article stay the same. Web processes, the sweeper and PostgreSQL want
cores too: on a machine with fewer cores than worker processes and two more, rates say little of the desk, and the
table says so.

./run bench workers [ARTICLES]
"""

import logging
import os
import sys
from typing import Final

from bench.intake.running_desk import WARM, bare_rate, running_desk, texts

_PROCESSES: Final = (1, 2, 4)
_CORES_BESIDE: Final = 2  # for web, sweeper and database


def main() -> None:
    """Print one row a number of worker processes."""
    logging.getLogger("alembic").setLevel(logging.WARNING)
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 40
    cores = len(os.sched_getaffinity(0))
    print(f"{count} articles each, {cores} cores")
    print(f"{'processes':>9}{'bare/s':>10}{'desk/s':>10}{'ratio':>8}{'database ms an article':>25}")
    for processes in _PROCESSES:
        bare, _ = bare_rate(texts(count, "bare", WARM), processes)
        with running_desk(processes) as desk:
            desk.send(texts(WARM, "warm"))
            sent = desk.send(texts(count, "measured", WARM))
        database = sent.database_seconds / count * 1000
        note = "" if cores >= processes + _CORES_BESIDE else "   fewer cores than these want"
        print(f"{processes:>9}{bare:>10.2f}{sent.rate:>10.2f}{sent.rate / bare:>8.2f}{database:>25.0f}{note}")


if __name__ == "__main__":
    main()
