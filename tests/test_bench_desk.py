"""`./run bench desk` runs from end to end on a small desk and prints every figure; the figures are not judged."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

_TOP = Path(__file__).parent.parent


def test_the_bench_prints_every_figure() -> None:
    if not any(map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))):
        pytest.skip("no Chromium")
    few = ["--claims", "1500", "--repeats", "1", "--keys", "2", "--open", "4"]
    ran = subprocess.run(
        [sys.executable, "-m", "bench.desk", *few], cwd=_TOP, capture_output=True, text=True, timeout=280
    )
    assert ran.returncode in (0, 1), ran.stderr
    for page in ("triage", "claim", "overview", "public page"):
        assert re.search(rf"^ +\d+\.\d +\d+\.\d +\d\.\d\d +\d+\.\d [* ]{page}$", ran.stdout, re.MULTILINE), (
            ran.stdout
        )
    for figure in (
        r"J to the next claim, key to paint: \d+ ms in the median, \d+ at most, of 2",
        r"\d+\.\d kB the first time, +\d+\.\d kB the next: /triage",
        r"4 open desks all heard of a change after \d+ ms",
        r"other pages meanwhile: \d+ ms with none open, \d+ with 4 and changes",
        r"(every target is met|\d+ targets are missed)",
    ):
        assert re.search(figure, ran.stdout), ran.stdout


def test_a_day_by_keyboard_makes_no_mistake() -> None:
    if not any(map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))):
        pytest.skip("no Chromium")
    day = [sys.executable, "-m", "bench.desk.day", "--claims", "8"]
    ran = subprocess.run(day, cwd=_TOP, capture_output=True, text=True, timeout=280)
    assert ran.returncode == 0, ran.stderr
    assert re.search(r"^8 claims, \d\.\d keys and \d+\.\d\d s a claim$", ran.stdout, re.MULTILINE), ran.stdout
    assert "mistake:" not in ran.stdout
