"""What has more than four fields is made by keywords: nobody can tell the seventh argument of ten by its place.

A record is a dataclass or a `NamedTuple` of the repository. Where it has more than four fields, at most four of them
are given by their place, and none by a sequence that is unpacked.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

import pytest

_TOP: Final = Path(__file__).parents[2]
_PACKAGES: Final = ("checks", "store", "workers", "service", "embedded", "cli", "training", "bench", "tests")
_MOST: Final = 4
_NOT_GIVEN: Final = re.compile(r"\bClassVar\b|\binit=False\b")

Name = tuple[str, str]  # of a module, and of a class in it


class _Record(NamedTuple):
    bases: list[str]
    fields: list[str]
    imported: dict[str, Name]


class _Module(NamedTuple):
    """What one look through the syntax of a module finds of it.

    Attributes:
        names: where each of its names comes from: an import, or a class of its own.
    """

    names: dict[str, Name]
    classes: list[ast.ClassDef]
    calls: list[ast.Call]


def _modules() -> dict[str, _Module]:
    """Every module by its name."""
    found = {}
    for package in _PACKAGES:
        for path in sorted((_TOP / package).rglob("*.py")):
            parts = path.relative_to(_TOP).with_suffix("").parts
            name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
            found[name] = _module(name, path.read_text(encoding="utf-8"))
    return found


def _module(name: str, source: str) -> _Module:
    """A module of its source; of its calls those that may give too much by place."""
    names: dict[str, Name] = {}
    classes, calls = [], []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ClassDef):
            names.setdefault(node.name, (name, node.name))
            classes.append(node)
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {alias.asname or alias.name: (node.module, alias.name) for alias in node.names}
        elif isinstance(node, ast.Call) and (len(node.args) > _MOST or _unpacks(node)):
            calls.append(node)
    return _Module(names, classes, calls)


def _unpacks(call: ast.Call) -> bool:
    return any(isinstance(arg, ast.Starred) for arg in call.args)


def _records(modules: dict[str, _Module]) -> dict[Name, _Record]:
    found = {}
    for module, (names, classes, _) in modules.items():
        for node in filter(_is_record, classes):
            fields = [part for part in node.body if isinstance(part, ast.AnnAssign)]
            given = [ast.unparse(part.target) for part in fields if not _NOT_GIVEN.search(ast.unparse(part))]
            found[module, node.name] = _Record([ast.unparse(base) for base in node.bases], given, names)
    return found


def _is_record(node: ast.ClassDef) -> bool:
    decorated = any("dataclass" in ast.unparse(decorator) for decorator in node.decorator_list)
    return decorated or any(ast.unparse(base) == "NamedTuple" for base in node.bases)


def _fields(name: Name, records: dict[Name, _Record]) -> set[str]:
    """The fields of a record with those that it inherits."""
    record = records[name]
    bases = [record.imported[base] for base in record.bases if record.imported.get(base) in records]
    return set(record.fields).union(*(_fields(base, records) for base in bases))


def _by_place(modules: dict[str, _Module]) -> Iterator[tuple[str, int, str]]:
    """(module, line, class) of every call that gives a record of many fields more than four of them by their place."""
    records = _records(modules)
    for module, (names, _, calls) in modules.items():
        for node in calls:
            if not isinstance(node.func, ast.Name) or node.func.id not in names:
                name = _attribute(node.func, names)
            else:
                name = names[node.func.id]
            if name in records and len(_fields(name, records)) > _MOST:
                yield module, node.lineno, name[1]


def _attribute(function: ast.expr, names: dict[str, Name]) -> Name | None:
    """The class that `module.Class` means."""
    if not isinstance(function, ast.Attribute) or not isinstance(function.value, ast.Name):
        return None
    package, module = names.get(function.value.id, ("", ""))
    return f"{package}.{module}", function.attr


def test_records_of_many_fields_are_made_by_keywords() -> None:
    assert list(_by_place(_modules())) == []


@pytest.mark.parametrize(
    ("call", "wrong"),
    [
        ("Five(1, 2, 3, 4, 5)", True),
        ("shapes.Five(1, 2, 3, 4, 5)", True),
        ("Six(1, 2, 3, 4, 5)", True),
        ("Five(*row)", True),
        ("Five(1, 2, 3, 4, e=5)", False),
        ("Four(1, 2, 3, 4)", False),
        ("Four(*row)", False),
    ],
)
def test_a_call_by_places_is_seen(call: str, wrong: bool) -> None:
    shapes = (
        "class Four(NamedTuple):\n    a: int\n    b: int\n    c: int\n    d: int\n"
        "@dataclass(frozen=True)\nclass Five:\n    a: int\n    b: int\n    c: int\n    d: int\n    e: int\n"
        "@dataclass\nclass Six(Four):\n    e: int\n"
    )
    user = f"from p import shapes\nfrom p.shapes import Five, Four, Six\n{call}"
    modules = {name: _module(name, source) for name, source in (("p.shapes", shapes), ("p.user", user))}
    assert bool(list(_by_place(modules))) == wrong
