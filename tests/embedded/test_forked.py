"""Forked processes behave for the supervisor as launched ones do, and keep nothing that is its own."""

import fcntl
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import pytest

from embedded.forked import CAN_FORK, fork
from embedded.process import ManagedProcess
from embedded.supervisor import Supervisor

pytestmark = pytest.mark.skipif(not CAN_FORK, reason="processes are launched here, not forked")


def _sleep() -> None:
    print("asleep", flush=True)
    time.sleep(60)


def _fail() -> None:
    raise SystemExit("no room")


def _break() -> None:
    raise ValueError("a fault")


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "log" / "worker.log"


@pytest.fixture
def sleeper(log: Path) -> Iterator[ManagedProcess]:
    process = ManagedProcess("worker", lambda: fork(_sleep, log), log)
    process.start()
    yield process
    process.stop()


def _until(log: Path, word: str) -> str:
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        if log.exists() and word in (said := log.read_text()):
            return said
        time.sleep(0.02)
    raise AssertionError(f"{word} does not stand in {log}")


def test_a_forked_process_that_is_killed_is_started_again(sleeper: ManagedProcess, log: Path) -> None:
    said: list[str] = []
    _until(log, "asleep")
    supervisor, now = Supervisor([sleeper], said.append), time.monotonic()
    first = sleeper.process.pid
    sleeper.process.kill()
    assert sleeper.process.wait(10) == -signal.SIGKILL
    supervisor.look(now)
    supervisor.look(now + 1)
    assert said == [f"worker was killed by signal 9 (log: {log}); starting it again"]
    assert sleeper.alive()
    assert sleeper.process.pid != first


@pytest.mark.parametrize(("run", "reason"), [(_fail, "no room"), (_break, "ValueError: a fault")])
def test_the_reason_of_its_end_is_reported_as_that_of_a_command(run: object, reason: str, log: Path) -> None:
    process = ManagedProcess("worker", lambda: fork(run, log), log)  # type: ignore[arg-type]
    process.start()
    assert process.process.wait(20) == 1
    assert process.death() == f"worker ended with code 1: {reason} (log: {log})"


def test_a_stop_ends_it_and_a_wait_that_is_too_short_says_so(sleeper: ManagedProcess, log: Path) -> None:
    _until(log, "asleep")
    with pytest.raises(subprocess.TimeoutExpired):
        sleeper.process.wait(0.05)
    sleeper.stop()
    assert sleeper.process.poll() == -signal.SIGTERM


def test_a_stop_that_comes_at_once_ends_it_too(log: Path) -> None:
    process = ManagedProcess("worker", lambda: fork(_sleep, log), log)
    for _ in range(5):
        process.start()
        process.stop()
        assert process.process.poll() == -signal.SIGTERM


def test_it_is_in_a_session_of_its_own_under_a_name_of_its_own(sleeper: ManagedProcess, log: Path) -> None:
    _until(log, "asleep")
    pid = sleeper.process.pid
    assert os.getsid(pid) == pid
    assert Path(f"/proc/{pid}/comm").read_text().strip() == "factdesk-worker"


def test_it_does_not_hold_the_lock_of_a_supervisor_that_was_killed(tmp_path: Path) -> None:
    code = f"""
import fcntl, os, signal, time
from pathlib import Path
from embedded.forked import fork
lock = open({str(tmp_path / "lock")!r}, "w")
fcntl.flock(lock, fcntl.LOCK_EX)
log = Path({str(tmp_path / "log" / "w.log")!r})
child = fork(lambda: (print("asleep", flush=True), time.sleep(60)), log, close=[lock])
print(child.pid, flush=True)
time.sleep(60)
"""  # noqa: E501
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as supervisor:
        assert supervisor.stdout
        child = int(supervisor.stdout.readline())
        _until(tmp_path / "log" / "w.log", "asleep")
        with (tmp_path / "lock").open("w") as mine:
            assert not _locks(mine)
            supervisor.kill()
            supervisor.wait()
            try:
                assert _locks(mine)
            finally:
                os.kill(child, signal.SIGKILL)


def _locks(file: IO[str]) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
