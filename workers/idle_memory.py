"""Gives memory that work has freed back to the system once a process has had nothing to do for a moment.

glibc keeps what was freed for the next allocation: 10 to 25 MB in each process that has split articles or encoded
sentences.
"""

import threading
import time
from typing import Final

from checks.nlp.encoder import release_freed_memory

_CALM_SECONDS: Final = 2.0


class IdleRelease:
    """Releases freed memory when no task has ended for `_CALM_SECONDS`; its thread begins with the first task."""

    def __init__(self) -> None:
        self._ended_at = 0.0
        self._worked = threading.Event()
        self._thread: threading.Thread | None = None

    def note_task(self) -> None:
        """A task of this process has ended."""
        self._ended_at = time.monotonic()
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, daemon=True, name="idle-release")
            self._thread.start()
        self._worked.set()

    def _run(self) -> None:
        while self._worked.wait():
            while (left := self._ended_at + _CALM_SECONDS - time.monotonic()) > 0:
                time.sleep(left)
            self._worked.clear()
            release_freed_memory()
