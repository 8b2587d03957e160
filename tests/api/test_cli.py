"""`factdesk article add` against a desk that answers over a real socket."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cli.main import main
from store import articles, queue
from store.db import transaction
from store.lookups import batches
from tests.api.meanwhile import worker_meanwhile
from tests.fixtures.desk_parts import TROOPS, work_through
from tests.running.ports import free_port
from workers.tasks import split


def _add(*arguments: str, text: str | bytes = TROOPS) -> Result:
    return CliRunner().invoke(main, ["article", "add", "-", *arguments], input=text)


def test_it_is_sent_and_named(address: str) -> None:
    first = _add("--title", "Troops", "--published", "2026-02-01")
    assert first.output == "article 1: Troops (received)\n"
    assert json.loads(_add("--json").output)["id"] == 1


def test_waiting_ends_with_a_line_a_claim(desk: str, address: str) -> None:
    with worker_meanwhile(desk, "split", lambda: work_through(desk)):
        done = _add("--wait", "--json")
    assert done.exit_code == 0, done.output
    claims = [json.loads(line) for line in done.stdout.splitlines()]
    assert [set(claim) for claim in claims] == [
        {"start", "end", "text", "statement", "suggestion", "reasons", "lookups"}
    ] * len(claims)
    assert len(claims) >= 2
    assert [TROOPS[c["start"] : c["end"]] for c in claims] == [c["text"] for c in claims]
    assert {lookup["outcome"] for c in claims for lookup in c["lookups"]} == {"nothing"}
    assert "article 1: received" in done.stderr
    assert done.stderr.count("suggests nothing found") == len(claims)
    plain = _add("--wait")
    assert len(plain.stdout.splitlines()) == len(claims)
    assert plain.stdout.startswith("nothing found")


def test_what_failed_says_so_and_gives_what_there_is(desk: str, address: str) -> None:
    _add()
    split.run(1)
    with transaction(desk) as conn:
        batches.give_jobs(conn, batches.list_pending_lookups(conn, 1))
        queue.drop_job(conn, batches.KIND, 1)
        conn.execute(
            queue.work.update().where(queue.work.c.kind == "lookup").values(attempts=queue.MOST_ATTEMPTS - 1)
        )
        lease = queue.lease_job(conn, "lookup", 1)
        assert lease
        queue.fail_job(conn, lease, "the shelf fell over")
    done = _add("--wait")
    assert done.exit_code == 1
    assert "failed: the shelf fell over" in done.stderr
    assert "no suggestion" in done.stdout


def test_what_is_refused_is_reported_in_the_desk_s_words(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for arguments, text, words in (
        (("--url", "ftp://x"), TROOPS, "must begin with http"), ((), " ", "the text is empty"),
        (("--published", "soon"), TROOPS, "write a time as"), ((), b"\xff\xfe", "there is no text in it"),
        (("--wait", "--timeout", "0.1"), TROOPS, "still “received”"),
    ):  # fmt: skip
        done = _add(*arguments, text=text)
        assert (done.exit_code, words in done.stderr) == (1, True), done.output
    monkeypatch.setenv("FACTDESK_TOKEN", "fd_wrong")
    assert "unknown, expired or revoked" in _add().stderr


def test_a_desk_that_is_not_there(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("FACTDESK_DATA", str(tmp_path))
    monkeypatch.delenv("FACTDESK_URL", raising=False)
    monkeypatch.delenv("FACTDESK_TOKEN", raising=False)
    assert "no desk is known" in _add().stderr
    (tmp_path / "cli.json").write_text(json.dumps({"url": f"http://127.0.0.1:{free_port()}", "token": "fd_x"}))
    assert "does not answer" in _add().stderr
    (tmp_path / "cli.json").write_text(json.dumps({"url": "file:///etc", "token": "fd_x"}))
    assert "must begin with http" in _add().stderr


@pytest.mark.parametrize("encoding", ["latin-1", "utf-16", "utf-8-sig"])
def test_a_text_in_any_encoding(desk: str, address: str, tmp_path: Path, encoding: str) -> None:
    text = "Die Brücke über die Alde wird für 14 Wochen gesperrt, sagte die Stadt am Montag. Täglich fahren dort Autos."
    (tmp_path / "bridge.txt").write_bytes(text.encode(encoding))
    done = CliRunner().invoke(main, ["article", "add", str(tmp_path / "bridge.txt")])
    assert done.exit_code == 0, done.output
    with transaction(desk) as conn:
        assert articles.get_revision(conn, 1).text == text


def test_a_file_by_its_name(address: str, tmp_path: Path) -> None:
    page = tmp_path / "troops.html"
    page.write_text("<html><h1>Troops</h1><p>Another 2,000 troops came.</p></html>")
    done = CliRunner().invoke(main, ["article", "add", str(page), "--title", "T", "--json"])
    assert json.loads(done.output)["stage"] == "received"
