"""Exports over the API and the commands `factdesk export` and `factdesk import`."""

import io
import json
import stat
import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient
from werkzeug.serving import make_server
from werkzeug.test import TestResponse

from cli.main import main
from factdesk.client import Factdesk, FactdeskError
from service.api.exports import exports
from service.app import create_app
from settings import settings
from store import articles, audit, people, sessions, tokens
from store.accounts import second_factor
from store.db import transaction
from store.people import Actor
from store.transfer.tables import exported_tables
from tests.api.caller import Caller, fields
from tests.api.conftest import Token
from tests.fixtures.desk_parts import article, person
from tests.running.databases import Databases


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


def test_too_many_at_once_are_asked_to_come_again(admin: Caller) -> None:
    for _ in range(2):
        assert exports._running.acquire(blocking=False)
    refused = admin.call("GET", "/export")
    assert (refused.status_code, refused.headers["Retry-After"]) == (503, "5")
    for _ in range(2):
        exports._running.release()
    for _ in range(5):
        assert admin.call("GET", "/export/csv/people").get_data()
    with admin.client.application.test_request_context():
        for _ in range(5):
            exports._streamed(lambda _: iter([b"unread"]), "text/csv", "people.csv").close()


def _sent(caller: Caller, lines: list[str], media: str = "application/x-ndjson") -> TestResponse:
    """The desk's answer to an export that is sent."""
    headers = {**caller.headers, "Content-Type": media}
    return caller.client.post(
        "/api/v1/import", data="".join(lines).encode("utf-8", "surrogateescape"), headers=headers
    )


@pytest.fixture
def exported(admin: Caller) -> list[str]:
    """The lines of an export of a desk with an admin, a checker and an article with its claims."""
    person(settings().database_url, "checker")
    article(settings().database_url, admin.actor)
    return admin.call("GET", "/export").get_data(as_text=True).splitlines(keepends=True)


@pytest.fixture
def empty(exported: list[str], client: FlaskClient, other: str, monkeypatch: pytest.MonkeyPatch) -> Caller:
    """A second desk in which only an admin of the same address is, under another number, who has signed in."""
    monkeypatch.setenv("DATABASE_URL", other)
    settings.cache_clear()
    with transaction(other) as conn:
        for _ in range(7):
            conn.exec_driver_sql("SELECT nextval('people_id_seq')")
        admin_id = people.add_person(conn, "admin@example.org", "Ada", "admin", "a password of this desk")
        sessions.begin_session(conn, admin_id, "192.0.2.7", "a browser")
        second_factor.write_secret(conn, admin_id, b"sealed")
        second_factor.make_recovery_codes(conn, admin_id)
        audit.write_audit_entry(conn, Actor(admin_id, "admin"), "person", admin_id, "link made")
        secret = tokens.create_token(conn, admin_id, "import", tokens.SCOPES)
    return Caller(client, {"Authorization": f"Bearer {secret}"}, Actor(admin_id, "admin"))


def test_an_import_over_the_api_gives_the_same_bytes_and_keeps_the_admin_signed_in(
    exported: list[str], empty: Caller
) -> None:
    answer = _sent(empty, exported)
    assert (answer.status_code, answer.json) == (201, {"rows": len(exported) - 2}), answer.get_data(as_text=True)
    assert empty.call("GET", "/export").get_data(as_text=True) == "".join(exported)
    with transaction(settings().database_url) as conn:
        found = people.verify_password(conn, "admin@example.org", "a password of this desk")
        assert found is not None
        assert found.name == "admin", "the name is that of the export, the password that of this desk"
        assert second_factor.find_second_factor(conn, found.id)
        assert [each.address for each in sessions.list_open_sessions(conn, found.id)] == ["192.0.2.7"]
    assert empty.get("/claims")["items"]
    again = _sent(empty, exported)
    assert (again.status_code, fields(again.json)) == (409, {"desk"})


def _second(lines: list[str], kind: str) -> int:
    """The place of the first row of a type."""
    return next(n for n, line in enumerate(lines) if line.startswith(f'{{"type":"{kind}"'))


def test_all_wrong_lines_are_named_and_nothing_is_imported(exported: list[str], empty: Caller) -> None:
    claim, revision = _second(exported, "claims"), _second(exported, "revisions")
    wrong = exported.copy()
    wrong[claim] = wrong[claim].replace('"state":"', '"state":"x')
    wrong[revision] = "{no\n"
    wrong[-2] = '{"type":"tokens","id":1}\n'
    answer = _sent(empty, wrong)
    assert answer.status_code == 422
    found = {each["field"]: each["message"] for each in answer.json["errors"]}  # type: ignore[index]
    numbers = [revision + 1, claim + 1, len(wrong) - 1]
    assert list(found) == [f"line {number}" for number in numbers]
    assert found[f"line {claim + 1}"].startswith(
        f"line {claim + 1}: the store refuses claims: new row for relation"
    )
    assert found[f"line {revision + 1}"] == f"line {revision + 1} is no JSON object"
    assert "there is no type “tokens”" in found[f"line {len(wrong) - 1}"]
    many = _sent(empty, [exported[0], *["[]\n"] * 1000])
    assert len(many.json["errors"]) == 20  # type: ignore[index]
    assert _sent(empty, exported).status_code == 201, "nothing of these was kept"


