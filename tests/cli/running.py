"""`factdesk up` as tests start it, what it says, and what its API answers."""

import json
import os
import signal
import time
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.running.commands import Process, start_command

# Seconds that all parts together may take to stop: each is killed after 15, one after the other.
_STOPPED = 120


@dataclass(frozen=True)
class Up:
    """A desk that was started; its output is in `log` from the byte `begin` on."""

    process: Process
    log: Path
    begin: int

    def said(self) -> str:
        """What it has said so far."""
        return self.log.read_bytes()[self.begin :].decode()

    def until(self, words: str) -> str:
        """What it has said once it has said these words. Raises `AssertionError` where it ends before."""
        while words not in (said := self.said()):
            if self.process.poll() is not None and words not in (said := self.said()):
                raise AssertionError(said)
            time.sleep(0.05)
        return said

    def end(self, number: signal.Signals = signal.SIGINT) -> tuple[int, str]:
        """Stop it by a signal: its exit code, and all that it has said."""
        self.process.send_signal(number)
        return self.process.wait(_STOPPED), self.said()


def environment_of(data: Path) -> dict[str, str]:
    """The variables of a desk in this folder, whose servers are its own."""
    kept = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "REDIS_URL")}
    return {**kept, "FACTDESK_DATA": str(data), "FACTDESK_SWEEP_SECONDS": "1"}


def start_up(data: Path, port: int, *options: str, log: Path, forked: bool = True) -> Up:
    """Start `factdesk up` on this folder.

    Args:
        forked: whether from the fork server, as of `start_command`, and not as its user does.
    """
    begin = log.stat().st_size if log.exists() else 0
    given = "--port", str(port), *options
    process = start_command("up", *given, log=log, environment=environment_of(data), forked=forked)
    return Up(process, log, begin)


def ask(data: Path, path: str, body: dict[str, str] | None = None) -> dict[str, Any]:
    """What the API of the desk in this folder answers, whose commands have a token."""
    kept = json.loads((data / "cli.json").read_text())
    header = {"Authorization": f"Bearer {kept['token']}", "Content-Type": "application/json"}
    sent = json.dumps(body).encode() if body else None
    with urllib.request.urlopen(urllib.request.Request(kept["url"] + path, sent, header), timeout=20) as answer:
        found: dict[str, Any] = json.load(answer)
    return found
