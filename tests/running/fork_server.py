"""Forks the desk's processes for tests, so that what all of them import and load is read once for a run and not once a
process: 1 to 5 s of processor time each.

    python -m tests.running.fork_server FD commands
    python -m tests.running.fork_server FD readers

What it imports reads no setting: a forked process reads its own. `tests.running.commands` asks it over the socket
FD. The one for readers forks what reads files of strangers, and holds no more than that, for its memory is bounded.
"""

import json
import os
import pkgutil
import runpy
import select
import signal
import socket
import sys
import threading
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from types import FrameType
from typing import Any, Final

import checks
import store
from embedded.forked import ForkedProcess, fork

_LIBRARIES: Final = (
    "a2wsgi",
    "celery.apps.worker",
    "celery.beat",
    "celery.bin.celery",
    "celery.concurrency.prefork",
    "flask",
    "gunicorn.app.wsgiapp",
    "kombu.transport.redis",
    "opentelemetry.trace",
    "uvicorn",
)


def main(number: int, what: str) -> None:
    """Serve until the other side of the socket is closed."""
    {"commands": _load_commands, "readers": _load_readers}[what]()
    assert threading.active_count() == 1, "a thread does not outlive a fork"
    signalled, wakeup = socket.socketpair()
    wakeup.setblocking(False)
    signal.set_wakeup_fd(wakeup.fileno())
    signal.signal(signal.SIGCHLD, _ignore)
    running: list[tuple[ForkedProcess, socket.socket]] = []
    with socket.socket(fileno=number) as asked:
        waiting = select.poll()  # `select` knows but the first 1,024 files
        for each in (asked, signalled):
            waiting.register(each, select.POLLIN)
        while True:
            ready = {file for file, _ in waiting.poll()}
            if signalled.fileno() in ready:
                signalled.recv(4096)
            running = [(process, reply) for process, reply in running if not _ended(process, reply)]
            if asked.fileno() in ready:
                data, files, _, _ = socket.recv_fds(asked, 1_000_000, 3)
                if not data:
                    break
                reply, given = socket.socket(fileno=files[0]), files[1:]
                others = [asked, signalled, wakeup, *(other for _, other in running)]
                running.append((_start(json.loads(data), reply, given, others), reply))
                for file in given:
                    os.close(file)
    for process, _ in running:
        process.kill()


def _load_commands() -> None:
    """Import what the desk's processes import, but for what reads settings, and load what workers load."""
    for name in _LIBRARIES:
        import_module(name)
    for package in (checks, store):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if not module.name.startswith("store.migrations"):
                import_module(module.name)
    from checks.extraction import load
    from checks.nlp import word_vectors
    from checks.nlp.encoder import encoder
    from checks.quantities.conversion import conversions

    load()
    word_vectors.load_vectors()
    encoder()
    conversions()


def _load_readers() -> None:
    """Import what a process imports that reads a page or a file, and what reading the first page makes."""
    for name in ("docx", "openpyxl", "pypdf", "workers.sandbox.read_file"):
        import_module(name)
    from checks.documents.pages import read_page

    page = b"<html><title>Boats</title><body><p>Four boats sank in Alder on 3 May 2024, it said.</p></body></html>"
    read_page(page, "text/html", "https://page.example/")


def _ignore(_number: int, _frame: FrameType | None) -> None:
    """Let a signal interrupt nothing but the wait for it."""


def _ended(process: ForkedProcess, reply: socket.socket) -> bool:
    """Whether it has ended; then its exit code is told, if anybody still asks for it."""
    if (code := process.poll()) is None:
        return False
    with reply, suppress(OSError):
        reply.sendall(f"{code}\n".encode())
    return True


def _start(
    asked: dict[str, Any], reply: socket.socket, given: list[int], others: list[socket.socket]
) -> ForkedProcess:
    """Fork a process that runs a module as `python -m` does; it tells its number once signals reach it.

    Args:
        given: the files that are its standard input and output, where it has others than its log.
    """

    def run() -> None:
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        with reply:
            reply.sendall(f"{os.getpid()}\n".encode())
        for other in others:
            other.close()
        for standard, file in enumerate(given):
            os.dup2(file, standard)
            os.close(file)
        sys.stdin = os.fdopen(0, closefd=False)
        os.environ.clear()
        os.environ.update(asked["environment"])
        sys.argv = [asked["module"], *asked["arguments"]]
        runpy.run_module(asked["module"], run_name="__main__", alter_sys=True)

    return fork(run, Path(asked["log"]))


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2])
