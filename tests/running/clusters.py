"""The PostgreSQL cluster of a process of tests and its migrated template, made once for all processes of a run."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Final

import pytest

from embedded.postgres import start_postgres
from embedded.process import Server
from store.migrate import upgrade
from tests.running.databases import TEMPLATE, named, run
from tests.running.processes import fork

_MEMORY: Final = Path("/dev/shm")  # noqa: S108 - where Linux keeps files in memory
_ROOM: Final = 4 * 2**30  # bytes, more than the files of three processes take


class FilesInMemory:
    """Has all temporary files of a run, and of the processes that it starts, be in memory where there is room.

    To make or copy a database is to write hundreds of files, which takes a multiple of the processor time on a disk.
    """

    def __init__(self) -> None:
        self._folder: str | None = None
        if "TMPDIR" not in os.environ and _MEMORY.is_dir() and shutil.disk_usage(_MEMORY).free >= _ROOM:
            self._folder = tempfile.mkdtemp(prefix="factdesk-", dir=_MEMORY)
            Path(self._folder).chmod(0o1777)  # like /tmp: servers have an account of their own
            os.environ["TMPDIR"] = tempfile.tempdir = self._folder

    def remove(self) -> None:
        """Delete them."""
        if self._folder:
            shutil.rmtree(self._folder, ignore_errors=True)
            del os.environ["TMPDIR"]
            tempfile.tempdir = None


def new_folder(prefix: str = "factdesk-tests-") -> Path:
    """A temporary folder that the account of servers can read too."""
    made = Path(tempfile.mkdtemp(prefix=prefix))
    made.chmod(0o755)
    return made


def start_cluster(folder: Path, prepared: "Prepared | None") -> Server:
    """Start a cluster with a template, a copy of the prepared one if there is one."""
    if prepared:
        prepared.copy_to(folder)
        return start_postgres(folder, durable=False)
    return _make(folder)


def migrated_folder(config: pytest.Config, prefix: str) -> Path:
    """A temporary folder with a cluster that a desk of a test's own finds migrated, where one was prepared; it is else
    made at the desk's start.
    """
    made = new_folder(prefix)
    if prepared := config.stash.get(PREPARED, None):
        prepared.copy_to(made)
        for settings in made.rglob("postgresql.auto.conf"):
            settings.write_text("")  # those of databases that are handed on
    return made


class Prepared:
    """A cluster for all processes of a run, made in one of its own while this one collects the tests."""

    def __init__(self, config: pytest.Config) -> None:
        self.folder = new_folder()
        self._process = fork(config, lambda: _make(self.folder).stop(), "cluster")

    def wait(self) -> None:
        """Wait until it is made. Raises `RuntimeError` where it could not be."""
        self._process.join()
        if self._process.exitcode:
            raise RuntimeError("the cluster of the tests was not made")

    def copy_to(self, folder: Path) -> None:
        """Copy it."""
        subprocess.run(["cp", "-a", f"{self.folder}/.", folder], check=True)

    def remove(self) -> None:
        """Delete it."""
        self._process.terminate()
        self._process.join()
        shutil.rmtree(self.folder, ignore_errors=True)


def _make(folder: Path) -> Server:
    server = start_postgres(folder, durable=False)
    try:
        # It would change statistics, at any time, of a database that the next test needs as the template is.
        run(server.url, "ALTER SYSTEM SET autovacuum = off")
        run(server.url, "ALTER SYSTEM SET max_wal_size = '256MB'")  # it may lie in memory
        run(server.url, "SELECT pg_reload_conf()")
        upgrade(server.url)
        run(named(server.url, "postgres"), f"CREATE DATABASE {TEMPLATE} TEMPLATE factdesk")
    except BaseException:
        server.stop()
        raise
    return server


PREPARED: Final = pytest.StashKey[Prepared]()
