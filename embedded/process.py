"""A process that a supervisor keeps running."""

import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol, TypedDict

from embedded.files import last_line, open_log, size_of

_START_SECONDS = 60.0
_STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)  # what asks a supervisor to stop


class CannotStart(RuntimeError):
    """A process did not start; the message is one line that says why."""


class ChildProcess(Protocol):
    """What a supervisor needs of a process; `subprocess.Popen` has it."""

    @property
    def pid(self) -> int:
        """Its process id."""

    def poll(self) -> int | None:
        """Its exit code, a signal's number below zero; None while it runs."""

    def send_signal(self, sig: int, /) -> None:
        """Send it a signal, unless it has ended."""

    def kill(self) -> None:
        """Kill it."""

    def wait(self, timeout: float | None = None) -> int:
        """Wait for its end and return its exit code. Raises `subprocess.TimeoutExpired`."""


@dataclass
class ManagedProcess:
    """A process by its name: how it is launched, where it logs, how it is stopped.

    `launch` may raise `CannotStart` or `OSError`. `stop_seconds` is how long a stop may take before it is killed.
    """

    name: str
    launch: Callable[[], ChildProcess]
    log: Path
    stop_signal: signal.Signals = signal.SIGTERM
    stop_seconds: float = 15.0
    started: ChildProcess | None = field(default=None, init=False)
    _log_size: int = field(default=0, init=False)

    @property
    def process(self) -> ChildProcess:
        """The process that was launched last. Raises `RuntimeError` before the first start."""
        if self.started is None:
            raise RuntimeError(f"{self.name} was not started")
        return self.started

    def start(self) -> None:
        """Launch it; its output is appended to the log."""
        self._log_size = size_of(self.log)
        self.started = self.launch()

    def alive(self) -> bool:
        """Whether its process runs."""
        return self.started is not None and self._code() is None

    def stop(self) -> None:
        """Ask it to stop and wait; killed when it does not."""
        if self.started is None:
            return
        if self.alive():
            self.started.send_signal(self.stop_signal)
        try:
            self.started.wait(self.stop_seconds)
        except subprocess.TimeoutExpired:
            self.started.kill()
            self.started.wait()

    def death(self) -> str | None:
        """One line that says how the process ended, None while it runs or before the first start.

        Its last output is given as the reason only if it can be one: the process ended by itself, wrote it since this
        start, and it is not a line of the event log. A process that was killed had no time to say why.
        """
        code = self._code()
        if code is None:
            return None
        if code < 0:
            return f"{self.name} was killed by signal {-code} (log: {self.log})"
        said = last_line(self.log, since=self._log_size)
        reason = f": {said}" if said and not said.startswith("{") else ""
        return f"{self.name} ended with code {code}{reason} (log: {self.log})"

    def _code(self) -> int | None:
        """Its exit code, None while it runs or before the first start.

        No signal interrupts meanwhile: `Popen` holds a lock, which would stay locked, and `stop` would wait for ever.
        """
        with _signals_later():
            return self.started.poll() if self.started else None


def _raise_signals(numbers: Iterable[int]) -> None:
    for number in numbers:
        signal.raise_signal(number)


@contextmanager
def _signals_later() -> Iterator[None]:
    """Let what asks to stop be heard behind a block, in whatever thread it comes; only the main one hears signals."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    came: list[int] = []
    with ExitStack() as restored:
        restored.callback(_raise_signals, came)
        for number in _STOPPING:
            restored.callback(signal.signal, number, signal.getsignal(number) or signal.SIG_DFL)
            signal.signal(number, lambda number, _: came.append(number))
        yield


@dataclass
class Server(ManagedProcess):
    """A server with its address as SQLAlchemy or Celery takes it.

    Attributes:
        reason_pattern: a regular expression for the lines of its log that say why it ended, else the last one.
    """

    url: str = ""
    reason_pattern: str = ""

    def reason(self) -> str:
        """The line that says why it did not start."""
        return last_line(self.log, since=self._log_size, pattern=self.reason_pattern) or "no reason given"


class Credentials(TypedDict, total=False):
    """The account that a command runs as, as `subprocess` takes it; empty for our own."""

    user: int
    group: int
    extra_groups: list[int]


def launch(
    command: Sequence[str],
    log: Path,
    *,
    environment: Mapping[str, str] | None = None,
    folder: str | None = None,
    credentials: Credentials | None = None,
) -> "subprocess.Popen[bytes]":
    """Start a command in a session of its own, with its output appended to `log`.

    Ctrl-C in the terminal then reaches the supervisor alone, which stops all in order. `credentials` name
    the account that it runs as.
    """
    with open_log(log) as out:
        return subprocess.Popen(
            command,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=out,
            start_new_session=True,
            cwd=folder,
            **(credentials or {}),
        )


def wait_until_ready(server: Server, ready: Callable[[], bool]) -> None:
    """Wait until a server that was started answers. Raises `CannotStart` with its reason, and stops it."""
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline and server.alive():
        if ready():
            return
        time.sleep(0.05)
    server.stop()
    raise CannotStart(f"{server.name} did not start: {server.reason()}")
