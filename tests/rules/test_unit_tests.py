"""Each module of the judging of stances has a test that names it, and is not reached through others alone."""

import ast
from pathlib import Path
from typing import Final

_TOP: Final = Path(__file__).parents[2]
_PACKAGE: Final = "checks/stance"


def _imported(source: str) -> set[str]:
    """The modules that a file imports, with what may be modules among the names that it imports from a package."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{name.name}" for name in node.names)}
        elif isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
    return found


def test_every_module_of_stance_is_imported_by_a_test() -> None:
    tests = [path for path in (_TOP / "tests/checks").rglob("*.py") if path != Path(__file__)]
    imported = set().union(*(_imported(path.read_text("utf-8")) for path in tests))
    paths = [path.relative_to(_TOP) for path in (_TOP / _PACKAGE).rglob("*.py") if path.name != "__init__.py"]
    modules = {".".join(path.with_suffix("").parts) for path in paths}
    assert len(modules) > 20
    assert modules - imported == set()


def test_modules_are_known_however_they_are_imported() -> None:
    source = "import a.b\nfrom a import c\nfrom a.d import e"
    assert {"a.b", "a.c", "a.d"} <= _imported(source)
