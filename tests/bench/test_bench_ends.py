"""A bench that is ended by a signal, as `timeout` does, leaves no server behind."""

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

_TOP = Path(__file__).parents[2]
# By what a bench starts servers: an empty desk with a process of it, and the folder of filled desks.
_EMPTY = """
from pathlib import Path
from bench.servers import empty_desk, running
import sys, time
with empty_desk({}, Path(sys.argv[1])), running("beat"):
    print("started", flush=True)
    time.sleep(600)
"""
_FILLED = """
from pathlib import Path
from bench.scale.writers import writing
from bench.servers import servers
import sys, time
from settings import set_variables
from store.migrate import upgrade
with servers(Path(sys.argv[1])) as (database, broker):
    upgrade(database)
    set_variables({"DATABASE_URL": database, "REDIS_URL": broker, "FACTDESK_SECRET_KEY": "bench"})
    with writing(1, database, broker):
        print("started", flush=True)
        time.sleep(600)
"""


@pytest.mark.parametrize("program", [_EMPTY, _FILLED])
def test_nothing_goes_on_after_sigterm(folder_of_servers: Path, program: str) -> None:
    command = [sys.executable, "-c", program, str(folder_of_servers)]
    bench = subprocess.Popen(command, cwd=_TOP, stdout=subprocess.PIPE, text=True, start_new_session=True)
    assert bench.stdout
    assert any(line.startswith("started") for line in bench.stdout)
    started = _below(bench.pid)
    try:
        assert {"postgres", "python"} <= {re.sub(r"[\d.]+$", "", name) for name in started.values()}
        assert any(name in ("valkey-server", "redis-server") for name in started.values())
        bench.send_signal(signal.SIGTERM)
        assert bench.wait(60) == 128 + signal.SIGTERM
        assert {pid: name for pid, name in started.items() if _name(pid) == name} == {}
    finally:
        for pid, name in started.items():
            if _name(pid) == name:
                os.kill(pid, signal.SIGKILL)


def _below(top: int) -> dict[int, str]:
    """The processes that a process has started, and those that they have, with their names."""
    pids = [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit()]
    parents = {pid: _parent(pid) for pid in pids}
    found = {top}
    while more := {pid for pid, parent in parents.items() if parent in found} - found:
        found |= more
    return {pid: _name(pid) for pid in found - {top}}


def _name(pid: int) -> str:
    """Of a process that runs; "" of one that has ended."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return ""
    return "" if stat.rpartition(")")[2].split()[0] == "Z" else stat.partition("(")[2].rpartition(")")[0]


def _parent(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return 0
