"""How much of the code is docstrings and comments, each package against its floor.

A fifth of the lines of each package of `checks/`, and of `store/`, says what the others do; a package that rises gets a
higher floor. `python -m tests.rules.test_docstrings` prints the shares. Comments that only steer a tool (`# fmt:`,
`# type:`, `# noqa`) do not count, nor do migrations, which are written once.
"""

import ast
import io
import tokenize
from pathlib import Path

import pytest

_TOP = Path(__file__).parents[2]
_LEAST = 0.20
# Those that stand above it.
_HIGHER = {
    "checks/types": 0.29, "checks/lexicon": 0.25, "checks/nlp": 0.24, "checks/claimreview": 0.23,
        "checks/documents": 0.22, "checks/amounts": 0.27,
    "checks/matching": 0.21, "checks/extraction": 0.21, "checks/suggestion": 0.21, "store": 0.21,
    "checks/stance": 0.21,
}  # fmt: skip
_PACKAGES = [
    f"checks/{path.name}" for path in sorted((_TOP / "checks").iterdir()) if (path / "__init__.py").exists()
]
FLOORS = {package: _HIGHER.get(package, _LEAST) for package in [*_PACKAGES, "store"]}
_TOOLS = ("# fmt:", "# type:", "# noqa")
_WITH_DOCSTRING = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)


def _explaining(source: str) -> int:
    """How many lines of a module are, or hold, a docstring or a comment."""
    lines: set[int] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, _WITH_DOCSTRING) and ast.get_docstring(node, clean=False) is not None:
            lines.update(range(node.body[0].lineno, (node.body[0].end_lineno or 0) + 1))
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT and not token.string.startswith(_TOOLS):
            lines.add(token.start[0])
    return len(lines)


def share(package: str) -> float:
    """The part of a package's lines that explain the others, 0 to 1."""
    paths = [path for path in (_TOP / package).rglob("*.py") if path.parent.name != "versions"]
    sources = [path.read_text(encoding="utf-8") for path in paths]
    return sum(map(_explaining, sources)) / sum(len(source.splitlines()) for source in sources)


@pytest.mark.parametrize(("package", "floor"), FLOORS.items())
def test_a_package_explains_itself(package: str, floor: float) -> None:
    assert share(package) >= floor


def test_every_package_of_checks_has_a_floor() -> None:
    assert {"checks/extraction", "checks/revisions", "store"} <= FLOORS.keys() >= _HIGHER.keys()
    assert min(FLOORS.values()) >= _LEAST


def test_docstrings_and_comments_are_counted_and_other_strings_are_not() -> None:
    source = '"""Two\nlines."""\n\nx = """no\ndocstring"""  # a comment\ny = 1  # noqa: S101\n'
    assert _explaining(source) == 3


if __name__ == "__main__":
    for name in FLOORS:
        print(f"{name:20} {share(name):.3f}")
