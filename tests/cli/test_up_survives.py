"""`factdesk up` outlives the death of its servers, and work that was taken before is done after."""

import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

from tests.cli.running import ask, start_up
from tests.running.clusters import migrated_folder
from tests.running.ports import free_port


@pytest.fixture
def data(pytestconfig: pytest.Config) -> Iterator[Path]:
    made = migrated_folder(pytestconfig, "factdesk-up-")
    yield made
    shutil.rmtree(made, ignore_errors=True)


@pytest.fixture
def desk(data: Path, tmp_path: Path) -> Iterator[tuple[psutil.Process, Path]]:
    started = start_up(data, free_port(), "--no-sample", log=tmp_path / "log")
    try:
        started.until("Ctrl-C")
        yield psutil.Process(started.process.pid), data
    finally:
        started.end()


@pytest.mark.timeout(300)
def test_the_broker_and_the_store_are_killed_and_come_back(desk: tuple[psutil.Process, Path]) -> None:
    supervisor, folder = desk
    first = _add(folder, "The town of Alder has 4,321 inhabitants.")
    killed = {name: _child(supervisor, name) for name in ("valkey-server", "postgres")}
    killed["valkey-server"].kill()
    _eventually(lambda: ask(folder, f"/api/v1/articles/{first}")["stage"] == "ready")
    second = _add(folder, "The town of Birch has 5,432 inhabitants.")
    killed["postgres"].kill()
    _eventually(lambda: ask(folder, f"/api/v1/articles/{second}")["stage"] == "ready")
    third = _add(folder, "The town of Cedar has 6,543 inhabitants.")
    _eventually(lambda: ask(folder, f"/api/v1/articles/{third}")["stage"] == "ready")
    assert ask(folder, f"/api/v1/articles/{first}")["stage"] == "ready"
    assert {_child(supervisor, name).pid for name in killed}.isdisjoint(p.pid for p in killed.values())


@pytest.mark.timeout(300)
def test_the_supervisor_is_killed_and_the_next_start_goes_on(data: Path, tmp_path: Path) -> None:
    port, log = free_port(), tmp_path / "log"
    killed = start_up(data, port, "--no-sample", log=log)
    killed.until("Ctrl-C")
    children = psutil.Process(killed.process.pid).children(recursive=True)
    first = _add(data, "The town of Alder has 4,321 inhabitants.")
    killed.process.kill()
    killed.process.wait()
    again = start_up(data, port, "--no-sample", log=log)
    try:
        again.until("Ctrl-C")
        _eventually(lambda: ask(data, f"/api/v1/articles/{first}")["stage"] == "ready")
        ours = {child.pid for child in psutil.Process(again.process.pid).children(recursive=True)}
        _eventually(lambda: not any(child.is_running() and child.pid not in ours for child in children))
    finally:
        again.end()


def _child(supervisor: psutil.Process, name: str) -> psutil.Process:
    found: list[psutil.Process] = []

    def look() -> bool:
        found[:] = [
            child
            for child in supervisor.children()
            if name in child.name() or ("redis" in child.name() and "valkey" in name)
        ]
        return bool(found)

    _eventually(look)
    return found[0]


def _add(folder: Path, text: str) -> int:
    return int(ask(folder, "/api/v1/articles", {"text": text})["id"])


def _eventually(done: Callable[[], bool], seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        with suppress(OSError):
            if done():
                return
        time.sleep(0.2)
    raise AssertionError("it did not happen in time")
