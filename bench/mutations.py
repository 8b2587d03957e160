"""How many one-line breaks of what decides something no test notices.

    ./run bench mutations [--sample N] [--seed S] [--folder FOLDER …] [--coverage FILE] [--list]

A break (mutant) changes one node of the code: a comparison (`<` to `<=`, `==` to `!=`, `in` to `not in`), `and` to
`or`, `not x` to `x`, a condition to its contrary, a compared or counted number to the next, `True` to `False`, one
member of a literal set or tuple left out, a call whose value is not used left out. Logging and printing decide
nothing and are left alone. Each break is tried in a copy of the repository with the tests that execute its line.
Which tests those are comes from one run of all tests with coverage by test, which is made first unless
`--coverage` names its file; a line that only a child process of a test executes is tried with the tests of its
package.

The sample is drawn with a seed, evenly over the files, so that two runs with one seed try the same breaks.
Printed: a line a break, then the score per folder. A break with which the tests do not end in time (an endless loop,
or a busy machine) is counted apart. Exit status 0, whatever the score.
"""

import argparse
import ast
import json
import os
import random
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_TOP: Final = Path(__file__).parents[1]
_FOLDERS: Final = ("store", "workers", "service", "cli", "embedded", "settings.py")
_MOST_TESTS: Final = 25
_SECONDS: Final = 300
_LOGS: Final = re.compile(r"^(?:_log|log|logger|print|click\.echo|warnings)\b|\.(?:debug|info|warning|exception)$")
_COUNTED: Final = (ast.Compare, ast.BinOp, ast.Subscript, ast.Slice, ast.Return)
_NEAREST: Final = {
    "store": ["tests/store", "tests/service"], "service": ["tests/service", "tests/api", "tests/security"],
    "workers": ["tests/workers"], "cli": ["tests/cli"], "embedded": ["tests/embedded", "tests/cli"],
}  # fmt: skip
# Tests that start browsers or servers, or send thousands of requests, tried where no nearer one fails.
_SLOW: Final = (
    "tests/browser",
    "tests/chaos",
    "tests/security/test_hostile",
    "tests/cli/test_up",
    "tests/bench",
    "tests/test_",
)
_COMPARED: Final[dict[type[ast.cmpop], type[ast.cmpop]]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Mutant:
    """One break: the file, the lines that it replaces, what stands there instead, and what it does in words."""

    path: Path
    line: int
    start: int
    end: int
    replacement: str
    what: str


def mutants(path: Path) -> Iterator[Mutant]:
    """Every break of one file; offsets count bytes of UTF-8."""
    source = path.read_text(encoding="utf-8")
    lines = [0]
    for line in source.encode().splitlines(keepends=True):
        lines.append(lines[-1] + len(line))
    tree = ast.parse(source)
    idle = _idle(tree)
    counted = {
        child for node in ast.walk(tree) if isinstance(node, _COUNTED) for child in ast.iter_child_nodes(node)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and not isinstance(node.value, bool) and node not in counted:
            continue
        if node in idle or not isinstance(node, ast.expr | ast.Expr):
            continue
        for replacement, what in _broken(node):
            start = lines[node.lineno - 1] + node.col_offset
            end = lines[(node.end_lineno or node.lineno) - 1] + (node.end_col_offset or 0)
            yield Mutant(path=path, line=node.lineno, start=start, end=end, replacement=replacement, what=what)


def _idle(tree: ast.Module) -> set[ast.AST]:
    """Nodes that decide nothing when the program runs: annotations, decorators, migrations of the schema's own text."""
    found: set[ast.AST] = set()
    for node in ast.walk(tree):
        parts: list[ast.AST] = []
        if (
            isinstance(node, ast.Expr)
            and isinstance(node.value, ast.Call)
            and _LOGS.search(ast.unparse(node.value.func))
        ):
            parts = [node]
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            parts = [*node.decorator_list, *([node.returns] if node.returns else [])]
        elif isinstance(node, ast.ClassDef):
            parts = [*node.decorator_list]
        elif isinstance(node, ast.arg | ast.AnnAssign) and node.annotation:
            parts = [node.annotation]
        for part in parts:
            found.update(ast.walk(part))
    return found


def _broken(node: ast.AST) -> Iterator[tuple[str, str]]:
    """The replacements of one node, each with what it does in words."""
    if isinstance(node, ast.Compare) and type(node.ops[0]) in _COMPARED:
        other = _COMPARED[type(node.ops[0])]()
        made = ast.Compare(node.left, [other, *node.ops[1:]], node.comparators)
        yield f"({ast.unparse(made)})", f"{type(node.ops[0]).__name__} becomes {type(other).__name__}"
    elif isinstance(node, ast.BoolOp):
        other_op: ast.boolop = ast.Or() if isinstance(node.op, ast.And) else ast.And()
        made_op = ast.BoolOp(other_op, node.values)
        yield f"({ast.unparse(made_op)})", f"{type(node.op).__name__} becomes {type(other_op).__name__}"
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield f"({ast.unparse(node.operand)})", "not is left out"
    elif isinstance(node, ast.IfExp):
        made_if = ast.IfExp(ast.UnaryOp(ast.Not(), node.test), node.body, node.orelse)
        yield f"({ast.unparse(ast.fix_missing_locations(made_if))})", "a condition becomes its contrary"
    elif isinstance(node, ast.Constant) and isinstance(node.value, bool):
        yield str(not node.value), f"{node.value} becomes {not node.value}"
    elif isinstance(node, ast.Constant) and isinstance(node.value, int):
        yield str(node.value + 1), f"{node.value} becomes {node.value + 1}"
    elif isinstance(node, ast.Set | ast.Tuple) and len(node.elts) > 1 and isinstance(node.elts[-1], ast.Constant):
        kept = ast.Set(node.elts[:-1]) if isinstance(node, ast.Set) else ast.Tuple(node.elts[:-1], ast.Load())
        if isinstance(node, ast.Set) or all(
            isinstance(e, ast.Constant) and isinstance(e.value, str) for e in node.elts
        ):
            yield ast.unparse(kept), f"{ast.unparse(node.elts[-1])} is left out"
    elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
        yield "pass", f"{ast.unparse(node.value.func)}(…) is not called"


def sample(files: list[Path], most: int, seed: int) -> list[Mutant]:
    """At most `most` breaks, drawn evenly over the files, the same for the same seed."""
    draw = random.Random(seed)
    pools = [list(mutants(path)) for path in files]
    for pool in pools:
        draw.shuffle(pool)
    chosen: list[Mutant] = []
    while any(pools) and len(chosen) < most:
        draw.shuffle(pools)
        for pool in pools:
            if pool and len(chosen) < most:
                chosen.append(pool.pop())
    return chosen


class Coverage:
    """Which tests execute a line, from a coverage file with a context a test function."""

    def __init__(self, file: Path) -> None:
        self._store = sqlite3.connect(file)

    def tests(self, path: Path, line: int) -> list[str]:
        """The tests that execute `line` of `path`, as pytest is told of them: the nearest first, slow ones last."""
        rows = self._store.execute(
            "SELECT context.context, arc.fromno FROM arc JOIN file ON file.id = arc.file_id"
            " JOIN context ON context.id = arc.context_id WHERE file.path LIKE ? AND context.context <> ''"
            " AND ? IN (arc.fromno, arc.tono)",
            (f"%/{path.relative_to(_TOP)}", line),
        )
        names = {_as_pytest_has_it(name) for name, _ in rows if name.startswith("tests.")}
        nearest = tuple(_NEAREST.get(path.relative_to(_TOP).parts[0], ()))
        return sorted(names, key=lambda name: (name.startswith(_SLOW), not name.startswith(nearest), name))


def _as_pytest_has_it(context: str) -> str:
    """ "tests.store.test_queue.test_x" as "tests/store/test_queue.py::test_x"."""
    module, _, function = context.rpartition(".")
    return f"{module.replace('.', '/')}.py::{function}"


def measure(file: Path, tests: tuple[str, ...] = ("--processes", "2")) -> None:
    """Run `tests` (arguments of pytest; all by default) once with coverage by test, into `file`."""
    with tempfile.TemporaryDirectory() as scratch:
        settings_file = Path(scratch, "coverage.toml")
        run = tomllib.loads((_TOP / "pyproject.toml").read_text())["tool"]["coverage"]["run"]
        run |= {"data_file": str(file), "dynamic_context": "test_function"}
        settings_file.write_text(
            "[tool.coverage.run]\n" + "".join(f"{k} = {json.dumps(v)}\n" for k, v in run.items())
        )
        coverage = [sys.executable, "-m", "coverage"]
        subprocess.run([*coverage, "run", f"--rcfile={settings_file}", "-m", "pytest", "-q", *tests], cwd=_TOP)
        subprocess.run([*coverage, "combine", f"--rcfile={settings_file}", "--quiet"], cwd=_TOP, check=True)


def noticed(mutant: Mutant, tests: list[str], copy: Path) -> bool | None:
    """Whether one of the tests fails with the break in place; None where they did not end in time.

    The copy is as before afterwards.
    """
    target = copy / mutant.path.relative_to(_TOP)
    before = target.read_bytes()
    target.write_bytes(before[: mutant.start] + mutant.replacement.encode() + before[mutant.end :])
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", "--no-header", *tests]
    try:
        ended = subprocess.run(
            command, cwd=copy, env={**os.environ, "PYTHONPATH": str(copy)}, timeout=_SECONDS, capture_output=True
        )
    except subprocess.TimeoutExpired:
        return None
    finally:
        target.write_bytes(before)
    return ended.returncode != 0


def main() -> None:
    """Draw the sample, try each break, print the score."""
    parser = argparse.ArgumentParser(prog="./run bench mutations")
    parser.add_argument("--sample", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folder", action="append")
    parser.add_argument("--coverage", type=Path)
    parser.add_argument("--list", action="store_true", help="only print the breaks")
    given = parser.parse_args()
    files = [path for name in given.folder or _FOLDERS for path in _sources(_TOP / name)]
    chosen = sample(files, given.sample, given.seed)
    if given.list:
        for mutant in chosen:
            print(f"{mutant.path.relative_to(_TOP)}:{mutant.line}: {mutant.what}")
        return
    with tempfile.TemporaryDirectory() as scratch:
        data = given.coverage or Path(scratch, "coverage")
        if not data.exists():
            measure(data)
        copy = Path(scratch, "copy")
        skip = shutil.ignore_patterns(".git", ".venv", "var", "__pycache__", ".*_cache", ".hypothesis")
        shutil.copytree(_TOP, copy, ignore=skip)
        copy.chmod(0o755)
        _report(chosen, Coverage(data), copy)


def _sources(place: Path) -> list[Path]:
    found = sorted(place.rglob("*.py")) if place.is_dir() else [place] if place.exists() else []
    return [path for path in found if "migrations" not in path.parts]


def _existing(folders: list[str]) -> list[str]:
    return [name for name in folders if (_TOP / name).exists()]


def _report(chosen: list[Mutant], coverage: Coverage, copy: Path) -> None:
    ended: dict[str, Counter[bool | None]] = {}
    for mutant in chosen:
        folder = mutant.path.relative_to(_TOP).parts[0]
        tests = coverage.tests(mutant.path, mutant.line)[:_MOST_TESTS] or _existing(_NEAREST.get(folder, []))
        found = bool(tests) and noticed(mutant, tests, copy)
        ended.setdefault(folder, Counter())[found] += 1
        says = {True: "noticed", False: "UNNOTICED", None: "not ended in time"}[found]
        print(f"{mutant.path.relative_to(_TOP)}:{mutant.line}: {mutant.what}: {says}", flush=True)
    for folder, counts in sorted(ended.items()):
        print(f"{folder:<12} {counts[True]:>4} of {counts[True] + counts[False]:>4} noticed")
    total = sum(ended.values(), Counter[bool | None]())
    tried = total[True] + total[False]
    print(
        f"{'all':<12} {total[True]:>4} of {tried:>4} noticed; {total[False] / max(1, tried):.3f} unnoticed;",
        end=" ",
    )
    print(f"{total[None]} did not end in time")


if __name__ == "__main__":
    main()
