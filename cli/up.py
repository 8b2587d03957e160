"""The whole desk on this machine, with one command."""

import fcntl
import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from importlib import import_module
from pathlib import Path
from typing import IO, Final, NoReturn

import click

from cli.main import main as factdesk
from cli.operations.servers import keep_servers
from embedded.files import free_bytes, read_if_any, write_private
from embedded.forked import CAN_FORK, fork, limit_arenas
from embedded.postgres import start_postgres
from embedded.process import CannotStart, ManagedProcess, Server, launch
from embedded.redis import start_redis
from embedded.supervisor import Supervisor
from settings import data_folder, given, set_variables, settings

_READY_SECONDS = 90.0
_SECONDS_FOR_OTHERS = 10.0
_PORT_SECONDS = 6.0
_LEAST_FREE = 2**24  # bytes; PostgreSQL ends where it has no room for another file of its log, which has so many
_ARENAS = 2  # glibc keeps freed memory for each thread apart
_COMMANDS = {
    "worker": ["worker", "--queues", "split,lookup,housekeeping,feeds,deliveries"],
    "sweeper": ["worker", "--queues", "sweep", "--solo", "--with-beat"],
    "web": ["web"],
}

# What several of them import, none of it the language pipeline; they are forked with it, and share it.
_SHARED: Final = (
    "celery.apps.worker",
    "celery.beat",
    "celery.bin.celery",
    "cli.serve",
    "gunicorn.app.wsgiapp",
    "kombu.transport.redis",
    "workers.app",
    "workers.tasks.sweep",
)

# What other commands of the same user need to find the desk's servers.
_KEPT_VARIABLES = ("DATABASE_URL", "REDIS_URL", "FACTDESK_SECRET_KEY", "FACTDESK_BASE_URL")


class _Stopped(Exception):
    """Somebody asked the desk to stop."""


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="Port to listen on.")
@click.option("--sample/--no-sample", default=True, help="Load the sample into an empty desk.")
def up(host: str, port: int, sample: bool) -> None:
    """Start the desk: store, broker, web, worker, sweeper and beat, until Ctrl-C."""
    for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(name, _stop)
    folder = data_folder()
    try:
        with ExitStack() as stack:
            lock = stack.enter_context(alone(folder))
            _check_port(host, port)
            _run(stack, folder, host, port, sample, lock)
    except _Stopped:
        click.echo("stopped; nothing is lost, ./run up goes on where it was")
    except (CannotStart, OSError, RuntimeError, ValueError) as error:
        click.echo(f"factdesk: {_in_words(error, folder)}", err=True)
        sys.exit(1)


def _in_words(error: Exception, folder: Path) -> str:
    """Why the desk did not start, and for a full disk what to do."""
    if "No space left on device" not in str(error) and free_bytes(folder) > _LEAST_FREE:
        return str(error)
    return f"the disk is full; make room for {folder} and start again, nothing is lost ({error})"


def _run(stack: ExitStack, folder: Path, host: str, port: int, sample: bool, lock: IO[str]) -> None:
    began = time.monotonic()
    servers: list[Server] = []
    database, broker = given("DATABASE_URL"), given("REDIS_URL")
    if not database:
        click.echo("starting PostgreSQL")
        servers.append(_stopped_at_the_end(stack, start_postgres(folder)))
        database = servers[-1].url
    if not broker:
        click.echo("starting the broker")
        servers.append(_stopped_at_the_end(stack, start_redis(folder)))
        broker = servers[-1].url
    address = f"http://{host}:{port}"
    variables = {
        "DATABASE_URL": database,
        "REDIS_URL": broker,
        "FACTDESK_SECRET_KEY": given("FACTDESK_SECRET_KEY") or _kept(folder / "secret.key"),
        "FACTDESK_BASE_URL": given("FACTDESK_BASE_URL") or address,
        "FACTDESK_BIND": f"{host}:{port}",
        "FACTDESK_DATA": str(folder),
        "FACTDESK_WEB_WORKERS": given("FACTDESK_WEB_WORKERS") or "1",
        "MALLOC_ARENA_MAX": given("MALLOC_ARENA_MAX") or str(_ARENAS),
    }
    set_variables(variables)
    keep_servers(folder, {name: variables[name] for name in _KEPT_VARIABLES})
    link, loaded = _prepare(folder, address, sample)
    variables["FACTDESK_PARENT"] = str(os.getpid())
    set_variables(variables)
    children = [_child(name, command, folder / "log", lock) for name, command in _COMMANDS.items()]
    for child in children:
        child.start()
        stack.callback(child.stop)
    click.echo("starting web, worker, sweeper and beat")
    _await_ready(address, children)
    supervisor = Supervisor([*servers, *children], lambda line: click.echo(f"factdesk: {line}", err=True))
    _await_sample(loaded, folder, address, supervisor)
    _welcome(address, link, time.monotonic() - began)
    supervisor.watch()


