"""Memory of all processes of a running desk, shared pages counted once (PSS), by process.

    ./run bench memory            starts a desk of its own, waits until it is idle, and stops it
    ./run bench memory --pid PID  of the desk whose supervisor has this process id

Linux only: it reads /proc/PID/smaps_rollup, as root or the processes' own user.
"""

import argparse
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Final

from bench.servers import server_folder
from tests.running.ports import free_port

TARGET_MB: Final = 600
_IDLE_SECONDS: Final = 75  # a worker ends the processes that it does not need after 30 to 60


def main() -> None:
    """Print the table; leaves with 1 where the sum is above the target."""
    parser = argparse.ArgumentParser(prog="./run bench memory", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--pid", type=int, help="the supervisor of the desk")
    given = parser.parse_args()
    total = _print(given.pid) if given.pid else _of_own_desk()
    sys.exit(0 if total <= TARGET_MB else 1)


def _of_own_desk() -> float:
    with server_folder() as folder:
        variables = {
            name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "REDIS_URL")
        }
        command = [sys.executable, "-u", "-m", "cli", "up", "--port", str(free_port())]
        desk = subprocess.Popen(
            command, env={**variables, "FACTDESK_DATA": f"{folder}/var"}, stdout=subprocess.PIPE, text=True
        )
        try:
            assert desk.stdout
            for line in desk.stdout:
                if "Ctrl-C" in line:
                    break
            time.sleep(_IDLE_SECONDS)
            return _print(desk.pid)
        finally:
            desk.send_signal(signal.SIGINT)
            desk.wait(60)


def _print(supervisor: int) -> float:
    """Print every process below the supervisor and the sum in megabytes, which is returned."""
    parents = {pid: _parent(pid) for pid in _processes()}
    sums: dict[str, tuple[int, float]] = {}
    for pid in [supervisor, *(pid for pid in parents if _below(pid, supervisor, parents))]:
        name = _name(pid)
        count, size = sums.get(name, (0, 0.0))
        sums[name] = count + 1, size + _pss(pid)
    for name, (count, size) in sorted(sums.items(), key=lambda item: -item[1][1]):
        print(f"{name:<24}{count:>4}{size:>8.0f} MB")
    total = sum(size for _, size in sums.values())
    print(f"{'all':<24}{sum(count for count, _ in sums.values()):>4}{total:>8.0f} MB (target {TARGET_MB})")
    return total


def _processes() -> list[int]:
    return [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit()]


def _parent(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
    except OSError:  # it has ended
        return 0


def _below(pid: int, top: int, parents: dict[int, int]) -> bool:
    while pid := parents.get(pid, 0):
        if pid == top:
            return True
    return False


def _name(pid: int) -> str:
    comm = Path(f"/proc/{pid}/comm").read_text().strip()
    if comm.startswith("factdesk-"):
        return comm
    words = Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace").split()
    if "cli" in words:
        arguments = words[words.index("cli") + 1 :]
        queues = arguments[arguments.index("--queues") + 1] if "--queues" in arguments else ""
        return "sweeper" if queues == "sweep" else arguments[0]
    return words[0].rpartition("/")[2].strip(":") if words else "?"


def _pss(pid: int) -> float:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return int(next(line for line in lines if line.startswith("Pss:")).split()[1]) / 1024


if __name__ == "__main__":
    main()