def test_what_can_never_be_imported_is_refused(exported: list[str], empty: Caller, admin: Caller) -> None:
    rest = exported[1:]
    older = exported[0].replace('"schema": "', '"schema": "x')
    cases: dict[str, tuple[list[str], str]] = {
        "no export": (rest, "its first line does not say so"),
        "an older one": ([older, *rest], "written by another version"),
        "half of one": (exported[:-1], "its last line is missing"),
        "not UTF-8": ([*exported[:3], "\udcff\n", *exported[3:]], "line 4 is not UTF-8, from its byte 1 on"),
        "nothing": ([], "line 1 is no JSON object"),
        "without who imports": (
            [line.replace("admin@example.org", "eve@example.org") for line in exported],
            "no active admin with your e-mail address, admin@example.org",
        ),
    }
    for name, (lines, why) in cases.items():
        answer = _sent(empty, lines)
        assert answer.status_code == 422, name
        assert why in answer.json["detail"], name  # type: ignore[index]
    assert _sent(empty, exported, "application/json").status_code == 415
    with transaction(settings().database_url) as conn:
        checker = people.add_person(conn, "c@example.org", "C", "checker")
        secret = tokens.create_token(conn, checker, "t", tokens.SCOPES)
    refused = _sent(empty, exported)
    assert refused.status_code == 409
    assert "it has people" in refused.json["detail"]  # type: ignore[index]
    stranger = Caller(empty.client, {"Authorization": f"Bearer {secret}"}, Actor(checker, "checker"))
    assert _sent(stranger, exported).status_code == 403


@pytest.fixture
def other(databases: Databases) -> Iterator[str]:
    """The address of a second, empty database."""
    url = databases.take()
    yield url
    databases.give_back(url)


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
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert json.loads(exported.stderr.splitlines()[-1])["bytes"] == file.stat().st_size
    assert list(tmp_path.iterdir()) == [file]
    archive = tmp_path / "desk.zip"
    assert CliRunner().invoke(main, ["export", "--format", "csv", str(archive)]).exit_code == 0
    assert "articles.csv" in zipfile.ZipFile(archive).namelist()
    people = CliRunner().invoke(
        main, ["export", "--format", "csv", "--resource", "people"], catch_exceptions=False
    )
    assert people.stdout.splitlines()[0] == "id,email,name,role,language,active,created_at"
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


def test_the_command_and_the_client_import_into_a_running_desk(
    exported: list[str], empty: Caller, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "desk.jsonl"
    file.write_text("".join(exported))
    server = make_server("127.0.0.1", 0, create_app(), threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    monkeypatch.setenv("FACTDESK_URL", f"http://127.0.0.1:{server.port}")
    monkeypatch.setenv("FACTDESK_TOKEN", empty.headers["Authorization"].removeprefix("Bearer "))
    try:
        with Factdesk() as client:
            with pytest.raises(FactdeskError, match="nothing was imported") as wrong:
                client.import_export([exported[0].encode(), b"[]\n"])
            assert wrong.value.errors == {"line 2": "line 2 is no JSON object"}
            with file.open("rb") as opened:
                assert client.import_export(opened) == len(exported) - 2
        again = CliRunner().invoke(main, ["import", "--running", str(file)])
        assert (again.exit_code, "not empty" in again.output) == (1, True)
        with transaction(settings().database_url) as conn:
            names = ", ".join(f'"{table.name}"' for table in exported_tables())
            conn.exec_driver_sql(f"TRUNCATE {names} CASCADE")
            admin_id = people.add_person(conn, "admin@example.org", "Ada", "admin")
            monkeypatch.setenv("FACTDESK_TOKEN", tokens.create_token(conn, admin_id, "import", tokens.SCOPES))
        done = CliRunner().invoke(main, ["import", "--running", "--json", str(file)])
        assert (done.exit_code, json.loads(done.stdout)["rows"]) == (0, len(exported) - 2)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_a_broken_export_leaves_no_file(desk: str, address: str, tmp_path: Path) -> None:
    refused = CliRunner().invoke(main, ["export", str(tmp_path / "desk.jsonl")])
    assert refused.exit_code == 1
    assert "this is for admins" in refused.output
    assert list(tmp_path.iterdir()) == []
