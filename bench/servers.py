"""Servers and processes that benches start; each has a folder of its own, and is gone with its block, also where the
bench is ended by a signal.
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import FrameType
from typing import Final

from embedded.postgres import start_postgres
from embedded.process import Server
from embedded.redis import start_redis
from settings import environment, set_variables
from store.db import engine
from store.migrate import upgrade

TOP: Final = Path(__file__).parents[1]


@contextmanager
def server_folder(kept: Path | None = None) -> Iterator[Path]:
    """The folder in which a bench starts its servers: `kept`, which stays, or one that is deleted with the block.

    Within it SIGTERM and SIGHUP end the bench as Ctrl-C does, so that whatever was started is stopped.
    """
    before = {each: signal.signal(each, _end) for each in (signal.SIGTERM, signal.SIGHUP)}
    place = kept or Path(tempfile.mkdtemp(prefix="factdesk-bench-"))
    try:
        place.mkdir(parents=True, exist_ok=True)
        place.chmod(0o755)
        yield place
    finally:
        if kept is None:
            shutil.rmtree(place, ignore_errors=True)
        for each, handler in before.items():
            if signal.getsignal(each) is _end:  # else it is being ended
                signal.signal(each, handler)


def _end(number: int, _: FrameType | None) -> None:
    for each in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(each, signal.SIG_IGN)  # nothing interrupts what stops the servers
    sys.exit(128 + number)


@contextmanager
def servers(kept: Path | None) -> Iterator[tuple[str, str]]:
    """The addresses of a PostgreSQL and a Redis in a folder, which stays where one is named."""
    with server_folder(kept) as folder, ExitStack() as stack:
        stack.callback(engine.cache_clear)
        database = start_postgres(folder, durable=False)
        stack.callback(database.stop)
        broker = start_redis(folder)
        stack.callback(broker.stop)
        yield database.url, broker.url


@contextmanager
def empty_database(folder: Path | None = None) -> Iterator[Server]:
    """A PostgreSQL whose one database has the newest schema and no rows but those of the migrations.

    `folder` is where its data stand, and stays; without one they stand in a folder that is deleted.
    """
    with server_folder(folder) as place:
        server = start_postgres(place, durable=False)
        try:
            upgrade(server.url)
            yield server
        finally:
            engine(server.url).dispose()
            server.stop()


@contextmanager
def empty_desk(variables: Mapping[str, str], folder: Path | None = None) -> Iterator[Server]:
    """The database of an empty desk with a Redis, both named in the environment beside the settings in `told`."""
    with server_folder(folder) as place, empty_database(place) as server:
        broker = start_redis(place)
        try:
            named = {"DATABASE_URL": server.url, "REDIS_URL": broker.url, "FACTDESK_SECRET_KEY": "bench"}
            set_variables({"FACTDESK_LOG_LEVEL": "CRITICAL", **named, **variables})
            yield server
        finally:
            broker.stop()


@contextmanager
def running(*command: str, variables: Mapping[str, str] | None = None) -> Iterator[None]:
    """A process of `factdesk` with these arguments; with its children it is killed at the end of the block."""
    whole = [sys.executable, "-m", "cli", *command]
    process = subprocess.Popen(
        whole,
        cwd=TOP,
        env=environment(dict(variables or {})),
        start_new_session=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
