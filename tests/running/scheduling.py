"""Which process runs which file of tests: those that mostly wait go to one of their own.

Tests in which processes are killed wait for leases and restarts for minutes and need little of a processor. Where
there are three processes or more, the first one runs them one after the other, while the others run what needs a
processor. What runs longest begins first, so that no process is left alone with it at the end.
"""

from collections.abc import Iterable
from typing import Final

_LEAST: Final = 3  # processes
WAITING: Final = (
    "tests/chaos/",
    "tests/cli/test_up",
    "tests/service/server/test_many_connections",
    "tests/test_production",
    "tests/workers/feeds/test_feed_leases",
)
LONGEST: Final = "tests/security/test_hostile"


class Files:
    """The files of tests that no process has taken yet."""

    def __init__(self, names: Iterable[str], processes: int) -> None:
        self._left = sorted(names, key=lambda name: (not name.startswith(LONGEST), name))
        self._apart = processes >= _LEAST

    def take(self, process: int) -> str | None:
        """The next file for a process, None where nothing is left: those that mostly wait come first for the first
        process and last for the others.
        """
        if not self._left:
            return None
        wanted = (name for name in self._left if name.startswith(WAITING) is (process == 0))
        chosen = next(wanted, self._left[0]) if self._apart else self._left[0]
        self._left.remove(chosen)
        return chosen
