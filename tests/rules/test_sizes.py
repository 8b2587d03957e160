"""No folder and no file is so large that it has to be searched, and no line of a test so wide that a diff hides it.

Migrations are left out of what is counted: each is written once and never edited, so that 0001, which makes the first
tables, stays as long as it is.
"""

import re
from pathlib import Path
from typing import Final

import pytest

_TOP: Final = Path(__file__).parents[2]
_MOST_MODULES: Final = 15  # of one folder, without its __init__.py
_MOST_LINES: Final = 400
_WIDEST: Final = 120  # characters of a line of bench, tests and training; ruff's own limit holds everywhere
# Comments that steer a tool stand on the line that they are about, however long that is.
_STEERING: Final = re.compile(r"  # (?:type: ignore|noqa|fmt:).*$")
_PACKAGES: Final = ("checks", "store", "workers", "service", "embedded", "cli", "training", "bench")


def _modules(package: str) -> list[Path]:
    """The modules of a package but for migrations."""
    return [path for path in sorted((_TOP / package).rglob("*.py")) if path.parent.name != "versions"]


@pytest.mark.parametrize("package", _PACKAGES)
def test_no_folder_has_too_many_modules(package: str) -> None:
    folders = [path.parent for path in _modules(package) if path.name != "__init__.py"]
    counts = {str(folder.relative_to(_TOP)): folders.count(folder) for folder in set(folders)}
    assert counts
    assert {folder: count for folder, count in counts.items() if count > _MOST_MODULES} == {}


@pytest.mark.parametrize("package", [*_PACKAGES, "tests"])
def test_no_file_is_too_long(package: str) -> None:
    lines = {str(path.relative_to(_TOP)): len(path.read_text("utf-8").splitlines()) for path in _modules(package)}
    assert {path: count for path, count in lines.items() if count > _MOST_LINES} == {}


def _too_wide(source: str) -> list[int]:
    """The numbers of the lines of a module that are too wide."""
    lines = enumerate(source.splitlines(), 1)
    return [number for number, line in lines if len(_STEERING.sub("", line)) > _WIDEST]


@pytest.mark.parametrize("package", ["bench", "tests", "training"])
def test_no_line_is_too_wide(package: str) -> None:
    wide = {str(path.relative_to(_TOP)): _too_wide(path.read_text("utf-8")) for path in _modules(package)}
    assert {path: numbers for path, numbers in wide.items() if numbers} == {}


def test_a_wide_line_is_seen_and_a_comment_for_a_tool_is_not_counted() -> None:
    assert _too_wide(f'x = "{"y" * 120}"\nz = 1') == [1]
    assert _too_wide(f"x = {'y' * 110}  # type: ignore[arg-type]") == []
