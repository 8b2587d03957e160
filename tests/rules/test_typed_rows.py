"""Rows leave `store/` as dataclasses, so that mypy holds the border."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

_TOP: Final = Path(__file__).parents[2]
# What SQLAlchemy calls a row, or a result of which rows are read.
_UNTYPED: Final = r"\b(?:RowMapping|Row|MappingResult|CursorResult|ScalarResult)\b"
# A row read by the name of a column: `row["name"]`, `rows[0]["name"]`.
_ROWS: Final = re.compile(r"(?:row|rows|record|records|r|claim|claims|evidence|lookup|source)$")


def _untyped_reads(source: str, *, names: bool = True) -> Iterator[str]:
    """The places of a module that read a row of the database which is no dataclass; with `names` those that only
    look so.
    """
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Attribute) and node.attr == "mappings":
            yield f"{node.lineno}: .mappings"
        if isinstance(node, ast.Name | ast.Attribute) and re.fullmatch(_UNTYPED, ast.unparse(node).split(".")[-1]):
            yield f"{node.lineno}: {ast.unparse(node)}"
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("sqlalchemy"):
            yield from (f"{node.lineno}: {each.name}" for each in node.names if re.fullmatch(_UNTYPED, each.name))
        if not names or not isinstance(node, ast.Subscript) or not isinstance(node.slice, ast.Constant):
            continue
        of = node.value.value if isinstance(node.value, ast.Subscript) else node.value
        if isinstance(node.slice.value, str) and isinstance(of, ast.Name) and _ROWS.fullmatch(of.id):
            yield f"{node.lineno}: {ast.unparse(node)}"


@pytest.mark.parametrize("package", ["service", "workers", "cli"])
def test_no_row_is_read_by_the_names_of_its_columns(package: str) -> None:
    files = sorted((_TOP / package).rglob("*.py"))
    names = (
        package != "cli"
    )  # the command line reads the API's JSON by name; rows of the store mypy does not let it
    found = {
        str(path.relative_to(_TOP)): list(_untyped_reads(path.read_text("utf-8"), names=names)) for path in files
    }
    assert {path: reads for path, reads in found.items() if reads} == {}


def test_no_function_of_the_store_returns_an_untyped_row() -> None:
    wrong = []
    for path in sorted((_TOP / "store").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.FunctionDef) or node.name.startswith("_") or node.returns is None:
                continue
            if re.search(_UNTYPED, ast.unparse(node.returns)):
                wrong.append(f"{path.relative_to(_TOP)}: {node.name}")
    assert wrong == []


@pytest.mark.parametrize(
    "source",
    [
        "from sqlalchemy import RowMapping",
        "def f(row: sa.RowMapping) -> None: ...",
        "def f(rows: 'list[int]') -> int: return rows[0]['id']",
        "def f(conn): return conn.execute(query).mappings().all()",
        "total = row['total']",
    ],
)
def test_the_rule_sees_an_untyped_row(source: str) -> None:
    assert list(_untyped_reads(source))
