"""A new version comes in beside the one before, as `docs/operators/deploying.md` says, while articles come in."""

import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from settings import settings
from store import people, tokens
from store.db import transaction
from store.migrate import upgrade
from tests.chaos.earlier_version import unpack_earlier_version
from tests.chaos.parts import Desk
from tests.running.commands import Process, start_command
from tests.running.ports import free_port

_TOP = Path(__file__).parent.parent.parent
_EACH = 12  # articles that come in at each step
_QUEUES = "split,lookup,housekeeping,feeds,deliveries,sweep"


@pytest.fixture
def folder() -> Iterator[Path]:
    made = Path(tempfile.mkdtemp(prefix="factdesk-versions-"))
    made.chmod(0o755)
    yield made
    shutil.rmtree(made, ignore_errors=True)


class _Versions:
    """Processes of two versions on one desk, and articles that come in through their web processes."""

    def __init__(self, desk: Desk, folder: Path) -> None:
        self._desk, self._folder, self._sent = desk, folder, 0
        self.token = ""

    def start(self, code: Path, name: str, *command: str) -> Process:
        """A process of the code in a folder."""
        log = self._folder / f"{name}.log"
        variables = self._desk.environment
        if command[0] == "web":
            variables = {**variables, "FACTDESK_BIND": f"127.0.0.1:{name}", "FACTDESK_WEB_WORKERS": "1"}
        process: Process
        if code == _TOP:
            process = start_command(*command, log=log, environment=variables)
        else:
            args = [sys.executable, "-m", "cli", *command]
            with log.open("wb") as out:
                process = subprocess.Popen(
                    args, cwd=code, env=variables, stdout=out, stderr=out, start_new_session=True
                )
        self._desk.processes.append(process)
        return process

    def send(self, port: int) -> None:
        """Articles of one claim each, through the web process at a port."""
        for number in range(self._sent, self._sent + _EACH):
            sent = f'{{"text": "The town of Alder {number} has {4000 + number} inhabitants."}}'.encode()
            headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
            request = urllib.request.Request(f"http://127.0.0.1:{port}/api/v1/articles", sent, headers)
            with urllib.request.urlopen(request, timeout=30) as answer:
                assert answer.status == 202
        self._sent += _EACH

    def splits(self) -> int:
        """How many articles were split so far."""
        return self._desk.splits()

    def log(self, name: str) -> str:
        """What a process wrote."""
        return (self._folder / f"{name}.log").read_text()


@pytest.mark.timeout(400)
def test_old_and_new_processes_share_a_desk(folder: Path) -> None:
    old = folder / "old"
    old.mkdir()
    unpack_earlier_version(old)
    old_port, new_port = free_port(), free_port()
    with Desk(folder / "desk", migrated=False) as desk:
        versions = _Versions(desk, folder)
        migrated = subprocess.run([sys.executable, "-m", "cli", "migrate"], cwd=old, env=desk.environment)
        assert migrated.returncode == 0
        versions.token = _token()
        old_web = versions.start(old, str(old_port), "web")
        old_worker = versions.start(old, "old-worker", "worker", "--queues", _QUEUES, "--concurrency", "1")
        beat = versions.start(old, "old-beat", "beat")
        _await_web(old_port)
        versions.send(old_port)
        _await(lambda: versions.splits() > 0)  # the version before is at work

        upgrade(settings().database_url)  # under its hands
        before = versions.splits()
        versions.send(old_port)
        _await(lambda: versions.splits() > before + 2)  # it works on the migrated store

        versions.start(_TOP, "new-worker", "worker", "--queues", _QUEUES, "--concurrency", "1")
        versions.start(_TOP, str(new_port), "web")
        _await_web(new_port)
        versions.send(old_port)
        versions.send(new_port)
        _end(old_worker)
        _end(old_web)
        versions.send(new_port)
        _end(beat)
        versions.start(_TOP, "new-beat", "beat")

        assert desk.violations(60) == []
        assert _count("SELECT count(*) FROM articles") == 5 * _EACH
        assert _count("SELECT count(*) FROM work WHERE failed") == 0
    for name in ("old-worker", "new-worker", str(old_port), str(new_port)):
        errors = [
            line for line in versions.log(name).splitlines() if '"level": "error"' in line or "Traceback" in line
        ]
        assert errors == [], name


def _token() -> str:
    with transaction(settings().database_url) as conn:
        who = people.add_person(conn, "program@example.org", "program", "checker")
        return tokens.create_token(conn, who, "a test", ("read", "articles"))


def _count(query: str) -> int:
    with transaction(settings().database_url) as conn:
        return int(conn.execute(text(query)).scalar_one())


def _end(process: Process) -> None:
    """End it as an operator does, and see that it does what it was doing first."""
    process.send_signal(signal.SIGTERM)
    process.wait(40)


def _await_web(port: int) -> None:
    def answers() -> bool:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False

    _await(answers)


def _await(what: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 90
    while not what():
        assert time.monotonic() < deadline, "it does not come"
        time.sleep(0.2)
