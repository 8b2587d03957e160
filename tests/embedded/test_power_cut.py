"""What the servers make of the files that a power cut leaves: what was on the disk by then, and no more."""

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
import redis

from embedded.account import account_for_root, credentials, data_home, socket_folder
from embedded.postgres import start_postgres
from embedded.process import CannotStart, Server
from embedded.redis import start_redis

_TORN = b"\x5a" * 4096  # of a page of 8192 bytes the half that was being written
_TAIL = b"\x5a" * 3000  # behind what was forced to the disk of the log


@pytest.fixture
def home(folder: Path) -> Iterator[Path]:
    made = folder / "cut"
    yield made
    shutil.rmtree(made)


def test_what_was_acknowledged_comes_back_and_a_store_beyond_repair_says_what_to_do(home: Path) -> None:
    server = start_postgres(home)
    data = data_home(home, account_for_root()) / "postgres"
    with _connected(server) as conn:
        conn.execute("CREATE TABLE kept AS SELECT n, 'before' AS said FROM generate_series(1, 1000) n")
        conn.execute("CHECKPOINT")
        before = home / "before"
        shutil.copytree(data, before, ignore=shutil.ignore_patterns("pg_wal", "postmaster.pid"))
        conn.execute("INSERT INTO kept SELECT n, 'after' FROM generate_series(1001, 1100) n")
        conn.execute("UPDATE kept SET said = 'changed' WHERE n = 7")
        heap, segment, written = _places(conn)
    server.process.kill()
    server.process.wait()
    shutil.copytree(before, data, dirs_exist_ok=True)  # nothing but the log was forced to the disk since
    _overwrite(data / heap, 0, _TORN)
    _overwrite(data / "pg_wal" / segment, written, _TAIL)
    stranger = subprocess.Popen(["sleep", "60"], **credentials(account_for_root()))
    try:
        for left in (data / "postmaster.pid", socket_folder(home, account_for_root()) / ".s.PGSQL.5432.lock"):
            left.write_text(f"{stranger.pid}\n" + left.read_text().partition("\n")[2])
        server = start_postgres(home)
        with _connected(server) as conn:
            found = dict(conn.execute("SELECT said, count(*) FROM kept GROUP BY said").fetchall())
        server.stop()
        assert found == {"before": 999, "after": 100, "changed": 1}
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()
    for file in (data / "pg_wal").glob("0*"):
        _overwrite(file, 0, bytes(file.stat().st_size))
    with pytest.raises(CannotStart, match=f"(?s)^[^\n]*PANIC[^\n]*move {data} away[^\n]*restore a copy[^\n]*$"):
        start_postgres(home)


def _connected(server: Server) -> "closing[psycopg.Connection[tuple[object, ...]]]":
    url = server.url.replace("+psycopg", "").replace("/factdesk?", "/postgres?")
    return closing(psycopg.connect(url, autocommit=True))


def _places(conn: "psycopg.Connection[tuple[object, ...]]") -> tuple[str, str, int]:
    """The files of a table and of the end of the log, and the byte of that up to which it was forced to the disk."""
    found = conn.execute(
        "SELECT pg_relation_filepath('kept'), w.* FROM pg_walfile_name_offset(pg_current_wal_flush_lsn()) w"
    ).fetchone()
    assert found
    heap, segment, written = found
    return str(heap), str(segment), int(str(written))


def _overwrite(file: Path, at: int, content: bytes) -> None:
    with file.open("r+b") as opened:
        opened.seek(at)
        opened.write(content)


@pytest.mark.parametrize(
    ("file", "cut_off", "added", "kept"),
    [
        ("*.incr.aof", 10, b"", 1),
        ("*.incr.aof", 10, bytes(4096), 0),
        ("*.manifest", 10_000, b"", 0),
        ("*.base.rdb", 10_000, bytes(88), 0),
    ],
    ids=("end of the log", "zeros at its end", "empty list of files", "zeros for the rest"),
)
def test_the_broker_starts_on_whatever_is_left_of_its_files(
    home: Path, file: str, cut_off: int, added: bytes, kept: int
) -> None:
    server = start_redis(home)
    broker = redis.from_url(server.url.replace("redis+socket", "unix"))
    for name in ("first", "cut off"):
        broker.set(name, "1")
    server.process.kill()
    server.process.wait()
    left = next((home / "redis" / "appendonlydir").glob(file))
    left.write_bytes(left.read_bytes()[:-cut_off] + added)
    server = start_redis(home)
    try:
        assert (broker.exists("first"), broker.exists("cut off")) == (kept, 0)
        assert (home / "redis-damaged").exists() == (not kept)
    finally:
        broker.close()
        server.stop()
