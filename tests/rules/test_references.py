"""Names and paths in backticks, in the docs and in docstrings, are those of the code.

`store.queue.lease_job` must be a module with that function, `checks/stance/judge.py` a file, `judge.py` one in any
folder, and `lease_job` a name that the code uses, or a word of one of its texts. Decisions and the changelog tell of
what was, and are not looked at.
"""

import ast
import io
import re
import tokenize
from functools import cache
from pathlib import Path

import pytest

_TOP = Path(__file__).parents[2]
_THIS = "/tests/rules/test_references.py"
_PACKAGES = ("checks", "store", "workers", "service", "cli", "embedded", "bench", "training", "tests")
_FOLDERS = (*_PACKAGES, "docs", "templates", "static")
_HISTORY = {"decisions", "CHANGELOG.md"}
_PAGES = [p for p in (*_TOP.glob("*.md"), *_TOP.glob("docs/**/*.md")) if _HISTORY.isdisjoint(p.parts)]
_MODULES = [path for name in _PACKAGES for path in sorted((_TOP / name).rglob("*.py"))]
_DOTTED = re.compile(rf"`((?:{'|'.join(_PACKAGES)})(?:\.\w+)+)(?:\(\))?`")
_PATH = re.compile(
    rf"`((?:{'|'.join(_FOLDERS)})/[\w./-]*)([<*‹…{{][^`]*)?`"
)  # with what a reader fills in, or without
_MODULE = re.compile(r"`([\w./-]+\.py)`")
_WITHIN = re.compile(r"`(\w+)` in `([\w/]+\.py)`")
_NAME = re.compile(r"`(_?[A-Za-z]\w*)(?:\(\))?`")  # those in two words or in capitals are no words of English
_CODE_LIKE = re.compile(r"\w_\w|\A_|[a-z][A-Z]|\A[A-Z]{8,}\Z")
_TEXTS = {".js", ".css", ".html", ".sql", ".toml", ".yml", ".json", ".txt"}
# Names of ONNX and of uvicorn, and what the pages that show how a thing is added make up.
_OF_LIBRARIES = {"MultiHeadAttention", "SkipLayerNormalization", "ClientDisconnected"}
_EXAMPLES = "add-a-"
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


@cache
def _files() -> list[str]:
    folders = (_TOP / name for name in (*_FOLDERS, "monitoring"))
    found = [*_TOP.glob("*"), *(path for folder in folders for path in folder.rglob("*.*"))]
    return [f"/{path.relative_to(_TOP)}" for path in found if path.is_file()]


@cache
def _words(path: Path) -> set[str]:
    """The names of a module and the words of its texts, docstrings and comments apart; all words of another file."""
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        return set(re.findall(r"\w+", text))
    found, begins = set(), True
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.NAME or (token.type == tokenize.STRING and not begins):
            found.update(re.findall(r"\w+", token.string))
        if token.type in (tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT):
            begins = True
        elif token.type not in (tokenize.NL, tokenize.COMMENT):
            begins = False
    return found


@cache
def _written() -> dict[Path, set[str]]:
    """By file of the code all words that stand in it, those of docstrings and comments too: found in no time."""
    paths = [_TOP / name[1:] for name in _files() if not name.startswith("/docs/") and name != _THIS]
    read = (path for path in paths if path.suffix in {".py", *_TEXTS} or path.name == "run")
    return {path: set(re.findall(r"\w+", path.read_text(encoding="utf-8"))) for path in read}


@cache
def _is_known(name: str) -> bool:
    """Whether it is a name of the code or a word of one of its texts."""
    holders = (path for path, words in _written().items() if name in words)
    return name in _OF_LIBRARIES or any(name in _words(path) for path in holders)


def _unknown(text: str) -> list[str]:
    """Modules that are in no folder, names that are in no module, and those that are not in the one that is named."""
    gone = [name for name in _MODULE.findall(text) if not any(path.endswith(f"/{name}") for path in _files())]
    gone += [name for name in _NAME.findall(text) if _CODE_LIKE.search(name) and not _is_known(name)]
    within = [(name, _TOP / path) for name, path in _WITHIN.findall(text) if (_TOP / path).is_file()]
    return gone + [name for name, path in within if name not in _words(path)]


@pytest.mark.parametrize("page", _PAGES, ids=lambda page: str(page.relative_to(_TOP)))
def test_the_docs_name_what_there_is(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert _dead(text) == []
    if page.parent.name == "developers" and not page.name.startswith(_EXAMPLES):
        assert _unknown(text) == []


def test_docstrings_and_comments_name_what_there_is() -> None:
    texts = {f"/{path.relative_to(_TOP)}": path.read_text(encoding="utf-8") for path in _MODULES}
    found = {
        name: dead
        for name, text in texts.items()
        if (dead := _dead(text) + ([] if name.startswith("/tests/") else _unknown(text)))
    }
    found.pop(_THIS)
    assert found == {}


def test_a_dead_name_is_seen() -> None:
    text = (
        "`store.queue.lease_job` `store.queue.no_such` `checks/stance/judge.py` `checks/stance/no.py` "
        "`store.no.such` `store/*/tables.py` `checks/no/<its file>.py`"
    )
    assert _dead(text) == ["store.queue.no_such", "store.no.such", "checks/stance/no.py", "checks/no"]
    text = "`judge.py` `no/judge.py` `lease_job` `lease_no_job()` `NO_SUCH` `_TAKE` in `store/people.py` `word` `gone`"
    assert _unknown(text) == ["no/judge.py", "lease_no_job", "NO_SUCH", "_TAKE"]
