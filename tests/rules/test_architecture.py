"""What import-linter cannot hold."""

import ast
import os
import re
import subprocess
import sys
from pathlib import Path

from tests.conftest import environment

_TOP = Path(__file__).parent.parent.parent
_ROOMS = ("checks", "store", "workers", "service", "embedded", "cli")


# What other programs import: it runs on their machines, and knows nothing of the desk but its API.
_CLIENT = _TOP / "cli" / "python"


def _files(*rooms: str) -> list[Path]:
    found = (path for room in rooms for path in (_TOP / room).rglob("*.py"))
    return [path for path in found if not path.is_relative_to(_CLIENT)]


def _importing(pattern: str, files: list[Path]) -> set[str]:
    return {str(p.relative_to(_TOP)) for p in files if re.search(pattern, p.read_text(), re.MULTILINE)}


def test_the_service_loads_no_language_pipeline_and_no_word_vectors() -> None:
    heavy = {"spacy", "onnx", "onnxruntime", "tokenizers", "workers.app"}
    code = f"import sys, service.app, workers.enqueue; sys.exit(bool({heavy} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], cwd=_TOP).returncode == 0


def test_the_supervisor_loads_no_client_of_a_server() -> None:
    heavy = {"psycopg", "redis", "sqlalchemy", "celery", "flask", "numpy", "spacy", "onnx", "onnxruntime"}
    code = f"import sys, cli.main, cli.up; sys.exit(bool({heavy} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], cwd=_TOP).returncode == 0


def test_the_sweeper_and_beat_load_no_language_pipeline() -> None:
    heavy = {"numpy", "spacy", "onnx", "onnxruntime", "tokenizers", "lxml"}
    servers = environment("postgresql+psycopg://nowhere/none", "redis://nowhere")
    for queues in (("sweep",), ()):
        code = (
            f"import sys; from workers.app import app, use_queues; use_queues({queues}); "
            f"app.loader.import_default_modules(); sys.exit(bool({heavy} & set(sys.modules)))"
        )
        assert subprocess.run([sys.executable, "-c", code], cwd=_TOP, env=os.environ | servers).returncode == 0, (
            queues
        )


def test_the_client_imports_nothing_but_itself_and_requests() -> None:
    names = set()
    for path in _CLIENT.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Import):
                names |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                names.add((node.module or ".").split(".")[0])
    assert names - sys.stdlib_module_names == {"factdesk", "requests"}


def test_only_settings_reads_the_environment() -> None:
    assert _importing(r"os\.environ|getenv", _files(*_ROOMS)) == set()


def test_only_fetch_speaks_to_the_outside_network() -> None:
    speaking = _importing(r"^\s*(?:import|from) (?:requests|requests_cache|urllib3|httpx)\b", _files(*_ROOMS))
    assert {name for name in speaking if not name.startswith("checks/retrieval/fetch/")} == set()


def test_checks_has_no_clock_of_its_own() -> None:
    assert _importing(r"datetime\.now|date\.today|time\.time\(", _files("checks")) == set()


def test_numbers_and_cursors_of_requests_are_read_in_one_place() -> None:
    reading = _importing(r"type=int\b|\.isdigit\(\)|b64decode|fromisoformat\(", _files("service"))
    assert reading == {"service/request/inputs.py"}


def test_every_setting_and_command_has_its_line_in_the_docs() -> None:
    docs = "\n".join(p.read_text() for p in [_TOP / "README.md", *(_TOP / "docs").rglob("*.md")])
    names = set(re.findall(r'"((?:FACTDESK_|DATABASE_URL|REDIS_URL)\w*)"', (_TOP / "settings.py").read_text()))
    assert {name for name in names if f"`{name}`" not in docs} == set()
    from checks.retrieval.sources import sources
    from cli.main import COMMANDS

    assert {name for name in COMMANDS if f"factdesk {name}" not in docs} == set()
    assert {name for name in sources() if name not in docs} == set()


def test_only_one_module_updates_claims() -> None:
    """Of its functions only `write_transition` writes states: `tests/store/claims/test_changes.py` shows it."""
    code = [path for path in _files(*_ROOMS) if "migrations" not in path.parts]
    assert {str(p.relative_to(_TOP)) for p in code if _updates_claims(p.read_text())} == {"store/claims/writes.py"}


def _updates_claims(source: str) -> bool:
    """Whether a module updates the table `claims`, under whatever name it was imported."""
    names = [
        "claims",
        r"tables\.claims",
        *re.findall(r"from store\.claims\.tables import claims as (\w+)", source),
    ]
    return bool(re.search(rf"update\(\s*(?:{'|'.join(names)})\s*\)|UPDATE claims\b", source))


def test_migrations_are_one_line() -> None:
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", "store/migrations")
    revisions = [script.revision for script in ScriptDirectory.from_config(config).walk_revisions()]
    files = sorted(path.name[:4] for path in Path("store/migrations/versions").glob("[0-9]*.py"))
    assert revisions[::-1] == files
