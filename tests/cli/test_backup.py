"""A copy of a desk with everything in it, restored into an empty store and over another one."""

import hashlib
from pathlib import Path

import click
import psycopg
import pytest
from click.testing import CliRunner

from checks.documents.formats import paragraphs
from cli.main import main
from cli.operations import backup
from service.app import create_app
from settings import settings
from store import db, people, tokens
from store.db import transaction
from store.sample import contents
from tests.fixtures.cluster_parts import POLAND, Desk
from tests.fixtures.desk_parts import person, sign_in, work_through


@pytest.fixture
def full(desk: str) -> str:
    """A desk with the sample, people, a token, a published fact-check and a claim in review."""
    at = Desk(desk, person(desk, "checker"), person(desk, "reviewer"))
    with transaction(desk) as conn:
        contents.load_sample(conn, paragraphs)
        admin = people.add_person(conn, "admin@example.org", "admin", "admin", "correct horse battery")
        tokens.create_token(conn, admin, "a program", ["read"])
    work_through(desk)
    at.publish(at.comes(POLAND), "False")
    at.drafted(at.comes("The city has 5,000 trees."), "True")
    return desk


@pytest.fixture
def empty(cluster: str) -> str:
    with psycopg.connect(cluster.replace("+psycopg", ""), autocommit=True) as conn:
        conn.execute("DROP DATABASE IF EXISTS restored WITH (FORCE)")
        conn.execute("CREATE DATABASE restored")
    return cluster.replace("@/factdesk?", "@/restored?")


def test_a_desk_with_everything_in_it_comes_back_row_for_row(
    full: str, empty: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "desk.dump"
    before = _content(full)
    done = _run(monkeypatch, full, "backup", str(file))
    assert "tables" in done
    assert file.stat().st_mode & 0o777 == 0o600
    assert "restored" in _run(monkeypatch, empty, "restore", str(file))
    assert len(before) > 30
    assert _content(empty) == before
    assert "not empty" in _run(monkeypatch, empty, "restore", str(file), code=1)
    with psycopg.connect(empty.replace("+psycopg", ""), autocommit=True) as conn:
        conn.execute("DELETE FROM audit")
    assert "restored" in _run(monkeypatch, empty, "restore", "--replace", str(file))
    assert _content(empty) == before
    client = create_app().test_client()
    sign_in(client, "admin")
    assert "Overview" in client.get("/").get_data(as_text=True)
    assert client.get("/triage?state=all&q=Poland", follow_redirects=True).status_code == 200


def test_a_file_that_is_no_copy_changes_nothing(
    full: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = _content(full)
    file = tmp_path / "text"
    file.write_text("no copy")
    assert "pg_restore" in _run(monkeypatch, full, "restore", "--replace", str(file), code=1)
    _run(monkeypatch, full, "backup", str(tmp_path / "whole"))
    whole = (tmp_path / "whole").read_bytes()
    (tmp_path / "half").write_bytes(whole[: len(whole) * 2 // 3])
    db.engine(full).dispose()
    assert "pg_restore" in _run(monkeypatch, full, "restore", "--replace", str(tmp_path / "half"), code=1)
    assert _content(full) == before


def test_a_copy_of_a_newer_desk_changes_nothing(
    full: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with psycopg.connect(full.replace("+psycopg", ""), autocommit=True) as conn:
        (now,) = conn.execute("SELECT version_num FROM alembic_version").fetchone() or ("",)
        conn.execute("UPDATE alembic_version SET version_num = '9999'")
    _run(monkeypatch, full, "backup", str(tmp_path / "newer"))
    with psycopg.connect(full.replace("+psycopg", ""), autocommit=True) as conn:
        conn.execute("UPDATE alembic_version SET version_num = %s", (now,))
    before = _content(full)
    db.engine(full).dispose()
    said = _run(monkeypatch, full, "restore", "--replace", str(tmp_path / "newer"), code=1)
    assert "of a newer version of Factdesk" in said
    assert _content(full) == before


def test_a_restore_that_is_stopped_changes_nothing(
    full: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = _content(full)
    _run(monkeypatch, full, "backup", str(tmp_path / "whole"))
    db.engine(full).dispose()

    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(backup, "upgrade", stopped)
    assert "Aborted" in _run(monkeypatch, full, "restore", "--replace", str(tmp_path / "whole"), code=1)
    assert _content(full) == before


def test_nobody_else_can_read_a_copy_that_is_being_written(
    full: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[int] = []

    def watched(program: str, *arguments: str, connect: bool = True) -> str:
        seen.append((tmp_path / "desk.part").stat().st_mode & 0o777)
        raise click.ClickException("enough")

    (tmp_path / "desk.part").write_text("left over")
    (tmp_path / "desk.part").chmod(0o644)
    monkeypatch.setattr(backup, "_run", watched)
    _run(monkeypatch, full, "backup", str(tmp_path / "desk"), code=1)
    assert seen == [0o600]
    assert list(tmp_path.iterdir()) == []


def _run(monkeypatch: pytest.MonkeyPatch, url: str, *arguments: str, code: int = 0) -> str:
    monkeypatch.setenv("DATABASE_URL", url)
    settings.cache_clear()
    done = CliRunner().invoke(main, list(arguments))
    assert done.exit_code == code, done.output
    return done.output


def _content(url: str) -> dict[str, tuple[int, str]]:
    """How many rows each table has, and a hash of them all."""
    found = {}
    with psycopg.connect(url.replace("+psycopg", "")) as conn:
        tables = conn.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1").fetchall()
        for (name,) in tables:
            rows = sorted(row[0] for row in conn.execute(f'SELECT t::text FROM "{name}" t'))  # type: ignore[arg-type]
            found[name] = len(rows), hashlib.sha256("\n".join(rows).encode()).hexdigest()
    return found
