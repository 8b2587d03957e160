"""The private files and folders of the embedded servers, whoever prepared the ground."""

import os
from pathlib import Path

import pytest

from embedded.account import account_for_root, data_home, socket_folder
from embedded.files import open_log, read_if_any, write_private
from embedded.postgres import _password, _refuse_elsewhere, start_postgres
from embedded.process import CannotStart


@pytest.mark.parametrize("mode", [0o701, 0o710, 0o755, 0o777])
def test_a_socket_folder_that_others_may_enter_is_refused(tmp_path: Path, mode: int) -> None:
    sockets = socket_folder(tmp_path, None)
    try:
        sockets.chmod(mode)
        with pytest.raises(CannotStart, match="not a private folder"):
            socket_folder(tmp_path, None)
        sockets.chmod(0o700)
        assert socket_folder(tmp_path, None) == sockets
    finally:
        sockets.rmdir()


def test_a_link_in_place_of_the_socket_folder_is_refused(tmp_path: Path) -> None:
    sockets = socket_folder(tmp_path, None)
    sockets.rmdir()
    (tmp_path / "private").mkdir(mode=0o700)
    sockets.symlink_to(tmp_path / "private")
    try:
        with pytest.raises(CannotStart, match="not a private folder"):
            socket_folder(tmp_path, None)
    finally:
        sockets.unlink()


def test_data_and_logs_are_closed_to_others(folder: Path) -> None:
    home = folder / "closed"
    data_home(home, account_for_root())
    assert home.stat().st_mode & 0o007 == 0
    assert home.stat().st_mode & 0o070 in (0, 0o010)  # the account of the servers passes, and reads nothing
    assert (home / "log").stat().st_mode & 0o077 == 0


def test_an_empty_password_is_made_anew_and_a_made_one_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "postgres.password"
    path.touch()
    made = _password(path, None)
    assert len(made) > 20
    assert _password(path, tmp_path / "postgres") == made
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_lost_password_of_a_cluster_is_one_clear_line(tmp_path: Path) -> None:
    cluster = tmp_path / "elsewhere"
    with pytest.raises(CannotStart, match=f"put the password back, or delete {cluster} to begin"):
        _password(tmp_path / "postgres.password", cluster)


def test_a_write_that_fails_leaves_the_old_file_and_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "secret"
    write_private(path, "old")

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        write_private(path, "new")
    assert read_if_any(path) == "old"
    assert os.listdir(tmp_path) == ["secret"]


def test_what_is_no_file_is_no_log_and_its_folder_stays_open_to_others(tmp_path: Path) -> None:
    folder = tmp_path / "devices"  # as /dev is
    (folder / "null").mkdir(parents=True)
    folder.chmod(0o755)
    with open_log(folder / "null") as log:
        assert log.name == os.devnull
    assert folder.stat().st_mode & 0o777 == 0o755
    with open_log(folder / "web.log"):
        assert folder.stat().st_mode & 0o777 == 0o700


def test_no_second_cluster_is_made_where_the_first_one_is_elsewhere(tmp_path: Path) -> None:
    note, first, second = tmp_path / "postgres.place", tmp_path / "server" / "postgres", tmp_path / "postgres"
    _refuse_elsewhere(note, first, made=False)  # a first start
    note.write_text(str(first))
    _refuse_elsewhere(note, second, made=False)  # it was deleted, or moved away to restore a copy
    first.mkdir(parents=True)
    _refuse_elsewhere(note, first, made=True)
    _refuse_elsewhere(note, second, made=True)  # the whole folder was copied with its cluster
    with pytest.raises(CannotStart, match=f"database is in {first}, not in {second}.*; move it there"):
        _refuse_elsewhere(note, second, made=False)


def test_a_desk_whose_cluster_is_elsewhere_does_not_start_and_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "first").mkdir()
    folder = tmp_path / "moved"
    folder.mkdir()
    (folder / "postgres.place").write_text(str(tmp_path / "first"))
    with pytest.raises(CannotStart, match=f"database is in {tmp_path / 'first'}, not in "):
        start_postgres(folder, durable=False)
    assert [path.name for path in folder.rglob("*") if path.is_file()] == ["postgres.place"]
