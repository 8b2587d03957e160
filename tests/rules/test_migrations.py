"""A migration of a running desk keeps nobody waiting: what holds a large table for long is refused.

`./run bench migrations` measures the same on a desk of a million claims. Migrations up to the baseline came before
feeds brought articles in by themselves, and no desk was of that size.
"""

import ast
import re
from collections.abc import Collection
from pathlib import Path

import pytest

_BASELINE = "0027"
_WAY_BACK = "0037"  # behind which each has a downgrade
_VERSIONS = Path(__file__).parents[2] / "store/migrations/versions"
_FILES = sorted(path for path in _VERSIONS.glob("*.py") if path.name[:4] > _BASELINE)
# On every desk; from here on they too are changed by what the rule allows.
_SMALL, _NO_EXCEPTION = frozenset({"work", "notices", "notice_settings", "newsroom"}), "0066"
_SPACE = r"\s+"
_LOCKING = {
    "an index that is not made CONCURRENTLY": r"CREATE (?:UNIQUE )?INDEX (?!CONCURRENTLY).*?\bON (?:ONLY )?(\w+)",
    "a computed column, which writes the table anew": r"ALTER TABLE (\w+)\b[^;]*ADD COLUMN[^;]*GENERATED ALWAYS AS \(",
    "another type of a column, which writes the table anew": (
        r"ALTER TABLE (\w+)\b[^;]*ALTER (?:COLUMN )?\w+ (?:SET DATA )?TYPE"
    ),
    "NOT NULL, for which all rows are read": r"ALTER TABLE (\w+)\b[^;]*ALTER (?:COLUMN )?\w+ SET NOT NULL",
    "a constraint that is not NOT VALID at first": (
        r"ALTER TABLE (\w+)\b[^;]*ADD CONSTRAINT \w+ (?:CHECK|FOREIGN KEY)(?![^;]*NOT VALID)"
    ),
}
_CALLS = {
    "create_index": "an index that is not made CONCURRENTLY",
    "create_check_constraint": "a constraint that is not NOT VALID at first",
    "create_foreign_key": "a constraint that is not NOT VALID at first",
    "create_unique_constraint": "an index that is not made CONCURRENTLY",
}


def _faults(source: str, free: Collection[str] = ()) -> list[str]:
    """What a migration does to a table that it has not made itself and that is not `free`, in words."""
    tree = ast.parse(source)
    texts = [re.sub(_SPACE, " ", text) for text in _texts(tree)]
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    made = {name for text in texts for name in re.findall(r"CREATE TABLE (?:IF NOT EXISTS )?(\w+)", text)}
    made |= {*free, *(_text(call.args[0]) for call in calls if _called(call) == "create_table")}
    found = [
        f"{table}: {fault}"
        for fault, pattern in _LOCKING.items()
        for text in texts
        for table in re.findall(pattern, text)
        if table not in made
    ]
    for call in calls:
        name, table = _called(call), _text(call.args[1]) if len(call.args) > 1 else ""
        concurrent = any(keyword.arg == "postgresql_concurrently" for keyword in call.keywords)
        if name in _CALLS and table not in made and not concurrent:
            found.append(f"{table}: {_CALLS[name]}")
        if name == "alter_column" and any(keyword.arg in ("type_", "nullable") for keyword in call.keywords):
            found.append(f"{_text(call.args[0])}: another type, or NOT NULL")
    return found


def _texts(tree: ast.Module) -> list[str]:
    """All literals, with `x` for each value that is put into one."""
    inside = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    literals = [node for node in ast.walk(tree) if isinstance(node, ast.Constant | ast.JoinedStr)]
    return [_text(node) for node in literals if id(node) not in inside]


def _text(node: ast.expr) -> str:
    if isinstance(node, ast.JoinedStr):
        return "".join(_text(part) if isinstance(part, ast.Constant) else "x" for part in node.values)
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def _called(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else ""


@pytest.mark.parametrize("path", _FILES, ids=lambda path: path.stem)
def test_a_migration_keeps_nobody_waiting(path: Path) -> None:
    assert _faults(path.read_text(encoding="utf-8"), _SMALL if path.name[:4] < _NO_EXCEPTION else ()) == []


@pytest.mark.parametrize(
    "path", [path for path in _FILES if path.name[:4] > _WAY_BACK], ids=lambda path: path.stem
)
def test_a_migration_has_a_way_back(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert any(isinstance(node, ast.FunctionDef) and node.name == "downgrade" for node in tree.body)


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        ("op.execute('CREATE INDEX ix ON claims (id)')", "claims: an index that is not made CONCURRENTLY"),
        ("op.execute('CREATE UNIQUE INDEX IF NOT EXISTS ix ON claims (id)')",
         "claims: an index that is not made CONCURRENTLY"),
        ("op.create_index('ix', 'claims', ['id'])", "claims: an index that is not made CONCURRENTLY"),
        ("op.execute('''ALTER TABLE claims\n  ADD COLUMN a int GENERATED ALWAYS AS (1) STORED''')",
         "claims: a computed column, which writes the table anew"),
        ("op.execute('ALTER TABLE claims ALTER COLUMN worth TYPE real')",
         "claims: another type of a column, which writes the table anew"),
        ("op.execute('ALTER TABLE claims ALTER worth SET NOT NULL')", "claims: NOT NULL, for which all rows are read"),
        ("op.execute(f'ALTER TABLE claims ADD CONSTRAINT ck CHECK ({worth} > 0)')",
         "claims: a constraint that is not NOT VALID at first"),
        ("op.create_check_constraint('ck', 'claims', 'worth > 0')",
         "claims: a constraint that is not NOT VALID at first"),
        ("op.alter_column('claims', 'worth', nullable=False)", "claims: another type, or NOT NULL"),
    ],
)  # fmt: skip
def test_what_locks_a_large_table_is_refused(statement: str, fault: str) -> None:
    assert _faults(f"def upgrade():\n    {statement}\n") == [fault]


@pytest.mark.parametrize(
    "statement",
    [
        "op.execute('CREATE INDEX CONCURRENTLY ix ON claims (id)')",
        "op.execute('CREATE TABLE tags (id bigint)'); op.execute('CREATE INDEX ix ON tags (id)')",
        "op.create_table('tags'); op.create_index('ix', 'tags', ['id'])",
        "op.execute('ALTER TABLE claims ADD COLUMN a int GENERATED ALWAYS AS IDENTITY')",
        "op.execute('ALTER TABLE claims ADD CONSTRAINT ck CHECK (worth > 0) NOT VALID')",
    ],
)
def test_what_locks_nothing_for_long_is_not(statement: str) -> None:
    assert _faults(f"def upgrade():\n    {statement}\n") == []
