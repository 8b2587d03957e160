"""Tests in several processes: each runs once, and what goes wrong in one of them is told."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.running.scheduling import LONGEST, WAITING, Files

_TOP = Path(__file__).parents[2]
_CONFTEST = """
from tests.running.processes import run_in_processes

def pytest_runtestloop(session):
    run_in_processes(session, 2)
    return True
"""
_FIRST = """
import os, warnings, pytest

@pytest.fixture(scope="session", autouse=True)
def server():
    yield
    with open("stopped", "a") as file:
        file.write("x")

def test_good(tmp_path):
    warnings.warn("beware", DeprecationWarning)

def test_bad():
    print("what was said")
    assert 1 == 2

def test_skipped():
    pytest.skip("not here")
"""
_SECOND = """
import os

def test_killed():
    os._exit(7)
"""


def _run(folder: Path, files: dict[str, str], *options: str) -> str:
    (folder / "conftest.py").write_text(_CONFTEST)
    for name, source in files.items():
        (folder / name).write_text(source)
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-p", "no:hypothesispytest", *options]
    ended = subprocess.run(
        command, cwd=folder, env={"PYTHONPATH": str(_TOP)}, capture_output=True, text=True, timeout=60
    )
    return ended.stdout + ended.stderr


def test_all_are_run_and_what_fails_is_reported_with_its_output(tmp_path: Path) -> None:
    said = _run(tmp_path, {"test_first.py": _FIRST, "test_second.py": "def test_fine(): pass"}, "-rfs")
    assert "1 failed, 2 passed, 1 skipped, 1 warning" in said
    assert "FAILED test_first.py::test_bad - assert 1 == 2" in said
    assert "what was said" in said
    assert "DeprecationWarning: beware" in said
    assert (tmp_path / "stopped").read_text() == "x"


def test_a_process_that_is_killed_fails_the_test_that_it_ran(tmp_path: Path) -> None:
    said = _run(tmp_path, {"test_first.py": "def test_fine(): pass", "test_second.py": _SECOND})
    assert "1 failed, 1 passed" in said
    assert "FAILED test_second.py::test_killed - its process ended with code 7" in said


def test_tests_that_no_process_is_left_for_fail_the_run(tmp_path: Path) -> None:
    said = _run(tmp_path, {f"test_killed_{number}.py": _SECOND for number in range(5)})
    assert "tests were not run" in said


def test_the_first_failure_ends_the_run(tmp_path: Path) -> None:
    said = _run(tmp_path, {"test_first.py": _FIRST, "test_second.py": "def test_fine(): pass"}, "-x")
    assert "stopping after 1 failures" in said
    assert (tmp_path / "stopped").read_text() == "x"


@pytest.mark.parametrize(
    ("processes", "process", "first"), [(3, 0, "tests/chaos/a"), (3, 1, "tests/api/a"), (2, 0, "tests/api/a")]
)
def test_the_first_process_takes_what_mostly_waits(processes: int, process: int, first: str) -> None:
    files = Files(["tests/chaos/a", "tests/store/a", "tests/api/a"], processes)
    taken = [files.take(process) for _ in range(4)]
    assert taken[0] == first
    assert sorted(taken[:3], key=str) == ["tests/api/a", "tests/chaos/a", "tests/store/a"]
    assert taken[3] is None


def test_the_longest_file_is_taken_first() -> None:
    files = Files(["tests/api/a", "tests/security/test_hostile.py"], 2)
    assert files.take(1) == "tests/security/test_hostile.py"


@pytest.mark.parametrize("named", [*WAITING, LONGEST])
def test_what_is_named_is_there(named: str) -> None:
    assert list(_TOP.glob(f"{named}*"))
