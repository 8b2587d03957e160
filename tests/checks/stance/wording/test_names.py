"""Names of stance and matching: a public name stands for one thing, and modules keep to their part."""

import ast
from collections import defaultdict
from pathlib import Path

import pytest

CHECKS = Path(__file__).parents[4] / "checks"


def _defined(module: Path) -> list[str]:
    tree = ast.parse(module.read_text(encoding="utf-8"))
    return [node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef)]


@pytest.mark.parametrize("package", ["stance", "matching"])
def test_a_public_name_is_defined_once_in_its_package(package: str) -> None:
    where = defaultdict(list)
    for module in sorted((CHECKS / package).rglob("*.py")):
        for name in _defined(module):
            where[name].append(module.relative_to(CHECKS).as_posix())
    assert len(where) > 20
    assert {name: files for name, files in where.items() if len(files) > 1 and not name.startswith("_")} == {}


def test_no_folder_of_stance_has_more_than_fifteen_modules_and_no_file_more_than_400_lines() -> None:
    folders = [
        folder for folder in (CHECKS / "stance").rglob("*") if folder.is_dir() and folder.name != "__pycache__"
    ]
    modules = [module for module in (CHECKS / "stance").rglob("*.py") if module.name != "__init__.py"]
    assert {folder.name for folder in folders} >= {"figures", "syntax", "wording"}
    assert [folder for folder in folders if sum(module.parent == folder for module in modules) > 15] == []
    assert [module for module in modules if len(module.read_text(encoding="utf-8").splitlines()) > 400] == []
