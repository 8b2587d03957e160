"""`factdesk up` as its user meets it: started, used from the terminal, stopped, started again; and its refusals."""

import json
import re
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import NullPool, create_engine

from bench.operations.earlier_desk import alembic_config
from embedded.postgres import start_postgres
from tests.cli.running import ask, environment_of, start_up
from tests.running.ports import free_port

_TOP = Path(__file__).parent.parent.parent
_EARLIER = "0080"  # the migration of a version before, which 0086 and others followed that write all claims


@pytest.fixture
def data() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="factdesk-up-") as made:
        Path(made).chmod(0o755)
        yield Path(made) / "var"


@pytest.mark.timeout(400)
def test_up_twice_with_an_article_and_a_new_version_between(data: Path, tmp_path: Path) -> None:
    port, log, variables = free_port(), tmp_path / "log", environment_of(data)
    desk = start_up(data, port, log=log, forked=False)
    try:
        said = desk.until("Ctrl-C")
        assert "the sample: 4 of 4 articles looked up" in said
        assert re.search(rf"http://127\.0\.0\.1:{port}/sign-in/\S+", said)
        add = [sys.executable, "-m", "cli", "article", "add", "-", "--wait", "--json"]
        text = "Poland has more than 38 million inhabitants."
        done = subprocess.run(add, input=text, cwd=_TOP, env=variables, capture_output=True, text=True, timeout=90)
        assert done.returncode == 0, done.stderr
        claim = json.loads(done.stdout)
        assert (claim["suggestion"], claim["text"]) == ("refuted", text[:-1])
        assert {row["source"] for row in claim["lookups"]} == {"shelf", "past fact-checks"}
        _answered_while_busy(data)
        second = subprocess.run(
            [sys.executable, "-m", "cli", "up"], cwd=_TOP, env=variables, capture_output=True, text=True
        )
        assert second.returncode == 1
        assert second.stderr.count("\n") == 1
        assert "running" in second.stderr
    finally:
        code, said = desk.end()
    assert code == 0
    assert "nothing is lost" in said
    _take_back(data)
    again = start_up(data, port, log=log)
    try:
        assert "the sample:" not in again.until("Ctrl-C")
        kept = ask(data, "/api/v1/claims?q=Poland+inhabitants&suggestion=refuted&language=en")["items"]
        assert claim["statement"] in [each["statement"] for each in kept]
    finally:
        code, _ = again.end(signal.SIGTERM)
    assert code == 0


def _take_back(data: Path) -> None:
    """Leave the folder as a version before would have: with its tables, and a token for fewer commands."""
    server = start_postgres(data)
    try:
        with create_engine(server.url, poolclass=NullPool).connect() as conn:
            config = alembic_config()
            config.attributes["connection"] = conn
            command.downgrade(config, _EARLIER)
            conn.commit()
    finally:
        server.stop()
    kept = json.loads((data / "cli.json").read_text())
    (data / "cli.json").write_text(json.dumps({"token": kept["token"], "url": kept["url"]}))


def _answered_while_busy(data: Path) -> None:
    """Articles are taken and the list is shown while the workers have more to do than they get done."""
    long = " ".join(f"The town of Alder {n} has {4000 + n:,} inhabitants." for n in range(60))
    taken = {ask(data, "/api/v1/articles", {"text": f"{n}. {long}"})["id"] for n in range(15)}
    assert len(taken) == 15
    assert len(ask(data, "/api/v1/claims?limit=20")["items"]) == 20
    stages = {article["stage"] for article in ask(data, "/api/v1/articles?limit=15")["items"]}
    assert stages & {"received", "split"}, "the workers were not busy"


def test_a_port_in_use_is_one_clear_line(data: Path, tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        desk = start_up(data, port, log=tmp_path / "log")
        code = desk.process.wait(30)
    assert code == 1
    assert desk.said().splitlines() == [
        f"factdesk: port {port} on 127.0.0.1 is not free (Address already in use); choose another with --port"
    ]
