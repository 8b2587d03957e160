"""Keeps processes running: what ends is started again, at once at first and after longer and longer pauses."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from embedded.files import rotate_log
from embedded.process import CannotStart, ManagedProcess

LONGEST_PAUSE_SECONDS = 30.0
_CALM_SECONDS = 60.0  # a process that lived this long has no failures behind it
_LOOK_SECONDS = 0.3
_LARGEST_LOG = 10_000_000  # bytes
_KEPT_LOGS = 3


def pause_after(failures: int) -> float:
    """Seconds to wait before a process is started again that has failed so many times in a row (1 or more)."""
    return min(0.2 * 2.0 ** min(failures, 20), LONGEST_PAUSE_SECONDS)


@dataclass
class _Watched:
    """A process, when it was started last, how often in a row it failed, and when it is due again."""

    process: ManagedProcess
    since: float
    failures: int = 0
    due: float | None = None


class Supervisor:
    """Watches processes that run already. It never gives up: a cause that goes away, a full disk too, needs nobody."""

    def __init__(self, processes: Sequence[ManagedProcess], say: Callable[[str], None]) -> None:
        now = time.monotonic()
        self._watched = [_Watched(process, now) for process in processes]
        self._say = say

    def watch(self) -> None:
        """Watch until a signal ends the wait by an exception."""
        while True:
            self.look(time.monotonic())
            time.sleep(_LOOK_SECONDS)

    def look(self, now: float) -> None:
        """Look once at every process: rotate its log, note its end, start it again where that is due."""
        for watched in self._watched:
            rotate_log(watched.process.log, _LARGEST_LOG, _KEPT_LOGS)
            if watched.due is None:
                if line := watched.process.death():
                    self._failed(watched, line, now)
            elif now >= watched.due:
                self._start(watched, now)

    def _failed(self, watched: _Watched, line: str, now: float) -> None:
        watched.failures = 1 if now - watched.since > _CALM_SECONDS else watched.failures + 1
        pause = pause_after(watched.failures)
        watched.due = now + pause
        self._say(f"{line}; starting it again" + (f" in {pause:.0f} s" if pause >= 1 else ""))

    def _start(self, watched: _Watched, now: float) -> None:
        watched.due, watched.since = None, now
        try:
            watched.process.start()
        except (OSError, CannotStart) as error:
            self._failed(watched, f"{watched.process.name} cannot be started: {error}", now)
