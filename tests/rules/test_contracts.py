"""Each contract of import-linter fails when an import breaks it, in a copy of the packages."""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

_TOP = Path(__file__).parents[2]
_CONTRACTS = tomllib.loads((_TOP / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
_PACKAGES = ("checks", "store", "workers", "service", "embedded", "cli")
# Contract → the module that gets a line, the line, and the import that is then reported. Imports inside
# functions count.
_BREAKS = [
    ("cli", "workers.job", "import cli.main", "cli.main"),
    ("cli", "embedded.redis", "def f() -> None:\n    from cli import up", "cli.up"),
    ("service", "service.template_helpers", "from checks.suggestion import suggest", "checks.suggestion.suggest"),
    ("service", "service.api.claims", "import workers.job", "workers.job"),
    ("service", "service.health", "from workers.tasks import sweep", "workers.tasks.sweep"),
    ("service-language", "service.auth", "import spacy", "spacy"),
    ("service-language", "checks.quantities.wording", "from checks.nlp import pipeline", "checks.nlp.pipeline"),
    ("workers", "workers.tasks.split", "from service import template_helpers", "service.template_helpers"),
    ("store", "store.articles.revisions", "from checks.suggestion import suggest", "checks.suggestion.suggest"),
    ("store", "store.queue", "from workers import enqueue", "workers.enqueue"),
    ("checks", "checks.dates.days", "import settings", "settings"),
    ("checks", "checks.stance.judge", "from store import articles", "store.articles"),
    ("order-in-checks", "checks.types.claim", "from checks.nlp import tree", "checks.nlp.tree"),
    ("order-in-checks", "checks.nlp.inflection", "from checks.quantities import units", "checks.quantities.units"),
    ("order-in-checks", "checks.quantities.units", "from checks.dates import days", "checks.dates.days"),
    ("order-in-checks", "checks.documents.html", "from checks.extraction import kinds", "checks.extraction.kinds"),
    ("order-in-checks", "checks.stance.judge", "from checks.matching import matcher", "checks.matching.matcher"),
    (
        "entry-of-stance",
        "checks.matching.same_claim",
        "from checks.stance.figures import pair",
        "checks.stance.figures.pair",
    ),
    (
        "figures",
        "checks.stance.figures.pair",
        "from checks.stance.wording import times",
        "checks.stance.wording.times",
    ),
    (
        "figures",
        "checks.stance.syntax.roles",
        "from checks.stance.wording import judge",
        "checks.stance.wording.judge",
    ),
    (
        "wording",
        "checks.stance.wording.judge",
        "from checks.stance.figures import pair",
        "checks.stance.figures.pair",
    ),
    ("embedded", "embedded.process", "from store import db", "store.db"),
    ("who-starts-servers", "workers.app", "from embedded import redis", "embedded.redis"),
    ("network", "checks.retrieval.sources.gdelt", "import requests", "requests"),
    ("sql", "service.health", "from sqlalchemy import text", "sqlalchemy"),
    ("sql", "workers.job", "import sqlalchemy as sa", "sqlalchemy"),
    ("sql", "cli.up", "def g() -> None:\n    from alembic import command", "alembic"),
    ("sql", "service.serving.live", "from psycopg import AsyncConnection", "psycopg"),
    ("network", "workers.tasks.lookup", "from urllib3 import PoolManager", "urllib3"),
]


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The packages and their contracts, without tests and data."""
    top = tmp_path_factory.mktemp("copy")
    for name in _PACKAGES:
        shutil.copytree(_TOP / name, top / name, ignore=_all_but_code)
    for name in ("pyproject.toml", "settings.py", "logs.py", "tracing.py"):
        shutil.copy(_TOP / name, top / name)
    return top


def _all_but_code(folder: str, names: list[str]) -> list[str]:
    return [n for n in names if n == "__pycache__" or (Path(folder, n).is_file() and not n.endswith(".py"))]


def _lint(top: Path) -> tuple[int, str]:
    """Exit status and report of `lint-imports`, run in `top`."""
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()", "--no-logo"]
    done = subprocess.run(command, cwd=top, capture_output=True, text=True, env=os.environ | {"COLUMNS": "300"})
    return done.returncode, done.stdout + done.stderr


@pytest.fixture(scope="module")
def broken(copy: Path) -> dict[str, str]:
    """What is reported of each contract, by its id, when every line of `_BREAKS` was added at once."""
    assert _lint(copy)[0] == 0
    for _, module, line, _ in _BREAKS:
        path = copy / f"{module.replace('.', '/')}.py"
        path.write_text(f"{path.read_text()}\n{line}\n")
    status, report = _lint(copy)
    assert status == 1
    details = report.partition("Broken contracts\n")[2]
    return {one["id"]: _section(details, one["name"]) for one in _CONTRACTS}


def _section(details: str, name: str) -> str:
    """The part of the report that stands under the contract's name."""
    _, found, rest = details.partition(f"{name}\n---")
    return re.split(r"\n[^\n]+\n-{5,}\n", rest)[0] if found else ""


@pytest.mark.parametrize("contract", [one["id"] for one in _CONTRACTS])
def test_every_contract_has_a_line_that_breaks_it(contract: str) -> None:
    assert contract in {name for name, *_ in _BREAKS}


@pytest.mark.parametrize(("contract", "module", "line", "imported"), _BREAKS)
def test_an_import_that_breaks_a_contract_is_reported(
    broken: dict[str, str], contract: str, module: str, line: str, imported: str
) -> None:
    assert f"{module} -> {imported} (" in broken[contract]


def test_a_new_package_of_checks_needs_a_place_in_the_order(copy: Path) -> None:
    (copy / "checks/new").mkdir()
    (copy / "checks/new/__init__.py").write_text("")
    assert "checks.new" in _lint(copy)[1]
