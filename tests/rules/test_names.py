"""Names are the field's: private words are refused, in tests, benches and pages too, and no two public names of one
package are the same.

The words of the project stand in docs/developers/glossary.md.
"""

import ast
import importlib
import pkgutil
import re
from collections import defaultdict
from pathlib import Path

import pytest

import service.api
import store.tables
from service.api.schemas.base import ResponseModel
from store.db import metadata

_TOP = Path(__file__).parents[2]
_PACKAGES = (
    "checks", "store", "workers", "service", "cli", "embedded", "settings.py", "tests", "bench", "training",
)  # fmt: skip
# The private word, and what the field says instead. A word is refused as a part of a name: `ring`, `ring_bell`, `Ring`.
REFUSED = {
    "kinship": "similarity", "akin": "similarity", "kin": "match kind", "kins": "match kinds",
    "lanes": "concurrency groups", "deed": "predicate", "deeds": "predicates", "beings": "appositions",
    "furniture": "boilerplate", "bell": "broker", "jurisprudence": "precedents", "foreign": "external",
    "told": "reported, stated, notified; reference date, modality", "gave": "exhausted", "think": "compute",
    "lane": "concurrency group", "ring": "enqueue", "rung": "enqueued", "retold": "normalized",
    "meanings": "embeddings", "shelving": "uploads", "border": "http", "ear": "listener", "akin_to": "similar",
    "carrier": "cue", "woken": "enqueued", "hands": "owner", "bearing": "relevant snippets", "worded": "wording",
    "weighed": "assessed", "held": "kept, stored, leased, compared", "wake": "enqueue", "woke": "enqueued",
    "brought": "found, given, sent",
}  # fmt: skip


# Words that are plain English where they stand; "held out" is said of test data.
ALLOWED = {
    "bench/stance/__main__.py": {"held"}, "bench/stance/ablation.py": {"held"},
    "tests/checks/stance/wording/test_predicates.py": {"held"},
    "checks/nlp/language_id.py": {"foreign"}, "checks/nlp/sentences.py": {"worded"},
}  # fmt: skip

# What columns and API fields were called before they got the field's words.
REFUSED_FIELDS = {
    "lane": "concurrency_group", "kin": "match_kind", "seen_in": "article_count", "manner": "speech_act",
    "direct": "quoted", "apart": "excluded_from_clusters", "returned": "repeats_false", "repeats": "repeat_of",
    "repeated": "repeat_count", "past_since": "past_published_at", "rests_on": "evidence_ids",
    "woken_at": "enqueued_at", "answered": "slot_released", "made_at":
        "created_at, computed_at", "began_at": "started_at",
}  # fmt: skip


def _sources(package: str) -> list[Path]:
    place = _TOP / package
    found = sorted(place.rglob("*.py")) if place.is_dir() else [place]
    return [path for path in found if "migrations" not in path.parts]


def _parts(name: str) -> set[str]:
    return {part.lower() for part in re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])", name)}


def _defined(tree: ast.Module) -> set[str]:
    """Every name that the file gives to a function, class, argument, field or variable."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            found.add(node.name)
        elif isinstance(node, ast.arg):
            found.add(node.arg)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            found.add(node.id)
    return found


_COMMENT = re.compile(r"//[^\n]*|/\*.*?\*/", re.DOTALL)
# What gives a name in a script, a style sheet and a template.
_NAMED = {
    "static/js/**/*.js": r"\b(?:function|const|let|class)\s+(\w+)",
    "static/css/**/*.css": r"(?<![\w#.])[.#]([a-z][\w-]*)|--([a-z][\w-]*)\s*:",
    "templates/**/*.html": r"\{%-?\s*(?:macro|set|block)\s+(\w+)|\b(?:id|class)=\"([^\"{]*)",
}


def _named(pattern: str, source: str) -> set[str]:
    """The names that a script, a style sheet or a template gives."""
    groups = re.findall(_NAMED[pattern], _COMMENT.sub("", source))
    return {name for each in groups for name in ([each] if isinstance(each, str) else each) if name}


@pytest.mark.parametrize("pattern", _NAMED)
def test_no_private_word_is_a_name_in_a_page(pattern: str) -> None:
    files = {str(path.relative_to(_TOP)): path.read_text(encoding="utf-8") for path in _TOP.glob(pattern)}
    found = {f"{path}: {name}" for path, source in files.items() for name in _named(pattern, source)}
    assert len(found) > len(files)
    assert {name for name in found if _parts(name.partition(": ")[2]) & REFUSED.keys()} == set()


def test_private_words_in_pages_are_seen() -> None:
    scripts, sheets, templates = _NAMED
    assert _named(scripts, "const told = 1; // const kin\nfunction ringBell() {}") == {"told", "ringBell"}
    assert _named(sheets, ".kin-line, #chosen-told { color: red; --lane: 1px }") == {
        "kin-line",
        "chosen-told",
        "lane",
    }
    assert _named(templates, '{% set told = 1 %}<p id="lane" class="kin">told') == {"told", "lane", "kin"}


@pytest.mark.parametrize("package", _PACKAGES)
def test_no_private_word_is_a_name(package: str) -> None:
    wrong = {}
    for path in _sources(package):
        names = _defined(ast.parse(path.read_text(encoding="utf-8"))) | {path.stem}
        for name in names:
            for word in (_parts(name) & REFUSED.keys()) - ALLOWED.get(str(path.relative_to(_TOP)), set()):
                wrong[f"{path.relative_to(_TOP)}: {name}"] = REFUSED[word]
    assert wrong == {}


def test_no_column_has_a_private_name() -> None:
    assert store.tables.MODULES
    columns = {f"{table.name}.{column.name}" for table in metadata.tables.values() for column in table.columns}
    assert {name for name in columns if name.split(".")[1] in REFUSED_FIELDS} == set()


def test_no_field_of_the_api_has_a_private_name() -> None:
    for module in pkgutil.walk_packages(service.api.__path__, "service.api."):
        importlib.import_module(module.name)
    models, fields = [ResponseModel], set()
    while models:
        model = models.pop()
        models += model.__subclasses__()
        fields |= {f"{model.__name__}.{name}" for name in model.model_fields}
    assert "Claim.speech_act" in fields
    assert {name for name in fields if name.split(".")[1] in REFUSED_FIELDS} == set()


def _public(tree: ast.Module) -> list[str]:
    """The public functions and classes of a module."""
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    return [node.name for node in tree.body if isinstance(node, kinds) and not node.name.startswith("_")]


# One name in many modules on purpose: what every source, format, extension of Flask, task or mail has.
_SHARED = {
    "checks/retrieval": {"applies", "ask", "passages"},
    "checks/documents": {"read_document"},
    "workers/tasks": {"run"},
    "workers/mail": {"run"},
    "service": {"install"},
    "service/language": {"install"},
    "service/request": {"install"},
}


def _package_of(path: Path) -> str:
    """The package of a module, two folders deep: "checks/stance" of "checks/stance/figures/pair.py"."""
    *folders, _ = path.relative_to(_TOP).parts
    return "/".join(folders[:2])


@pytest.mark.parametrize("top", ["checks", "store", "workers", "service", "cli", "embedded"])
def test_no_two_public_names_of_a_package_are_the_same(top: str) -> None:
    places = defaultdict(set)
    for path in _sources(top):
        package = _package_of(path)
        for name in _public(ast.parse(path.read_text(encoding="utf-8"))):
            if name not in _SHARED.get(package, set()):
                places[package, name].add(str(path.relative_to(_TOP)))
    assert {f"{package}: {name}": files for (package, name), files in places.items() if len(files) > 1} == {}
