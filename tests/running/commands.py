"""The desk's own commands as processes, forked from one that has imported what all of them need."""

import atexit
import json
import os
import select
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path
from threading import Lock
from typing import IO

from embedded.forked import CAN_FORK

_TOP, _PYTHON = Path(__file__).parents[2], sys.executable


class Command:
    """A running process as `subprocess.Popen` gives it, as far as tests need it; the leader of a session of its own."""

    def __init__(self, args: list[str], replies: socket.socket) -> None:
        self.args = args
        self.stdout: IO[bytes] | None = None
        self.returncode: int | None = None
        self._replies, self._lock = replies, Lock()
        self.pid = int(self._line())

    def poll(self) -> int | None:
        """Its exit code, a signal's number below zero; None while it runs."""
        with self._lock:
            if self.returncode is None and self._has_ended(0):
                self._end()
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """Wait for its end and return its exit code. Raises `subprocess.TimeoutExpired`."""
        with self._lock:
            if self.returncode is None:
                if not self._has_ended(timeout):
                    raise subprocess.TimeoutExpired(self.args, timeout or 0.0)
                self._end()
        assert self.returncode is not None
        return self.returncode

    def send_signal(self, sig: int) -> None:
        """Send it a signal, unless it has ended."""
        if self.poll() is None:
            with suppress(ProcessLookupError):
                os.kill(self.pid, sig)

    def terminate(self) -> None:
        """Ask it to end."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """Kill it."""
        self.send_signal(signal.SIGKILL)

    def _has_ended(self, timeout: float | None) -> bool:
        """Whether its exit code is there, or comes within so many seconds. `select` knows but the first 1,024 files."""
        asked = select.poll()
        asked.register(self._replies, select.POLLIN)
        return bool(asked.poll(None if timeout is None else timeout * 1000))

    def _end(self) -> None:
        self.returncode = int(self._line())
        self._replies.close()

    def _line(self) -> str:
        """The next line of its fork server: its process id, then its exit code."""
        line = b""
        while not line.endswith(b"\n"):
            piece = self._replies.recv(1)
            if not piece:
                raise ChildProcessError(f"the fork server has ended; {' '.join(self.args)}")
            line += piece
        return line.decode()


Process = Command | subprocess.Popen[bytes]


def start_command(
    *arguments: str,
    log: Path,
    environment: Mapping[str, str] | None = None,
    module: str = "cli",
    forked: bool = True,
) -> Process:
    """Start `python -m MODULE ARGUMENTS` in a session of its own, its output appended to `log`.

    Args:
        environment: that of this process, where none is given.
        forked: whether it is forked from the fork server, where that is possible, and not a Python of its own.
    """
    args = [sys.executable, "-m", module, *arguments]
    variables = dict(os.environ if environment is None else environment)
    if not (forked and CAN_FORK):
        with log.open("ab") as out:
            return subprocess.Popen(args, cwd=_TOP, env=variables, stdout=out, stderr=out, start_new_session=True)
    return _forked("commands", args, variables, log)


def fork_reader(args: list[str], *, stdin: IO[bytes], env: Mapping[str, str], **outputs: int) -> Process:
    """What `subprocess.Popen` is to `workers.sandbox.reader`: the process that reads a file, forked from one that has
    imported what it needs. Another program than our Python is started as it is.
    """
    if args[0] != _PYTHON:
        return subprocess.Popen(args, stdin=stdin, env=env, **outputs)
    reading, writing = os.pipe()
    try:
        process = _forked("readers", args, env, Path(os.devnull), stdin.fileno(), writing)
    finally:
        os.close(writing)
    process.stdout = os.fdopen(reading, "rb")
    return process


def _forked(server: str, args: list[str], environment: Mapping[str, str], log: Path, *files: int) -> Command:
    """A process that runs what `python -m …` would; `files` are its standard input and output."""
    ours, theirs = socket.socketpair()
    asked = {"module": args[2], "arguments": args[3:], "environment": dict(environment), "log": str(log)}
    with theirs:
        socket.send_fds(_fork_server(server), [json.dumps(asked).encode()], [theirs.fileno(), *files])
    return Command(args, ours)


def start_fork_servers() -> None:
    """Start what is else started at first need: processes that are forked from this one ask the same servers."""
    for what in ("commands", "readers"):
        _fork_server(what)


@cache
def _fork_server(what: str) -> socket.socket:
    """The socket of this run's fork server of "commands" or "readers", started when it is first needed.

    It ends with this process.
    """
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    for side in (ours, theirs):
        side.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 1_000_000)
    command = [sys.executable, "-m", "tests.running.fork_server", str(theirs.fileno()), what]
    with theirs:
        server = subprocess.Popen(command, cwd=_TOP, pass_fds=[theirs.fileno()], start_new_session=True)
    atexit.register(_end, server, ours)
    return ours


def _end(server: "subprocess.Popen[bytes]", asked: socket.socket) -> None:
    asked.close()
    try:
        server.wait(10)
    except subprocess.TimeoutExpired:  # it loads still, of a run that was over at once
        server.kill()
        server.wait()
