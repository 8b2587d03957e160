"""A PostgreSQL that outlived its supervisor, told apart from a stranger that has its process number now."""

import os
import signal
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import psutil

from embedded.process import CannotStart

_STOP_SECONDS = 30.0
_CLOCK_SECONDS = 10.0  # between the start of a process and the line that PostgreSQL writes about it
Verdict = Literal["ended", "leftover", "stranger", "unclear"]


@dataclass(frozen=True, slots=True)
class PidFile:
    """What `postmaster.pid` says: the process, its data folder, and when it started (seconds since 1970)."""

    pid: int
    data: str
    started: float


@dataclass(frozen=True, slots=True)
class RunningProcess:
    """What the system says about a process: its owner's number, its command line, and when it started."""

    owner: int
    command: tuple[str, ...]
    started: float


def judge(file: PidFile, process: RunningProcess | None, data: Path, owner: int) -> Verdict:
    """Whether the process is the PostgreSQL of `data` that runs as `owner`.

    `leftover` needs all of the data folder, the user and the start time. Where only the time differs the clock may have
    been set meanwhile, and that is `unclear`: a second server on the same data would destroy it.
    """
    if process is None:
        return "ended"
    serves = "postgres" in Path(process.command[0] if process.command else "").name and any(
        flag == "-D" and value == str(data)
        for flag, value in zip(process.command, process.command[1:], strict=False)
    )
    if not serves or process.owner != owner or file.data != str(data):
        return "stranger"
    return "leftover" if abs(process.started - file.started) <= _CLOCK_SECONDS else "unclear"


def release_data_folder(data: Path, owner: int) -> None:
    """Stop a PostgreSQL that still serves `data` as `owner`; a process that is somebody else's is never touched.

    Raises `CannotStart` where that is unclear or it does not stop within half a minute.
    """
    path = data / "postmaster.pid"
    file = _read(path)
    if file is None:
        return
    process = _look(file.pid)
    match judge(file, process, data, owner):
        case "ended":
            pass  # PostgreSQL finds that out by itself, and looks for children of that process which still run
        case "stranger":
            path.unlink(missing_ok=True)  # else PostgreSQL takes the stranger for a server and refuses to start
        case "leftover":
            _stop(file.pid)
        case "unclear":
            raise CannotStart(f"process {file.pid} may be a PostgreSQL on {data}; stop it, or remove {path}")


def _read(path: Path) -> PidFile | None:
    try:
        lines = path.read_text().splitlines()
        return PidFile(int(lines[0]), lines[1], float(lines[2]))
    except (OSError, ValueError, IndexError):
        return None


def _look(pid: int) -> RunningProcess | None:
    try:
        process = psutil.Process(pid)
        with process.oneshot():
            if process.status() == psutil.STATUS_ZOMBIE:
                return None
            return RunningProcess(process.uids().real, tuple(process.cmdline()), process.create_time())
    except psutil.NoSuchProcess:
        return None
    except psutil.AccessDenied:
        return RunningProcess(-1, (), 0.0)  # of another user, so a stranger


def _stop(pid: int) -> None:
    os.kill(pid, signal.SIGINT)
    deadline = time.monotonic() + _STOP_SECONDS
    while _look(pid) is not None:
        if time.monotonic() > deadline:
            raise CannotStart(f"the PostgreSQL with process number {pid} does not stop")
        time.sleep(0.05)
