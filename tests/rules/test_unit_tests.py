"""Each module of the judging of stances, and of what the matching of claims shares with it, has a test that names it.

None is reached through others alone.
"""

import ast
from pathlib import Path
from typing import Final

_TOP: Final = Path(__file__).parents[2]
_PACKAGES: Final = ("checks/stance", "checks/amounts", "checks/nlp/relations")


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
    paths = [path for package in _PACKAGES for path in (_TOP / package).rglob("*.py")]
    modules = {
        ".".join(path.relative_to(_TOP).with_suffix("").parts) for path in paths if path.name != "__init__.py"
    }
    assert len(modules) > 20
    assert modules - imported == set()


def test_modules_are_known_however_they_are_imported() -> None:
    source = "import a.b\nfrom a import c\nfrom a.d import e"
    assert {"a.b", "a.c", "a.d"} <= _imported(source)
