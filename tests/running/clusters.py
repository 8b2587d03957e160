"""The PostgreSQL cluster of a process of tests and its migrated template, made once for all processes of a run."""

import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest

from embedded.postgres import start_postgres
from embedded.process import Server
from store import db
from store.migrate import upgrade
from tests.running.databases import TEMPLATE, named, run
from tests.running.processes import fork


def new_folder() -> Path:
    """A temporary folder that the account of servers can read too."""
    made = Path(tempfile.mkdtemp(prefix="factdesk-tests-"))
    made.chmod(0o755)
    return made


def start_cluster(folder: Path, prepared: "Prepared | None") -> Server:
    """Start a cluster with a template, a copy of the prepared one if there is one."""
    if prepared:
        subprocess.run(["cp", "-a", f"{prepared.folder}/.", folder], check=True)
        return start_postgres(folder, durable=False)
    return _make(folder)


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
        run(server.url, "SELECT pg_reload_conf()")
        run(server.url, f"CREATE DATABASE {TEMPLATE}")
        template = named(server.url, TEMPLATE)
        upgrade(template)
        db.engine(template).dispose()
    except BaseException:
        server.stop()
        raise
    return server
