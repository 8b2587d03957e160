"""`./run bench desk` runs from end to end on a small desk and prints every figure; the figures are not judged."""

import os
import re
import shutil
from pathlib import Path

import pytest

from tests.browser.conftest import BROWSERS
from tests.running.commands import start_command


def _ran(module: str, *arguments: str, folder: Path) -> tuple[int, str]:
    """The exit code of a bench, and what it printed. Where there is a browser that takes less of a processor than the
    one that is measured with, the bench finds that one by the other's name.
    """
    if (browser := next(filter(None, map(shutil.which, BROWSERS)), None)) is None:
        pytest.skip("no Chromium")
    (named := folder / "bin").mkdir()
    (named / "chromium").symlink_to(browser)
    log, variables = folder / "logs" / "bench.log", {**os.environ, "PATH": f"{named}:{os.environ['PATH']}"}
    return start_command(*arguments, module=module, log=log, environment=variables).wait(280), log.read_text()


def test_the_bench_prints_every_figure(folder_of_servers: Path, tmp_path: Path) -> None:
    few = "--claims", "1500", "--repeats", "1", "--keys", "2", "--open", "4", "--keep", f"{folder_of_servers}"
    code, said = _ran("bench.desk", *few, folder=tmp_path)
    assert code in (0, 1), said
    for page in ("triage", "claim", "overview", "public page"):
        assert re.search(rf"^ +\d+\.\d +\d+\.\d +\d+\.\d\d +\d+\.\d [* ]{page}$", said, re.MULTILINE), said
    for figure in (
        r"J to the next claim, key to paint: \d+ ms in the median, \d+ at most, of 2",
        r"\d+\.\d kB the first time, +\d+\.\d kB the next: /triage",
        r"4 open desks all heard of a change after \d+ ms",
        r"other pages meanwhile: \d+ ms with none open, \d+ with 4 and changes",
        r"(every target is met|\d+ targets are missed)",
    ):
        assert re.search(figure, said), said


def test_a_day_by_keyboard_makes_no_mistake(tmp_path: Path) -> None:
    code, said = _ran("bench.desk.day", "--claims", "4", "--seed", "10", folder=tmp_path)
    assert code == 0, said
    assert re.search(r"^4 claims, \d\.\d keys and \d+\.\d\d s a claim$", said, re.MULTILINE), said
    assert "mistake:" not in said
