"""No folder and no file is so large that it has to be searched.

Migrations are left out of what is counted: each is written once and never edited, so that 0001, which makes the first
tables, stays as long as it is.
"""

from pathlib import Path
from typing import Final

import pytest

_TOP: Final = Path(__file__).parents[2]
_MOST_MODULES: Final = 15  # of one folder, without its __init__.py
_MOST_LINES: Final = 400
_PACKAGES: Final = ("checks", "store", "workers", "service", "embedded", "cli", "training", "bench")


def _modules(package: str) -> list[Path]:
    """The modules of a package but for migrations."""
    return [path for path in sorted((_TOP / package).rglob("*.py")) if path.parent.name != "versions"]


@pytest.mark.parametrize("package", [*_PACKAGES, "tests"])
def test_no_folder_has_too_many_modules(package: str) -> None:
    folders = [path.parent for path in _modules(package) if path.name != "__init__.py"]
    counts = {str(folder.relative_to(_TOP)): folders.count(folder) for folder in set(folders)}
    assert counts
    assert {folder: count for folder, count in counts.items() if count > _MOST_MODULES} == {}


@pytest.mark.parametrize("package", [*_PACKAGES, "tests"])
def test_no_file_is_too_long(package: str) -> None:
    lines = {str(path.relative_to(_TOP)): len(path.read_text("utf-8").splitlines()) for path in _modules(package)}
    assert {path: count for path, count in lines.items() if count > _MOST_LINES} == {}
