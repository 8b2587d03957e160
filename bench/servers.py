"""Servers and processes that benches start: each desk is empty, has a folder of its own, and is gone with its block."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from embedded.postgres import Server, start_postgres
from embedded.redis import start_redis
from settings import environment, tell
from store.db import engine
from store.migrate import upgrade

TOP: Final = Path(__file__).parents[1]


@contextmanager
def empty_database(folder: Path | None = None) -> Iterator[Server]:
    """A PostgreSQL whose one database has the newest schema and no rows but those of the migrations.

    `folder` is where its data stand, and stays; without one they stand in a folder that is deleted.
    """
    place = folder or Path(tempfile.mkdtemp(prefix="factdesk-bench-"))
    place.chmod(0o755)
    server = start_postgres(place, durable=False)
    try:
        upgrade(server.url)
        yield server
    finally:
        engine(server.url).dispose()
        server.stop()
        if folder is None:
            shutil.rmtree(place, ignore_errors=True)


@contextmanager
def empty_desk(told: Mapping[str, str], folder: Path | None = None) -> Iterator[Server]:
    """The database of an empty desk with a Redis, both named in the environment beside the settings in `told`."""
    place = folder or Path(tempfile.mkdtemp(prefix="factdesk-bench-"))
    try:
        with empty_database(place) as server:
            broker = start_redis(place)
            try:
                named = {"DATABASE_URL": server.url, "REDIS_URL": broker.url, "FACTDESK_SECRET_KEY": "bench"}
                tell({"FACTDESK_LOG_LEVEL": "CRITICAL", **named, **told})
                yield server
            finally:
                broker.stop()
    finally:
        if folder is None:
            shutil.rmtree(place, ignore_errors=True)


@contextmanager
def running(*command: str, told: Mapping[str, str] | None = None) -> Iterator[None]:
    """A process of `factdesk` with these arguments; with its children it is killed at the end of the block."""
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    whole = [sys.executable, "-m", "cli", *command]
    process = subprocess.Popen(whole, cwd=TOP, env=environment(told or {}), start_new_session=True, **quiet)
    try:
        yield
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
