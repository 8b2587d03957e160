"""Names and paths in backticks, in the docs and in docstrings, are those of the code.

`store.queue.lease_job` must be a module with that function, `checks/stance/judge.py` a file. Decisions and the
changelog tell of what was, and are not looked at.
"""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

_TOP = Path(__file__).parents[2]
_PACKAGES = ("checks", "store", "workers", "service", "cli", "embedded", "bench", "training", "tests")
_FOLDERS = (*_PACKAGES, "docs", "templates", "static")
_HISTORY = {"decisions", "CHANGELOG.md"}
_PAGES = [p for p in (*_TOP.glob("*.md"), *_TOP.glob("docs/**/*.md")) if _HISTORY.isdisjoint(p.parts)]
_MODULES = [path for name in _PACKAGES for path in sorted((_TOP / name).rglob("*.py"))]
_DOTTED = re.compile(rf"`((?:{'|'.join(_PACKAGES)})(?:\.\w+)+)(?:\(\))?`")
_PATH = re.compile(
    rf"`((?:{'|'.join(_FOLDERS)})/[\w./-]*)([<*‹…{{][^`]*)?`"
)  # with what a reader fills in, or without
_FILE = re.compile(r"\.(?:py|md|toml|json|csv|html|css|js|jsonl)\Z")


@cache
def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def _named(body: list[ast.stmt], name: str) -> ast.stmt | None:
    """What defines a name in a module or class: a definition, an assignment or an import."""
    for node in body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) and node.name == name:
            return node
        if isinstance(node, ast.Import | ast.ImportFrom) and name in {a.asname or a.name for a in node.names}:
            return node
        targets = (
            node.targets
            if isinstance(node, ast.Assign)
            else [node.target]
            if isinstance(node, ast.AnnAssign)
            else []
        )
        if any(isinstance(part, ast.Name) and part.id == name for target in targets for part in ast.walk(target)):
            return node
    return None


def _is_there(dotted: str) -> bool:
    """Whether a dotted name is a module, or something that one defines."""
    parts = dotted.split(".")
    for cut in range(len(parts), 0, -1):
        place = _TOP.joinpath(*parts[:cut])
        module = place.with_suffix(".py") if place.with_suffix(".py").is_file() else place / "__init__.py"
        if not module.is_file():
            continue
        body: list[ast.stmt] = _tree(module).body
        for name in parts[cut:]:
            if (node := _named(body, name)) is None:
                return False
            body = getattr(node, "body", [])
        return True
    return False


def _dead(text: str) -> list[str]:
    names = [name for name in _DOTTED.findall(text) if not _FILE.search(name) and not _is_there(name)]
    paths = (path.rpartition("/")[0] if open_end else path for path, open_end in _PATH.findall(text))
    return names + [path for path in paths if not (_TOP / path).exists()]


@pytest.mark.parametrize("page", _PAGES, ids=lambda page: str(page.relative_to(_TOP)))
def test_the_docs_name_what_there_is(page: Path) -> None:
    assert _dead(page.read_text(encoding="utf-8")) == []


def test_docstrings_and_comments_name_what_there_is() -> None:
    found = {str(p.relative_to(_TOP)): dead for p in _MODULES if (dead := _dead(p.read_text(encoding="utf-8")))}
    found.pop("tests/rules/test_references.py", None)
    assert found == {}


def test_a_dead_name_is_seen() -> None:
    text = (
        "`store.queue.lease_job` `store.queue.no_such` `checks/stance/judge.py` `checks/stance/no.py` "
        "`store.no.such` `store/*/tables.py` `checks/no/<its file>.py`"
    )
    assert _dead(text) == ["store.queue.no_such", "store.no.such", "checks/stance/no.py", "checks/no"]
