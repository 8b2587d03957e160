"""A desk goes out to a file whole or not at all, and into the desk of `factdesk up` while that does not run."""

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from click.testing import CliRunner, Result

from cli import transfer
from cli.main import main
from cli.up import alone
from embedded import postgres
from settings import settings
from store.db import transaction
from store.transfer import export
from tests.fixtures.desk_parts import person
from tests.running.databases import Databases

_VARIABLES = ("DATABASE_URL", "REDIS_URL", "FACTDESK_SECRET_KEY")
_WHOLE = [b'{"type": "header"}\n', b'{"type": "end"', b', "rows": 0}\n']


def _run(*arguments: str) -> Result:
    settings.cache_clear()
    return CliRunner().invoke(main, arguments)


class _Played:
    """A running desk that answers these pieces, and what it was asked."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.pieces, self.asked = _WHOLE, list[str]()
        monkeypatch.setattr(transfer.Desk, "found", lambda: self)

    def stream(self, path: str) -> Iterator[bytes]:
        self.asked.append(path)
        yield from self.pieces


@pytest.fixture
def played(monkeypatch: pytest.MonkeyPatch) -> _Played:
    return _Played(monkeypatch)


@pytest.mark.parametrize(
    ("options", "path"),
    [
        ((), "/api/v1/export"),
        (("--format", "jsonl"), "/api/v1/export"),
        (("--format", "csv"), "/api/v1/export/csv"),
        (("--format", "csv", "--resource", "people"), "/api/v1/export/csv/people"),
    ],
)
def test_a_desk_is_asked_for_what_is_to_be_written(
    played: _Played, tmp_path: Path, options: tuple[str, ...], path: str
) -> None:
    file = tmp_path / "desk"
    (tmp_path / "desk.part").write_text("of an export that was killed")
    done = _run("export", str(file), *options, "--json")
    assert done.exit_code == 0, done.output
    assert played.asked == [path]
    assert file.read_bytes() == b"".join(_WHOLE)
    assert file.stat().st_mode & 0o777 == 0o600
    assert list(tmp_path.iterdir()) == [file]
    assert f'"file": "{file}", "bytes": {len(file.read_bytes())}' in done.stderr


def test_what_broke_off_leaves_the_file_of_before(played: _Played, tmp_path: Path) -> None:
    file = tmp_path / "desk"
    file.write_text("before")
    played.pieces = _WHOLE[:1]
    broken = _run("export", str(file))
    assert (broken.exit_code, "broke off" in broken.output) == (1, True)
    assert (file.read_text(), list(tmp_path.iterdir())) == ("before", [file])
    assert _run("export", str(file), "--format", "csv").exit_code == 0  # whose end its length tells
    assert file.read_bytes() == _WHOLE[0]


def test_an_export_is_written_to_standard_output(played: _Played) -> None:
    done = _run("export", "--json")
    assert done.stdout.encode() == b"".join(_WHOLE)
    assert '"file": null' in done.stderr


def test_one_table_goes_out_as_csv_alone(played: _Played) -> None:
    refused = _run("export", "--resource", "people")
    assert (refused.exit_code, played.asked) == (2, [])
    assert "--resource goes with --format csv" in refused.output


@pytest.fixture
def exported(desk: str, tmp_path: Path) -> Path:
    """An export of a desk with one person."""
    person(desk, "checker")
    with transaction(desk) as conn:
        export.begin_export(conn)
        (tmp_path / "desk.jsonl").write_text("".join(export.export_lines(conn)))
    return tmp_path / "desk.jsonl"


def test_an_export_comes_into_the_desk_of_up_which_does_not_run_meanwhile(
    exported: Path, databases: Databases, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url, stopped = databases.take(), list[Path]()

    def start_postgres(folder: Path) -> SimpleNamespace:
        with pytest.raises(RuntimeError), alone(folder):
            pass
        return SimpleNamespace(url=url, stop=lambda: stopped.append(folder))

    monkeypatch.setattr(postgres, "start_postgres", start_postgres)
    folder = tmp_path / "data"
    monkeypatch.setenv("FACTDESK_DATA", str(folder))
    for exit_code, words in ((0, "1 rows in"), (1, "not empty")):
        for name in _VARIABLES:
            monkeypatch.delenv(name, raising=False)
        done = _run("import", str(exported))
        assert (done.exit_code, words in done.output) == (exit_code, True), done.output
    assert stopped == [folder] * 2
    for name in _VARIABLES:
        monkeypatch.delenv(name, raising=False)
    with alone(folder):
        refused = _run("import", str(exported))
    assert (refused.exit_code, "a desk is running on" in refused.output) == (1, True)
    assert stopped == [folder] * 2
    databases.give_back(url)
