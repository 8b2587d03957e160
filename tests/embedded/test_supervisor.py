"""What ends is started again, in good time and for ever; what cannot be started holds nothing else up."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from embedded.process import ManagedProcess, launch
from embedded.supervisor import LONGEST_PAUSE_SECONDS, Supervisor, pause_after


def _process(name: str, log: Path, code: str) -> ManagedProcess:
    return ManagedProcess(name, lambda: launch([sys.executable, "-c", code], log), log)


def test_pauses_grow_and_end_at_half_a_minute() -> None:
    pauses = [pause_after(failures) for failures in range(1, 200)]
    assert pauses == sorted(pauses)
    assert pauses[0] < 1
    assert pauses[-1] == LONGEST_PAUSE_SECONDS == 30


def test_one_that_always_fails_is_tried_for_ever_and_the_other_is_kept_running(tmp_path: Path) -> None:
    said: list[str] = []
    bad = _process("bad", tmp_path / "log" / "bad.log", "raise SystemExit('no room')")
    good = _process("good", tmp_path / "log" / "good.log", "import time; time.sleep(60)")
    for process in (bad, good):
        process.start()
    supervisor, now = Supervisor([bad, good], said.append), time.monotonic()
    try:
        for _ in range(30):
            bad.process.wait()
            supervisor.look(now)  # notes the end
            now += LONGEST_PAUSE_SECONDS
            supervisor.look(now)  # starts it again
        assert len(said) == 30
        assert said[0].startswith("bad ended with code 1: no room")
        assert said[-1].endswith("starting it again in 30 s")
        good.process.kill()
        good.process.wait()
        supervisor.look(now)
        supervisor.look(now + 1)
        assert good.alive()
    finally:
        for process in (bad, good):
            process.stop()


def test_one_that_cannot_be_launched_is_tried_again(tmp_path: Path) -> None:
    said: list[str] = []
    tries = iter([OSError(28, "No space left on device"), None])

    def start() -> "subprocess.Popen[bytes]":
        if error := next(tries):
            raise error
        return launch([sys.executable, "-c", "import time; time.sleep(60)"], tmp_path / "log" / "p.log")

    process = ManagedProcess("p", start, tmp_path / "log" / "p.log")
    process.started = subprocess.Popen([sys.executable, "-c", ""])
    process.process.wait()
    supervisor, now = Supervisor([process], said.append), time.monotonic()
    try:
        supervisor.look(now)
        supervisor.look(now + 1)
        assert "No space left on device" in said[-1]
        supervisor.look(now + 60)
        assert process.alive()
    finally:
        process.stop()


def test_a_log_is_rotated_while_its_writer_runs_and_closed_to_others(tmp_path: Path) -> None:
    log = tmp_path / "log" / "w.log"
    code = "import time\nfor n in range(10**6): print('x' * 999, flush=True); time.sleep(0.0002)"
    writer = _process("w", log, code)
    writer.start()
    supervisor = Supervisor([writer], print)
    rotated = [log.with_name(f"w.log.{number}") for number in (1, 2, 3, 4)]
    try:
        import embedded.supervisor as module

        module._LARGEST_LOG, before = 100_000, module._LARGEST_LOG
        deadline = time.monotonic() + 20
        turns = 0
        while turns < 6 and time.monotonic() < deadline:
            size = log.stat().st_size
            supervisor.look(time.monotonic())
            turns += log.stat().st_size < size
            time.sleep(0.02)
    finally:
        module._LARGEST_LOG = before
        writer.stop()
    assert turns == 6
    assert [path.exists() for path in rotated] == [True, True, True, False]
    assert log.stat().st_size < 1_000_000
    assert {path.stat().st_mode & 0o777 for path in (log, *rotated[:3])} == {0o600}
    assert log.parent.stat().st_mode & 0o777 == 0o700


def test_what_a_process_wrote_last_is_reported_only_where_it_is_the_reason(tmp_path: Path) -> None:
    log = tmp_path / "log" / "p.log"
    event = '{"level": "info", "event": "request"}'
    for code, expected in (
        ("raise SystemExit('no room')", "p ended with code 1: no room"),
        ("raise SystemExit(3)", "p ended with code 3"),
        (f"print({event!r}); raise SystemExit(4)", "p ended with code 4"),
        ("import os, sys; print('busy', flush=True); os.kill(os.getpid(), 9)", "p was killed by signal 9"),
    ):
        process = _process("p", log, code)
        assert process.death() is None
        process.start()
        process.process.wait()
        assert process.death() == f"{expected} (log: {log})"


class _InterruptedLock:
    """The lock of a `Popen`; a signal comes at the moment at which it is taken first."""

    def __init__(self, lock: threading.Lock) -> None:
        self._lock = lock
        self._sent = False

    def acquire(self, blocking: bool = True) -> bool:
        taken = self._lock.acquire(blocking)
        if not self._sent:
            self._sent = True
            os.kill(os.getpid(), signal.SIGTERM)
            time.sleep(0.05)  # whichever thread it is given to has taken it by then
        return taken

    def release(self) -> None:
        self._lock.release()

    def __enter__(self) -> None:
        self.acquire()

    def __exit__(self, *_: object) -> None:
        self.release()


class _AskedToStop(BaseException):
    pass


def _stop(*_: object) -> None:
    raise _AskedToStop


@contextmanager
def another_thread() -> Iterator[None]:
    """One more thread that no signal is blocked in: the system may hand it the signals of the process."""
    done = threading.Event()
    waiting = threading.Thread(target=done.wait)
    waiting.start()
    yield
    done.set()
    waiting.join()


@pytest.mark.timeout(20)
def test_a_signal_while_a_process_is_looked_at_lets_it_be_stopped(tmp_path: Path) -> None:
    process = _process("sleeper", tmp_path / "log", "import time; time.sleep(60)")
    process.stop_seconds = 1
    process.start()
    process.process._waitpid_lock = _InterruptedLock(process.process._waitpid_lock)  # type: ignore[attr-defined]
    before = signal.signal(signal.SIGTERM, _stop)
    try:
        with another_thread(), pytest.raises(_AskedToStop):
            process.death()
        process.stop()  # waited for ever: the lock was taken
    finally:
        signal.signal(signal.SIGTERM, before)
    assert process.process.poll() == -signal.SIGTERM
