"""Who is stopped before a start, and who is not: a pid file may name a process that is somebody else's by now."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from embedded.leftover import PidFile, RunningProcess, judge, release_data_folder
from embedded.postgres import start_postgres
from embedded.process import CannotStart

DATA = Path("/var/desk/postgres")
FILE = PidFile(4711, str(DATA), 1000.0)
OURS = RunningProcess(70, ("/opt/bin/postgres", "-D", str(DATA), "-c", "listen_addresses="), 1001.0)


@pytest.mark.parametrize(
    ("process", "verdict"),
    [
        (None, "ended"),
        (OURS, "leftover"),
        (RunningProcess(0, OURS.command, 1001.0), "stranger"),
        (
            RunningProcess(70, ("/usr/lib/postgresql/17/bin/postgres", "-D", "/var/lib/postgresql"), 1001.0),
            "stranger",
        ),
        (RunningProcess(70, ("/bin/sleep", "-D", str(DATA)), 1001.0), "stranger"),
        (RunningProcess(70, (), 1001.0), "stranger"),
        (RunningProcess(70, OURS.command, 5000.0), "unclear"),
    ],
)
def test_only_our_own_server_is_a_leftover(process: RunningProcess | None, verdict: str) -> None:
    assert judge(FILE, process, DATA, owner=70) == verdict


@pytest.fixture
def stranger() -> Iterator["subprocess.Popen[bytes]"]:
    """A process of somebody else whose command line looks like another PostgreSQL."""
    command = ["/usr/lib/postgresql/17/bin/postgres", "-c", "import time; time.sleep(60)"]
    process = subprocess.Popen(command, executable=sys.executable)
    yield process
    process.kill()
    process.wait()


def test_a_stranger_under_that_number_lives_on(tmp_path: Path, stranger: "subprocess.Popen[bytes]") -> None:
    pidfile = tmp_path / "postmaster.pid"
    pidfile.write_text(f"{stranger.pid}\n{tmp_path}\n{int(time.time())}\n")
    release_data_folder(tmp_path, os.geteuid())
    time.sleep(0.3)
    assert stranger.poll() is None
    assert not pidfile.exists()


def test_where_only_the_start_time_differs_nothing_is_stopped_or_started(tmp_path: Path) -> None:
    command = ["postgres", "-c", "import time; time.sleep(60)", "-D", str(tmp_path)]
    process = subprocess.Popen(command, executable=sys.executable)
    pidfile = tmp_path / "postmaster.pid"
    pidfile.write_text(f"{process.pid}\n{tmp_path}\n1000\n")
    try:
        with pytest.raises(CannotStart, match="may be a PostgreSQL"):
            release_data_folder(tmp_path, os.geteuid())
        assert process.poll() is None
        assert pidfile.exists()
    finally:
        process.kill()
        process.wait()


def test_a_server_that_outlived_its_supervisor_is_stopped_and_its_data_kept(folder: Path) -> None:
    home = folder / "leftover"
    modes = [parent.stat().st_mode for parent in home.parents]
    first = start_postgres(home, durable=False)
    second = start_postgres(home, durable=False)
    try:
        assert not first.alive()
        with psycopg.connect(second.url.replace("+psycopg", "")) as conn:
            assert conn.execute("SHOW listen_addresses").fetchone() == ("",)
    finally:
        second.stop()
    assert [parent.stat().st_mode for parent in home.parents] == modes  # none was opened for the server's account
    assert (home / "postgres.password").stat().st_mode & 0o077 == 0
