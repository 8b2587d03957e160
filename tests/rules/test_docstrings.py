"""How much of the code is docstrings and comments, each package against its floor, and that errors are named in them.

A fifth of the lines of each package of `checks/`, and of `store/`, says what the others do; a package that rises gets a
higher floor. `python -m tests.rules.test_docstrings` prints the shares. Comments that only steer a tool (`# fmt:`,
`# type:`, `# noqa`) do not count, nor do migrations, which are written once.
"""

import ast
import io
import re
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


# What a docstring says of errors without naming them.
_OF_OTHERS = re.compile(r"[Rr]aises as |Never raises")


def _unnamed(source: str) -> list[str]:
    """The public functions of a module that raise an error which their docstring does not name."""
    functions = [part for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Module | ast.ClassDef)
                 for part in node.body if isinstance(part, ast.FunctionDef | ast.AsyncFunctionDef)]  # fmt: skip
    return [
        f"{function.name}: {error}"
        for function in functions
        if not function.name.startswith("_") and not _OF_OTHERS.search(ast.get_docstring(function) or "")
        for error in sorted(_raised(function))
        if error not in (ast.get_docstring(function) or "")
    ]


def _raised(function: ast.FunctionDef | ast.AsyncFunctionDef) -> set[str]:
    """The names of the errors that a function raises itself, but for those that it only hands on."""
    found = set()
    for node in ast.walk(function):
        if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call):
            found.add(ast.unparse(node.exc.func).rpartition(".")[2])
    return {name for name in found if name[:1].isupper()}  # no function that makes the error


@pytest.mark.parametrize("package", ["checks", "store", "workers", "embedded"])
def test_functions_say_what_they_raise(package: str) -> None:
    paths = [path for path in (_TOP / package).rglob("*.py") if path.parent.name != "versions"]
    found = {str(path.relative_to(_TOP)): _unnamed(path.read_text(encoding="utf-8")) for path in paths}
    assert len(found) > 5
    assert {path: unnamed for path, unnamed in found.items() if unnamed} == {}


def test_an_error_that_no_docstring_names_is_seen() -> None:
    assert _unnamed('def f():\n    """Do it."""\n    raise errors.Late(1)\n') == ["f: Late"]
    assert _unnamed('def f():\n    """Do it. Raises `Late`."""\n    raise Late(1)\n') == []
    assert (
        _unnamed(
            'class A:\n    def f(self):\n        """Do it, and raises as `g` does."""\n        raise Late(1)\n'
        )
        == []
    )
    assert _unnamed("def _f():\n    raise Late(1)\n") == []


if __name__ == "__main__":
    for name in FLOORS:
        print(f"{name:20} {share(name):.3f}")
