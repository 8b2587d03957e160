"""A command that is forked for a test behaves as one that Python was started for."""

import gc
import os
import signal
import time
from pathlib import Path

from tests.running.commands import start_command


def test_it_has_the_arguments_environment_log_and_exit_code_of_its_own(tmp_path: Path) -> None:
    log, environment = tmp_path / "log", {"PATH": os.environ["PATH"], "DATABASE_URL": "postgresql://here/desk"}
    refused = start_command("beat", log=log, environment=environment)
    unknown = start_command("nothing", log=log)
    assert (refused.wait(60), unknown.wait(60)) == (1, 2)
    said = log.read_text()
    assert "REDIS_URL is not set" in said
    assert "No such command 'nothing'" in said
    assert (refused.poll(), unknown.returncode) == (1, 2)


def test_a_signal_reaches_it_with_all_that_it_has_started(desk: str, tmp_path: Path) -> None:
    running = start_command("beat", log=tmp_path / "log")
    assert running.poll() is None
    assert os.getpgid(running.pid) == running.pid != os.getpgid(0)
    os.killpg(running.pid, signal.SIGKILL)
    assert running.wait(30) == -signal.SIGKILL
    running.terminate()  # as for any process that has ended, nothing


def test_one_that_nobody_waits_for_ends_no_fork_server(tmp_path: Path) -> None:
    dropped = start_command("nothing", log=tmp_path / "dropped").pid
    gc.collect()
    while Path(f"/proc/{dropped}").exists():
        time.sleep(0.01)
    assert start_command("nothing", log=tmp_path / "log").wait(60) == 2
