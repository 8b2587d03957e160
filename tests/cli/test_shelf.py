"""`factdesk shelf` against a desk that answers over a real socket, while a worker reads what it is given."""

import json
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select
from werkzeug.serving import make_server

from cli.main import main
from service.app import create_app
from store import queue, tokens
from store.db import transaction
from tests.fixtures.desk_parts import person
from tests.fixtures.files import pdf
from workers.tasks import shelf

TABLE = "entity,measure,year,value\nAlder,Boats,2024,40\n"


@pytest.fixture
def worker(desk: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A desk on a free port, known to the command by its environment, and a worker that reads what comes."""
    server = make_server("127.0.0.1", 0, create_app(), threaded=True)
    stop = threading.Event()
    threads = [threading.Thread(target=server.serve_forever), threading.Thread(target=_read, args=(desk, stop))]
    for thread in threads:
        thread.start()
    actor = person(desk, "checker")
    with transaction(desk) as conn:
        monkeypatch.setenv(
            "FACTDESK_TOKEN", tokens.create_token(conn, actor.id or 0, "command line", ("read", "claims"))
        )
    monkeypatch.setenv("FACTDESK_URL", f"http://127.0.0.1:{server.port}")
    yield
    stop.set()
    server.shutdown()
    for thread in threads:
        thread.join()
    server.server_close()


def _read(url: str, stop: threading.Event) -> None:
    while not stop.wait(0.1):
        with transaction(url) as conn:
            subjects = list(
                conn.execute(select(queue.work.c.subject).where(queue.work.c.kind == "shelf")).scalars()
            )
        for subject in subjects:
            shelf.run(subject)


def _run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["shelf", *arguments])


@pytest.mark.usefixtures("worker")
def test_files_are_put_waited_for_listed_and_taken_off(tmp_path: Path) -> None:
    report, table, empty = tmp_path / "report.pdf", tmp_path / "boats.csv", tmp_path / "empty.txt"
    report.write_bytes(pdf("Alder has 40 boats.", title="Harbour report"))
    table.write_text(TABLE + "Alder,Boats,soon,1\n")
    empty.write_text("")
    done = _run("add", str(report), str(table), str(empty), "--publisher", "Town")
    assert done.exit_code == 1
    assert "ready    Harbour report (Town): 1 passages" in done.stdout
    assert "failed   boats.csv (Town): one place is wrong in it" in done.stdout
    assert "boats.csv: row 3, year: “soon” is no year; write it as 2024" in done.stderr
    assert "empty.txt: the file is empty" in done.stderr
    table.write_text(TABLE)
    (row,) = map(json.loads, _run("add", str(table), "--publisher", "Town", "--json").stdout.splitlines())
    assert (row["state"], row["kind"], row["holds"]) == ("ready", "figures", 1)
    assert len(_run("list").stdout.splitlines()) == 3
    assert _run("remove", str(row["id"])).stdout == f"{row['id']}: off the shelf\n"
    assert [
        json.loads(line)["name"] for line in _run("list", "--words", "harbour", "--json").stdout.splitlines()
    ] == ["report.pdf"]
    assert "there is no document" in _run("remove", "999").stderr


def test_a_title_is_of_one_file(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).write_text("x")
    done = _run("add", str(tmp_path / "a"), str(tmp_path / "b"), "--title", "T")
    assert (done.exit_code, "of one file" in done.stderr) == (2, True)
