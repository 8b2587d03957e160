"""Child processes under one supervisor: started, watched, restarted a few times, stopped in order."""

import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

_MOST_RESTARTS = 4
_CALM_SECONDS = 60.0
_STOP_SECONDS = 15.0
_LARGEST_LOG = 10_000_000


class GaveUp(RuntimeError):
    """A child died too often; the message is one line that says which and why."""


@dataclass
class Child:
    """One child: its name, command and environment, and the process while it runs."""

    name: str
    command: Sequence[str]
    environment: dict[str, str]
    log: Path
    process: "subprocess.Popen[bytes] | None" = None
    deaths: list[float] = field(default_factory=list)

    def start(self) -> None:
        """Start the process with its output appended to the log, which is set aside when it has grown."""
        self.log.parent.mkdir(parents=True, exist_ok=True)
        if self.log.exists() and self.log.stat().st_size > _LARGEST_LOG:
            self.log.replace(self.log.with_suffix(".old.log"))
        with self.log.open("ab") as out:
            self.process = subprocess.Popen(
                self.command,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=out,
                start_new_session=True,
            )

    def stop(self) -> None:
        """Ask it to stop, and kill it when it does not within a quarter of a minute."""
        if self.process is None or self.process.poll() is not None:
            return
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def died(self) -> str | None:
        """One line about a death that happened since the start, or None."""
        code = self.process.poll() if self.process else None
        if code is None:
            return None
        how = f"was killed by signal {-code}" if code < 0 else f"ended with code {code}"
        lines = self.log.read_text(errors="replace").strip().splitlines() if self.log.exists() else []
        return f"{self.name} {how}: {lines[-1][:300] if lines else 'it said nothing'} (log: {self.log})"


def watch(children: Sequence[Child], alive: Callable[[], str | None], say: Callable[[str], None]) -> None:
    """Keep the children running until a signal ends the wait by an exception.

    `alive` answers with one line when a server underneath is gone. Raises `GaveUp`.
    """
    while True:
        if gone := alive():
            raise GaveUp(gone)
        for child in children:
            if line := child.died():
                _again(child, line, say)
        time.sleep(0.3)


def _again(child: Child, line: str, say: Callable[[str], None]) -> None:
    now = time.monotonic()
    child.deaths = [at for at in child.deaths if now - at < _CALM_SECONDS] + [now]
    if len(child.deaths) > _MOST_RESTARTS:
        raise GaveUp(f"{line}; it died {len(child.deaths)} times within a minute")
    say(f"{line}; starting it again")
    time.sleep(min(0.2 * 2 ** len(child.deaths), 5.0))
    child.start()


def ours(*arguments: str) -> list[str]:
    """The command line of one of our own commands, under the Python that runs this."""
    return [sys.executable, "-m", "cli", *arguments]
