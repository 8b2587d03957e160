"""docker-compose.yml: its shape, and its very commands as processes on real servers."""

import os
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import Any

import pytest
import yaml

from store import articles, progress
from store.db import transaction
from tests.conftest import environment
from tests.fixtures.desk_parts import TROOPS, person
from tests.running.commands import Process, start_command
from tests.running.ports import free_port

_TOP = Path(__file__).parent.parent
_COMPOSE: dict[str, Any] = yaml.safe_load((_TOP / "docker-compose.yml").read_text())
_OURS = {name: service for name, service in _COMPOSE["services"].items() if service["image"] == "factdesk"}


def test_it_keeps_to_the_published_schema(tmp_path: Path) -> None:
    check = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec"]
    assert subprocess.run([*check, str(_TOP / "docker-compose.yml")]).returncode == 0
    wrong = tmp_path / "docker-compose.yml"
    wrong.write_text("services: {web: {imagine: factdesk}}")
    assert subprocess.run([*check, str(wrong)], capture_output=True).returncode == 1


def test_every_service_has_what_it_needs() -> None:
    assert set(_COMPOSE) <= {"services", "volumes", "x-desk"}
    named = {volume.split(":")[0] for s in _COMPOSE["services"].values() for volume in s.get("volumes", [])}
    named_only = {name for name in named if not name.startswith(".")}
    assert named_only == set(_COMPOSE["volumes"])
    made_by_operators = {"./monitoring/metrics.token"}
    assert {name for name in named - named_only - made_by_operators if not (_TOP / name).is_file()} == set()
    for name in ("web", "postgres", "redis"):
        assert _COMPOSE["services"][name]["healthcheck"]["test"][0] == "CMD"
    for service in _OURS.values():
        assert set(service["depends_on"]) <= set(_COMPOSE["services"])
        secret = service["environment"]["FACTDESK_SECRET_KEY"]
        assert secret.startswith("${FACTDESK_SECRET_KEY:?")
    queues = {s["command"][2] for s in _OURS.values() if s["command"][0] == "worker"}
    assert queues == {"split", "lookup", "housekeeping", "feeds", "deliveries", "sweep"}


@pytest.mark.timeout(120)
def test_its_commands_run(desk: str, database_url: str, redis_url: str, tmp_path: Path) -> None:
    port = free_port()
    variables = {**os.environ, **environment(database_url, redis_url), "FACTDESK_BIND": f"127.0.0.1:{port}",
            "FACTDESK_SWEEP_SECONDS": "1", "FACTDESK_WEB_WORKERS": "1", "FACTDESK_CONCURRENCY": "1"}  # fmt: skip
    children = []

    def start(name: str) -> Process:
        log = tmp_path / "logs" / f"{name}.log"
        return start_command(*_OURS[name]["command"], log=log, environment=variables)

    assert start("migrate").wait(60) == 0
    try:
        children += [start(name) for name in _OURS if name != "migrate"]
        _await(lambda: urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=2).status == 200)
        actor = person(desk, "checker")
        with transaction(desk) as conn:
            article_id = articles.receive_article(conn, articles.Submission(TROOPS), actor).article_id
        # Nobody rang: the sweeper must find it.
        _await(lambda: _stage(desk, article_id) == "ready")
    finally:
        for child in children:
            child.terminate()
        for child in children:
            child.wait(30)


def _stage(url: str, article_id: int) -> str:
    with transaction(url) as conn:
        return str(progress.get_article(conn, article_id).stage)


def _await(done: Any, seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            if done():
                return
        except OSError:
            pass
        time.sleep(0.2)
    raise AssertionError("it did not happen in time")
