"""Exports over the API and the commands `factdesk export` and `factdesk import`."""

import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from cli.main import main
from service.api.exports import exports
from settings import settings
from store import articles, tokens
from store.db import engine, transaction
from store.transfer.tables import exported_tables
from tests.api.caller import Caller, fields
from tests.api.conftest import Token
from tests.conftest import _named, _numbers, _run  # a second database for a test
from tests.desk_parts import person


@pytest.fixture
def admin(token: Token) -> Caller:
    caller = token(role="admin")
    with transaction(settings().database_url) as conn:
        articles.receive_article(conn, articles.Submission("Four boats sank.", "=A title"), caller.actor)
    return caller


def test_everything_comes_as_json_lines(admin: Caller) -> None:
    answer = admin.call("GET", "/export")
    lines = [json.loads(line) for line in answer.get_data(as_text=True).splitlines()]
    assert lines[0]["type"] == "factdesk export"
    assert lines[-1] == {"type": "end", "rows": len(lines) - 2}
    assert [line["title"] for line in lines if line["type"] == "articles"] == ["=A title"]
    assert answer.headers["Content-Disposition"] == 'attachment; filename="factdesk.jsonl"'


def test_csv_comes_as_one_file_or_as_all(admin: Caller) -> None:
    one = admin.call("GET", "/export/csv/articles")
    assert "'=A title" in one.get_data(as_text=True)
    archive = zipfile.ZipFile(io.BytesIO(admin.call("GET", "/export/csv").get_data()))
    assert archive.testzip() is None
    assert set(archive.namelist()) == {f"{table.name}.csv" for table in exported_tables()}
    assert archive.read("articles.csv") == one.get_data()
    assert fields(admin.get("/export/csv/tokens", 422)) == {"resource"}


def test_only_an_admin_exports(admin: Caller, checker: Caller) -> None:
    for path in ("/export", "/export/csv", "/export/csv/articles"):
        assert checker.call("GET", path).status_code == 403


def test_too_many_at_once_are_told_to_come_again(admin: Caller) -> None:
    for _ in range(2):
        assert exports._running.acquire(blocking=False)
    refused = admin.call("GET", "/export")
    assert (refused.status_code, refused.headers["Retry-After"]) == (503, "5")
    for _ in range(2):
        exports._running.release()
    for _ in range(5):
        assert admin.call("GET", "/export/csv/people").get_data()


@pytest.fixture
def other(cluster: str) -> Iterator[str]:
    """The address of a second, empty database."""
    name = f"second_{next(_numbers)}"
    _run(cluster, f"CREATE DATABASE {name} TEMPLATE template_of_tests")
    yield _named(cluster, name)
    engine(_named(cluster, name)).dispose()
    _run(cluster, f"DROP DATABASE {name} WITH (FORCE)")


def test_the_commands_take_a_desk_to_another(
    desk: str, address: str, other: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with transaction(desk) as conn:
        actor = person(desk, "admin")
        articles.receive_article(conn, articles.Submission("Four boats sank."), actor)
        secret = tokens.create_token(conn, actor.id or 0, "admin", ("read",))
    monkeypatch.setenv("FACTDESK_TOKEN", secret)
    file = tmp_path / "desk.jsonl"
    exported = CliRunner().invoke(main, ["export", str(file), "--json"], catch_exceptions=False)
    assert exported.exit_code == 0, exported.output
    assert json.loads(exported.stderr.splitlines()[-1])["bytes"] == file.stat().st_size
    assert list(tmp_path.iterdir()) == [file]
    archive = tmp_path / "desk.zip"
    assert CliRunner().invoke(main, ["export", "--format", "csv", str(archive)]).exit_code == 0
    assert "articles.csv" in zipfile.ZipFile(archive).namelist()
    people = CliRunner().invoke(
        main, ["export", "--format", "csv", "--resource", "people"], catch_exceptions=False
    )
    assert people.stdout.splitlines()[0] == "id,email,name,role,active,created_at"
    assert CliRunner().invoke(main, ["export", "--resource", "people"]).exit_code == 2

    monkeypatch.setenv("DATABASE_URL", other)
    settings.cache_clear()
    imported = CliRunner().invoke(main, ["import", str(file), "--json"], catch_exceptions=False)
    assert imported.exit_code == 0, imported.output
    assert json.loads(imported.stdout)["rows"] == len(file.read_text().splitlines()) - 2
    again = CliRunner().invoke(main, ["import", str(file)])
    assert again.exit_code == 1
    assert "not empty" in again.output
    with transaction(settings().database_url) as conn:
        assert conn.exec_driver_sql("SELECT title FROM articles").scalars().all() == ["Four boats sank."]


def test_a_broken_export_leaves_no_file(desk: str, address: str, tmp_path: Path) -> None:
    refused = CliRunner().invoke(main, ["export", str(tmp_path / "desk.jsonl")])
    assert refused.exit_code == 1
    assert "this is for admins" in refused.output
    assert list(tmp_path.iterdir()) == []
