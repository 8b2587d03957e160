"""`factdesk up` as its user meets it: started, used from the terminal, stopped, started again; and its refusals."""

import json
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from embedded.postgres import start_postgres
from tests.cli.running import environment_of, start_up
from tests.running.ports import free_port

_TOP = Path(__file__).parent.parent.parent


@pytest.fixture
def data() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="factdesk-up-") as made:
        Path(made).chmod(0o755)
        yield Path(made) / "var"


@pytest.mark.timeout(400)
def test_up_twice_with_an_article_between(data: Path, tmp_path: Path) -> None:
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
    again = start_up(data, port, log=log)
    try:
        assert "the sample:" not in again.until("Ctrl-C")
    finally:
        code, _ = again.end(signal.SIGTERM)
    assert code == 0


def _answered_while_busy(data: Path) -> None:
    """Articles are taken and the list is shown while the workers have more to do than they get done."""
    kept = json.loads((data / "cli.json").read_text())
    header = {"Authorization": f"Bearer {kept['token']}", "Content-Type": "application/json"}

    def ask(path: str, body: dict[str, str] | None = None) -> tuple[int, dict[str, Any]]:
        sent = json.dumps(body).encode() if body else None
        with urllib.request.urlopen(
            urllib.request.Request(kept["url"] + path, sent, header), timeout=20
        ) as answer:
            return answer.status, json.load(answer)

    long = " ".join(f"The town of Alder {n} has {4000 + n:,} inhabitants." for n in range(200))
    statuses = [ask("/api/v1/articles", {"text": f"{n}. {long}"})[0] for n in range(15)]
    assert statuses == [202] * 15
    status, listed = ask("/api/v1/claims?limit=20")
    assert (status, len(listed["items"])) == (200, 20)
    stages = {article["stage"] for article in ask("/api/v1/articles?limit=15")[1]["items"]}
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


def test_postgres_keeps_its_data_through_a_kill_and_opens_no_parent(data: Path) -> None:
    import psycopg

    data.parent.mkdir(exist_ok=True)
    before = [parent.stat().st_mode for parent in data.parents]
    server = start_postgres(data)
    with psycopg.connect(server.url.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute("CREATE TABLE kept (n int)")
    server.process.kill()
    server.process.wait()
    time.sleep(0.2)
    server = start_postgres(data)
    try:
        with psycopg.connect(server.url.replace("+psycopg", "")) as connection:
            assert connection.execute("SELECT count(*) FROM kept").fetchone() == (0,)
            assert connection.execute("SHOW listen_addresses").fetchone() == ("",)
    finally:
        server.stop()
    assert [parent.stat().st_mode for parent in data.parents] == before
    assert (data / "postgres.password").stat().st_mode & 0o077 == 0