def _stopped_at_the_end(stack: ExitStack, server: Server) -> Server:
    stack.callback(server.stop)
    return server


def _child(name: str, arguments: list[str], logs: Path, lock: IO[str]) -> ManagedProcess:
    """One of our own commands as a process that shares what this one has imported; where that can't be, under the
    same Python.
    """
    log = logs / f"{name}.log"
    if not CAN_FORK:
        command = [sys.executable, "-m", "cli", *arguments]
        return ManagedProcess(name, lambda: launch(command, log), log)
    if not given("MALLOC_ARENA_MAX"):
        limit_arenas(_ARENAS)
    for module in _SHARED:
        import_module(module)
    return ManagedProcess(name, lambda: fork(lambda: factdesk(arguments), log, close=[lock]), log)


def _prepare(folder: Path, address: str, sample: bool) -> tuple[str | None, int]:
    """Migrate, load the sample into an empty desk, make the first admin (`cli.preparation`).

    Returns the secret of the one-time link, if one is needed, and how many articles of the sample were loaded.
    """
    click.echo("migrating the store")
    command = [sys.executable, "-m", "cli.preparation", str(folder), address, *["--sample"] * sample]
    done = subprocess.run(command, capture_output=True, text=True, start_new_session=True)
    if done.returncode:
        raise RuntimeError((done.stderr.strip().splitlines() or ["the store could not be prepared"])[-1])
    said = json.loads(done.stdout.splitlines()[-1])
    return said["link"], said["sample"]


def _await_sample(count: int, folder: Path, address: str, supervisor: Supervisor) -> None:
    """Have the sample split and looked up before anybody opens the desk; given up quietly after a while, sooner where
    sources on the network have to answer too.
    """
    if not count:
        return
    patience = _READY_SECONDS if not settings().sources else _SECONDS_FOR_OTHERS
    deadline, done = time.monotonic() + patience, -1
    while done < count and time.monotonic() < deadline:
        time.sleep(0.2)
        supervisor.look(time.monotonic())
        ready = _count_ready(count, folder, address)
        if ready not in (done, None):
            click.echo(f"the sample: {ready} of {count} articles looked up")
            done = int(ready or 0)


def _count_ready(count: int, folder: Path, address: str) -> int | None:
    """How many of the newest articles are ready; None if the desk did not say."""
    token = json.loads((folder / "cli.json").read_text())["token"]
    asked = urllib.request.Request(  # noqa: S310 - our own address
        f"{address}/api/v1/articles?limit={count}", headers={"Authorization": f"Bearer {token}"}
    )
    try:
        with urllib.request.urlopen(asked, timeout=5) as answer:  # noqa: S310 - our own address
            return sum(bool(article["stage"] == "ready") for article in json.load(answer)["items"])
    except (urllib.error.URLError, OSError, ValueError):
        return None


def _await_ready(address: str, children: list[ManagedProcess]) -> None:
    deadline = time.monotonic() + _READY_SECONDS
    while time.monotonic() < deadline:
        if line := next((line for child in children if (line := child.death())), None):
            raise CannotStart(line)
        try:
            with urllib.request.urlopen(f"{address}/readyz", timeout=2):  # noqa: S310 - our own address
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    raise CannotStart(f"the desk was not ready within {_READY_SECONDS:.0f} s (logs: {children[0].log.parent})")


def _welcome(address: str, link: str | None, took: float) -> None:
    click.echo(f"\nFactdesk is at {address} (ready after {took:.1f} s)")
    if link:
        click.echo(f"Sign in, once, as the first admin: {address}/sign-in/{link}")
    click.echo("Ctrl-C stops it.")


@contextmanager
def alone(folder: Path) -> Iterator[IO[str]]:
    """Hold the data folder, in which no other desk may run meanwhile, by the file given. Raises `RuntimeError`."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (folder / "lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise RuntimeError(f"a desk is running on {folder} already") from None
        yield file


def _check_port(host: str, port: int) -> None:
    """Raise `RuntimeError` where the port is not free, nor soon: a desk that was killed leaves it within seconds."""
    deadline = time.monotonic() + _PORT_SECONDS
    while error := _refusal(host, port):
        if time.monotonic() > deadline:
            raise RuntimeError(
                f"port {port} on {host} is not free ({error.strerror}); choose another with --port"
            ) from None
        time.sleep(0.2)


def _refusal(host: str, port: int) -> OSError | None:
    """Why nobody can listen there; None if somebody can."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            return error
    return None


def _kept(path: Path) -> str:
    """A secret that is made once and kept; an empty file, left by a full disk, is made again."""
    if not read_if_any(path).strip():
        write_private(path, secrets.token_urlsafe(48))
    return path.read_text().strip()


def _stop(signum: int, frame: object) -> NoReturn:
    for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(name, signal.SIG_IGN)
    click.echo("\nstopping")
    raise _Stopped
