"""A process forked from this one, which shares the modules that are imported by then.

A Python of its own would hold each module anew: 60 to 80 MB of Celery, SQLAlchemy and the store in each process.
"""

import ctypes
import gc
import multiprocessing
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from multiprocessing.context import ForkProcess
from pathlib import Path
from typing import IO, Final

from embedded.files import open_log

# On macOS the system's libraries may have started threads, which do not outlive a fork.
CAN_FORK: Final = sys.platform == "linux"
_M_ARENA_MAX: Final = -8  # see mallopt(3)
_INHERITED: Final = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class ForkedProcess:
    """A running process as `subprocess.Popen` gives it, as far as a supervisor needs it."""

    def __init__(self, process: ForkProcess) -> None:
        self._process = process

    @property
    def pid(self) -> int:
        """Its process id. Raises `RuntimeError` before it was started."""
        if self._process.pid is None:
            raise RuntimeError("the process was not started")
        return self._process.pid

    def poll(self) -> int | None:
        """Its exit code, a signal's number below zero; None while it runs."""
        return self._process.exitcode

    def send_signal(self, sig: int, /) -> None:
        """Send it a signal, unless it has ended."""
        if self.poll() is None:
            os.kill(self.pid, sig)

    def kill(self) -> None:
        """Kill it."""
        self.send_signal(signal.SIGKILL)

    def wait(self, timeout: float | None = None) -> int:
        """Wait for its end and return its exit code. Raises `subprocess.TimeoutExpired`."""
        self._process.join(timeout)
        if (code := self.poll()) is None:
            raise subprocess.TimeoutExpired(self._process.name, timeout or 0.0)
        return code


def limit_arenas(number: int) -> None:
    """Let glibc keep at most so many arenas, here and in what is forked from here; it keeps what is freed in each."""
    if (mallopt := getattr(ctypes.CDLL(None), "mallopt", None)) is not None:
        mallopt(_M_ARENA_MAX, number)


def fork(run: Callable[[], None], log: Path, *, close: Sequence[IO[str]] = ()) -> ForkedProcess:
    """Run `run` in a process of its own, in a session of its own, its output appended to `log`.

    Args:
        run: may raise `SystemExit`, as a command does.
        close: files that belong to this process alone, such as one that holds a lock.

    Called where there is one thread, no connection and no child that is awaited by its id.
    """
    gc.collect()
    gc.freeze()  # the child's collector writes into no page of what it shares
    process = multiprocessing.get_context("fork").Process(target=_run, args=(run, log, close), name=log.stem)
    before = signal.pthread_sigmask(
        signal.SIG_BLOCK, _INHERITED
    )  # what comes at once would find our handlers in it
    try:
        process.start()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
    return ForkedProcess(process)


def _run(run: Callable[[], None], log: Path, close: Sequence[IO[str]]) -> None:
    os.setsid()
    Path("/proc/self/comm").write_text(f"factdesk-{log.stem}")  # for `ps` and `top`; 15 characters are kept
    for number in _INHERITED:
        signal.signal(number, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, _INHERITED)
    for file in close:
        with suppress(OSError):
            file.close()
    with open_log(log) as out, open(os.devnull, "rb") as nothing:
        os.dup2(nothing.fileno(), 0)
        for output in (1, 2):
            os.dup2(out.fileno(), output)
    sys.stdout, sys.stderr = (os.fdopen(output, "w", buffering=1, closefd=False) for output in (1, 2))
    run()
