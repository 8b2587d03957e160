"""Processes that only watch or wake others hold neither the language pipeline nor the encoder."""

import subprocess
import sys

import pytest

from tests.conftest import environment
from workers.task_table import QUEUES

_HEAVY = ("spacy", "thinc", "onnx", "onnxruntime", "tokenizers", "pint", "trafilatura", "pandas", "torch")
_ROLES = {
    "the supervisor": "import cli.main, cli.up",
    "beat": "from workers.app import app, use_queues; use_queues(()); app.loader.init_worker(); app.finalize()",
    "the sweeper": (
        "from workers.app import app, use_queues; use_queues(['sweep']); app.loader.init_worker(); app.finalize();"
        "assert 'workers.sweep' in app.tasks"
    ),
    "the web server's manager": "import cli.main, cli.serve, gunicorn.app.wsgiapp",
    "a web process": "import service.serving.asgi",
}


@pytest.mark.parametrize("role", _ROLES)
def test_a_process_without_language_work_imports_none_of_its_libraries(role: str) -> None:
    look = f"import sys; print([name for name in {_HEAVY!r} if name in sys.modules])"
    variables = environment("postgresql://nowhere/x", "redis://127.0.0.1:1/0")
    done = subprocess.run(
        [sys.executable, "-c", f"{_ROLES[role]}\n{look}"],
        env=variables,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert (done.returncode, done.stdout.strip()) == (0, "[]"), done.stderr


def test_a_worker_imports_the_tasks_of_all_its_queues() -> None:
    names = "from workers.app import app, use_queues; use_queues(['split', 'feeds']); app.loader.init_worker(); "
    names += "print(sorted(n for n in app.tasks if n.startswith('workers.')))"
    variables = environment("postgresql://nowhere/x", "redis://127.0.0.1:1/0")
    done = subprocess.run([sys.executable, "-c", names], env=variables, capture_output=True, text=True, timeout=60)
    wanted = sorted(f"workers.{kind}" for kind, queue in QUEUES.items() if queue in ("split", "feeds"))
    assert done.stdout.strip() == str(wanted), done.stderr
