"""A disk that is full, under the whole desk: it answers, says so, and goes on by itself when there is room."""

import os
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.running import ask, start_up
from tests.cli.test_up_survives import _add, _eventually
from tests.running.ports import free_port

_SIZE = "400m"


@pytest.fixture
def disk() -> Iterator[Path]:
    """A small disk of its own."""
    with tempfile.TemporaryDirectory(prefix="factdesk-disk-") as made:
        Path(made).chmod(0o755)
        mount = ["mount", "-t", "tmpfs", "-o", f"size={_SIZE},mode=755", "tmpfs", made]
        if os.geteuid() or subprocess.run(mount, capture_output=True).returncode:
            pytest.skip("no disk can be mounted here")
        try:
            yield Path(made)
        finally:
            subprocess.run(["umount", "--lazy", made], check=True)


def _fill(disk: Path) -> Path:
    """A file that leaves no byte free."""
    filler = disk / "filler"
    with filler.open("wb", buffering=0) as file:
        for piece in (1 << 20, 4096, 1):
            try:
                while True:
                    file.write(b"x" * piece)
            except OSError:
                pass
    return filler


def _get(url: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(url, timeout=10) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


@pytest.mark.timeout(175)
def test_a_full_disk_is_said_and_outlived(disk: Path, tmp_path: Path) -> None:
    port, data = free_port(), disk / "var"
    desk = start_up(data, port, "--no-sample", log=tmp_path / "log")
    try:
        desk.until("Ctrl-C")
        waiting = [_add(data, f"The town of Alder {n} has {4000 + n:,} inhabitants.") for n in range(8)]
        filler = _fill(disk)
        time.sleep(1)
        refused = []
        deadline = time.monotonic() + 4
        while time.monotonic() < deadline:
            try:
                _add(
                    data,
                    f"The town of Birch {len(refused)} has {5000 + len(refused):,} inhabitants. " + "x" * 50_000,
                )
            except urllib.error.HTTPError as error:
                refused.append(error.code)
            time.sleep(0.3)
            status, said = _get(f"http://127.0.0.1:{port}/healthz")
            assert (status, said.split(":")[0]) == (200, "disk full")
        assert set(refused) <= {503}
        assert desk.process.poll() is None
        filler.unlink()
        _eventually(lambda: _get(f"http://127.0.0.1:{port}/healthz")[1] == "ok\n", 90)
        after = 0

        def taken() -> bool:
            nonlocal after
            after = _add(data, "The town of Cedar has 6,543 inhabitants.")
            return True

        _eventually(taken)
        _eventually(
            lambda: all(ask(data, f"/api/v1/articles/{n}")["stage"] == "ready" for n in [*waiting, after]), 90
        )
        assert desk.process.poll() is None
    finally:
        code, said = desk.end()
    assert code == 0, said


@pytest.mark.timeout(120)
def test_a_first_start_on_a_full_disk_is_one_line_and_the_next_one_works(disk: Path, tmp_path: Path) -> None:
    port, data = free_port(), disk / "var"
    data.mkdir()
    filler = _fill(disk)
    # None; too little for a cluster; too little for what stands in it at first.
    for room in (0, 30 << 20, 45 << 20):
        os.truncate(filler, filler.stat().st_size - room)
        desk = start_up(data, port, "--no-sample", log=tmp_path / "log")
        assert desk.process.wait(60) == 1
        said = desk.said()
        assert "Traceback" not in said
        words = f"factdesk: the disk is full; make room for {data} and start again"
        assert said.splitlines()[-1].startswith(words), said
        _fill(disk)
    filler.unlink()
    again = start_up(data, port, "--no-sample", log=tmp_path / "log")
    try:
        again.until("Ctrl-C")
    finally:
        again.end()
